"""From a workbook to a plan and everything that is wrong with it."""
