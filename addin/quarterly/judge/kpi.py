"""One indicator for one quarter: its value, target in force, rule, colour, directions and caveats."""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from quarterly.judge.bands import aim
from quarterly.judge.benchmark import comparisons
from quarterly.judge.caveats import caveats
from quarterly.judge.direction import Course, no_travel, travel
from quarterly.judge.families import not_understood
from quarterly.judge.judgement import Direction, KpiJudgement, KpiPoint, Status, Travel, worst
from quarterly.judge.quarter import History, Taken, latest_words, quarter_value, value_for
from quarterly.judge.rag import Rating, rate
from quarterly.judge.reach import reach_of
from quarterly.judge.targets import is_rated_alone, rule_in_force, target_in_force, unread_in_use
from quarterly.judge.versions import rules_at
from quarterly.model.figures import figure
from quarterly.model.kpi import Benchmark, Frequency, Kind, Kpi, Reading, Target
from quarterly.model.periods import FINANCIAL, Calendar, Period
from quarterly.model.rules import RagRule, RuleChange, RuleFamily, Rules


def judge_kpi(
    kpi: Kpi,
    quarter: Period,
    as_at: date,
    rules: Rules,
    benchmarks: tuple[Benchmark, ...] = (),
    *,
    calendar: Calendar = FINANCIAL,
    changes: tuple[RuleChange, ...] = (),
) -> KpiJudgement:
    """The indicator's judgement for ``quarter`` on what was known at ``as_at``.

    ``benchmarks`` may be those of every indicator; its own are kept. ``calendar`` is the report's, for naming quarters
    in sentences. Every point is rated by the target and the rule in force in its own period: ``changes`` are those of
    ``rules`` over time. A yearly indicator that is not due keeps the direction of its latest figure in ``long``, with
    the year before in ``year_ago``.
    """
    history = History.of(kpi, as_at, calendar)
    versions = _Versions(rules=rules, changes=changes)
    now = _rated(history, quarter_value(history, quarter), quarter, versions)
    shown = _last_known(history, now, versions)
    previous = _earlier(history, now.taken.period and now.taken.period.previous(), versions)
    year_ago = _earlier(history, shown.taken.period and shown.taken.period.year_ago(), versions)
    if kpi.frequency is Frequency.YEAR:
        previous = None  # the year before is the year ago
    short, long = _short(history, shown, previous, rules), _compared(history, shown, year_ago, rules)
    own = tuple(benchmark for benchmark in benchmarks if benchmark.kpi == kpi.ref)
    return KpiJudgement(
        kpi=kpi,
        status=now.rating.status,
        why=now.rating.why + _fallen(history, now, previous, short),
        quarter=quarter,
        period=now.taken.period,
        reading=now.taken.reading,
        latest=history.latest,
        newest=_newest(history, shown, versions),
        target=now.target,
        rule=now.rule,
        gap=now.rating.gap,
        to_next=now.rating.to_next,
        next_status=now.rating.next_status,
        previous=_point(previous),
        year_ago=_point(year_ago),
        short=short,
        long=long,
        benchmarks=own,
        comparisons=comparisons(kpi, now.taken.reading, own, as_at, latest=history.latest, calendar=calendar),
        caveats=_caveats(history, now, rules, long if kpi.kind is Kind.CUMULATIVE else short),
    )


def behind_but_improving(judgement: KpiJudgement) -> bool:
    """Whether the item is red by an in-year rule but improving, which Medway counts apart.

    Improving is by the short direction, or by the long one where the profile is cumulative.
    """
    route = judgement.long if judgement.kpi.kind is Kind.CUMULATIVE else judgement.short
    return _behind_but_improving(judgement.status, judgement.rule, route)


class _Rated(Struct, frozen=True, kw_only=True):
    """A period's value with what it was rated by."""

    taken: Taken
    rating: Rating
    rule: RagRule
    target: Target | None


class _Versions(Struct, frozen=True, kw_only=True):
    """The rules with their changes over time."""

    rules: Rules
    changes: tuple[RuleChange, ...]

    def at(self, period: Period) -> Rules:
        return rules_at(self.rules, self.changes, period) if self.changes else self.rules


def _rated(history: History, taken: Taken, quarter: Period, versions: _Versions, *, words: bool = True) -> _Rated:
    """The value with its status, and unless only that is wanted with the reason in ``words``."""
    kpi, period = history.kpi, taken.period or quarter
    target = target_in_force(kpi, period)
    rules = versions.at(period)
    rule = rule_in_force(kpi, target, rules)
    unread = unread_in_use(kpi, target, rule, rules) if target and target.unread else ""
    rating = _rating(history, taken, period, target, rule, unread=unread, words=words)
    return _Rated(taken=taken, rating=rating, rule=rule, target=target)


def _rating(
    history: History,
    taken: Taken,
    period: Period,
    target: Target | None,
    rule: RagRule,
    *,
    unread: str,
    words: bool,
) -> Rating:
    kpi = history.kpi
    if taken.status is not None or taken.value is None:
        status = taken.status or Status.AWAITED
        return Rating(status=status, why=f"{taken.why} {latest_words(history)}")
    shown = figure(taken.value, kpi.decimals, kpi.unit)
    if not is_rated_alone(kpi, period) and rule.family is not RuleFamily.INFORMATION:
        why = f"{shown}. It is rated on the sum of a quarter, so {history.label(period)} alone is not rated."
        return Rating(status=Status.NO_TARGET, why=why)
    if _only_words(kpi, target, rule):
        why = f'{shown}. Cannot be judged: the target is in words ("{kpi.target_words}") and gives no number.'
        return Rating(status=Status.CANNOT_JUDGE, why=why)
    if unread:
        return Rating(status=Status.CANNOT_JUDGE, why=f"{shown}. {not_understood(unread)}")
    rating = rate(
        taken.value,
        target or Target(),
        rule,
        kpi.polarity,
        year_ago=value_for(history, period.year_ago()).value if rule.family is RuleFamily.TWO_FACTOR else None,
        reach=reach_of(kpi, period, target) if target and rule.family is RuleFamily.IN_YEAR else None,
        decimals=kpi.decimals,
        unit=kpi.unit,
        words=words,
    )
    if not words:
        return rating
    return replace(rating, why=" ".join(filter(None, (rating.why, taken.why))))


def _only_words(kpi: Kpi, target: Target | None, rule: RagRule) -> bool:
    if not kpi.target_words or rule.family in (RuleFamily.INFORMATION, RuleFamily.ABSOLUTE):
        return False
    return target is None or (not target.undecided and target.value is target.low is target.high is None)


def _last_known(history: History, now: _Rated, versions: _Versions) -> _Rated:
    """The year's figure that a yearly indicator stands at while it is not due; else what is judged."""
    latest = history.latest
    if now.taken.period is not None or latest is None:
        return now
    return _rated(history, value_for(history, latest.period), latest.period, versions)


def _newest(history: History, shown: _Rated, versions: _Versions) -> KpiPoint | None:
    """The newest figure by the target and the rule of its own period, which need not be those of the quarter."""
    latest = history.latest
    if latest is None:
        return None
    again = not (is_rated_alone(history.kpi, latest.period) and _is_same(shown, latest))
    rated = _rated(history, value_for(history, latest.period), latest.period, versions) if again else shown
    return KpiPoint(period=latest.period, reading=latest, status=rated.rating.status, why=rated.rating.why)


def _is_same(shown: _Rated, latest: Reading) -> bool:
    """Whether rating the figure again would say the same: it ends as what is shown, and no other period has a part."""
    period = shown.taken.period
    if period is None or period.end != latest.period.end or shown.taken.value != latest.value:
        return False
    return period == latest.period or shown.rule.family not in (RuleFamily.TWO_FACTOR, RuleFamily.IN_YEAR)


def _earlier(history: History, period: Period | None, versions: _Versions) -> _Rated | None:
    return None if period is None else _rated(history, value_for(history, period), period, versions, words=False)


def _point(rated: _Rated | None) -> KpiPoint | None:
    if rated is None or rated.taken.period is None:
        return None
    return KpiPoint(period=rated.taken.period, reading=rated.taken.reading, status=rated.rating.status)


def _short(history: History, now: _Rated, then: _Rated | None, rules: Rules) -> Travel:
    if history.kpi.frequency is Frequency.YEAR:
        return no_travel("Reported once a year, so there is no quarter before to compare with.")
    if history.kpi.kind is Kind.CUMULATIVE:
        return no_travel("The figure adds up over the year, so the quarter before is no comparison.")
    return _compared(history, now, then, rules)


def _compared(history: History, now: _Rated, then: _Rated | None, rules: Rules) -> Travel:
    kpi = history.kpi
    if now.taken.period is None or then is None or then.taken.period is None:
        return no_travel("No figure has been reported yet.")
    if now.taken.reading is None:
        return no_travel(f"No figure for {history.label(now.taken.period)}.")
    when = history.label(then.taken.period)
    if then.taken.reading is None:
        return no_travel(f"No figure for {when} to compare with.")
    course = Course(
        polarity=kpi.polarity,
        status=now.rating.status,
        rules=rules.direction,
        aim=None if now.target is None else aim(now.target, kpi.polarity),
        decimals=kpi.decimals,
        unit=kpi.unit,
    )
    return travel(now.taken.reading, then.taken.reading, course, when=when, period=then.taken.period)


def _fallen(history: History, now: _Rated, then: _Rated | None, moved: Travel) -> str:
    """That the colour was better, and what changed, where the figure itself did not decline."""
    if then is None or then.taken.period is None or moved.direction not in (Direction.IMPROVED, Direction.STABLE):
        return ""
    before, after = then.rating.status, now.rating.status
    if not before.is_rated or not after.is_rated or worst((before, after)) is before:
        return ""
    changed = "the rule" if now.rule != then.rule else "the target" if now.target != then.target else ""
    since = f"; since then {changed} has changed" if changed else ""
    return f" It was {before.lower()} in {history.label(then.taken.period)}{since}."


def _caveats(history: History, now: _Rated, rules: Rules, route: Travel) -> tuple[str, ...]:
    said = caveats(history, now.taken, now.rating.status, now.rule, rules)
    if _behind_but_improving(now.rating.status, now.rule, route):
        return ("Behind but improving.", *said)
    return said


def _behind_but_improving(status: Status, rule: RagRule | None, route: Travel) -> bool:
    in_year = rule is not None and rule.family is RuleFamily.IN_YEAR
    return in_year and status is Status.RED and route.direction is Direction.IMPROVED
