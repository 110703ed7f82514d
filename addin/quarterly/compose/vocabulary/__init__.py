"""What a template can say: the words between double braces, and what they stand for in one report."""
