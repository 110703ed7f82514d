"""Who gets which edition: in doubt nobody gets anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from posting_office import DOMAIN, a_parcel, a_person, both, by_smtp

from quarterly.deliver.mail import MailSettings, State
from quarterly.deliver.mail.choosing import choose
from quarterly.errors import DeliveryRefused
from quarterly.model.context import Recipient
from quarterly.model.edition import Edition
from quarterly.model.problems import Source


def decided(*people, parcels=None, settings=None, only=frozenset()):
    choices, held = choose(people, parcels or both(), settings or by_smtp(), only)
    sent = [(str(one.address), one.parcel.edition) for one in choices]
    return sent, [(one.address, one.reason) for one in held]


def at(row: int, local: str = "sam", **changes) -> Recipient:
    return a_person(local, source=Source("Distribution", row), **changes)


def test_each_row_names_its_edition_and_a_blank_one_is_the_published():
    people = (at(2, "a", edition="Working"), at(3, "b", edition=" published "), at(4, "c", edition=""))
    assert decided(*people) == (
        [
            ("a@northmere.example", Edition.WORKING),
            ("b@northmere.example", Edition.PUBLISHED),
            ("c@northmere.example", Edition.PUBLISHED),
        ],
        [],
    )


@pytest.mark.parametrize("word", ["Workng", "both", "working, published", "internal"])
def test_a_word_that_is_no_edition_is_held(word):
    assert decided(at(5, edition=word)) == (
        [],
        [
            (
                "sam@northmere.example",
                'The word under Edition is neither "working" nor "published" (Distribution, row 5).',
            )
        ],
    )


def test_the_same_person_twice_gets_one_message():
    choices, held = choose((at(2, "sam"), at(7, email="SAM@NORTHMERE.example")), both(), by_smtp())
    assert [(str(one.address), one.note) for one in choices] == [
        ("sam@northmere.example", "Stands on the list 2 times; gets one message.")
    ]
    assert held == ()


def test_rows_that_name_different_editions_are_held():
    assert decided(at(2, edition="Working"), at(7, edition="")) == (
        [],
        [
            (
                "sam@northmere.example",
                "The rows name different editions, so neither is sent (Distribution, rows 2 and 7).",
            )
        ],
    )


def test_no_under_active_holds_whatever_another_row_says():
    assert decided(at(2), at(7, active=False)) == (
        [],
        [
            (
                "sam@northmere.example",
                "One row says No under Active and another does not; No holds (Distribution, rows 2 and 7).",
            )
        ],
    )


def test_who_is_not_active_or_receives_other_reports_is_left_out():
    others = (at(2, "a", active=False), at(3, "b", report="monthly"))
    assert decided(*others, at(4, "c", report="Monthly; Quarterly"), at(5, "d", report="all")) == (
        [("c@northmere.example", Edition.WORKING), ("d@northmere.example", Edition.WORKING)],
        [],
    )


@pytest.mark.parametrize("domain", ["evil.example", "sub.northmere.example", "northmere.example.evil.example"])
def test_a_domain_that_is_not_on_the_allow_list_is_held(domain):
    sent, held = decided(at(2, email=f"sam@{domain}"))
    assert sent == []
    assert held == [(f"sam@{domain}", f"{domain} is not among the domains that mail may go to.")]


def test_an_empty_allow_list_lets_drafts_be_made_and_nothing_else():
    stranger = at(2, email="sam@elsewhere.example")
    assert decided(stranger, settings=MailSettings())[0] == [("sam@elsewhere.example", Edition.WORKING)]
    assert decided(stranger, settings=by_smtp(domains=()))[0] == []


def test_an_allow_list_holds_for_drafts_too():
    assert decided(at(2, email="sam@evil.example"), settings=MailSettings(domains=(DOMAIN,)))[0] == []


def test_an_edition_that_is_not_sent_now_is_not_replaced_by_the_other():
    assert decided(at(2), parcels=(a_parcel(Edition.PUBLISHED),)) == (
        [],
        [("sam@northmere.example", "Receives the working edition, which is not part of this sending.")],
    )


def test_a_malformed_address_is_held_by_name():
    sent, held = decided(at(2, email="sam field@northmere.example"), at(3, "jo"))
    assert sent == [("jo@northmere.example", Edition.WORKING)]
    assert held[0][1].endswith("(Distribution, row 2)")


@pytest.mark.parametrize("people", [(), (at(2, active=False),), (at(2, report="monthly"),)])
def test_an_empty_list_is_refused_in_a_sentence(people):
    with pytest.raises(DeliveryRefused, match="names nobody who receives this report"):
        choose(people, both(), by_smtp())


def test_only_narrows_to_people_of_the_list():
    people = (at(2, "sam"), at(3, "jo"), at(4, "al", edition="what"))
    assert decided(*people, only=frozenset({"JO@northmere.example"}))[0] == [("jo@northmere.example", Edition.WORKING)]
    assert decided(*people, only=frozenset({"al@northmere.example"}))[1][0][0] == "al@northmere.example"
    with pytest.raises(DeliveryRefused, match=r"stranger@northmere\.example is not on the distribution list"):
        decided(*people, only=frozenset({"stranger@northmere.example"}))


def test_editions_that_are_of_different_reports_go_to_who_is_named_for_both():
    mixed = (a_parcel(Edition.WORKING, report="monthly"), a_parcel(Edition.PUBLISHED))
    people = (
        at(2, "mw", edition="Working", report="monthly"),
        at(3, "mp", edition="Published", report="monthly"),
        at(4, "qp", edition="Published", report="quarterly"),
        at(5, "qw", edition="Working", report="quarterly"),
        at(6, "all", edition="Working"),
        at(7, "other", edition="Working", report="exceptions"),
    )
    sent, held = decided(*people, parcels=mixed)
    assert sent == [
        ("mw@northmere.example", Edition.WORKING),
        ("qp@northmere.example", Edition.PUBLISHED),
        ("all@northmere.example", Edition.WORKING),
    ]
    why = "The {} edition of this sending is the {} report, and the row names another (Distribution, row {})."
    assert held == [
        ("mp@northmere.example", why.format("published", "quarterly", 3)),
        ("qw@northmere.example", why.format("working", "monthly", 5)),
    ]


ROWS = st.builds(
    Recipient,
    name=st.text(max_size=5),
    email=st.sampled_from(["a@", "B@", "b@", "c@"]).flatmap(
        lambda local: st.sampled_from([DOMAIN, "NORTHMERE.example", "evil.example", ""]).map(lambda one: local + one)
    ),
    edition=st.sampled_from(["", "Working", "published", "both"]),
    report=st.sampled_from(["", "quarterly", "monthly"]),
    active=st.booleans(),
)


@given(st.lists(ROWS, min_size=1, max_size=8))
def test_nobody_gets_an_edition_that_any_of_their_rows_does_not_name(rows):
    try:
        choices, held = choose(rows, both(), by_smtp())
    except DeliveryRefused:
        return
    addresses = [one.address.key for one in choices]
    assert len(addresses) == len(set(addresses))
    assert not set(addresses) & {one.address.casefold() for one in held}
    for choice in choices:
        own = [row for row in rows if row.email.casefold() == choice.address.key and row.report != "monthly"]
        assert choice.address.domain == DOMAIN
        assert all(row.active for row in own)
        assert {row.edition.casefold() or "published" for row in own} == {choice.parcel.edition.value}
    assert {one.state for one in held} <= {State.HELD}
