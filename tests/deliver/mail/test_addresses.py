"""Addresses that can be sent to, and those that only look like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterly.deliver.mail.addresses import AddressRefused, domain_of, file_name, parse_address, shown_name, shown_text


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Sam.Field@Northmere.Example", "sam.field@northmere.example"),
        (" sam@northmere.example ", "sam@northmere.example"),
        ("o'neill+reports@northmere.example", "o'neill+reports@northmere.example"),
        ("sam@café.example", "sam@xn--caf-dma.example"),
        ("sam@XN--CAF-DMA.example", "sam@xn--caf-dma.example"),
    ],
)
def test_two_ways_to_write_an_address_are_one(text, key):
    assert parse_address(text).key == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sam",
        "sam@",
        "@northmere.example",
        "sam@northmere",
        "sam@127.0.0.1",
        "sam@[127.0.0.1]",
        "sam field@northmere.example",
        "sam@north mere.example",
        "sam..field@northmere.example",
        ".sam@northmere.example",
        "sam@northmere.example\r\nBcc: x@evil.example",
        "sam@northmere.example, x@evil.example",
        "<sam@northmere.example>",
        '"sam field"@northmere.example',
        "sam%evil.example@northmere.example",  # some relays send this on to evil.example
        "evil.example!sam@northmere.example",
        "x@evil.example@northmere.example",
        "sáм@northmere.example",
        "sam@faß.example",  # would go to fass.example
        "sam@\uff4eorthmere.example",  # a full-width n
        "sam@-northmere.example",
        "sam@northmere..example",
        "sam@northmere.example.",
        "sam@" + "a" * 64 + ".example",
        "s" * 65 + "@northmere.example",
        "sam@" + ".".join(["abcdefgh"] * 30) + ".example",
    ],
)
def test_what_is_no_plain_address_is_refused(text):
    with pytest.raises(AddressRefused):
        parse_address(text)


@given(st.text())
def test_no_text_becomes_an_address_that_means_two_things(text):
    try:
        address = parse_address(text)
    except AddressRefused:
        return
    assert str(address).isascii()
    assert str(address).isprintable()
    assert str(address).count("@") == 1
    assert not set(str(address)) & set(' ,;:<>()[]"\\%!')
    assert parse_address(str(address)) == address


@given(st.text())
def test_text_for_a_header_is_one_printable_line(text):
    line = shown_text(text)
    assert all(sign.isprintable() for sign in line)
    assert len(line) <= 120


def test_a_name_that_looks_like_an_address_is_not_shown():
    assert shown_name("Sam <x@evil.example>") == ""
    assert shown_name(" Sam \r\n Field ") == "Sam Field"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("plan Q3 2025-26 report.xlsx", "plan Q3 2025-26 report.xlsx"),
        ("../../etc/plan.xlsx", "etc-plan.xlsx"),
        ('a"b\r\nX: y.pdf', "a-b X- y.pdf"),
        ("con.xlsx", "_con.xlsx"),
        ("report\u202excod.xlsx", "report xcod.xlsx"),
        ("...", "report"),
        ("x" * 300 + ".xlsx", "x" * 115 + ".xlsx"),
    ],
)
def test_file_names_are_safe_everywhere(text, name):
    assert file_name(text) == name


@given(st.text())
def test_no_file_name_leaves_its_folder(text):
    name = file_name(f"{text}.xlsx")
    assert name.endswith(".xlsx")
    assert not set(name) & set('/\\:*?"<>|\r\n\0')
    assert len(name) <= 120


def test_a_domain_with_letters_for_others_says_so():
    with pytest.raises(AddressRefused, match="plain letters"):
        domain_of("faß.example")
