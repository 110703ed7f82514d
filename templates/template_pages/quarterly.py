"""The quarterly report to a committee: everything that the pack has, on sheets that can be edited."""

from __future__ import annotations

from template_pages.ink import GREY, HAIRLINE, NAVY, QUIET
from template_pages.paper import Col, Paper, Sheet

ACTIONS = (
    Col("Ref", "{{action.ref}}", 7, "strong"),
    Col("Action", "{{action.text}}", 32),
    Col("Due", "{{action.due_now}}", 13, "date"),
    Col("% done", "{{action.complete}}", 12, "number"),
    Col("Lead", "{{action.lead}}", 17),
    Col("Status", "{{action.status}}", 15),
    Col("Why", "{{action.why}}", 34, "small"),
    Col("Progress and next steps", "{{action.progress_and_next}}", 46, "small"),
)
SCORES = (
    Col("Ref", "{{kpi.ref}}", 6, "strong"),
    Col("Indicator", "{{kpi.name}}", 30),
    Col("Good is", "{{kpi.good_is}}", 12, "small"),
    Col("Value", "{{kpi.value}}", 10, "number"),
    Col("Target", "{{kpi.target}}", 10, "number"),
    Col("Quarter before", "{{kpi.previous}}", 10, "number"),
    Col("Year ago", "{{kpi.year_ago}}", 10, "number"),
    Col("Direction of travel", "{{kpi.direction}}", 15),
    Col("Status", "{{kpi.status}}", 15),
    Col("Trend", "{{kpi.sparkline}}", 14, "spark"),
    Col("Why", "{{kpi.why}}", 40, "small"),
)


def quarterly() -> bytes:
    """The template's bytes."""
    paper = Paper("{{title}}")
    _cover(paper)
    _contents(paper)
    paper.ready("Committee cover report", "Report to the committee, {{quarter.label}}", "cover_report")
    paper.ready("Summary", "Summary, {{quarter.label}}", "summary", one_page=True)
    paper.ready("What changed", "What changed since {{quarter.before}}", "changes")
    _exceptions(paper)
    _scorecard(paper)
    _indicators(paper)
    _by_recommendation(paper)
    _by_theme(paper)
    paper.ready("Challenge list", "Challenge list, {{quarter.label}}", "challenge")
    paper.ready("Audits", "Case audits", "audits")
    paper.ready("Inspections and visits", "Inspections and visits", "inspections")
    _committee(paper)
    _forward(paper)
    _risks(paper)
    _benchmarks(paper)
    paper.ready("Data quality", "Data quality", "quality")
    paper.ready("Notes", "Notes", "notes")
    paper.ready("Provenance", "Provenance", "provenance")
    paper.ready("Tidy data", "Tidy data", "tidy")
    return paper.bytes()


def _cover(paper: Paper) -> None:
    made, look = paper.sheet("Cover", 34, *[16.0] * 6, tab=NAVY), paper.inks.look
    made.gap(12)
    made.put(1, "{{authority}}", look(size=14, colour=QUIET), across=7)
    made.next(24)
    made.put(1, "{{programme}}", look(size=30, bold=True, colour=NAVY, valign="center"), across=7)
    made.next(52)
    made.put(1, "Progress report, {{quarter.label}}", look(size=18, valign="center"), across=7)
    made.next(30)
    for column in range(1, 8):
        made.put(column, "", look(rule=NAVY, thick=True))
    made.next(12)
    made.gap()
    made.alone("{{section.cover}}")
    made.page(footer=False)


def _contents(paper: Paper) -> None:
    made = paper.sheet("Contents", 40, 126)
    made.title("Contents")
    made.table((Col("Sheet", "{{sheet.name}}", 40), Col("What it shows", "{{sheet.about}}", 126)))
    made.page()


def _titled(paper: Paper, name: str, title: str, columns: tuple[Col, ...], about: str = "") -> Sheet:
    made = paper.sheet(name, *(column.width for column in columns))
    made.title(title, about)
    return made


def _exceptions(paper: Paper) -> None:
    kpis = (
        Col("Ref", "{{exception_kpi.ref}}", 7, "strong"),
        Col("Indicator", "{{exception_kpi.name}}", 32),
        Col("Value", "{{exception_kpi.value}}", 13, "number"),
        Col("Target", "{{exception_kpi.target}}", 12, "number"),
        Col("Direction", "{{exception_kpi.direction}}", 17),
        Col("Status", "{{exception_kpi.status}}", 15),
        Col("Why", "{{exception_kpi.why}}", 34, "small"),
        Col("What officers say", "{{exception_kpi.text}}", 46, "small"),
    )
    made = _titled(paper, "Exceptions", "Exceptions, {{quarter.label}}", kpis, "What is red, worse or overdue.")
    made.heading("Indicators that are red or worse than last quarter")
    made.table(kpis)
    made.gap(18)
    made.heading("Actions that are off track or overdue")
    made.table(_renamed(ACTIONS, "exception_action"))
    made.page()


def _renamed(columns: tuple[Col, ...], name: str) -> tuple[Col, ...]:
    """The same columns for another list of the same sort."""
    return tuple(Col(one.header, f"{{{{{name}.{one.token.partition('.')[2]}", one.width, one.kind) for one in columns)


def _scorecard(paper: Paper) -> None:
    about = (
        "Every indicator under its theme. The trend shows the last twelve readings; Notes explain signs and letters."
    )
    made = _titled(paper, "Scorecard", "Scorecard, {{quarter.label}}", SCORES, about)
    made.alone("{{each theme}}")
    made.heading("{{theme.name}}")
    made.table(SCORES)
    made.gap(14)
    made.alone("{{end}}")
    made.page()


FACTS = (
    ("Value", "{{kpi.value}}", "Target", "{{kpi.target}}"),
    ("Quarter before", "{{kpi.previous}}", "Direction of travel", "{{kpi.direction}}"),
    ("Same quarter last year", "{{kpi.year_ago}}", "Since last year", "{{kpi.since_last_year}}"),
    ("England", "{{kpi.england}}", "Statistical neighbours", "{{kpi.neighbours}}"),
)


def _indicators(paper: Paper) -> None:
    made, inks = paper.sheet("{{theme.name}}", 23, 13, 23, 16, 2, 21, 21, 21, 21), paper.inks
    made.title("{{theme.name}}, {{quarter.label}}", "{{theme.about}}")
    made.alone("{{each kpi}}")
    made.put(1, "{{kpi.ref}}  {{kpi.name}}", inks.look(size=13, bold=True, valign="center", rule=NAVY), across=8)
    made.put(9, "{{kpi.status}}", inks.look(valign="center", rule=NAVY, indent=1))
    made.next(27)
    top = made.row
    made.put(1, "{{kpi.why}}", inks.look(size=inks.small, valign="center"), across=4)
    made.next(30)
    for label, value, label_too, value_too in FACTS:
        for column, text in ((1, label), (3, label_too)):
            made.put(column, text, inks.quiet.but(rule=HAIRLINE, wrap=False, indent=int(column > 1)))
        for column, text in ((2, value), (4, value_too)):
            made.put(column, text, inks.look(bold=True, rule=HAIRLINE, align="right"))
        made.next(18)
    made.gap(5)
    made.put(1, "{{kpi.text}}", inks.look(size=inks.small), across=4)
    made.next(84)  # two indicators fill a page, and the chart has the height that its words need
    made.put(6, "{{kpi.chart}}", inks.look(), across=4, down=made.row - top, row=top)
    made.gap(14)
    made.alone("{{end}}")
    made.page()


def _by_recommendation(paper: Paper) -> None:
    inks = paper.inks
    made = _titled(paper, "Actions by recommendation", "Actions by recommendation, {{quarter.label}}", ACTIONS)
    made.alone("{{each recommendation}}")
    made.put(1, "{{recommendation.ref}}  {{recommendation.text}}", inks.look(size=13, bold=True, fill=GREY), across=5)
    made.put(6, "{{recommendation.status}}", inks.look(fill=GREY, indent=1))
    made.put(7, "{{recommendation.about}}", inks.quiet.but(fill=GREY, indent=1), across=2)
    made.next(26)
    made.table(ACTIONS)
    made.gap(14)
    made.alone("{{end}}")
    made.page()


def _by_theme(paper: Paper) -> None:
    made = _titled(paper, "Actions by theme", "Actions by theme, {{quarter.label}}", ACTIONS)
    made.alone("{{each theme}}")
    made.put(1, "{{theme.name}}", paper.inks.look(size=13, bold=True, fill=GREY), across=5)
    made.put(6, "{{theme.actions.status}}", paper.inks.look(fill=GREY, indent=1))
    made.put(7, "{{theme.about}}", paper.inks.quiet.but(fill=GREY, indent=1), across=2)
    made.next(26)
    made.table(ACTIONS)
    made.gap(14)
    made.alone("{{end}}")
    made.page()


def _committee(paper: Paper) -> None:
    columns = (
        Col("Ref", "{{request.ref}}", 8, "strong"),
        Col("Asked", "{{request.raised_on}}", 13, "date"),
        Col("By", "{{request.body}}", 22),
        Col("Request", "{{request.text}}", 44),
        Col("Owner", "{{request.owner}}", 18),
        Col("Due", "{{request.due}}", 13, "date"),
        Col("Status", "{{request.status}}", 12),
        Col("Age", "{{request.age}}", 16, "small"),
        Col("Response", "{{request.response}}", 40, "small"),
    )
    about = "What was asked for: open requests, the longest carried first; then those closed since {{quarter.start}}."
    made = _titled(paper, "Committee log", "Committee log", columns, about)
    made.table(columns)
    made.page(repeat=4, frozen="A5")


def _forward(paper: Paper) -> None:
    columns = (
        Col("Date", "{{forward.date}}", 14, "date"),
        Col("Body", "{{forward.body}}", 40),
        Col("Item", "{{forward.item}}", 60),
        Col("Lead", "{{forward.lead}}", 26),
    )
    made = _titled(paper, "Forward plan", "Forward plan", columns, "What comes before which body, and when.")
    made.table(columns)
    made.page(repeat=4, frozen="A5")


def _risks(paper: Paper) -> None:
    columns = (
        Col("Ref", "{{risk.ref}}", 8, "strong"),
        Col("Risk", "{{risk.text}}", 46),
        Col("Likelihood", "{{risk.likelihood}}", 12, "number"),
        Col("Impact", "{{risk.impact}}", 10, "number"),
        Col("Score", "{{risk.score}}", 10, "number"),
        Col("Mitigation", "{{risk.mitigation}}", 46, "small"),
        Col("Owner", "{{risk.owner}}", 18),
        Col("Recommendation", "{{risk.recommendations}}", 17),
    )
    made = _titled(paper, "Risks", "Risks", columns, "What could stop the plan from working, the highest score first.")
    made.table(columns)
    made.page(repeat=4, frozen="A5")


def _benchmarks(paper: Paper) -> None:
    columns = (
        Col("Ref", "{{compared_kpi.ref}}", 8, "strong"),
        Col("Indicator", "{{compared_kpi.name}}", 36),
        Col("Own value", "{{compared_kpi.own}}", 11, "number"),
        Col("England", "{{compared_kpi.england}}", 11, "number"),
        Col("Region", "{{compared_kpi.region}}", 11, "number"),
        Col("Neighbours", "{{compared_kpi.neighbours}}", 12, "number"),
        Col("Rank", "{{compared_kpi.rank}}", 16),
        Col("How it compares", "{{compared_kpi.compared}}", 60, "small"),
    )
    made = _titled(
        paper, "Benchmarks", "Benchmarks", columns, "Each indicator beside England, region and statistical neighbours."
    )
    made.table(columns)
    made.page(repeat=4, frozen="A5")
