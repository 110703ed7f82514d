"""The published edition's audit of itself: the finished file is read as a stranger would, and every rule checked."""

from quarterly.audit.published import CHECKS, audit_published, refuse_unless_clean
from quarterly.audit.refusals import REFUSALS
from quarterly.audit.rules import RULES, Rule, Violation
from quarterly.judge.forbidden import Forbidden, Secret, forbidden_figures

__all__ = [
    "CHECKS",
    "REFUSALS",
    "RULES",
    "Forbidden",
    "Rule",
    "Secret",
    "Violation",
    "audit_published",
    "forbidden_figures",
    "refuse_unless_clean",
]
