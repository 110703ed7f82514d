"""The lists of a styles part (fonts, fills, formats), to which elements are added only at the end."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from msgspec import Struct, field

from quarterly.ooxml.markup import Markup, Node, Splice
from quarterly.ooxml.preflight import MAIN
from quarterly.ooxml.trees import Form, child, elements, form_of, normal, tree_of, written

# The order in which the lists stand (ECMA-376 18.8.39).
_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
    "extLst",
)  # fmt: skip
LISTS = _ORDER[:8]
_PLAIN_FONT: Form = ("font", (), (("sz", (("val", "11"),), ()), ("name", (("val", "Calibri"),), ())))
_PLAIN_BORDER: Form = (
    "border",
    (),
    tuple((side, (), ()) for side in ("left", "right", "top", "bottom", "diagonal")),
)
_PLAIN_FORMAT: Form = ("xf", (("borderId", "0"), ("fillId", "0"), ("fontId", "0"), ("numFmtId", "0")), ())
# What Excel takes for granted at the start of each list; cells without a style number have format 0.
_ASSUMED: dict[str, tuple[Form, ...]] = {
    "fonts": (_PLAIN_FONT,),
    "fills": tuple(("fill", (), (("patternFill", (("patternType", kind),), ()),)) for kind in ("none", "gray125")),
    "borders": (_PLAIN_BORDER,),
    "cellXfs": (_PLAIN_FORMAT,),
}
BLANK = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="%s"></styleSheet>' % MAIN.encode()
"""The styles part of a workbook that came without one."""


class StyleList(Struct):
    """One list: what it held, and what was added. Equal elements are found again and not added twice."""

    forms: list[Form]
    first_new: int
    assumed: int = 0  # of the new ones, those that Excel took for granted
    _numbers: dict[Form, int] = field(default_factory=dict)

    @classmethod
    def of(cls, name: str, element: etree._Element | None) -> StyleList:
        """The list as a styles part holds it."""
        forms = [form_of(each) for each in elements(element)]
        styles = cls([*forms], len(forms))
        for number, form in enumerate(forms):
            styles._numbers.setdefault(normal(form), number)
        styles._pad(_ASSUMED.get(name, ()))
        return styles

    def _pad(self, assumed: tuple[Form, ...]) -> None:
        for form in assumed[len(self.forms) :]:
            self._numbers.setdefault(normal(form), len(self.forms))
            self.forms.append(form)
            self.assumed += 1

    @property
    def grew(self) -> bool:
        """Whether anything was added that was not taken for granted."""
        return len(self.forms) > self.first_new + self.assumed

    def add(self, form: Form) -> int:
        """The number of an element, which is added where the list has no equal."""
        number = self._numbers.setdefault(normal(form), len(self.forms))
        if number == len(self.forms):
            self.forms.append(form)
        return number


class StyleLists:
    """All lists of a styles part."""

    def __init__(self, raw: bytes) -> None:
        self.markup = Markup(raw, depth=2)
        root = tree_of(raw)
        self._lists = {name: StyleList.of(name, child(root, name)) for name in LISTS}

    def __getitem__(self, name: str) -> StyleList:
        return self._lists[name]

    def splices(self) -> tuple[Splice, ...]:
        """The edits that add what was added."""
        if not any(styles.grew for styles in self._lists.values()):
            return ()
        return tuple(splice for name in LISTS for splice in self._splices(name))

    def _splices(self, name: str) -> Iterator[Splice]:
        styles = self._lists[name]
        new = styles.forms[styles.first_new :]
        root = self.markup.root
        found = root.child(name)
        if not new:
            return
        text = b"".join(written(form, root.prefix) for form in new)
        if found is None:
            tag = root.prefix + name.encode()
            yield from self._insert(name, b'<%s count="%d">%s</%s>' % (tag, len(styles.forms), text, tag))
            return
        if "count" in found.attributes:
            yield self.markup.set_attribute(found, "count", len(styles.forms))
        yield from self.markup.append(found, text)

    def _insert(self, name: str, text: bytes) -> tuple[Splice, ...]:
        later = _ORDER[_ORDER.index(name) + 1 :]
        following: Node | None = next((node for node in self.markup.root.children if node.name in later), None)
        if following is None:
            return self.markup.append(self.markup.root, text)
        return (Splice(following.start, following.start, text),)
