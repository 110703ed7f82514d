"""Where readers find a report that is not attached."""

from urllib.parse import unquote, urlsplit

import hypothesis.strategies as st
import pytest
from hypothesis import given

from quarterly.deliver.links import check_link, href_of, link_of
from quarterly.errors import DeliveryRefused

NAME = "plan Q3 2025-26 report.xlsx"
SHARE = r"\\server\performance\reports"


@pytest.mark.parametrize(
    ("place", "link", "href"),
    [
        (
            "https://northmere.example/sites/perf/",
            "https://northmere.example/sites/perf/plan%20Q3%202025-26%20report.xlsx",
            "https://northmere.example/sites/perf/plan%20Q3%202025-26%20report.xlsx",
        ),
        (
            "https://northmere.example:8443/Shared Documents",
            "https://northmere.example:8443/Shared%20Documents/plan%20Q3%202025-26%20report.xlsx",
            "https://northmere.example:8443/Shared%20Documents/plan%20Q3%202025-26%20report.xlsx",
        ),
        *(
            (place, rf"{SHARE}\{NAME}", "file://server/performance/reports/plan%20Q3%202025-26%20report.xlsx")
            for place in (SHARE, "//server/performance/reports/", "file://server/performance/reports")
        ),
    ],
)
def test_the_address_of_a_report_is_that_of_its_folder_and_its_name(place: str, link: str, href: str) -> None:
    assert (link_of(place, NAME), href_of(link_of(place, NAME)), check_link(link)) == (link, href, link)


@pytest.mark.parametrize(
    "place",
    [
        "",
        "http://northmere.example/reports",
        "ftp://northmere.example/reports",
        "javascript:alert(1)",
        "https://",
        "https://sam:secret@northmere.example/reports",
        "https://northmere.example/reports?id=7",
        "https://northmere.example/reports#here",
        'https://northmere.example/"><script>',
        "https://northmere.example\\evil.example/reports",
        "https://northmere.example/a\nb",
        "https://[::1",
        "https://nörthmere.example/reports",
        "C:/reports",
        "/srv/reports",
        "reports",
        r"\\server",
        r"\\server\performance\..\secret",
        r"\\?\C:\reports",
        "file:///C:/reports",
        "https://northmere.example/" + "x" * 1000,
    ],
)
def test_what_is_no_place_for_readers_is_refused(place: str) -> None:
    with pytest.raises(DeliveryRefused) as refused:
        link_of(place, NAME)
    assert refused.value.code == "link-wrong"


NAMES = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters='<>:"/\\|?*'), min_size=1, max_size=30)


@given(NAMES.filter(lambda name: name.strip(". ")))
def test_every_name_of_a_file_is_led_to_as_it_is(name: str) -> None:
    for place in ("https://northmere.example/reports", SHARE):
        parts = urlsplit(href_of(link_of(place, name)))
        assert (unquote(parts.path).rpartition("/")[2], parts.query, parts.fragment) == (name, "", "")
