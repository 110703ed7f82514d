from __future__ import annotations

import pytest

from quarterly.errors import DataSetRefused
from quarterly.exchange.dfe import DfeRelease, find_authority


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Ashby", 101),
        ("  ASHBY ", 101),
        ("101", 101),
        ("Ashby Council", 101),
        ("Brook", 102),
        ("City of Brook", 102),
        ("Brook City Council", 102),
        ("brook, city of", 102),
        ("St Cuthbert", 103),
        ("St. Cuthbert's", None),
        ("Dale & Esk", 104),
        ("London Borough of Finch", 201),
        ("Royal Borough of Finch", 201),
        ("Grove", 202),
    ],
)
def test_authorities_are_found_as_people_write_them(small: DfeRelease, asked: str, found: int | None) -> None:
    if found is None:
        with pytest.raises(DataSetRefused):
            find_authority(small, asked)
    else:
        assert find_authority(small, asked).number == found


def test_an_unknown_name_is_refused_with_suggestions(small: DfeRelease) -> None:
    with pytest.raises(DataSetRefused) as refused:
        find_authority(small, "Ashbee")
    assert refused.value.code == "authority-unknown"
    assert refused.value.message == 'The Department\'s data set has no authority "Ashbee". Did you mean "Ashby"?'


@pytest.mark.parametrize("asked", ["England", "970", "Inner London (London)", "North West", "yorkshire & the humber"])
def test_regions_and_the_country_are_no_authorities(small: DfeRelease, asked: str) -> None:
    with pytest.raises(DataSetRefused) as refused:
        find_authority(small, asked)
    assert refused.value.code == "authority-unknown"


@pytest.mark.parametrize("asked", ["Old Moor", "Old Moor (Pre LG)", "199"])
def test_a_replaced_authority_is_refused(small: DfeRelease, asked: str) -> None:
    with pytest.raises(DataSetRefused, match="no longer exists") as refused:
        find_authority(small, asked)
    assert refused.value.code == "authority-abolished"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("St Helens", "St. Helens"),
        ("Bristol", "Bristol, City of"),
        ("city of bristol", "Bristol, City of"),
        ("Kingston upon Hull", "Kingston Upon Hull, City of"),
        ("Hull City Council", "Kingston Upon Hull, City of"),
        ("Telford & Wrekin", "Telford and Wrekin"),
        ("County Durham", "Durham"),
        ("Dorset", "Dorset"),
        ("BCP", "Bournemouth, Christchurch and Poole"),
        ("City of London", "City of London"),
        ("Bedford", "Bedford Borough"),
        ("City of York Council", "York"),
        ("Southend", "Southend-on-Sea"),
    ],
)
def test_real_names(real: DfeRelease, asked: str, found: str) -> None:
    assert find_authority(real, asked).name == found


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            "Cumbria",
            'Cumbria was replaced on 1 Apr 2023 by "Cumberland" and "Westmorland and Furness". '
            'Ask for "Cumberland" or "Westmorland and Furness".',
        ),
        (
            "Northamptonshire",
            'Northamptonshire was replaced on 1 Apr 2021 by "North Northamptonshire" and "West Northamptonshire". '
            'Ask for "North Northamptonshire" or "West Northamptonshire".',
        ),
        (
            "Poole",
            'Poole was replaced on 1 Apr 2019 by "Bournemouth, Christchurch and Poole". '
            'Ask for "Bournemouth, Christchurch and Poole".',
        ),
    ],
)
def test_replaced_authorities_name_their_successors(real: DfeRelease, asked: str, message: str) -> None:
    with pytest.raises(DataSetRefused) as refused:
        find_authority(real, asked)
    assert (refused.value.code, refused.value.message) == ("authority-abolished", message)


def test_every_authority_is_found_by_its_name_and_by_its_number(real: DfeRelease) -> None:
    assert len(real.current) == 153
    for authority in real.current:
        assert find_authority(real, authority.name) is authority
        assert find_authority(real, str(authority.number)) is authority
