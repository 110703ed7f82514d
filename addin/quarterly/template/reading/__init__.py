"""From the bytes of a template's workbook to what is drawn on its sheets. The only home of openpyxl."""
