"""What is said when a button has done its work: the counts in sentences, the same as the command line's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from quarterly.compose.words import counted, listed, sentence
from quarterly.judge.judgement import Status
from quarterly.model.problems import Problem, Severity
from quarterly.run import Assessment


def problem_counts(problems: Iterable[Problem]) -> str:
    """ "2 errors, 3 warnings and 1 note", or that nothing is wrong."""
    counts = Counter(problem.severity for problem in problems)
    return listed([counted(counts[level], str(level)) for level in Severity if counts[level]]) or "nothing wrong found"


def status_counts(statuses: Iterable[Status]) -> str:
    """ "3 red, 5 amber and 12 green", the worst first, then what has no colour."""
    counts = Counter(statuses)
    rated = [status for status in reversed(Status) if counts[status] and status.is_rated]
    others = [status for status in Status if counts[status] and not status.is_rated]
    return listed([f"{counts[status]} {str(status).lower()}" for status in (*rated, *others)])


def quarter_of(found: Assessment) -> str:
    """ "Q3 2025/26"."""
    return found.book.plan.settings.calendar.label(found.judgements.quarter)


def standing(found: Assessment) -> str:
    """How indicators and actions stand, and what the reader must know beside that; a line each."""
    judged = found.judgements
    lines = []
    if judged.kpis:
        lines.append(f"Indicators: {status_counts(item.status for item in judged.kpis)}.")
    if judged.actions:
        lines.append(f"Actions: {status_counts(item.status for item in judged.actions)}.")
    if judged.challenges:
        lines.append(f"Challenge list: {counted(len(judged.challenges), 'rating')} to question.")
    lines += [f"Please note: {sentence(notice)}" for notice in found.notices]
    return "\n".join(lines)


def in_paragraphs(*parts: str) -> str:
    """The parts that say something, with a blank line between them."""
    return "\n\n".join(part for part in parts if part)
