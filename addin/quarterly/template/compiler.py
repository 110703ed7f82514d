"""From a template's workbook as it was drawn to a template that can be filled in, with everything that is amiss."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from quarterly.compose.vocabulary.catalogue import Catalogue, Kind
from quarterly.model.problems import CellRef, Problem, Severity
from quarterly.template import grammar, kinds, looks
from quarterly.template.drawn import DrawnBook, DrawnSheet, Origin
from quarterly.template.grammar import parts_of, tokens_in
from quarterly.template.known import Known
from quarterly.template.layout import Part, SheetLayout, Template
from quarterly.template.structure import Builder, lines_of, shortened

_DRAWN = (Kind.CHART, Kind.SPARKLINE)
_NO_TEMPLATE = {Origin.REPORT: kinds.IS_REPORT, Origin.PLAN: kinds.IS_PLAN, Origin.OTHER: kinds.NO_TOKENS}
COMPILER = 5
"""The version of what templates are compiled to; one more makes every kept template be compiled anew."""


class Compiled(Struct, frozen=True, kw_only=True):
    """A template, and what is amiss with it. With errors among the problems it must not be used."""

    template: Template
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps it from being used."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What the report will not have, and what its readers may miss."""
        return tuple(problem for problem in self.problems if problem.severity is not Severity.ERROR)


def compile_template(book: DrawnBook, catalogue: Catalogue, *, name: str, sha256: str) -> Compiled:
    """Understand every sheet; each problem is noted with its cell, and none stops the others from being found."""
    known = Known(catalogue)
    problems = list(book.problems)
    shown = [sheet for sheet in book.sheets if sheet.name.strip().casefold() != looks.SHEET.casefold()]
    styled = [sheet for sheet in book.sheets if sheet not in shown]
    styles, found = looks.style_sheet(styled[0].cells, styled[0].name) if styled else looks.no_style_sheet()
    sheets = []
    for sheet in shown:
        layout, amiss = _sheet(sheet, known)
        problems += amiss
        sheets += [layout] if layout is not None else []
    place = _Elsewhere(at=CellRef(""), where="in the title among the file's properties")
    problems += _check_words(book.title, place, known)
    if not sheets:
        problems.append(kinds.NO_SHEETS.at(CellRef("")))
    elif not any(map(_asks, shown)):
        problems.append(_NO_TEMPLATE[book.origin].at(CellRef(""), example="{{authority}}"))
    template = Template(name=name, sha256=sha256, title=book.title, sheets=tuple(sheets), styles=styles)
    if not any(_shows_status(sheet, known) for sheet in shown):
        found = tuple(problem for problem in found if problem.kind is not kinds.STYLES_MISSING)
    return Compiled(template=template, problems=(*problems, *found))


def _shows_status(sheet: DrawnSheet, known: Known) -> bool:
    """Whether a status can stand on it: by a token, or in a ready-made part."""
    texts = (cell.value for cell in sheet.cells if isinstance(cell.value, str))
    names = [name for text in texts for name in tokens_in(parts_of(text))]
    return any(
        name.startswith(grammar.SECTION) or (name in known.tokens and known.tokens[name].field.kind is Kind.STATUS)
        for name in names
    )


def _asks(sheet: DrawnSheet) -> bool:
    """Whether a sheet has a token anywhere, be it a faulty one."""
    texts = (cell.value for cell in sheet.cells if isinstance(cell.value, str))
    return any("{{" in text for text in (sheet.name, sheet.page.header, sheet.page.footer, *texts))


def _sheet(sheet: DrawnSheet, known: Known) -> tuple[SheetLayout | None, list[Problem]]:
    problems: list[Problem] = []
    if not sheet.cells and not sheet.pictures:
        return None, [kinds.SHEET_EMPTY.at(CellRef(sheet.name))]
    repeats = _repeats(sheet.name, known, problems)
    scope = (repeats,) if repeats else ()
    builder = Builder(sheet.name, known, scope)
    reach = max((picture.row + 1 for picture in sheet.pictures), default=0)
    nodes = builder.nodes(lines_of(sheet.cells, sheet.heights, least=reach))
    for name, text in (("header", sheet.page.header), ("footer", sheet.page.footer)):
        for side, words in grammar.sides_of(text):
            place = _Elsewhere(at=CellRef(sheet.name), where=f"in the {side} of the {name}", scope=scope)
            problems += _check_words(words, place, known)
    layout = SheetLayout(
        name=parts_of(sheet.name),
        nodes=nodes,
        widths=sheet.widths,
        repeats=repeats,
        frozen=sheet.frozen,
        zoom=sheet.zoom,
        gridlines=sheet.gridlines,
        tab_colour=sheet.tab_colour,
        page=sheet.page,
        pictures=sheet.pictures,
        conditional=sheet.conditional,
    )
    return layout, [*problems, *builder.problems]


def _repeats(name: str, known: Known, problems: list[Problem]) -> str:
    """The list that a sheet's name asks for: every item of it gets a sheet."""
    at = CellRef(name)
    parts = parts_of(name)
    if grammar.has_stray_braces(parts) or grammar.statements_in(parts):
        problems.append(kinds.SHEET_NAME.at(at, name, hint=""))
        return ""
    over: list[str] = []
    for token in tokens_in(parts):
        found = known.tokens.get(token)
        if found is None:
            problems.append(kinds.TOKEN_UNKNOWN.at(at, f"{{{{{token}}}}}", hint=known.like_token(token)))
        elif found.field.kind in _DRAWN or (found.over and not known.is_reached(found.over, ())):
            problems.append(kinds.SHEET_NAME.at(at, f"{{{{{token}}}}}", hint=""))
        elif found.over:
            over.append(found.over)
    if over and _names_nothing(parts, known):
        problems.append(kinds.SHEET_NAMED_BY_VALUE.at(at, name, example=known.naming(over[0])))
    if len(set(over)) > 1:
        problems.append(kinds.SHEET_NAME.at(at, " and ".join(dict.fromkeys(over)), hint=""))
    return over[0] if over else ""


def _names_nothing(parts: tuple[Part, ...], known: Known) -> bool:
    """Whether nothing but values and references stand in a sheet's name."""
    fields = (known.tokens[name].field for name in tokens_in(parts) if name in known.tokens)
    words = any(isinstance(part, str) and any(map(str.isalpha, part)) for part in parts)
    return not words and all(field.kind is not Kind.TEXT or field.name == "ref" for field in fields)


class _Elsewhere(Struct, frozen=True, kw_only=True):
    """A place for tokens outside of cells: ``where`` says it; ``scope`` is the list that its sheet is for."""

    at: CellRef
    where: str
    scope: tuple[str, ...] = ()


def _check_words(text: str, place: _Elsewhere, known: Known) -> Iterator[Problem]:
    """What is amiss with tokens of the report, and of the item that a sheet is for."""
    parts, stands = parts_of(text), f" It stands {place.where}."
    if grammar.has_stray_braces(parts):
        yield kinds.TOKEN_BRACES.at(place.at, shortened(text), example="{{authority}}", hint=stands)
    for token in tokens_in(parts):
        found = known.tokens.get(token)
        said = f"{{{{{token}}}}}"
        if found is None:
            yield kinds.TOKEN_UNKNOWN.at(place.at, said, hint=f"{known.like_token(token)}{stands}")
        elif (found.over and found.over not in place.scope) or found.field.kind in _DRAWN:
            hint = f"{stands} Only tokens of the report, or of the item that the sheet is for, can stand there."
            yield kinds.TOKEN_MISPLACED.at(place.at, said, hint=hint)
