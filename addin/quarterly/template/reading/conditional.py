"""Conditional formats as XlsxWriter's options; those that it or a report cannot hold are named instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct, field
from openpyxl.formatting.rule import ColorScale, DataBar, FormatObject, IconSet, Rule
from openpyxl.worksheet.worksheet import Worksheet

from quarterly.model.problems import CellRef, Problem
from quarterly.template import kinds
from quarterly.template.layout import ConditionalFormat, Property
from quarterly.template.reading.formats import Formats
from quarterly.template.reading.opened import MAX_COLUMNS, MAX_ROWS
from quarterly.template.reading.scan import Area, area_of

Options = dict[str, Property]

_COMPARED = {
    "equal": "==", "notEqual": "!=", "greaterThan": ">", "lessThan": "<", "greaterThanOrEqual": ">=",
    "lessThanOrEqual": "<=", "between": "between", "notBetween": "not between",
}  # fmt: skip
_TEXTS = {
    "containsText": "containing", "notContainsText": "not containing", "beginsWith": "begins with",
    "endsWith": "ends with",
}  # fmt: skip
_PLAIN = {
    "containsBlanks": "blanks", "notContainsBlanks": "no_blanks", "containsErrors": "errors",
    "notContainsErrors": "no_errors", "duplicateValues": "duplicate", "uniqueValues": "unique",
}  # fmt: skip
_TIMES = {
    "yesterday": "yesterday", "today": "today", "last7Days": "last 7 days", "lastWeek": "last week",
    "thisWeek": "this week", "nextWeek": "next week", "lastMonth": "last month", "thisMonth": "this month",
    "nextMonth": "next month",
}  # fmt: skip
_ICONS = {
    "3Arrows": "3_arrows", "3Flags": "3_flags", "3TrafficLights2": "3_traffic_lights_rimmed",
    "3Symbols": "3_symbols_circled", "4Arrows": "4_arrows", "4RedToBlack": "4_red_to_black",
    "4TrafficLights": "4_traffic_lights", "5ArrowsGray": "5_arrows_gray", "5Quarters": "5_quarters",
    "3ArrowsGray": "3_arrows_gray", "3TrafficLights1": "3_traffic_lights", "3Signs": "3_signs",
    "3Symbols2": "3_symbols", "4ArrowsGray": "4_arrows_gray", "4Rating": "4_ratings", "5Arrows": "5_arrows",
    "5Rating": "5_ratings",
}  # fmt: skip
_ENDS = {"num", "percent", "percentile", "formula", "min", "max"}
# A number, a text, or a formula over cells of the same sheet: nothing of other sheets or files, no function of the web.
_SAFE = re.compile(r"[^!\[\]|]{1,250}")
_CALLS_OUT = re.compile(r"\b(?:WEBSERVICE|INDIRECT|HYPERLINK|RTD|CALL|REGISTER|FILTERXML)\b", re.IGNORECASE)


class Rules(Struct):
    """The conditional formats of one sheet."""

    sheet: Worksheet
    name: str
    formats: Formats
    problems: list[Problem] = field(default_factory=list)

    def all(self) -> tuple[ConditionalFormat, ...]:
        """Every rule on every area, the most important first, as XlsxWriter counts them."""
        rules = [
            (rule.priority or 0, number, str(group.sqref), rule)
            for number, group in enumerate(self.sheet.conditional_formatting)
            for rule in group.rules
        ]
        return tuple(
            one for _, _, areas, rule in sorted(rules, key=lambda each: each[:2]) for one in self._of(rule, areas)
        )

    def _of(self, rule: Rule, areas: str) -> Iterator[ConditionalFormat]:
        options = _options(rule, self.formats)
        spots = [area for area in map(area_of, areas.split()) if area is not None]
        if options is None or not spots:
            row, column, _, _ = spots[0] if spots else (-1, -1, -1, -1)
            at = CellRef(self.name, row + 1, column + 1)
            self.problems.append(kinds.CONDITIONAL_NOT_CARRIED.at(at, f"a rule of the kind {rule.type}"))
            return
        if rule.stopIfTrue:
            options["stop_if_true"] = True
        # A formula counts from the first area's corner; on other areas XlsxWriter would count anew.
        for first_row, first_column, last_row, last_column in map(_inside, spots):
            yield ConditionalFormat(
                first_row=first_row,
                first_column=first_column,
                last_row=last_row,
                last_column=last_column,
                options=tuple(sorted(options.items())),
                format=self.formats.difference(rule.dxf),
            )


def _inside(area: Area) -> Area:
    """The area cut to what a template can hold: whole columns are a million rows."""
    first_row, first_column, last_row, last_column = area
    rows = (min(first_row, MAX_ROWS), min(last_row, MAX_ROWS))
    columns = (min(first_column, MAX_COLUMNS), min(last_column, MAX_COLUMNS))
    return rows[0], columns[0], rows[1], columns[1]


def _options(rule: Rule, formats: Formats) -> Options | None:
    if rule.type in _PLAIN:
        return {"type": _PLAIN[rule.type]}
    make = _MAKERS.get(rule.type or "")
    return make(rule, formats) if make is not None else None


def _cell(rule: Rule, _formats: Formats) -> Options | None:
    values = [str(formula) for formula in rule.formula]
    between = rule.operator in ("between", "notBetween")
    if rule.operator not in _COMPARED or len(values) != (2 if between else 1) or not all(map(_is_safe, values)):
        return None
    said: Options = {"type": "cell", "criteria": _COMPARED[rule.operator]}
    return said | ({"minimum": values[0], "maximum": values[1]} if between else {"value": values[0]})


def _formula(rule: Rule, _formats: Formats) -> Options | None:
    formula = str(rule.formula[0]) if rule.formula else ""
    return {"type": "formula", "criteria": f"={formula}"} if _is_safe(formula) else None


def _text(rule: Rule, _formats: Formats) -> Options | None:
    return {"type": "text", "criteria": _TEXTS[rule.type], "value": rule.text} if rule.text else None


def _time(rule: Rule, _formats: Formats) -> Options | None:
    criteria = _TIMES.get(rule.timePeriod or "")
    return {"type": "time_period", "criteria": criteria} if criteria else None


def _top(rule: Rule, _formats: Formats) -> Options | None:
    said: Options = {"type": "bottom" if rule.bottom else "top", "value": int(rule.rank or 10)}
    return said | ({"criteria": "%"} if rule.percent else {})


def _average(rule: Rule, _formats: Formats) -> Options | None:
    if rule.stdDev:
        return None
    side = "below" if rule.aboveAverage is False else "above"
    return {"type": "average", "criteria": f"equal or {side}" if rule.equalAverage else side}


def _scale(rule: Rule, formats: Formats) -> Options | None:
    scale: ColorScale | None = rule.colorScale
    if scale is None or len(scale.cfvo) not in (2, 3) or len(scale.color) != len(scale.cfvo):
        return None
    places = ("min", "max") if len(scale.cfvo) == 2 else ("min", "mid", "max")
    options: Options = {"type": f"{len(places)}_color_scale"}
    for place, end, colour in zip(places, scale.cfvo, scale.color, strict=True):
        shown = formats.palette.of(colour)
        if not shown or not _end(options, place, end):
            return None
        options[f"{place}_color"] = shown
    return options


def _bar(rule: Rule, formats: Formats) -> Options | None:
    bar: DataBar | None = rule.dataBar
    colour = "" if bar is None else formats.palette.of(bar.color)
    if bar is None or len(bar.cfvo) != 2 or not colour:
        return None
    options: Options = {"type": "data_bar", "bar_color": colour}
    ends = (_end(options, place, end) for place, end in zip(("min", "max"), bar.cfvo, strict=True))
    if not all(ends):
        return None
    return options | ({"bar_only": True} if bar.showValue is False else {})


def _end(options: Options, place: str, end: FormatObject) -> bool:
    """Say where a scale begins or ends; false where that cannot be carried."""
    if end.type not in _ENDS:
        return False
    options[f"{place}_type"] = end.type
    if end.val is not None:
        if not _is_safe(str(end.val)):
            return False
        options[f"{place}_value"] = end.val if isinstance(end.val, int | float) else str(end.val)
    return True


def _icons(rule: Rule, _formats: Formats) -> Options | None:
    icons: IconSet | None = rule.iconSet
    if icons is None or icons.iconSet not in _ICONS or not _are_usual(icons):
        return None
    options: Options = {"type": "icon_set", "icon_style": _ICONS[icons.iconSet]}
    if icons.reverse:
        options["reverse_icons"] = True
    return options | ({"icons_only": True} if icons.showValue is False else {})


def _are_usual(icons: IconSet) -> bool:
    """Whether the icons change at even shares, as they do unless somebody moved them."""
    count = len(icons.cfvo)
    usual = [round(100 * place / count) for place in range(count)]
    said = [(end.type, end.val) for end in icons.cfvo]
    return all(
        kind == "percent" and isinstance(value, int | float) and abs(value - share) <= 1
        for (kind, value), share in zip(said, usual, strict=True)
    )


def _is_safe(text: str) -> bool:
    return _SAFE.fullmatch(text) is not None and _CALLS_OUT.search(text) is None


_MAKERS: dict[str, Callable[[Rule, Formats], Options | None]] = {
    "cellIs": _cell,
    "expression": _formula,
    "timePeriod": _time,
    "top10": _top,
    "aboveAverage": _average,
    "colorScale": _scale,
    "dataBar": _bar,
    "iconSet": _icons,
    **dict.fromkeys(_TEXTS, _text),
}
