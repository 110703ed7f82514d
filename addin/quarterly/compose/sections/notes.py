"""Notes, provenance and tidy rows: what a careful reader needs to check the report."""

from __future__ import annotations

from quarterly.compose.cells import absence, target_text
from quarterly.compose.material import Material
from quarterly.compose.report import Block, Cell, Column, Facts, Heading, Look, Paragraph, Row, Section, Table
from quarterly.compose.rule_words import describe
from quarterly.compose.sections.new_rules import new_rules
from quarterly.judge.judgement import KpiJudgement, Status
from quarterly.judge.rollup import RULE_SENTENCE
from quarterly.model.kpi import SHORTHAND, ReadingState
from quarterly.model.periods import date_label

SIGNALS = (
    "Variation: a control chart (XmR, as in NHS Making Data Count) of at least twelve months tells a real change from "
    "the usual ups and downs; H and L say whether the figures are unusually high or low, C that they are not. "
    "Assurance: P the target is met even at the worst of the usual ups and downs, F it is missed even at the best, "
    "? it may be either. Trend: the usual change between readings, shown only where chance is an unlikely explanation. "
    "Target: whether the target is met by the end of the plan if things go on as they do; four outcomes in five lie in "
    "the range that is given. Nothing is forecast where readings are too few or unsettled, and the page says so."
)
KPIS_RULE = "A value on a boundary earns the better colour. The unrounded value is rated."
MEANINGS = {
    "c": "Suppressed: the number is small and could identify somebody.",
    "z": "Not applicable.",
    ":": "Not available.",
    "k": "Rounds to zero but is not zero.",
    "u": "Low reliability.",
    "p": "Provisional: may still change.",
    "r": "Revised since it was first published.",
}


def notes(material: Material) -> Section:
    """How each status is decided, and what the shorthand means."""
    blocks: tuple[Block, ...] = (
        Heading(text="How actions are rated"),
        Paragraph(text=actions_rule(material)),
        Heading(text="How indicators are rated"),
        Paragraph(text=KPIS_RULE),
        _rules_table(material),
        *new_rules(material),
        Heading(text="How recommendations and themes are rated"),
        Paragraph(text=RULE_SENTENCE),
        Heading(text="Direction of travel"),
        Paragraph(text=direction_rule(material)),
        Heading(text="Signals"),
        Paragraph(text=SIGNALS),
        Heading(text="Shorthand"),
        _shorthand(material),
    )
    return Section(key="notes", name="Notes", title="Notes", blocks=blocks)


def actions_rule(material: Material) -> str:
    """How an action gets its colour."""
    rules = material.judgements.rules.actions
    return (
        "Expected progress is the time gone since the start as a share of the time from start to due date. An action "
        f"is green (on track) where its reported progress is at least {rules.on_track:.0%} of what is expected, "
        f"amber (monitor) from {rules.monitor:.0%}, and red (off track) below that or once it is overdue. "
        "A complete action is green until evidence of its effect is accepted, then blue. "
        "Slippage counts from the date first agreed. "
        "Where a declared colour stands with a reason in place of the one worked out, the report says so."
    )


def direction_rule(material: Material) -> str:
    """From what a movement counts."""
    travel = material.judgements.rules.direction
    return (
        f"A movement counts from {travel.points:g} percentage points for percentages, and from "
        f"{travel.share:.0%} of the earlier value for other indicators; anything smaller is stable. Arrows show "
        "which way the value moved, words whether that is better or worse. Figures that build up over the year are "
        "compared with the same point last year only."
    )


def rule_rows(material: Material) -> tuple[Row, ...]:
    """A row for each RAG rule in use, with the indicators that it rates."""
    used: dict[tuple[str, str], list[str]] = {}
    for item in material.judgements.kpis:
        if item.rule is not None:
            used.setdefault((item.rule.title, describe(item.rule)), []).append(item.ref)
    return tuple(
        (
            Cell(title[:1].upper() + title[1:], Look.STRONG),
            Cell(words),
            Cell(", ".join(refs)),
        )
        for (title, words), refs in used.items()
    )


def _rules_table(material: Material) -> Table:
    columns = (
        Column(header="Rule", width=26),
        Column(header="How it decides", width=80),
        Column(header="Indicators", width=36),
    )
    return Table(columns=columns, rows=rule_rows(material), empty="No indicator was rated.")


def shorthand_rows(material: Material) -> tuple[Row, ...]:
    """A row for each letter or word that stands for a figure."""
    meanings = {**MEANINGS, "c": _hidden(material)} if material.is_published else MEANINGS
    rows = [(Cell(f"[{letter}]"), Cell(meanings[letter]), Cell(str(state))) for state, letter in SHORTHAND.items()]
    rows += [
        (Cell("awaited"), Cell("Due, but not yet reported."), Cell("awaited")),
        (Cell("not due"), Cell("Not reported in this quarter."), Cell("not due")),
        (Cell("time-lagged"), Cell("Published some months after the quarter ends."), Cell("time-lagged")),
        (Cell("–"), Cell("There is nothing to show."), Cell("blank")),
        (Cell("Neighbours"), Cell("The mean of the statistical neighbours, authorities most like this one."), Cell("")),
    ]
    return tuple(rows)


def _shorthand(material: Material) -> Table:
    columns = (
        Column(header="Shown as", width=26),
        Column(header="Meaning", width=80),
        Column(header="State in the workbook", width=36),
    )
    return Table(columns=columns, rows=shorthand_rows(material))


def _hidden(material: Material) -> str:
    threshold = material.provenance.threshold
    if not threshold:
        return MEANINGS["c"]
    return (
        f"Suppressed, so that nobody can be recognised: a number of people from 1 to {threshold}, or a figure "
        "from which such a number could be worked out."
    )


def provenance(material: Material) -> Section:
    """What is needed to make the same report again."""
    source = material.provenance
    pairs = (
        ("Workbook", source.input_name),
        (f"Workbook hash (SHA-256{WITHOUT_REPORT if source.without_report else ''})", source.input_sha256),
        ("Quarter", material.quarter_label),
        ("Position as at", date_label(source.as_at)),
        ("Rule set", source.rules_version),
        ("Default RAG rule", material.judgements.rules.default.title),
        ("Template", source.template),
        ("Template hash (SHA-256)", source.template_sha256),
        ("Quarterly version", source.version),
        ("Issue", str(source.issue)),
        ("Edition", _edition(material)),
    )
    return Section(
        key="provenance",
        name="Provenance",
        title="Provenance",
        intro=SAME_BY_TEMPLATE if source.template else SAME,
        blocks=(Facts(pairs=tuple((label, Cell(text)) for label, text in pairs if text)),),
    )


def _edition(material: Material) -> str:
    if not material.is_published:
        return "Working edition"
    threshold = material.provenance.threshold
    return f"Published edition; {f'counts from 1 to {threshold} are hidden' if threshold else 'no count is hidden'}"


WITHOUT_REPORT = ", of its parts without this report"

SAME = "The same workbook, quarter, as-at date and version give the same report, byte for byte."
SAME_BY_TEMPLATE = "The same workbook, template, quarter, as-at date and version give the same report, byte for byte."
TIDY_COLUMNS = (
    Column(header="Kind", width=11),
    Column(header="Ref", width=8),
    Column(header="Title", width=40),
    Column(header="Theme", width=20),
    Column(header="Recommendation", width=16),
    Column(header="Quarter", width=12),
    Column(header="Period", width=14),
    Column(header="Value", width=11, align="right"),
    Column(header="Unit", width=12),
    Column(header="Target", width=14),
    Column(header="Status", width=18),
    Column(header="Direction", width=24),
    Column(header="Owner", width=22),
)


def tidy(material: Material) -> Section:
    """One row for each status, plain values only."""
    return Section(
        key="tidy",
        name="Tidy data",
        title="Tidy data",
        intro="One row for each status. An action's target is its due date.",
        blocks=(Table(columns=TIDY_COLUMNS, rows=tidy_rows(material)),),
    )


def tidy_rows(material: Material) -> tuple[Row, ...]:
    """Indicators, then actions."""
    rows: list[Row] = [_tidy_kpi(material, item) for item in material.judgements.kpis]
    rows += [
        (
            Cell("Action"),
            Cell(item.ref),
            Cell(item.action.text),
            Cell(item.theme),
            Cell(", ".join(item.action.recommendations)),
            Cell(material.quarter_label),
            Cell(material.quarter_label),
            Cell(item.reported, unit="%") if item.reported is not None else Cell(""),
            Cell("% complete"),
            Cell(date_label(item.action.due_in_force) if item.action.due_in_force else ""),
            Cell(str(item.status)),
            Cell(""),
            Cell(" / ".join(item.action.leads)),
        )
        for item in material.judgements.actions
    ]
    return tuple(rows)


def _tidy_value(item: KpiJudgement) -> Cell:
    if item.value is None:
        return Cell(absence(ReadingState.SUPPRESSED) if item.status is Status.SUPPRESSED else "")
    return Cell(item.value, decimals=item.kpi.decimals, unit=item.kpi.unit)


def _tidy_kpi(material: Material, item: KpiJudgement) -> tuple[Cell, ...]:
    kpi = item.kpi
    return (
        Cell("KPI"),
        Cell(kpi.ref),
        Cell(kpi.name),
        Cell(kpi.theme),
        Cell(", ".join(kpi.recommendations)),
        Cell(material.quarter_label),
        Cell(kpi.calendar.label(item.period) if item.period else ""),
        _tidy_value(item),
        Cell(kpi.unit),
        Cell(target_text(item.target, kpi)),
        Cell(str(item.status)),
        Cell(str(item.short.direction)),
        Cell(kpi.owner),
    )
