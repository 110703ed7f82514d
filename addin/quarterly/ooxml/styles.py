"""The report's formats carried over into the host's styles, where every existing style keeps its number."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from quarterly.ooxml import refusals
from quarterly.ooxml.colours import explicit, theme_colours
from quarterly.ooxml.style_lists import StyleLists
from quarterly.ooxml.trees import Form

MAX_FORMATS = 65_490  # cell formats of a workbook (Excel specifications and limits)
_FIRST_CUSTOM = 164  # number formats below are built in
# Formats whose code is the same in every language (ECMA-376 18.8.30).
_BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0",
    48: "##0.0E+0", 49: "@",
}  # fmt: skip
_APPLIED = ("applyNumberFormat", "applyFont", "applyFill", "applyBorder")
_NORMAL = "0"  # the built-in style that every other starts from


class StyleMerge:
    """Adds a report's styles to a host's. Ask for numbers, then take :meth:`StyleLists.splices` of ``host``."""

    def __init__(self, host: bytes, report: bytes, theme: bytes, name: str) -> None:
        self.host = StyleLists(host)
        self._report = StyleLists(report)
        self._colours = theme_colours(theme) if theme else ()
        self._name = name
        self._number_formats: dict[int, int] = {}
        self._named: dict[int, int | None] = {}

    def cell_formats(self) -> tuple[int, ...]:
        """The host's number of every cell format of the report.

        Raises:
            WorkbookRefused: the host has no room for them.
        """
        formats = self.host["cellXfs"]
        numbers = tuple(formats.add(self._format(form)) for form in self._report["cellXfs"].forms)
        if len(formats.forms) > MAX_FORMATS and len(formats.forms) > formats.first_new:
            raise refusals.TOO_MANY_STYLES.of(self._name, count=formats.first_new)
        return numbers

    def differential_formats(self) -> tuple[int, ...]:
        """The host's number of every differential format of the report: conditional formats and tables use them."""
        return tuple(self.host["dxfs"].add(self._differential(form)) for form in self._report["dxfs"].forms)

    def _format(self, form: Form, *, named: bool = False) -> Form:
        name, attributes, children = form
        stated = dict(attributes)
        mapped = {key: value for key, value in stated.items() if not key.endswith("Id")}
        mapped["numFmtId"] = str(self._number_format(int(stated.get("numFmtId", "0"))))
        for key, listed in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            mapped[key] = str(self._shared(listed, int(stated.get(key, "0"))))
        if not named:
            # Said outright, or the host's Normal style would show through.
            mapped |= dict.fromkeys(_APPLIED, "1")
            style = self._named_style(int(stated.get("xfId", "0")))
            mapped |= {} if style is None else {"xfId": str(style)}
        return name, tuple(sorted(mapped.items())), children

    def _shared(self, listed: str, number: int) -> int:
        return self.host[listed].add(explicit(self._report[listed].forms[number], self._colours))

    def _differential(self, form: Form) -> Form:
        name, attributes, children = explicit(form, self._colours)
        return name, attributes, tuple(self._own_number_format(child) for child in children)

    def _own_number_format(self, child: Form) -> Form:
        if child[0] != "numFmt":
            return child
        code = dict(child[1]).get("formatCode", "General")
        return "numFmt", (("formatCode", code), ("numFmtId", str(self._custom(code)))), ()

    def _number_format(self, number: int) -> int:
        if number not in self._number_formats:
            self._number_formats[number] = self._mapped_number_format(number)
        return self._number_formats[number]

    def _mapped_number_format(self, number: int) -> int:
        code = _codes(self._report).get(number)
        if code is not None:
            return self._custom(code)
        # Some programs give built-in numbers a meaning of their own.
        redefined = _codes(self.host).get(number)
        if redefined is None or redefined == _BUILT_IN.get(number, redefined):
            return number
        return self._custom(_BUILT_IN[number])

    def _custom(self, code: str) -> int:
        known = _codes(self.host)
        found = next((number for number, each in known.items() if each == code and number >= _FIRST_CUSTOM), None)
        if found is not None:
            return found
        number = max(_FIRST_CUSTOM - 1, *known, *self._taken) + 1
        self.host["numFmts"].add(("numFmt", (("formatCode", code), ("numFmtId", str(number))), ()))
        return number

    @cached_property
    def _taken(self) -> tuple[int, ...]:
        """Numbers that formats use although no list defines them, and that must not gain a meaning."""
        used = (dict(form[1]).get("numFmtId", "0") for form in self.host["cellXfs"].forms)
        return tuple({int(number) for number in used if number.isdecimal()})

    def _named_style(self, number: int) -> int | None:
        if number not in self._named:
            self._named[number] = self._mapped_named_style(number)
        return self._named[number]

    def _mapped_named_style(self, number: int) -> int | None:
        if not self.host["cellStyleXfs"].forms:
            return None
        style = _style_of(self._report, number)
        found = _find_style(self.host, style)
        if found is not None:
            return found
        form = self._format(self._report["cellStyleXfs"].forms[number], named=True)
        added = len(self.host["cellStyleXfs"].forms)
        self.host["cellStyleXfs"].forms.append(form)
        stated = {**style, "xfId": str(added)}
        self.host["cellStyles"].add(("cellStyle", tuple(sorted(stated.items())), ()))
        return added


def _codes(styles: StyleLists) -> Mapping[int, str]:
    stated = (dict(form[1]) for form in styles["numFmts"].forms)
    return {int(each.get("numFmtId", "0")): each.get("formatCode", "General") for each in stated}


def _style_of(styles: StyleLists, number: int) -> dict[str, str]:
    """The named style that format ``number`` belongs to; Normal where it has no name."""
    stated = (dict(form[1]) for form in styles["cellStyles"].forms)
    return next((each for each in stated if each.get("xfId") == str(number)), {"name": "Normal", "builtinId": _NORMAL})


def _find_style(styles: StyleLists, wanted: dict[str, str]) -> int | None:
    for form in styles["cellStyles"].forms:
        stated = dict(form[1])
        same_meaning = "builtinId" in wanted and stated.get("builtinId") == wanted["builtinId"]
        if same_meaning or stated.get("name", "").casefold() == wanted.get("name", "").casefold():
            return int(stated.get("xfId", "0"))
    return 0 if wanted.get("builtinId") == _NORMAL else None


def default_font(raw: bytes) -> tuple[str, float]:
    """Typeface and size in points of the host's Normal style, in which column widths are measured."""
    styles = StyleLists(raw)
    formats = styles["cellStyleXfs"].forms or styles["cellXfs"].forms
    normal = _find_style(styles, {"name": "Normal", "builtinId": _NORMAL}) or 0
    stated = dict(formats[normal][1]) if normal < len(formats) else {}
    fonts = styles["fonts"].forms
    number = int(stated.get("fontId", "0"))
    font = {child[0]: dict(child[1]).get("val", "") for child in fonts[number if number < len(fonts) else 0][2]}
    return font.get("name", "Calibri"), float(font.get("sz") or 11)
