"""The choices that columns and settings offer, in the words that officers see."""

from __future__ import annotations

RAG_CHOICES = ("Red", "Amber", "Green", "Blue")
STATUS_CHOICES = ("Not started", "In progress", "Complete", "Deferred", "Superseded")
POLARITY_CHOICES = ("High", "Low", "Range", "Information")
FREQUENCY_CHOICES = ("Month", "Quarter", "Year")
KIND_CHOICES = ("Snapshot", "Quarter", "Cumulative", "Rolling 12")
QUARTER_RULE_CHOICES = ("Last", "Sum", "Mean", "Ratio")
RULE_CHOICES = (
    "Bracknell Forest",
    "Havering 2013",
    "Kent",
    "Tower Hamlets",
    "Medway",
    "Percentage 5 10",
    "Points 2",
    "Absolute 90 80",
    "Floor and target",
    "Target range",
    "Two-factor 10",
    "Four-level 0 5 10",
    "Zero target",
    "Information only",
)
COMPARATOR_CHOICES = (
    "England",
    "Region",
    "Statistical neighbours",
    "Best neighbour",
    "Top quartile",
    "Rank",
    "Authorities ranked",
    "Quartile band",
)
GRADE_CHOICES = ("Outstanding", "Good", "Requires improvement", "Inadequate")
EDITION_CHOICES = ("Working", "Published")
YES_NO = ("Yes", "No")
MARKING_CHOICES = ("OFFICIAL", "OFFICIAL-SENSITIVE")
