"""What a reader must know beside a figure: provisional, restated, few cases, remarks of the officer."""

from __future__ import annotations

from quarterly.judge.judgement import Status
from quarterly.judge.quarter import History, Taken, unused_words
from quarterly.model.figures import counted, distance, figure
from quarterly.model.kpi import Kind, Kpi, QuarterRule, Reading, ReadingState
from quarterly.model.rules import RagRule, Rules

_TRUST = {
    ReadingState.PROVISIONAL: "{when} is provisional and may change.",
    ReadingState.REVISED: "{when} is a revised figure.",
    ReadingState.LOW_RELIABILITY: "{when} is of low reliability.",
    ReadingState.ROUNDS_TO_ZERO: "{when} rounds to zero but is not zero.",
}


def caveats(history: History, taken: Taken, status: Status, rule: RagRule, rules: Rules) -> tuple[str, ...]:
    """The sentences, most serious first, each once."""
    said: list[str] = []
    if status is Status.RED and rule.red_needs_action:
        said.append(f"Red by the {rule.title} rule: management action must be stated.")
    if taken.reading is not None:
        said += _few_cases(history.kpi, taken.reading, rules.small_denominator)
        said += _unfitting(history.kpi)
        for part in taken.parts:
            said += _trust(history, part)
    said += unused_words(history, taken.period)
    said += [_sentence(part.comment) for part in taken.parts if part.comment.strip()]
    return tuple(dict.fromkeys(said))


def _trust(history: History, part: Reading) -> list[str]:
    kpi, when = history.kpi, history.label(part.period)
    if part.restated_from is None or part.value is None:
        return [_TRUST[part.state].format(when=when)] if part.state in _TRUST else []
    before, after = (figure(value, kpi.decimals, kpi.unit) for value in (part.restated_from, part.value))
    restated = f"{when} was restated from {before} to {after}."
    provisional = part.state is ReadingState.PROVISIONAL
    return [restated, _TRUST[part.state].format(when=when)] if provisional else [restated]


def _few_cases(kpi: Kpi, reading: Reading, few: int) -> list[str]:
    cases = reading.denominator
    if not kpi.is_percentage or cases is None or not 0 < cases < few:
        return []
    step = distance(100 / cases, kpi.decimals, "%")
    return [f"Low reliability: based on {counted(round(cases), 'cases')}, so that one case moves it by {step}."]


def _unfitting(kpi: Kpi) -> list[str]:
    if kpi.kind not in (Kind.CUMULATIVE, Kind.ROLLING) or kpi.quarter_rule not in (QuarterRule.SUM, QuarterRule.MEAN):
        return []
    covers = "the year so far" if kpi.kind is Kind.CUMULATIVE else "twelve months"
    rule = kpi.quarter_rule.value.lower()
    return [f"Each figure covers {covers}, so the quarter is its last month and not the {rule} of its months."]


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?")) else f"{text}."
