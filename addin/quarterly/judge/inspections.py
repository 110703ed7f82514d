"""Inspections and visits: which visit of how many, each domain's grades towards the ambition, the next inspection.

The window of the next inspection is worked out from what Ofsted has said of its own timing; Ofsted decides, and what
the workbook itself expects is always shown beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from quarterly.judge.judgement import Direction
from quarterly.model.context import Inspection
from quarterly.model.contract.choices import GRADE_CHOICES
from quarterly.model.periods import Period, date_label, month_label

GRADES = GRADE_CHOICES[::-1]
"""Ofsted's four grades, from worst to best."""

VISIT_SPACING = 3  # months; Ofsted visits inadequate authorities quarterly (ILACS framework)
LEAST_VISITS = 4  # before an inadequate authority is inspected again (Ofsted, May 2016, no. 160032)
ACTION_PLAN = timedelta(weeks=14)  # 70 working days, from the report (Inspection of Local Authorities Regulations 2007)
UNTIL_REINSPECTED = 24  # months from the action plan, usually (Ofsted, May 2016, no. 160032)
BETWEEN_INSPECTIONS = 36  # months, for every other grade (ILACS framework)
EITHER_SIDE = 6  # months before and after that anniversary within which it usually falls (ILACS framework)

INADEQUATE_RULE = (
    "Rule: after a judgement of inadequate there are at least four monitoring visits, about a quarter apart, and the "
    "re-inspection usually comes within two years of the action plan, which is due 70 working days (taken as 14 weeks) "
    "after the report. Source: Ofsted, Re-inspection of inadequate local authorities, May 2016, and its framework "
    "for inspecting local authority children's services (ILACS). Ofsted decides the date."
)
OTHER_RULE = (
    "Rule: authorities that are not inadequate are usually inspected between six months before and six months after "
    "the third anniversary of the previous inspection. Source: Ofsted, framework for inspecting local authority "
    "children's services (ILACS). Ofsted decides the date."
)

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER = rf"(\d{{1,2}}|{'|'.join(_NUMBERS)})"
_PLACE = re.compile(rf"\bvisit (?:no\.? |number )?{_NUMBER} of {_NUMBER}\b", re.IGNORECASE)
_VISITS = frozenset(("monitoring visit", "ofsted monitoring visit", "monitoring"))
_OVERALL = frozenset(("overall", "overall effectiveness", "overall judgement", "overall grade"))
_GRADE_WORDS = {grade.casefold(): grade for grade in GRADES} | {
    "requires improvement to be good": "Requires improvement",
    "ri": "Requires improvement",
}


class Sort(StrEnum):
    """What a row of the timeline is."""

    INSPECTION = "Inspection"  # with a judgement
    MONITORING = "Monitoring visit"
    OTHER = "Visit"  # focused visits and whatever else has no judgement


class Visit(Struct, frozen=True, kw_only=True):
    """A row of the timeline. ``number`` and ``of`` are those of "visit five of six", ``stated`` or counted."""

    inspection: Inspection
    sort: Sort
    held: bool  # begun by the as-at date
    number: int | None = None
    of: int | None = None
    stated: bool = False

    @property
    def place(self) -> str:
        """ "Visit five of six", or empty."""
        if self.number is None:
            return ""
        return f"Visit {number_word(self.number)}{f' of {number_word(self.of)}' if self.of else ''}"


class Domain(Struct, frozen=True, kw_only=True):
    """A judgement domain's grades in order of date. ``course`` compares the last two, ``why`` says so in words."""

    name: str
    grades: tuple[tuple[date, str], ...]
    course: Direction
    why: str


class Window(Struct, frozen=True, kw_only=True):
    """When the next inspection can be expected: two months, both ``None`` where nothing can be worked out.

    ``why`` is a sentence with the dates it was worked out from; ``rule`` states the rule and its source.
    """

    why: str
    rule: str = ""
    opens: Period | None = None
    closes: Period | None = None


class InspectionJudgement(Struct, frozen=True, kw_only=True):
    """Everything that inspections and visits say. ``visits`` are in order of date."""

    visits: tuple[Visit, ...]
    domains: tuple[Domain, ...]
    window: Window
    progress: str  # where the visits stand: "Visit five of six took place on 18 Nov 2025."
    expected: str = ""  # what the latest row says is expected next, as written
    caveats: tuple[str, ...] = ()


def judge_inspections(inspections: Sequence[Inspection], as_at: date, ambition: str = "") -> InspectionJudgement:
    """The timeline, the grades of each domain, and the next inspection, as things stood on the day ``as_at``."""
    ordered = sorted(inspections, key=lambda each: each.start)
    visits, caveats = _timeline(ordered, as_at)
    held = tuple(visit for visit in visits if visit.held)
    latest = next((visit.inspection for visit in reversed(held)), None)
    return InspectionJudgement(
        visits=visits,
        domains=_domains([visit.inspection for visit in held], ambition),
        window=_window(visits, as_at),
        progress=_progress(held),
        expected=latest.next_expected if latest else "",
        caveats=caveats,
    )


def grade_of(text: str) -> str:
    """The grade in Ofsted's words, or empty where the text is none of the four."""
    return _GRADE_WORDS.get(" ".join(text.split()).casefold(), "")


def overall_grade(inspection: Inspection) -> str:
    """The grade for overall effectiveness, or empty."""
    named = {domain.strip().casefold(): grade for domain, grade in inspection.judgements}
    return next((grade_of(grade) for domain, grade in named.items() if domain in _OVERALL), "")


def number_word(number: int) -> str:
    """ "five"; figures from thirteen on."""
    return _NUMBERS[number - 1] if 1 <= number <= len(_NUMBERS) else str(number)


def _timeline(ordered: Sequence[Inspection], as_at: date) -> tuple[tuple[Visit, ...], tuple[str, ...]]:
    """Every row with its place; monitoring visits are counted anew from each inspection."""
    visits: list[Visit] = []
    caveats: list[str] = []
    count, of = 0, None
    for item in ordered:
        sort, stated = _sort(item), _place(item)
        number = None
        if sort is Sort.INSPECTION:
            count, of = 0, None
        elif sort is Sort.MONITORING or stated:
            count += 1
            number, of = stated or (count, of)
            if number != count:
                caveats.append(_miscounted(item, number, count))
                count = number
        visits.append(
            Visit(
                inspection=item,
                sort=sort,
                held=item.start <= as_at,
                number=number,
                of=of if number else None,
                stated=stated is not None and number is not None,
            )
        )
    return tuple(visits), tuple(caveats)


def _sort(item: Inspection) -> Sort:
    if item.judgements:
        return Sort.INSPECTION
    return Sort.MONITORING if " ".join(item.type.split()).casefold() in _VISITS else Sort.OTHER


def _place(item: Inspection) -> tuple[int, int] | None:
    """The place that the row itself states."""
    for text in (item.type, item.focus):
        found = _PLACE.search(text)
        if found:
            return _whole(found[1]), _whole(found[2])
    return None


def _whole(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS.index(text.lower()) + 1


def _miscounted(item: Inspection, number: int, count: int) -> str:
    return (
        f"The visit of {date_label(item.start)} is called visit {number_word(number)}; by the rows of the sheet "
        f"it is visit {number_word(count)} since the inspection."
    )


def _progress(held: Sequence[Visit]) -> str:
    """The latest monitoring visit since the last inspection, or that inspection."""
    if not held:
        return "No inspection or visit has taken place yet."
    for visit in reversed(held):
        if visit.number is not None:
            return f"{visit.place} took place on {date_label(visit.inspection.start)}."
        if visit.sort is Sort.INSPECTION:
            return f"No monitoring visit has taken place since the inspection of {date_label(visit.inspection.start)}."
    return f"The latest visit took place on {date_label(held[-1].inspection.start)}."


def _domains(held: Sequence[Inspection], ambition: str) -> tuple[Domain, ...]:
    """Each domain in the order of first mention, overall effectiveness first."""
    history: dict[str, list[tuple[date, str]]] = {}
    names: dict[str, str] = {}
    for item in held:
        for domain, grade in item.judgements:
            key = "overall" if domain.strip().casefold() in _OVERALL else domain.strip().casefold()
            names.setdefault(key, "Overall effectiveness" if key == "overall" else domain.strip())
            history.setdefault(key, []).append((item.start, grade_of(grade) or grade.strip()))
    keys = sorted(history, key=lambda key: key != "overall")
    return tuple(_domain(names[key], history[key], ambition) for key in keys)


def _domain(name: str, grades: Sequence[tuple[date, str]], ambition: str) -> Domain:
    now = grades[-1][1]
    course, moved = _course(grades)
    return Domain(name=name, grades=tuple(grades), course=course, why=f"{moved}{_short_of(now, ambition)}.")


def _course(grades: Sequence[tuple[date, str]]) -> tuple[Direction, str]:
    if len(grades) == 1:
        return Direction.NONE, "Judged once"
    (_, then), (_, now) = grades[-2:]
    if then == now:
        return Direction.STABLE, f"Unchanged: {now}"
    if then not in GRADES or now not in GRADES:
        return Direction.NONE, f"{then} → {now}"
    better = GRADES.index(now) > GRADES.index(then)
    return (Direction.IMPROVED if better else Direction.DOWN), f"{'Better' if better else 'Worse'}: {then} → {now}"


def _short_of(now: str, ambition: str) -> str:
    """How far from the ambition, in grades."""
    aim = grade_of(ambition)
    if not aim or now not in GRADES:
        return ""
    steps = GRADES.index(aim) - GRADES.index(now)
    if steps <= 0:
        return f"; the ambition ({aim}) is met"
    return f"; {number_word(steps)} {'grade' if steps == 1 else 'grades'} below the ambition ({aim})"


def _window(visits: Sequence[Visit], as_at: date) -> Window:
    held = [visit for visit in visits if visit.held]
    last = next((visit.inspection for visit in reversed(held) if visit.sort is Sort.INSPECTION), None)
    grade = overall_grade(last) if last else ""
    if last is None or not grade:
        return Window(why="The next inspection cannot be worked out: no inspection on the sheet has an overall grade.")
    if grade != GRADES[0]:
        due = Period.month_of(last.start).shift(BETWEEN_INSPECTIONS)
        opens, closes = due.shift(-EITHER_SIDE), due.shift(EITHER_SIDE)
        return Window(
            opens=opens,
            closes=closes,
            why=f"Between {month_label(opens.start)} and {month_label(closes.start)}: six months either side of the "
            f"third anniversary of the inspection of {date_label(last.start)} ({grade}).{_passed(closes, as_at)}",
            rule=OTHER_RULE,
        )
    return _reinspection(last, [visit for visit in visits if visit.inspection.start > last.start], as_at)


def _reinspection(last: Inspection, since: Sequence[Visit], as_at: date) -> Window:
    """After a judgement of inadequate: not before the visits are over, and usually within two years of the plan."""
    latest = next((visit for visit in reversed(since) if visit.held and visit.number is not None), None)
    number, planned = (latest.number or 0, latest.of or LEAST_VISITS) if latest else (0, LEAST_VISITS)
    to_come = max(0, planned - number)
    counted_from = latest.inspection if latest else last
    coming = _next_visit(counted_from, since, as_at)
    opens = coming.shift(VISIT_SPACING * (to_come - 1)) if to_come else Period.month_of(counted_from.start)
    published = last.letter_published or last.end or last.start
    closes = max(opens, Period.month_of(published + ACTION_PLAN).shift(UNTIL_REINSPECTED))
    report = "the report" if last.letter_published else "the inspection"
    return Window(
        opens=opens,
        closes=closes,
        why=f"Between {month_label(opens.start)} and {month_label(closes.start)}. Not before the visits are over: "
        f"{latest.place.lower() if latest else 'the inspection'} on {date_label(counted_from.start)} leaves "
        f"{_to_come(to_come)}{_later(coming, counted_from) if to_come else ''}. Usually within two years of the action "
        f"plan, which was due 14 weeks after {report} of {date_label(published)}.{_passed(closes, as_at)}",
        rule=INADEQUATE_RULE,
    )


def _next_visit(last: Inspection, since: Sequence[Visit], as_at: date) -> Period:
    """The month of the next visit: as planned, else a quarter after the last, and never one that has gone by."""
    planned = next((visit.inspection.start for visit in since if not visit.held), None)
    expected = Period.month_of(last.start).shift(VISIT_SPACING)
    return max(Period.month_of(as_at), expected if planned is None else Period.month_of(planned))


def _later(coming: Period, last: Inspection) -> str:
    """When the next visit is, where that is not a quarter after the last."""
    usual = coming == Period.month_of(last.start).shift(VISIT_SPACING)
    return "" if usual else f", the next not before {month_label(coming.start)}"


def _to_come(count: int) -> str:
    if not count:
        return "none to come"
    return f"{number_word(count)} {'visit' if count == 1 else 'visits'} to come, about a quarter apart"


def _passed(last: Period, as_at: date) -> str:
    return " That time has passed: it may come any day." if last.end < as_at else ""
