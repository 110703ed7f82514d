"""The words of a message: a short page in HTML for people, and the same as plain text.

The page is read by screen readers and in narrow windows: one language, real headings, one table with a caption and
marked headers, colour never without a word and a symbol, no pictures, nothing that is fetched.
"""

from __future__ import annotations

from html import escape

from quarterly.compose.cells import status_cell
from quarterly.compose.mail_summary import MailSummary, StatusCount
from quarterly.compose.report import Look
from quarterly.deliver.links import href_of
from quarterly.deliver.mail.addresses import shown_text
from quarterly.deliver.parcels import Parcel
from quarterly.model.edition import Edition
from quarterly.model.periods import date_label

_INK, _PAPER, _LINE, _HEADER = "#0B0C0C", "#FFFFFF", "#B1B4B6", "#12436D"
_BARS = {
    Look.RED: "#D4351C",
    Look.RED_AMBER: "#F47738",
    Look.AMBER: "#FFBF47",
    Look.GREEN_AMBER: "#85994B",
    Look.GREEN: "#00703C",
    Look.BLUE: "#1D70B8",
}
"""A bar beside the word: mail programs that turn a page dark change text and paper, and would spoil a filled cell."""

_NO_BAR = "#B1B4B6"
_FIRST = f"border-left:12px solid {_HEADER};text-align:left"  # as wide as the bars below it
_FONT = "font-family:Arial,Helvetica,sans-serif"
_HEADERS = ("Status", "Indicators now", "Indicators last quarter", "Actions now")
_EDITIONS = {
    Edition.WORKING: "This is the working edition. It shows every figure, small numbers too, and is for you alone: "
    "please do not pass it on.",
    Edition.PUBLISHED: "This is the published edition. Small numbers are hidden in it.",
}


def subject_of(parcel: Parcel) -> str:
    """The subject, with the marking at its start: "OFFICIAL-SENSITIVE: Improvement plan, Q3 2025/26"."""
    issue = f" (issue {parcel.issue})" if parcel.issue > 1 else ""
    marking = f"{shown_text(parcel.marking, 40)}: " if parcel.marking else ""
    return f"{marking}{shown_text(parcel.title, 140)}{issue}"


def plain_body(parcel: Parcel, *, password: bool) -> str:
    """The message as plain text."""
    summary = parcel.summary
    lines = [parcel.marking, "", *_opening(parcel), "", summary.headline, ""]
    lines += [f"Status of indicators and actions, as at {date_label(summary.as_at)}:"]
    lines += [_counted(count) for count in summary.counts]
    for heading, sentences in _parts(summary, password=password):
        lines += ["", heading, *(f"- {sentence}" for sentence in sentences)]
    lines += ["", *_closing(parcel, password=password), "", parcel.marking]
    return "\n".join(_one_line(line) for line in lines).strip() + "\n"


def html_body(parcel: Parcel, *, password: bool) -> str:
    """The message as a page."""
    summary = parcel.summary
    marking = f'<p style="margin:0;font-weight:bold">{_safe(parcel.marking)}</p>' if parcel.marking else ""
    parts = [
        marking,
        f'<h1 style="font-size:22px;margin:12px 0">{_safe(parcel.title)}</h1>',
        *(f'<p style="margin:8px 0">{_safe(line)}</p>' for line in _opening(parcel)),
        f'<p style="margin:12px 0;font-weight:bold">{_safe(summary.headline)}</p>',
        _table(summary),
    ]
    for heading, sentences in _parts(summary, password=password):
        points = "".join(f'<li style="margin:4px 0">{_safe(sentence)}</li>' for sentence in sentences)
        parts.append(f'<h2 style="font-size:17px;margin:16px 0 4px">{heading}</h2>')
        parts.append(f'<ul style="margin:4px 0;padding-left:22px">{points}</ul>')
    parts += [
        f'<p style="margin:12px 0">{_linked(line, parcel.link)}</p>' for line in _closing(parcel, password=password)
    ]
    parts.append(marking)
    inner = "\n".join(part for part in parts if part)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light">\n'
        f"<title>{_safe(subject_of(parcel))}</title>\n</head>\n"
        f'<body style="margin:0;padding:16px;background-color:{_PAPER};color:{_INK};{_FONT};font-size:16px;'
        'line-height:1.45">\n'
        f'<div style="max-width:640px;background-color:{_PAPER};color:{_INK}">\n{inner}\n</div>\n</body>\n</html>\n'
    )


def _opening(parcel: Parcel) -> tuple[str, ...]:
    summary = parcel.summary
    of = f" of {summary.authority}" if summary.authority else ""
    what = f"The progress report{of} on {summary.programme} for {summary.quarter}"
    how = "is at the address below" if parcel.link else "is attached"
    again = f" It is issue {parcel.issue} and takes the place of the one before." if parcel.issue > 1 else ""
    return (f"{what} {how}.{again}", _EDITIONS[parcel.edition])


def _parts(summary: MailSummary, *, password: bool) -> list[tuple[str, tuple[str, ...]]]:
    """What moved, what needs attention, what officers say. Not where a password keeps the report shut."""
    if password:
        return []
    parts = [
        ("What moved", summary.movements),
        ("What needs attention", summary.attention),
        ("In the officers' words", summary.words),
    ]
    return [(heading, sentences) for heading, sentences in parts if sentences]


def _closing(parcel: Parcel, *, password: bool) -> tuple[str, ...]:
    summary = parcel.summary
    lines = [f"The report: {parcel.link}"] if parcel.link else []
    if password:
        lines.append("The attachment opens with a password, which reaches you another way and never by e-mail.")
    if summary.contact or summary.author:
        lines.append(f"Questions: {summary.contact or summary.author}.".replace("..", "."))
    return tuple(lines)


def _table(summary: MailSummary) -> str:
    cell = f"padding:6px 8px;border-bottom:1px solid {_LINE}"
    head = "".join(
        f'<th scope="col" style="{cell};background-color:{_HEADER};color:#FFFFFF;'
        f'{_FIRST if number == 0 else "text-align:right"}">{name}</th>'
        for number, name in enumerate(_HEADERS)
    )
    rows = "".join(_row(count, cell) for count in summary.counts)
    caption = f"Status of indicators and actions, as at {date_label(summary.as_at)}"
    return (
        f'<table style="border-collapse:collapse;width:100%;font-size:16px;color:{_INK}">\n'
        f'<caption style="text-align:left;padding:8px 0;font-weight:bold">{caption}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody>\n</table>"
    )


def _row(count: StatusCount, cell: str) -> str:
    shown = status_cell(count.status)
    bar = f"border-left:12px solid {_BARS.get(shown.look, _NO_BAR)}"
    name = f'<th scope="row" style="{cell};{bar};text-align:left;white-space:nowrap">{shown.value}</th>'
    numbers = (count.kpis, count.kpis_before, count.actions)
    cells = "".join(f'<td style="{cell};text-align:right">{number}</td>' for number in numbers)
    return f"<tr>{name}{cells}</tr>"


def _counted(count: StatusCount) -> str:
    name = str(status_cell(count.status).value)
    return f"- {name}: indicators {count.kpis} (last quarter {count.kpis_before}), actions {count.actions}"


def _linked(line: str, link: str) -> str:
    if not link or not line.endswith(link):
        return _safe(line)
    return f'The report: <a href="{escape(href_of(link))}">{_safe(link)}</a>'


def _safe(text: str) -> str:
    return escape(_one_line(text))


def _one_line(text: str) -> str:
    """Officers' words with their line breaks as spaces, and without signs that turn text around or hide it."""
    return shown_text(text, 4000)
