"""A council's template: an ordinary workbook, read into styles, words and layout."""
