"""From a report to the bytes of a workbook. The only home of XlsxWriter."""
