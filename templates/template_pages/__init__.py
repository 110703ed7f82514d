"""How Quarterly's own templates are made, a module each."""
