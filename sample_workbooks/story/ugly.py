"""Tell a story again as a council's file might: other names, other places, other ways to write the same thing.

Nothing here changes what is meant. Every choice turns on the row's number, so that it is the same on every run.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import xlsxwriter
from msgspec import Struct, field
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from quarterly.model.contract import SETTING_ROWS, SHEETS, Column, Holds, Sheet
from quarterly.model.periods import Period
from quarterly.render.improvement_columns import Entry
from story.series import Row
from story.telling import Story

CREATED = datetime(2025, 4, 1)  # noqa: DTZ001  a constant, so that the bytes repeat

# In the order in which the officer has dragged the tabs. Sheets not named here keep their names and follow at the end.
OTHER_SHEETS = {
    "KPI Data": "Monthly data",
    "Action Plan": "ACTION TRACKER ",
    "KPIs": "KPI definitions",
    "Settings": "Set up",
    "Recommendations": "Ofsted recommendations",
    "Audits": "Case audits",
    "Targets": "Trajectory",
    "Rules": "RAG rule changes",
    "Rebases": "Rebasing",
    "Benchmarks": "Comparators",
    "Committee Log": "Scrutiny log",
    "Inspections": "Ofsted visits",
    "Risks": "Risk register",
    "Forward Plan": "Work programme",
    "Distribution": "Circulation",
    "Commentary": "Narrative",
    "Status History": "History",
}

_OTHER_WORDS = {
    "Complete": ("Completed", "complete ", "DONE"),
    "In progress": ("Underway", "In progress", "in  progress", "On track"),
    "Not started": ("Not yet started",),
    "Deferred": ("On hold",),
    "Superseded": ("No longer applicable",),
    "Green": ("G", "green", "GREEN "),
    "Amber": ("A", "Amber", "amber "),
    "Red": ("R", "RED"),
    "Blue": ("B", "Blue "),
    "High": ("Higher is better", "H", "High is good"),
    "Low": ("Lower is better", "L", "Low"),
    "Range": ("Within range", "Range"),
    "Information": ("For information",),
    "Month": ("Monthly", "M"),
    "Quarter": ("Quarterly",),
    "Year": ("Annual",),
    "Snapshot": ("As at", "Snapshot"),
    "Cumulative": ("YTD", "Year to date"),
    "Rolling 12": ("Rolling 12 months", "R12"),
    "Last": ("Month end", "Latest"),
    "Sum": ("Total",),
    "Mean": ("Average", "Mean of months"),
    "Ratio": ("Numerator over denominator", "Rate"),
    "Statistical neighbours": ("SN average", "Stat neighbours"),
    "England": ("National", "England"),
    "Region": ("Yorkshire and the Humber",),
    "Ongoing": ("On-going", "Ongoing"),
    "Yes": ("Y", "yes"),
    "No": ("N",),
    "Published": ("published",),
    "Working": ("Working ",),
}
_KIND_WORDS = {"Quarter": ("In period", "Discrete")}  # the Kind column's Quarter is not the Frequency column's
_DATE_FORMS = ("", "%d/%m/%Y", "%d %B %Y", "", "%d-%b-%y", "%d.%m.%Y ")  # empty: a real date
_MONTH_FORMS = ("%b-%y", "%B %Y", "%b %Y ", "", "%Y-%m", "%b '%y")  # empty: a real date at the month's end


class _Page(Struct):
    """One sheet while it is written: its worksheet and where its table starts, from 0."""

    sheet: Worksheet
    top: int
    left: int
    columns: tuple[Column, ...]
    formats: dict[str, Format] = field(default_factory=dict)


def retell(story: Story, *, wide: bool) -> bytes:
    """The story as an untidy workbook; ``wide`` has a column for each period in KPI Data, else a row each."""
    tables = _with_means(story.tables) if wide else story.tables
    units = {row["ref"]: row.get("unit") for row in tables["KPIs"]}
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": "Improvement tracker v7 FINAL", "created": CREATED})
        formats = {
            "title": book.add_format({"bold": True, "font_size": 18, "bg_color": "#FFE699"}),
            "head": book.add_format({"bold": True, "bg_color": "#C6E0B4", "text_wrap": True, "border": 1}),
            "date": book.add_format({"num_format": "dd/mm/yy"}),
            "month": book.add_format({"num_format": "mmm-yy"}),
            "percent": book.add_format({"num_format": "0.0%"}),
            "loud": book.add_format({"bg_color": "#FFFF00"}),
            "band": book.add_format({"bold": True, "bg_color": "#D9D9D9"}),
        }
        _own_sheet(
            book.add_worksheet("READ ME FIRST"), ("Please do not sort the tracker. Ask Dev before adding rows.",)
        )
        by_name = {contract.name: contract for contract in SHEETS}
        others = [name for name in by_name if name not in OTHER_SHEETS and tables.get(name)]
        for number, contract in enumerate(by_name[name] for name in (*OTHER_SHEETS, *others)):
            page = _page(book, contract, formats, number)
            rows = tables.get(contract.name, [])
            if contract.name == "Settings":
                _settings(page, story.settings)
            elif contract.name == "KPI Data" and wide:
                _wide(page, rows, units)
            else:
                _table(page, contract, rows, units)
        _own_sheet(book.add_worksheet("Dropdowns"), ("Red", "Amber", "Green", "Blue"))
    return buffer.getvalue()


def _with_means(tables: Mapping[str, list[Row]]) -> Mapping[str, list[Row]]:
    """Columns of periods leave no room for numerators, so an officer who keeps them takes the mean of the months."""
    rules = {"Ratio": "Mean"}
    kpis = [{**row, "quarter_rule": rules.get(str(row["quarter_rule"]), row["quarter_rule"])} for row in tables["KPIs"]]
    return {**tables, "KPIs": kpis}


def _own_sheet(sheet: Worksheet, lines: Sequence[str]) -> None:
    sheet.write_column(3, 1, lines)


def _page(book: xlsxwriter.Workbook, contract: Sheet, formats: dict[str, Format], number: int) -> _Page:
    """A sheet with a merged title and notes above its table, which starts somewhere else on each."""
    sheet = book.add_worksheet(OTHER_SHEETS.get(contract.name, contract.name))
    top, left = 4 + number % 3, number % 4
    sheet.merge_range(0, 0, 1, left + 6, f"NORTHMERE: {contract.about.split('.')[0]}", formats["title"])
    sheet.write_string(2, left, "Last saved by the performance team", formats["loud"])
    shuffled = (contract.columns[0], *contract.columns[:0:-1]) if number % 2 else contract.columns
    return _Page(sheet=sheet, top=top, left=left, columns=shuffled, formats=formats)


def _settings(page: _Page, settings: Row) -> None:
    page.sheet.write_row(page.top, page.left, ("Item", "Details"), page.formats["head"])
    for number, setting in enumerate(reversed(SETTING_ROWS)):
        line = page.top + 1 + number
        name = setting.aliases[0] if number % 2 else f"{setting.name.upper()}:"
        page.sheet.write_string(line, page.left, name)
        _put_words(page, (line, page.left + 1), settings.get(setting.field), number)


def _table(page: _Page, contract: Sheet, rows: Sequence[Row], units: dict[Entry, Entry]) -> None:
    headers = [_header(column, number) for number, column in enumerate(page.columns)]
    page.sheet.write_row(page.top, page.left, [*headers, "Officer's scribbles"], page.formats["head"])
    line = page.top
    for number, row in enumerate(rows):
        line += 1
        if contract.name == "Action Plan" and number % 12 == 0:
            line = _interlude(page, line, headers, number)
        if number % 7 == 3:
            page.sheet.set_row(line, None, page.formats["loud"])
        if number % 19 == 11:
            page.sheet.set_row(line, None, None, {"hidden": True})
        for place, column in enumerate(page.columns):
            unit = units.get(row.get(contract.columns[0].field))
            _put(page, (line, page.left + place), column, row, number, unit=unit)
        page.sheet.write_string(line, page.left + len(page.columns), "ask Dev" if number % 9 == 4 else "")


def _interlude(page: _Page, line: int, headers: Sequence[str], number: int) -> int:
    """A heading merged across the table, a blank row, and now and then the headers again."""
    if number % 24:
        page.sheet.write_row(line, page.left, headers, page.formats["head"])
        line += 1
    right = page.left + len(page.columns) - 1
    page.sheet.merge_range(line, page.left, line, right, f"BLOCK {number // 12 + 1}", page.formats["band"])
    return line + 2


def _header(column: Column, number: int) -> str:
    """One of the column's other names, in another case, with a remark or a line break."""
    names = (*column.aliases, column.header)
    name = names[number % len(names)]
    return (name, f"{name.upper()} ", f"{name} (see guidance)", f"{name}\n")[number % 4]


def _put(page: _Page, cell: tuple[int, int], column: Column, row: Row, number: int, *, unit: Entry) -> None:
    entry = row.get(column.field)
    if column.holds is Holds.PERIOD:
        _put_period(page, cell, str(entry or ""), number)
    elif column.holds is Holds.PERCENT and isinstance(entry, int | float):
        _put_percent(page, cell, float(entry), number % 3)
    elif column.field in ("value", "baseline", "target", "floor", "low", "high") and unit == "%":
        _put_percent(page, cell, entry, _style_of(row))
    elif column.field in ("numerator", "denominator") and isinstance(entry, int) and number % 5 == 0:
        page.sheet.write_string(*cell, f"{entry:,}")
    elif column.field == "kind" and entry in _KIND_WORDS:
        page.sheet.write_string(*cell, _KIND_WORDS[str(entry)][number % 2])
    elif entry in (None, ""):
        _put_nothing(page, cell, column, number if "ref" in row else 0)
    else:
        _put_words(page, cell, entry, number, holds=column.holds)


def _style_of(row: Row) -> int:
    """How an indicator's percentages are written: the same way in all its rows, as an officer would."""
    return int("".join(letter for letter in str(row.get("kpi") or row.get("ref")) if letter.isdigit()) or 0) % 4


def _put_percent(page: _Page, cell: tuple[int, int], entry: Entry, style: int) -> None:
    """0: a fraction that Excel shows as a percentage. 1: text. 2: a number. 3: a bare fraction."""
    if not isinstance(entry, int | float):
        page.sheet.write_string(*cell, "*" if entry == "c" else str(entry or ""))
    elif style == 0:
        page.sheet.write_number(*cell, round(entry / 100, 6), page.formats["percent"])
    elif style == 1:
        page.sheet.write_string(*cell, f"{entry:g}%")
    else:
        page.sheet.write_number(*cell, entry)


def _put_nothing(page: _Page, cell: tuple[int, int], column: Column, number: int) -> None:
    if column.field in ("revised_due", "floor", "low", "high", "tolerance") and number % 2:
        page.sheet.write_string(*cell, "n/a" if number % 3 else "-")
    elif column.field == "team":
        page.sheet.write_string(*cell, "All")


def _put_words(page: _Page, cell: tuple[int, int], entry: Entry, number: int, *, holds: Holds = Holds.TEXT) -> None:
    if isinstance(entry, date):
        form = _DATE_FORMS[number % len(_DATE_FORMS)]
        if form:
            page.sheet.write_string(*cell, entry.strftime(form))
        else:
            page.sheet.write_datetime(*cell, entry, page.formats["date"])
    elif isinstance(entry, int | float):
        page.sheet.write_number(*cell, entry)
    elif entry:
        page.sheet.write_string(*cell, _other_words(entry, number, holds))


def _other_words(text: str, number: int, holds: Holds) -> str:
    if holds is Holds.CHOICE or (holds is Holds.DATE and text == "Ongoing"):
        others = _OTHER_WORDS.get(text, (text,))
        return others[number % len(others)]
    if holds is Holds.REFS:
        return text.replace(", ", ("; ", " , ", " & ", "\n")[number % 4])
    if holds is Holds.PEOPLE:
        return text.replace(" / ", ("/", "; ", ", ")[number % 3])
    if holds in (Holds.REF, Holds.TEXT):
        return f" {text}" if number % 3 == 1 else text + ("  ", "", "\N{NO-BREAK SPACE}")[number % 3]
    return text


def _put_period(page: _Page, cell: tuple[int, int], label: str, number: int, form: Format | None = None) -> None:
    if label[:1] == "Q":
        quarter, year = label.split()
        forms = (label, f"{year} {quarter}", f"{quarter} {year.replace('/', '-')}", f"Quarter {quarter[1]}, {year}")
        page.sheet.write_string(*cell, forms[number % 4], form)
    elif "/" in label:
        page.sheet.write_string(*cell, label.replace("/", "-") if number % 2 else label, form)
    elif label:
        first = datetime.strptime(label, "%b %Y").date()  # noqa: DTZ007  a month, not a moment
        style = _MONTH_FORMS[number % len(_MONTH_FORMS)]
        if style:
            page.sheet.write_string(*cell, first.strftime(style), form)
        else:
            page.sheet.write_datetime(*cell, Period.month_of(first).end, form or page.formats["month"])


def _wide(page: _Page, rows: Sequence[Row], units: dict[Entry, Entry]) -> None:
    """A row for each indicator and team, a column for each period; revised readings in columns of their own."""
    places: dict[tuple[str, bool], int] = {}
    for row in sorted(rows, key=_by_period):
        places.setdefault((str(row["period"]), row.get("state") == "revised"), page.left + 3 + len(places))
    page.sheet.write_row(page.top, page.left, ("KPI ID", "What we count", "AREA"), page.formats["head"])
    for number, ((label, revised), place) in enumerate(places.items()):
        if revised:
            page.sheet.write_string(page.top, place, f"{label} (Rev)", page.formats["head"])
        else:
            _put_period(page, (page.top, place), label, number)
    lines: dict[tuple[Entry, Entry], int] = {}
    for row in rows:
        line = lines.setdefault((row["kpi"], row.get("team")), page.top + 1 + len(lines))
        page.sheet.write_string(line, page.left, f"{row['kpi']} ")
        page.sheet.write_string(line, page.left + 2, str(row.get("team", "All")))
        place = places[str(row["period"]), row.get("state") == "revised"]
        _put_wide(page, (line, place), row, units[row["kpi"]])


def _put_wide(page: _Page, cell: tuple[int, int], row: Row, unit: Entry) -> None:
    value = row.get("value")
    if row.get("state") == "provisional":
        page.sheet.write_string(*cell, f"{value:g}{unit if unit == '%' else ''} (p)")
    elif unit == "%":
        _put_percent(page, cell, value, _style_of(row))
    else:
        page.sheet.write(*cell, value)


def _by_period(row: Row) -> tuple[int, date, str]:
    """Months first, then quarters, then years, each in order."""
    label = str(row["period"])
    if label[:1] == "Q":
        return 1, date(int(label[3:7]), 3 * int(label[1]), 1), ""
    if "/" in label:
        return 2, date(int(label[:4]), 1, 1), ""
    return 0, datetime.strptime(label, "%b %Y").date(), str(row.get("state", ""))  # noqa: DTZ007
