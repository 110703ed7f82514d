"""The ribbon XML and its pictures: what the Open XML SDK does not look at."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath
from xml.etree import ElementTree

import pytest
from building import RIBBON, script
from PIL import Image, ImageFont

from quarterly.excel.install_places import BUTTONS as ADDIN
from quarterly.excel.press.catalogue import BUTTONS

build = script("build")
icons = script("draw_icons")
FORMS = {
    "customUI/customUI.xml": (build.UI_2007, build.RELATIONSHIP_2007),
    "customUI/customUI14.xml": (build.UI_2010, build.RELATIONSHIP_2010),
}
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@pytest.fixture(scope="module")
def package() -> dict[str, bytes]:
    with zipfile.ZipFile(RIBBON / ADDIN) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def ribbon(package: dict[str, bytes], part: str = "customUI/customUI14.xml") -> ElementTree.Element:
    return ElementTree.fromstring(package[part])


def controls(root: ElementTree.Element, kind: str) -> list[dict[str, str]]:
    return [dict(one.attrib) for one in root.iter() if one.tag.endswith("}" + kind)]


@pytest.mark.parametrize("part", FORMS)
def test_each_form_has_its_own_namespace_and_relationship(package, part: str) -> None:
    namespace, relationship = FORMS[part]
    assert ribbon(package, part).tag == f"{{{namespace}}}customUI"
    types = {
        one.attrib["Target"]: one.attrib["Type"]
        for one in ElementTree.fromstring(package["_rels/.rels"]).iter(RELATIONSHIPS)
    }
    assert types[part] == relationship


def test_both_forms_say_the_same(package) -> None:
    first, second = (
        [(one.tag.rpartition("}")[2], one.attrib) for one in ribbon(package, part).iter()] for part in FORMS
    )
    assert first == second


def test_no_id_comes_twice(package) -> None:
    ids = [one.attrib["id"] for one in ribbon(package).iter() if "id" in one.attrib]
    assert sorted(ids) == sorted(set(ids))


def test_the_buttons_are_those_of_the_catalogue_with_its_words(package) -> None:
    drawn = [(one["tag"], one["label"], one["supertip"]) for one in controls(ribbon(package), "button")]
    assert drawn == [(str(button.tag), button.label, button.does) for button in BUTTONS]


def test_every_button_has_a_tip_in_a_few_words_and_one_in_a_sentence(package) -> None:
    for button in controls(ribbon(package), "button"):
        assert 5 < len(button["screentip"]) <= 50
        assert 20 < len(button["supertip"]) <= 250
        assert button["supertip"].endswith(".")
        assert button["screentip"] != button["label"]


def test_every_key_tip_is_there_once_and_none_begins_another(package) -> None:
    (tab,) = controls(ribbon(package), "tab")
    tips = [button["keytip"] for button in controls(ribbon(package), "button")]
    assert len(tips) == len(BUTTONS) == len(set(tips))
    assert [(one, two) for one in tips for two in tips if one != two and two.startswith(one)] == []
    built_in = {"F", "H", "N", "P", "M", "A", "R", "W", "L", "Y", "X", "JI"}  # Excel's own tabs (English)
    assert not any(tab["keytip"].startswith(one) for one in built_in)


def test_every_callback_is_a_macro_that_takes_a_control(package) -> None:
    modules = build.button_modules()
    for button in controls(ribbon(package), "button"):
        module, _, macro = button["onAction"].partition(".")
        assert f"\nPublic Sub {macro}(control As IRibbonControl)\n" in modules[module]


@pytest.mark.parametrize("part", FORMS)
def test_every_picture_is_there_and_as_large_as_its_button_needs(package, part: str) -> None:
    path = PurePosixPath(part)
    rels = ElementTree.fromstring(package[str(path.parent / "_rels" / f"{path.name}.rels")])
    targets = {one.attrib["Id"]: one.attrib["Target"] for one in rels.iter(RELATIONSHIPS)}
    buttons = controls(ribbon(package, part), "button")
    sizes = {one["image"]: Image.open(io.BytesIO(package[f"customUI/{targets[one['image']]}"])).size for one in buttons}
    assert sizes == {one["image"]: (build.PIXELS[one["size"]],) * 2 for one in buttons}
    assert set(targets) == set(sizes)


@pytest.mark.parametrize("name", icons.DRAWINGS)
@pytest.mark.parametrize("pixels", icons.SIZES)
def test_the_icons_are_as_they_are_drawn(name: str, pixels: int) -> None:
    with Image.open(RIBBON / "icons" / f"{name}-{pixels}.png") as stored:
        assert stored.convert("RGBA").tobytes() == icons.drawn(name, pixels).tobytes()


def test_every_button_has_a_picture_of_its_own(package) -> None:
    shown = [button["image"] for button in controls(ribbon(package), "button")]
    assert sorted(shown) == sorted(icons.DRAWINGS)


def test_no_two_icons_look_alike() -> None:
    for pixels in icons.SIZES:
        drawings = {icons.drawn(name, pixels).tobytes() for name in icons.DRAWINGS}
        assert len(drawings) == len(icons.DRAWINGS)


def test_the_picture_of_the_tab_was_drawn_from_what_is_there_now() -> None:
    tab = script("draw_tab")
    with Image.open(tab.PICTURE) as picture:
        assert picture.info["drawn-from"] == tab.fingerprint(), "run python addin/ribbon/draw_tab.py"
    assert tab.PICTURE.stat().st_size < 120_000


def test_the_picture_of_the_tab_names_every_button_and_says_that_it_is_a_drawing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tab = script("draw_tab")
    if not font_is_here(tab.FONT):
        pytest.skip(f"the font {tab.FONT} is not here")
    written: list[str] = []
    monkeypatch.setattr(tab.Sheet, "text", lambda _sheet, _x, _y, words, **_how: written.append(words))
    tab.drawn()
    text = " ".join(written)
    assert [button.label for button in BUTTONS if button.label not in text] == []
    assert "not a photograph of Excel" in text


def font_is_here(name: str) -> bool:
    try:
        ImageFont.truetype(name)
    except OSError:
        return False
    return True
