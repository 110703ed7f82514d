"""One report by hand, to the people on its distribution list."""
