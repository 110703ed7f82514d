"""Scheduled reports: jobs in a file, when they are due, what was run."""
