"""What an improvement workbook says: frozen values, no files, no clock, no Excel."""
