"""A plan made in code, for tests of composing and rendering that need no workbook."""

from __future__ import annotations

from datetime import date

from quarterly.compose import Provenance
from quarterly.model.context import Commentary, Settings
from quarterly.model.kpi import Benchmark, Comparator, Kind, Kpi, Polarity, Reading, ReadingState, Target
from quarterly.model.periods import FINANCIAL, Period
from quarterly.model.plan import Action, DeclaredRag, Plan, Recommendation, Stage
from quarterly.model.rules import RagRule, RuleFamily

QUARTER = FINANCIAL.quarter(2025, 3)
AS_AT = date(2026, 1, 20)
SOURCE = Provenance(
    input_name="plan.xlsx", input_sha256="ab" * 32, version="0.1.0", rules_version="2026.1", as_at=AS_AT
)
LONG = "The team met weekly with partners and went through every open case in turn. " * 6


def months(*values: float | None, last: date = date(2025, 12, 1)) -> tuple[Reading, ...]:
    """Monthly readings, the last of them for the month of ``last``."""
    final = Period(last, 1)
    return tuple(
        Reading(
            period=final.shift(index + 1 - len(values)),
            value=value,
            state=ReadingState.FINAL if value is not None else ReadingState.SUPPRESSED,
        )
        for index, value in enumerate(values)
    )


def a_kpi(ref: str = "K1", **changes: object) -> Kpi:
    """A percentage with two years of months: 71 to 94, target 90, floor 80."""
    fields: dict[str, object] = {
        "ref": ref,
        "name": "Contacts decided within 1 working day",
        "polarity": Polarity.HIGH,
        "theme": "Front door",
        "recommendations": ("R1",),
        "unit": "%",
        "decimals": 1,
        "kind": Kind.SNAPSHOT,
        "targets": (Target(value=90.0, floor=80.0),),
        "rule": RagRule(family=RuleFamily.FLOOR),
        "owner": "Head of Front Door",
        "data_source": "Case system",
        "definition": "Contacts with a decision within one working day, of all contacts in the month.",
        "baseline": 70.0,
        "baseline_date": date(2023, 12, 31),
        "readings": months(*[71.0 + step for step in range(24)]),
    }
    return Kpi(**(fields | changes))  # type: ignore[arg-type]


def a_plan(**changes: object) -> Plan:
    """Two recommendations, three actions, four indicators in two themes."""
    fields: dict[str, object] = {
        "settings": Settings(
            authority="Northmere Council",
            programme="Children's services improvement plan",
            plan_start=date(2024, 10, 1),
            plan_end=date(2026, 9, 30),
            committee="Children's Scrutiny Committee",
            marking="OFFICIAL-SENSITIVE",
            author="Performance team",
        ),
        "recommendations": (
            Recommendation(ref="R1", text="Improve the timeliness of decisions.", theme="Front door", lead="AD"),
            Recommendation(ref="R2", text="Reduce reliance on agency staff.", theme="Workforce", outcome="Stability"),
        ),
        "actions": (
            Action(
                ref="A1",
                text="Daily allocation meeting with a same-day escalation route.",
                recommendations=("R1",),
                leads=("AD", "HoS"),
                start=date(2025, 1, 1),
                due=date(2025, 12, 31),
                complete=60.0,
                stage=Stage.IN_PROGRESS,
                declared=DeclaredRag.GREEN,
                progress=LONG,
                kpis=("K1",),
            ),
            Action(
                ref="A2",
                text="Retention payments.",
                recommendations=("R2",),
                leads=("HR lead",),
                start=date(2025, 1, 1),
                due=date(2026, 6, 30),
                complete=80.0,
                stage=Stage.IN_PROGRESS,
                next_steps="Extend to the assessment teams.",
            ),
            Action(ref="A3", text="Move the office.", start=date(2025, 1, 1), due=date(2025, 11, 30), complete=100.0),
        ),
        "kpis": (
            a_kpi(),
            a_kpi(
                "K2",
                name="Agency social workers",
                polarity=Polarity.LOW,
                theme="Workforce",
                recommendations=("R2",),
                targets=(Target(value=20.0),),
                rule=RagRule(family=RuleFamily.PERCENTAGE, green=5.0, amber=10.0),
                readings=months(*[49.0 - step * 0.7 for step in range(23)], 33.0),
            ),
            a_kpi(
                "K3",
                name="Children looked after",
                polarity=Polarity.RANGE,
                unit="children",
                decimals=0,
                targets=(Target(low=580.0, high=630.0),),
                rule=RagRule(family=RuleFamily.RANGE, amber=2.0),
                readings=months(600.0, 610.0, None, 650.0),
            ),
            a_kpi("K4", name="Early-help contacts", polarity=Polarity.INFORMATION, theme="", targets=(), rule=None),
        ),
        "benchmarks": (
            Benchmark(kpi="K2", comparator=Comparator.ENGLAND, period=FINANCIAL.year(2024), value=17.8),
            Benchmark(kpi="K2", comparator=Comparator.NEIGHBOURS, period=FINANCIAL.year(2024), value=22.1),
        ),
        "commentary": (Commentary(about="K2", quarter=QUARTER, text="Eleven posts were filled in November."),),
    }
    return Plan(**(fields | changes))  # type: ignore[arg-type]
