"""The rule families: each lays a council's rule over a target and gives bands of values, best first."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from quarterly.judge.bands import Band, Scheme, Span, Terms, Unrated, aim
from quarterly.judge.judgement import Status
from quarterly.model.figures import as_set, exact, figure
from quarterly.model.kpi import Polarity, Target
from quarterly.model.rules import RuleFamily


@lru_cache(maxsize=256)  # an indicator's quarter, the one before and the year before mostly have the same terms
def scheme(terms: Terms) -> Scheme | Unrated:
    """The rule laid over the target, or why it cannot be."""
    if terms.rule.family is RuleFamily.UNREAD:
        return Unrated(Status.CANNOT_JUDGE, not_understood(terms.rule.title))
    if terms.polarity is Polarity.INFORMATION or terms.rule.family is RuleFamily.INFORMATION:
        return Unrated(Status.INFORMATION, "For information: not rated.")
    if terms.polarity is Polarity.RANGE and (terms.target.low is None) != (terms.target.high is None):
        missing = "low" if terms.target.low is None else "high"
        return _contradiction(f"the target range has no {missing} end")
    return _BUILDERS[terms.rule.family](terms)


def not_understood(cell: str) -> str:
    """Why there is no status where a cell that decides it cannot be read: its column and what stands there."""
    return f"Cannot be judged: {cell} is not understood."


def _aim_words(terms: Terms, span: Span) -> str:
    words = terms.span_words(span, least=0)
    if span.low is not None and span.high is not None:
        return f"a target {'of' if span.low == span.high else 'range of'} {words}"
    # "90%" is plain enough where high is good, and nothing is less than none.
    if span.strict:
        return f"a target of {words}"
    only = span.low if span.low is not None else None if span.high else span.high
    return f"a target of {words if only is None else as_set(only, terms.unit)}"


def _no_target(what: str = "target") -> Unrated:
    return Unrated(Status.NO_TARGET, f"No {what} is set for this period, so it is not rated.")


def _contradiction(words: str) -> Unrated:
    return Unrated(Status.CANNOT_JUDGE, f"Cannot be judged: {words}.")


def _by_tolerance(terms: Terms) -> Scheme | Unrated:
    rule = terms.rule
    middle = Status.GREEN_AMBER if rule.family is RuleFamily.FOUR_LEVEL else Status.AMBER
    steps = [(Status.GREEN, rule.green or 0.0), (middle, rule.amber), (Status.RED_AMBER, rule.red_amber)]
    if terms.polarity is Polarity.RANGE and _inverted(terms.target):
        return _contradiction("the low end of the target range is above its high end")
    span = aim(terms.target, terms.polarity)
    return _no_target() if span is None else _stretched(terms, span, steps)


def _stretched(terms: Terms, span: Span, steps: list[tuple[Status, float | None]]) -> Scheme | Unrated:
    tolerances = [(status, exact(size)) for status, size in steps if size is not None]
    sizes = [size for _, size in tolerances]
    if sizes != sorted(sizes) or sizes[0] < 0:
        return _contradiction(f'the tolerances of the rule "{terms.rule.title}" do not grow from green to red')
    relative = terms.rule.family not in _IN_UNIT and terms.rule.relative
    bands: list[Band] = []
    for status, size in tolerances:
        reached = span.stretched(size / 100 if relative else size, relative=relative)
        if not bands or reached != bands[-1].span:
            leeway = size if reached != span else Fraction(0)
            words = f"{_within(terms, span, leeway, relative=relative)} ({terms.span_words(reached)})"
            bands.append(Band(status, reached, words))
    lost = relative and sizes[-1] > 0 and bands[-1].span == span
    note = "A percentage of a zero target is nothing, so there is no tolerance." if lost else ""
    last = terms.outside_words(bands[-1].span)
    if sizes[-1] and not lost:
        ends = "the target range" if _is_range(span) else "target"
        last = f"more than {_amount(terms, sizes[-1], relative=relative)} off {ends} ({last})"
    return Scheme(span, _aim_words(terms, span), tuple(bands), Status.RED, last, note)


def _within(terms: Terms, span: Span, size: Fraction, *, relative: bool) -> str:
    if not size:
        return (
            "within the target range" if _is_range(span) else "on target" if span.low == span.high else "the target met"
        )
    return f"within {_amount(terms, size, relative=relative)} of {'the target range' if _is_range(span) else 'target'}"


def _amount(terms: Terms, size: Fraction, *, relative: bool) -> str:
    return as_set(size, "%") if relative else as_set(size, "points" if terms.unit == "%" else terms.unit)


def _is_range(span: Span) -> bool:
    return span.low is not None and span.high is not None and span.low != span.high


def _inverted(target: Target) -> bool:
    return target.low is not None and target.high is not None and target.low > target.high


def _by_range(terms: Terms) -> Scheme | Unrated:
    if terms.target.low is None and terms.target.high is None:
        return _no_target("target range")
    if _inverted(terms.target):
        return _contradiction("the low end of the target range is above its high end")
    low, high = (None if end is None else exact(end) for end in (terms.target.low, terms.target.high))
    span = Span(low, high)
    return _stretched(terms, span, [(Status.GREEN, terms.rule.green or 0.0), (Status.AMBER, terms.rule.amber)])


def _by_zero(terms: Terms) -> Scheme | Unrated:
    if terms.target.value:
        shown = as_set(terms.target.value, terms.unit)
        return _contradiction(f"the rule is for a target of zero, but the target is {shown}")
    span = aim(Target(value=0.0, strict=terms.target.strict), terms.polarity) or Span()
    return _stretched(terms, span, [(Status.GREEN, terms.rule.green or 0.0), (Status.AMBER, terms.rule.amber)])


def _one_sided(terms: Terms, limit: float) -> Span:
    return Span(None, exact(limit)) if terms.polarity is Polarity.LOW else Span(exact(limit), None)


def _by_absolute(terms: Terms) -> Scheme | Unrated:
    rule = terms.rule
    if terms.polarity is Polarity.RANGE:
        return _contradiction("the absolute rule needs to know whether high or low is good")
    if rule.green is None:
        return _contradiction("the absolute rule states no limit for green")
    steps = ((Status.GREEN, rule.green), (Status.AMBER, rule.amber), (Status.RED_AMBER, rule.red_amber))
    limits = [(status, limit) for status, limit in steps if limit is not None]
    ordered = sorted((limit for _, limit in limits), reverse=terms.polarity is Polarity.HIGH)
    if [limit for _, limit in limits] != ordered:
        return _contradiction("the limits of the absolute rule do not get easier from green to red")
    spans = [(status, _one_sided(terms, limit)) for status, limit in limits]
    bands = tuple(Band(status, span, terms.span_words(span)) for status, span in spans)
    target = aim(terms.target, terms.polarity)
    words = "a limit for green of " + bands[0].words if target is None else _aim_words(terms, target)
    return Scheme(target or bands[0].span, words, bands, Status.RED, terms.outside_words(bands[-1].span))


def _by_floor(terms: Terms) -> Scheme | Unrated:
    if terms.polarity is Polarity.RANGE:
        return _contradiction("floor and target need to know whether high or low is good")
    span = aim(terms.target, terms.polarity)
    if span is None:
        return _no_target()
    green = Band(Status.GREEN, span, f"the target met ({terms.span_words(span)})")
    words = _aim_words(terms, span)
    if terms.target.floor is None:
        missing = "short of the target, and no floor is set to tell amber from red"
        return Scheme(span, words, (green,), Status.CANNOT_JUDGE, missing)
    above = _one_sided(terms, terms.target.floor)
    if _beyond(above, span):
        return _contradiction("the floor is harder to reach than the target")
    amber = Band(Status.AMBER, above, f"the floor met but not the target ({terms.span_words(above)})")
    return Scheme(span, words, (green, amber), Status.RED, f"the floor missed ({terms.outside_words(above)})")


def _beyond(floor: Span, target: Span) -> bool:
    if floor.low is not None and target.low is not None:
        return floor.low > target.low
    return floor.high is not None and target.high is not None and floor.high < target.high


def _by_two_factors(terms: Terms) -> Scheme | Unrated:
    base = _by_tolerance(terms)
    if isinstance(base, Unrated):
        return base
    green = base.bands[0]
    off = f"more than {_amount(terms, exact(terms.rule.green or 0.0), relative=terms.rule.relative)} off target"
    if terms.year_ago is None:
        unknown = f"{off}; amber or red depends on the same quarter last year, for which there is no figure"
        return Scheme(base.aim, base.aim_words, (green,), Status.CANNOT_JUDGE, unknown, base.note)
    then = f"the same quarter last year ({figure(terms.year_ago, terms.decimals, terms.unit)})"
    missed_by = abs(base.aim.move_into(terms.year_ago))
    no_worse = Span(base.aim.low, base.aim.high).stretched(missed_by, relative=False)
    if terms.year_ago in base.aim and terms.polarity is not Polarity.RANGE:
        no_worse = base.aim  # last year met the target: what misses it is worse
    amber = Band(Status.AMBER, no_worse, f"{off}, but the same as or better than {then}")
    words = f"{off} and worse than {then}"
    return Scheme(base.aim, base.aim_words, (green, amber), Status.RED, words, base.note)


def _by_year(terms: Terms) -> Scheme | Unrated:
    span = aim(terms.target, terms.polarity)
    if span is None:
        return _no_target()
    words = "within the target range" if _is_range(span) else "the target met"
    green = Band(Status.GREEN, span, f"{words} ({terms.span_words(span)})")
    if terms.reach is None:
        unknown = "off target, and how much of the year is left is not known"
        return Scheme(span, _aim_words(terms, span), (green,), Status.CANNOT_JUDGE, unknown)
    amber = () if terms.reach.span is None else (Band(Status.AMBER, terms.reach.span, terms.reach.yes),)
    return Scheme(span, _aim_words(terms, span), (green, *amber), Status.RED, terms.reach.no)


_IN_UNIT = (RuleFamily.POINTS, RuleFamily.ZERO)
_BUILDERS: dict[RuleFamily, Callable[[Terms], Scheme | Unrated]] = {
    RuleFamily.PERCENTAGE: _by_tolerance,
    RuleFamily.POINTS: _by_tolerance,
    RuleFamily.FOUR_LEVEL: _by_tolerance,
    RuleFamily.ABSOLUTE: _by_absolute,
    RuleFamily.FLOOR: _by_floor,
    RuleFamily.RANGE: _by_range,
    RuleFamily.TWO_FACTOR: _by_two_factors,
    RuleFamily.ZERO: _by_zero,
    RuleFamily.IN_YEAR: _by_year,
}
