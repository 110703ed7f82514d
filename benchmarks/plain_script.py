"""The same report as somebody at a council would script it with pandas and openpyxl: the yardstick for speed.

Reads the sheets into frames, rates indicators by 5% and 10% of the target and actions by their dates, and writes what
Quarterly's report has: contents, summary, exceptions, scorecard with colours and a reason, a chart for each indicator
with its target and England and its readings beneath, actions by recommendation and by theme, challenge list, tidy data.
It keeps no addresses and checks nothing; row heights, sparklines and alt text are left out, which openpyxl makes hard.

    python benchmarks/plain_script.py BOOK.xlsx OUT.xlsx
"""

from __future__ import annotations

import sys

import pandas as pd
from openpyxl import Workbook
from openpyxl.chart import LineChart, Reference
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

QUARTER_END = pd.Timestamp("2025-12-31")
AS_AT = pd.Timestamp("2026-01-20")

HEADER_FONT = Font(name="Arial", size=11, bold=True, color="FFFFFF")
HEADER_FILL = PatternFill("solid", fgColor="12436D")
BODY = Font(name="Arial", size=11)
WRAP = Alignment(wrap_text=True, vertical="top")
RULE = Border(bottom=Side(style="thin", color="B1B4B6"))
FILLS = {
    "Red": (PatternFill("solid", fgColor="D4351C"), Font(name="Arial", size=11, color="FFFFFF")),
    "Amber": (PatternFill("solid", fgColor="FFBF47"), Font(name="Arial", size=11, color="0B0C0C")),
    "Green": (PatternFill("solid", fgColor="00703C"), Font(name="Arial", size=11, color="FFFFFF")),
    "Blue": (PatternFill("solid", fgColor="1D70B8"), Font(name="Arial", size=11, color="FFFFFF")),
}


def rate(value, target, polarity):
    if pd.isna(value) or pd.isna(target):
        return "No target"
    gap = (value - target) if polarity == "High" else (target - value)
    share = 100 * gap / target if target else 0
    return "Green" if share >= -5 else "Amber" if share >= -10 else "Red"


def brag(row):
    if row["% complete"] == 100:
        return "Blue" if pd.notna(row["Evidenced on"]) else "Green"
    due = row["Revised due"] if pd.notna(row["Revised due"]) else row["Due"]
    if due < AS_AT:
        return "Red"
    expected = 100 * (AS_AT - row["Start"]).days / max((due - row["Start"]).days, 1)
    ratio = row["% complete"] / expected if expected > 0 else 1
    return "Green" if ratio >= 0.9 else "Amber" if ratio >= 0.7 else "Red"


def why(row):
    if row["RAG"] == "No target":
        return "No target is set"
    gap = row["Latest"] - row["Target"]
    better = gap >= 0 if row["Good is"] == "High" else gap <= 0
    return f"{row['Latest']:.1f} against {row['Target']:.1f}: {abs(gap):.1f} {'better' if better else 'worse'}"


def scorecard(kpis, readings, benchmarks):
    monthly = readings.pivot_table(index="KPI", columns="Period", values="Value", aggfunc="last").sort_index(axis=1)
    quarterly = monthly.T.resample("QE").last().T
    table = kpis.set_index("Ref")
    table["Latest"] = quarterly[QUARTER_END]
    table["Previous quarter"] = quarterly[QUARTER_END - pd.offsets.QuarterEnd(1)]
    table["Year ago"] = quarterly[QUARTER_END - pd.offsets.QuarterEnd(4)]
    table["RAG"] = [
        rate(value, target, good)
        for value, target, good in zip(table["Latest"], table["Target"], table["Good is"], strict=True)
    ]
    change = table["Latest"] - table["Previous quarter"]
    better = change.where(table["Good is"] == "High", -change)
    table["Direction"] = better.map(lambda move: "Stable" if abs(move) < 1 else "Improved" if move > 0 else "Declined")
    table["England"] = benchmarks[benchmarks["Comparator"] == "England"].set_index("KPI")["Value"]
    table["Why"] = table.apply(why, axis=1)
    return table.reset_index(), monthly


def write_table(sheet: Worksheet, frame, row=1):
    for column, header in enumerate(frame.columns, start=1):
        cell = sheet.cell(row, column, header)
        cell.font, cell.fill, cell.alignment = HEADER_FONT, HEADER_FILL, WRAP
    for number, record in enumerate(frame.itertuples(index=False), start=row + 1):
        for column, value in enumerate(record, start=1):
            cell = sheet.cell(number, column, None if pd.isna(value) else value)
            cell.font, cell.alignment, cell.border = BODY, WRAP, RULE
            if value in FILLS:
                cell.fill, cell.font = FILLS[value]
            elif isinstance(value, pd.Timestamp):
                cell.number_format = "d mmm yyyy"
    for column, header in enumerate(frame.columns, start=1):
        longest = frame[header].astype(str).str.len().max()
        sheet.column_dimensions[get_column_letter(column)].width = min(60, max(len(header), longest) + 2)
    sheet.freeze_panes = sheet.cell(row + 1, 1)
    set_page(sheet)


def set_page(sheet: Worksheet):
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "Page &P of &N"


def write_charts(book, table, monthly):
    sheet = book.create_sheet("KPI pages")
    row = 1
    for kpi in table.itertuples(index=False):
        series = monthly.loc[kpi.Ref].dropna()
        sheet.cell(row, 1, f"{kpi.Ref} {kpi.Indicator}").font = Font(name="Arial", size=14, bold=True)
        status = sheet.cell(row, 5, kpi.RAG)
        if kpi.RAG in FILLS:
            status.fill, status.font = FILLS[kpi.RAG]
        sheet.cell(row + 1, 1, "Month")
        sheet.cell(row + 1, 2, "Value")
        sheet.cell(row + 1, 3, "Target")
        sheet.cell(row + 1, 4, "England")
        for step, (month, value) in enumerate(series.items(), start=row + 2):
            sheet.cell(step, 1, month).number_format = "mmm yy"
            sheet.cell(step, 2, value)
            sheet.cell(step, 3, kpi.Target)
            sheet.cell(step, 4, kpi.England)
        last = row + 1 + len(series)
        chart = LineChart()
        chart.title, chart.height, chart.width = kpi.Indicator, 7, 16
        chart.add_data(Reference(sheet, min_col=2, max_col=4, min_row=row + 1, max_row=last), titles_from_data=True)
        chart.set_categories(Reference(sheet, min_col=1, min_row=row + 2, max_row=last))
        sheet.add_chart(chart, f"F{row + 2}")
        row = max(last, row + 16) + 2
    set_page(sheet)


def write_summary(book, table, actions):
    sheet = book.active
    sheet.title = "Summary"
    sheet["A1"] = "Quarterly progress report, Q3 2025/26"
    sheet["A1"].font = Font(name="Arial", size=20, bold=True)
    kpis = table["RAG"].value_counts().rename_axis("Status").reset_index(name="KPIs")
    plan = actions["RAG"].value_counts().rename_axis("Status").reset_index(name="Actions")
    write_table(sheet, kpis.merge(plan, how="outer").fillna(0), row=3)


def write_contents(book):
    sheet = book.create_sheet("Contents", 0)
    sheet["A1"] = "Contents"
    sheet["A1"].font = Font(name="Arial", size=20, bold=True)
    for row, name in enumerate(book.sheetnames[1:], start=3):
        cell = sheet.cell(row, 1, name)
        cell.hyperlink, cell.style = f"#'{name}'!A1", "Hyperlink"
    set_page(sheet)


def tidy(table, actions):
    kpis = table[["Ref", "Indicator", "Theme", "Latest", "Target", "RAG"]].assign(Kind="KPI")
    plan = actions[["Ref", "Action", "Theme", "% complete", "RAG"]].assign(Kind="Action")
    return pd.concat([kpis, plan.rename(columns={"Action": "Indicator", "% complete": "Latest"})])


def main(book_path, out_path):
    sheets = ["Action Plan", "KPIs", "KPI Data", "Benchmarks"]
    frames = pd.read_excel(book_path, sheet_name=sheets, engine="openpyxl")
    actions = frames["Action Plan"]
    for column in ("Start", "Due", "Revised due", "Evidenced on"):
        actions[column] = pd.to_datetime(actions[column])
    actions["RAG"] = actions.apply(brag, axis=1)
    readings = frames["KPI Data"].assign(Period=lambda frame: pd.to_datetime(frame["Period"]))
    table, monthly = scorecard(frames["KPIs"], readings, frames["Benchmarks"])

    book = Workbook()
    write_summary(book, table, actions)
    columns = ["Ref", "Recommendation", "Theme", "Action", "Lead", "Start", "Due", "% complete", "RAG", "Progress"]
    by_recommendation = actions.sort_values(["Recommendation", "Ref"])[columns]
    write_table(book.create_sheet("Exceptions"), by_recommendation[by_recommendation["RAG"] == "Red"])
    shown = ["Ref", "Indicator", "Theme", "Latest", "Previous quarter", "Year ago", "Target", "England", "RAG"]
    write_table(book.create_sheet("Scorecard"), table[[*shown, "Direction", "Why"]])
    write_charts(book, table, monthly)
    write_table(book.create_sheet("By recommendation"), by_recommendation)
    write_table(book.create_sheet("By theme"), actions.sort_values(["Theme", "Ref"])[columns])
    order = {"Red": 0, "Amber": 1, "Green": 2, "Blue": 3}
    optimistic = actions["RAG (declared)"].map(order) > actions["RAG"].map(order)
    write_table(book.create_sheet("Challenge list"), actions[optimistic][["Ref", "Action", "RAG (declared)", "RAG"]])
    write_table(book.create_sheet("Tidy data"), tidy(table, actions))
    write_contents(book)
    book.save(out_path)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
