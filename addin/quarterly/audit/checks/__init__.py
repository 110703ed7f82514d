"""The checks of the audit, one rule or a few that belong together a module; each takes a book and yields violations."""
