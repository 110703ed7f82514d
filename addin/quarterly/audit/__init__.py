"""Whether a report obeys the rules for published spreadsheets: accessibility and disclosure."""
