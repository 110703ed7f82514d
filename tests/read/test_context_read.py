"""The sheets around plan and indicators."""

from datetime import date

import pytest
from read_books import ACTIONS, codes, read

from quarterly.model.context import (
    AuditMonth,
    Commentary,
    ForwardItem,
    Inspection,
    PublishedStatus,
    Recipient,
    Risk,
    Settings,
)
from quarterly.model.periods import CALENDAR_YEAR, FINANCIAL, Calendar, Period
from quarterly.model.plan import Recommendation
from quarterly.model.problems import Source
from quarterly.model.rules import HAVERING, STANDARD_RULES


def with_sheet(name, *rows):
    plan, problems = read({"Action Plan": ACTIONS, name: rows})
    return plan, codes(problems)


def settings_of(*rows):
    plan, found = with_sheet("Settings", *rows)
    return plan.settings, found


def test_settings_by_name_and_alias():
    settings, found = settings_of(
        ["Setting", "Value"],
        ["Council", "Northmere Council"],
        ["PROGRAMME TITLE:", "Plan"],
        ["Plan start", "October 2024"],
        ["Plan end", date(2026, 9, 30)],
        ["Year starts", "January"],
        ["Protective marking", "official sensitive"],
        ["RAG rule", "Havering"],
        ["Ambition", ""],
    )
    assert (settings.authority, settings.programme, settings.calendar) == ("Northmere Council", "Plan", CALENDAR_YEAR)
    assert (settings.plan_start, settings.plan_end) == (date(2024, 10, 1), date(2026, 9, 30))
    assert settings.marking == "OFFICIAL-SENSITIVE"
    assert (settings.rules.default, settings.rules.version) == (HAVERING, STANDARD_RULES.version)
    assert found == [("date-month-only", "'Settings'!B4")]


def test_settings_without_a_header_row():
    settings, found = settings_of(["About this report"], ["", "Authority", "Northmere"], ["", "Lead officer", "DCS"])
    assert (settings.authority, settings.lead_officer, found) == ("Northmere", "DCS", [])


def test_settings_that_cannot_be_used():
    settings, found = settings_of(
        ["Setting", "Value"],
        ["Autority", "Northmere"],
        ["Committee", "Scrutiny"],
        ["Committee", "Cabinet"],
        ["Year starts", "Sometime"],
        ["RAG rule", "Traffic lights"],
        ["Marking", "TOP SECRET"],
        ["Plan start", "01/10/2026"],
        ["Plan end", "30/09/2026"],
        ["My own note", ""],
    )
    assert found == [
        ("setting-unknown", "'Settings'!A2"),
        ("setting-twice", "'Settings'!A4"),
        ("month-unknown", "'Settings'!B5"),
        ("rule-unknown", "'Settings'!B6"),
        ("choice-unknown", "'Settings'!B7"),
        ("end-before-start", "'Settings'!B9"),
    ]
    assert (settings.committee, settings.calendar, settings.plan_end) == ("Scrutiny", FINANCIAL, None)
    assert settings.marking == "TOP SECRET"  # an unknown marking still marks


def test_no_settings_at_all():
    assert settings_of() == (Settings(), [])
    assert settings_of(["nothing", "here"])[0] == Settings()


def test_year_starts_in_every_form():
    forms = ("April", "apr", 4.0, "1 April", "Financial year")
    assert [settings_of(["Setting", "Value"], ["Year starts", form])[0].calendar for form in forms] == [Calendar(4)] * 5
    assert settings_of(["Setting", "Value"], ["Year starts", "academic"])[0].calendar == Calendar(9)


def test_recommendations():
    plan, found = with_sheet(
        "Recs",
        ["Rec no", "Recommendation", "Source", "Date", "Theme", "Senior owner", "Outcomes", "Linked plan"],
        ["R1", "Assess", "Ofsted", "12/07/2024", "Front door", "AD", "Seen", "Leaving care"],
    )
    assert plan.recommendations == (
        Recommendation(
            ref="R1",
            text="Assess",
            origin="Ofsted",
            made_on=date(2024, 7, 12),
            theme="Front door",
            lead="AD",
            outcome="Seen",
            sub_plan="Leaving care",
            source=Source("Recs", 2),
        ),
    )
    assert found == []


def test_audits():
    plan, found = with_sheet("Audits", ["Month", "Good", "RI", "Inadequate"], ["Oct 2025", 9.0, 6.5, ""], ["Q3", 1.0])
    october = Period(date(2025, 10, 1), 1)
    assert plan.audits == (AuditMonth(month=october, good=9, source=Source("Audits", 2)),)
    assert found == [("number-not-whole", "'Audits'!C2"), ("period-quarter-without-year", "'Audits'!A3")]


def test_inspections_with_judgements_by_domain():
    plan, found = with_sheet(
        "Inspections",
        ["Date", "End", "Type", "Judgement", "Next expected"],
        [
            date(2025, 10, 14),
            date(2025, 10, 13),
            "Monitoring visit",
            "Leadership: Good; Overall: Inadequate",
            "Spring 2026",
        ],
        [date(2024, 7, 1), "", "Inspection", "Inadequate"],
    )
    assert [(item.start, item.end, item.judgements) for item in plan.inspections] == [
        (date(2025, 10, 14), None, (("Leadership", "Good"), ("Overall", "Inadequate"))),
        (date(2024, 7, 1), None, (("Overall", "Inadequate"),)),
    ]
    assert plan.inspections[0] == Inspection(
        start=date(2025, 10, 14),
        type="Monitoring visit",
        judgements=(("Leadership", "Good"), ("Overall", "Inadequate")),
        next_expected="Spring 2026",
        source=Source("Inspections", 2),
    )
    assert found == [("end-before-start", "'Inspections'!B2")]


def test_committee_log_and_forward_plan():
    plan, found = with_sheet(
        "Committee Log",
        ["Ref", "Date", "Request", "Due", "Status", "Closed on"],
        ["C1", "11/09/2025", "Caseloads", "05/02/2026", "Open"],
        ["C2", "11/09/2025", "Audits", "", "Closed", "01/09/2025"],
    )
    assert [(item.ref, item.raised_on, item.due, item.is_open) for item in plan.committee] == [
        ("C1", date(2025, 9, 11), date(2026, 2, 5), True),
        ("C2", date(2025, 9, 11), None, False),
    ]
    assert found == [("end-before-start", "'Committee Log'!F3")]
    plan, found = with_sheet(
        "Forward Plan", ["Date", "Body", "Item", "Lead"], ["05/02/2026", "Scrutiny", "Agency staff", "AD"]
    )
    assert plan.forward == (
        ForwardItem(
            on=date(2026, 2, 5), body="Scrutiny", item="Agency staff", lead="AD", source=Source("Forward Plan", 2)
        ),
    )


def test_risks():
    plan, found = with_sheet("Risk register", ["Ref", "Risk", "Likelihood", "Impact"], ["RK1", "Turnover", 4.0, "High"])
    assert plan.risks == (
        Risk(ref="RK1", text="Turnover", likelihood="4", impact="High", source=Source("Risk register", 2)),
    )
    assert found == []


def test_commentary_belongs_to_a_quarter_or_to_all():
    plan, found = with_sheet(
        "Commentary",
        ["Section or KPI", "Quarter", "Text"],
        ["A1", "Q3 2025/26", "Filled."],
        ["A1", "Dec-25", "Also."],
        ["Summary", "", "Always."],
        ["A1", "Q3", "Which year?"],
    )
    quarter = Period(date(2025, 10, 1), 3)
    assert [(text.about, text.quarter, text.text) for text in plan.commentary] == [
        ("A1", quarter, "Filled."),
        ("A1", quarter, "Also."),
        ("Summary", None, "Always."),
    ]
    assert plan.commentary[0] == Commentary(about="A1", quarter=quarter, text="Filled.", source=Source("Commentary", 2))
    assert found == [("period-quarter-without-year", "'Commentary'!B5")]


def test_nobody_is_sent_anything_by_a_slip():
    plan, found = with_sheet(
        "Distribution",
        ["Name", "E-mail", "Edition", "Active"],
        ["Sam", "sam@council.example", "published", "Yes"],
        ["Jo", "jo@council", "Working", "Yes"],
        ["Al", "al@council.example, x@y.example", "", ""],
        ["Kim", "kim@council.example", "Internal", "perhaps"],
        ["Lee", "lee@council.example", "", "No"],
    )
    assert plan.recipients[0] == Recipient(
        name="Sam", email="sam@council.example", edition="Published", source=Source("Distribution", 2)
    )
    assert [(person.name, person.edition, person.active) for person in plan.recipients] == [
        ("Sam", "Published", True),
        ("Kim", "Internal", False),
        ("Lee", "", False),
    ]
    assert found == [
        ("email-odd", "'Distribution'!B3"),
        ("email-odd", "'Distribution'!B4"),
        ("choice-unknown", "'Distribution'!C5"),
        ("choice-unknown", "'Distribution'!D5"),
    ]


@pytest.mark.parametrize("sign", ["✗", "✘", "❌", "—", "–", "-", "×", "?", "( )"])
def test_a_sign_under_active_is_not_a_blank_cell(sign: str):
    plan, found = with_sheet(
        "Distribution", ["Name", "E-mail", "Active"], ["Sam", "sam@council.example", sign], ["Jo", "jo@c.example", ""]
    )
    assert [person.active for person in plan.recipients] == [False, True]
    assert found == [("choice-unknown", "'Distribution'!C2")]


def test_status_history():
    plan, found = with_sheet(
        "Status History",
        ["Quarter", "Item", "Kind", "Status", "Value", "Published on"],
        ["Q2 2025/26", "K1", "KPI", "Amber", 88.2, date(2025, 10, 30)],
        ["Q2 2025/26", "A1", "Action", "Green", "", date(2025, 10, 30)],
        ["Q2 2025/26", "K2", "KPI", "Green", "eighty", ""],
    )
    assert plan.history[0] == PublishedStatus(
        quarter=Period(date(2025, 7, 1), 3),
        item="K1",
        kind="KPI",
        status="Amber",
        value=88.2,
        published_on=date(2025, 10, 30),
        source=Source("Status History", 2),
    )
    assert [(entry.item, entry.value) for entry in plan.history] == [("K1", 88.2), ("A1", None), ("K2", None)]
    assert found == [("value-not-understood", "'Status History'!E4")]
