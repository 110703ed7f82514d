"""XML as trees, where its meaning counts and not its bytes: comparing styles, reading themes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from lxml import etree

from quarterly.ooxml.markup import quoted

Form: TypeAlias = tuple[str, tuple[tuple[str, str], ...], tuple["Form", ...]]  # name, attributes, children
# What is meant where nothing is written; some programs write it out (ECMA-376 18.8).
_ASSUMED = {
    *((switch, "val", yes) for switch in ("b", "i", "strike", "outline", "shadow") for yes in ("1", "true")),
    ("u", "val", "single"),
    ("patternFill", "patternType", "none"),
    *(("xf", switch, no) for switch in ("pivotButton", "quotePrefix") for no in ("0", "false")),
    *(("alignment", switch, no) for switch in ("wrapText", "shrinkToFit", "justifyLastLine") for no in ("0", "false")),
    *(("alignment", measure, "0") for measure in ("indent", "textRotation", "readingOrder", "relativeIndent")),
    ("alignment", "horizontal", "general"),
    ("alignment", "vertical", "bottom"),
    *(("protection", "hidden", no) for no in ("0", "false")),
    *(("protection", "locked", yes) for yes in ("1", "true")),
}
_UNORDERED = {"font", "xf"}  # whose children come in any order, each at most once


def tree_of(raw: bytes) -> etree._Element:
    """A part as a tree: no entities, no network, however large. Hostile parts were refused before.

    Raises:
        ValueError: lxml cannot read it.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error


def elements(parent: etree._Element | None) -> Iterable[etree._Element]:
    """The child elements, without comments; an ``mc:AlternateContent`` block is one."""
    return () if parent is None else parent.iterchildren("{*}*")


def local(element: etree._Element) -> str:
    """The name without its namespace."""
    return _local(str(element.tag))


def child(parent: etree._Element, name: str) -> etree._Element | None:
    """The first child of that name, whatever its prefix."""
    return next((found for found in elements(parent) if local(found) == name), None)


def form_of(element: etree._Element) -> Form:
    """What an element of a style list says, without prefixes, foreign attributes and extensions."""
    attributes = sorted((str(name), str(value)) for name, value in element.attrib.items() if "}" not in str(name))
    inner = tuple(form_of(found) for found in elements(element) if local(found) != "extLst")
    return local(element), tuple(attributes), inner


def normal(form: Form) -> Form:
    """The form that two elements share if they mean the same, in whatever order their children are written."""
    name, attributes, children = form
    inner = [normal(each) for each in children]
    # Whether a format "applies" its parts is for Excel's own dialogues; what it looks like is the same.
    stated = [each for each in attributes if (name, *each) not in _ASSUMED and not each[0].startswith("apply")]
    return name, tuple(stated), tuple(sorted(inner) if name in _UNORDERED else inner)


def written(form: Form, prefix: bytes) -> bytes:
    """An element of the main namespace, with the prefix that its new neighbours have."""
    name, attributes, children = form
    tag = prefix + name.encode()
    start = tag + b"".join(b" %s=%s" % (attribute.encode(), quoted(value)) for attribute, value in attributes)
    if not children:
        return b"<%s/>" % start
    return b"<%s>%s</%s>" % (start, b"".join(written(inner, prefix) for inner in children), tag)


def _local(name: str) -> str:
    return name.rpartition("}")[2]
