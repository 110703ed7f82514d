"""Disclosure control by hand-worked cases. The solver's attack is in test_disclosure_attack.py."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from judge.disclosable import Disclosable, dense, tables_with_history

from quarterly.judge.disclosure import (
    LETTERS,
    Cause,
    Cell,
    Change,
    Count,
    Figure,
    FigureKind,
    Hidden,
    Protected,
    Published,
    Ratio,
    Relation,
    Sum,
    cover,
    national_total,
    protect,
    rate,
    to_nearest,
)
from quarterly.model.kpi import ReadingState
from quarterly.model.periods import Period

MARCH = Period(date(2026, 3, 1), 1)
APRIL = MARCH.next()
QUARTER = Period(date(2026, 1, 1), 3)


def at(team: str = "", measure: str = "Children", period: Period = MARCH) -> Cell:
    return Cell(measure, team, period)


def counts(**teams: int) -> tuple[Count, ...]:
    """Teams by name, and their total where "total" is among them."""
    return tuple(Count(at=at("" if team == "total" else team), value=value) for team, value in teams.items())


def total_of(*teams: str, measure: str = "Children", period: Period = MARCH) -> Sum:
    return Sum(total=at("", measure, period), parts=tuple(at(team, measure, period) for team in teams))


def hidden(protected: Protected) -> dict[str, Cause]:
    """Causes by team, for tables of one measure and month."""
    return {one.at.team or "total": one.cause for one in protected.hidden}


def texts(protected: Protected) -> dict[str, str]:
    return {cell.team or "total": figure.text for cell, figure in protected.figures.items()}


# What is hidden


def test_small_count_takes_the_smallest_count_that_serves_with_it() -> None:
    # 3 + 8 + 20 = 31. With 31, 20 and 8 shown, 3 follows. With 8 hidden too, both are only known to make 11 together:
    # 1 and 10 to 5 and 6 are all possible.
    protected = protect(counts(North=3, South=8, East=20, total=31), (total_of("North", "South", "East"),))
    assert texts(protected) == {"North": "[c]", "South": "[c]", "East": "20", "total": "31"}
    assert protected.hidden == (
        Hidden(at=at("North"), cause=Cause.SMALL, why="It is from 1 to 5."),
        Hidden(
            at=at("South"),
            cause=Cause.PROTECTS,
            why="With it, the hidden count at Children, North, Mar 2026 could be worked out.",
        ),
    )
    assert (protected.exposed, protected.unchecked) == ((), ())


def test_two_small_counts_hide_each_other_where_there_is_room() -> None:
    # 3 + 4 = 7: each can be 1 (the other 6) to 5 (the other 2).
    protected = protect(counts(North=3, South=4, East=20, total=27), (total_of("North", "South", "East"),))
    assert hidden(protected) == {"North": Cause.SMALL, "South": Cause.SMALL}


def test_two_small_counts_that_are_too_small_together_take_a_third() -> None:
    # 1 + 2 = 3: neither could be 4 or 5. With 100 hidden as well, all three are only known to make 103.
    protected = protect(counts(North=1, South=2, East=100, total=103), (total_of("North", "South", "East"),))
    assert hidden(protected) == {"North": Cause.SMALL, "South": Cause.SMALL, "East": Cause.PROTECTS}


def test_two_others_share_what_neither_has_alone() -> None:
    # The total of 10 is known. For 1 to be 9 there must be 8 fewer elsewhere: South has 5 to give, East 4.
    protected = protect(
        counts(North=1, South=5, East=4, total=10),
        (total_of("North", "South", "East"),),
        threshold=9,
        published=(Published(at=at(), value=10),),
    )
    assert hidden(protected) == {"North": Cause.SMALL, "South": Cause.SMALL, "East": Cause.SMALL}
    assert protected.exposed == ()


def test_count_without_relations_is_hidden_alone() -> None:
    assert hidden(protect(counts(North=5, South=6), ())) == {"North": Cause.SMALL}


def test_zero_is_shown_because_it_is_a_true_zero() -> None:
    assert texts(protect(counts(North=0, South=6), ())) == {"North": "0", "South": "6"}


def test_small_total_of_one_team_and_zeros_is_hidden_with_it() -> None:
    # 3 + 0 + 0 = 3. With the zeros shown, the total is North's count: both can be anything from 1 to 5, together.
    protected = protect(counts(North=3, South=0, East=0, total=3), (total_of("North", "South", "East"),))
    assert texts(protected) == {"North": "[c]", "South": "0", "East": "0", "total": "[c]"}


def test_table_with_margins_hides_a_rectangle() -> None:
    #          Mar  Apr  both            A small 3 needs a second hidden count in its row and in its column,
    # North      3   40    43            and these two a fourth where their column and row meet.
    # South     50   60   110
    # total     53  100   153
    both = Period(MARCH.start, 2)
    figures = {
        at("North"): 3,
        at("North", period=APRIL): 40,
        at("North", period=both): 43,
        at("South"): 50,
        at("South", period=APRIL): 60,
        at("South", period=both): 110,
        at(): 53,
        at(period=APRIL): 100,
        at(period=both): 153,
    }
    sums: tuple[Relation, ...] = tuple(total_of("North", "South", period=period) for period in (MARCH, APRIL, both))
    sums += tuple(Sum(total=at(t, period=both), parts=(at(t), at(t, period=APRIL))) for t in ("North", "South", ""))
    protected = protect(tuple(Count(at=cell, value=value) for cell, value in figures.items()), sums)
    shown = [figure.text for figure in protected.figures.values()]
    assert shown == ["[c]", "[c]", "43", "[c]", "[c]", "110", "53", "100", "153"]


def test_two_small_counts_of_one_team_share_a_rectangle() -> None:
    #        Jan  Feb  Mar  Q4      The 2 alone would take the smaller South Feb with it; together with the 3 nothing
    # North    8   12   30  50      but North's Jan and Mar is needed: 2 + 3 = 5, and 8 and 30 make up for what is
    # South    2    7    3  12      moved from one month to the other. But 5 is too little for either to be 5 ...
    # total   10   19   33  62      ... unless the other is 0, which a reader cannot rule out.
    months = QUARTER.month_periods()
    values = {"North": (8, 12, 30), "South": (2, 7, 3), "": (10, 19, 33)}
    given = [Count(at=at(t, period=m), value=v) for t in values for m, v in zip(months, values[t], strict=True)]
    given += [Count(at=at(t, period=QUARTER), value=sum(values[t])) for t in values]
    sums: tuple[Relation, ...] = tuple(total_of("North", "South", period=month) for month in months)
    sums += tuple(Sum(total=at(t, period=QUARTER), parts=tuple(at(t, period=m) for m in months)) for t in values)
    shown = [figure.text for figure in protect(tuple(given), sums).figures.values()]
    assert shown == ["[c]", "12", "[c]", "[c]", "7", "[c]", "10", "19", "33", "50", "12", "62"]


def test_what_first_serves_one_is_given_up_for_what_serves_all() -> None:
    #        Mar  Apr  both     Five are small: 1, 3, 4, 2 and 5. They must move along rows and columns: of the other
    # North    1    3     4     four counts, two have to be hidden (that is the optimum, found by a solver): 7 for
    # South    7    2     9     the row of 8 = 1 + 7, and 13 so that 4 can grow though South stays at 9.
    # total    8    5    13
    both = Period(MARCH.start, 2)
    values = {"North": (1, 3, 4), "South": (7, 2, 9), "": (8, 5, 13)}
    periods = (MARCH, APRIL, both)
    given = [Count(at=at(t, period=p), value=v) for t in values for p, v in zip(periods, values[t], strict=True)]
    sums: tuple[Relation, ...] = tuple(total_of("North", "South", period=period) for period in (MARCH, APRIL))
    sums += tuple(Sum(total=at(t, period=both), parts=(at(t), at(t, period=APRIL))) for t in values)
    shown = [figure.text for figure in protect(tuple(given), sums).figures.values()]
    assert shown == ["[c]", "[c]", "[c]", "[c]", "[c]", "9", "8", "[c]", "[c]"]


def test_insensitive_count_is_shown_however_small() -> None:
    assert hidden(protect((Count(at=at("North"), value=2, sensitive=False),), ())) == {}


def test_threshold_is_settable_and_0_hides_nothing() -> None:
    assert hidden(protect(counts(North=10, South=11), (), threshold=10)) == {"North": Cause.SMALL}
    assert hidden(protect(counts(North=1), (), threshold=0)) == {}


# Percentages, rates and changes


def share(part: int, whole: int, *, printed: bool = True, rest: bool = False) -> Protected:
    seen, everybody, unseen = at("North", "seen"), at("North", "all"), at("North", "not seen")
    given = [Count(at=seen, value=part, shown=printed), Count(at=everybody, value=whole, shown=printed)]
    relations: list[Relation] = [Ratio(at=at("North", "%"), numerator=seen, denominator=everybody)]
    if rest:
        given.append(Count(at=unseen, value=whole - part, shown=False))
        relations.append(Sum(total=everybody, parts=(seen, unseen)))
    return protect(tuple(given), tuple(relations))


def by_measure(protected: Protected) -> dict[str, str]:
    return {cell.measure: figure.text for cell, figure in protected.figures.items()}


def test_percentage_of_a_hidden_count_is_hidden() -> None:
    # 3 of 61 is 4.9%, and 61 × 4.9% is 2.99.
    protected = share(3, 61)
    assert by_measure(protected) == {"seen": "[c]", "all": "61", "%": "[c]"}
    assert protected.hidden[-1] == Hidden(
        at=at("North", "%"), cause=Cause.FOLLOWS, why="The figure at seen, North, Mar 2026 is hidden."
    )


def test_percentage_is_hidden_even_where_its_counts_are_never_printed() -> None:
    assert by_measure(share(3, 61, printed=False)) == {"%": "[c]"}
    assert by_measure(share(30, 61, printed=False)) == {"%": "49.2"}  # 49.18


def test_percentage_is_hidden_where_the_rest_is_small() -> None:
    # 58 of 61 seen: 3 were not.
    assert by_measure(share(58, 61)) == {"seen": "58", "all": "61", "%": "95.1"}
    assert by_measure(share(58, 61, rest=True)) == {"seen": "[c]", "all": "61", "%": "[c]"}
    assert by_measure(share(58, 61, printed=False, rest=True)) == {"%": "[c]"}


def test_percentage_of_nobody_is_not_applicable() -> None:
    assert by_measure(share(0, 0)) == {"seen": "0", "all": "0", "%": "[z]"}


def test_percentage_that_rounds_to_zero_is_k() -> None:
    # 6 of 20,000 is 0.03%.
    protected = share(6, 20_000)
    assert by_measure(protected) == {"seen": "6", "all": "20,000", "%": "[k]"}
    assert protected.figures[at("North", "%")].number == 0


def test_changes_to_and_from_a_hidden_count_are_hidden() -> None:
    months = (MARCH.previous(), MARCH, APRIL, APRIL.next())
    given = tuple(Count(at=at("North", period=m), value=v) for m, v in zip(months, (12, 4, 10, 7), strict=True))
    changes = tuple(
        Change(at=at("North", "change", now), now=at("North", period=now), before=at("North", period=now.previous()))
        for now in months[1:]
    )
    protected = protect(given, changes)
    assert [protected.figures[change.at].text for change in changes] == ["[c]", "[c]", "−3"]
    assert [one.why for one in protected.hidden[1:]] == ["The figure at Children, North, Mar 2026 is hidden."] * 2


def test_percentage_changes_have_one_decimal_and_none_from_zero() -> None:
    # From 30 to 40 is a third more; from 0 there is no percentage.
    given = counts(North=30, South=40, East=0)
    relations = (
        Change(at=at("up"), now=at("South"), before=at("North"), relative=True),
        Change(at=at("from zero"), now=at("South"), before=at("East"), relative=True),
    )
    protected = protect(given, relations)
    assert [figure.text for figure in protected.row((at("up"), at("from zero")))] == ["+33.3", "[z]"]


def test_change_of_percentages_is_the_difference_of_those_shown() -> None:
    # 1 in 3 and 2 in 3 of many: 33.3 and 66.7 differ by 33.4 as shown, by 33.3 in truth.
    given = counts(one=100, two=200, all=300)
    relations = (
        Change(at=at("change"), now=at("%2"), before=at("%1")),
        Ratio(at=at("%1"), numerator=at("one"), denominator=at("all")),
        Ratio(at=at("%2"), numerator=at("two"), denominator=at("all")),
    )
    assert protect(given, relations).figures[at("change")].text == "+33.4"


# Earlier editions


def test_count_that_was_printed_stays_and_another_is_hidden() -> None:
    sums = (total_of("North", "South", "East"),)
    before = (Published(at=at("South"), value=8),)
    protected = protect(counts(North=3, South=8, East=20, total=31), sums, published=before)
    assert texts(protected) == {"North": "[c]", "South": "8", "East": "[c]", "total": "31"}


def test_small_count_that_was_printed_stays_and_is_told() -> None:
    protected = protect(counts(North=3), (), published=(Published(at=at("North"), value=3),))
    assert texts(protected) == {"North": "3"}
    assert [(one.at, one.why) for one in protected.exposed] == [
        (at("North"), "An earlier edition printed it. It cannot be called back.")
    ]


def test_restated_count_was_another_count() -> None:
    protected = protect(counts(North=3), (), published=(Published(at=at("North"), value=7),))
    assert (texts(protected), protected.exposed) == ({"North": "[c]"}, ())


def exposure(given: tuple[Count, ...], relations: tuple[Relation, ...], **published: float) -> list[tuple[str, str]]:
    before = tuple(Published(at=at("" if team == "total" else team), value=value) for team, value in published.items())
    return [(one.at.team or "total", one.why) for one in protect(given, relations, published=before).exposed]


GIVEN_AWAY = "What earlier editions printed may give it away."


def test_count_that_follows_from_what_was_printed_is_told() -> None:
    given = counts(North=3, South=8, total=11)
    assert exposure(given, (total_of("North", "South"),), South=8, total=11) == [("North", GIVEN_AWAY)]


def test_count_that_follows_twice_is_told_once() -> None:
    given = counts(North=3, South=8, both=11, total=11)
    relations = (total_of("North", "South"), Sum(total=at("both"), parts=(at("North"), at("South"))))
    found = exposure(given, relations, South=8, both=11, total=11)
    assert found == [("North", GIVEN_AWAY)]


def test_count_that_follows_from_two_printed_sums_is_told() -> None:
    # North + South = 28 and North + South + East = 31 were printed: East is 3, whatever North and South are.
    two, three = total_of("North", "South"), total_of("North", "South", "East")
    given = counts(North=8, South=20, East=3, both=28, total=31)
    relations = (Sum(total=at("both"), parts=two.parts), three)
    assert exposure(given, relations, both=28, total=31) == [
        ("East", "What earlier editions printed may give it away, together with the sums.")
    ]


def test_counts_that_what_was_printed_narrows_are_told() -> None:
    # 1 + 2 = 3 was printed as 3: North can be 0 to 3, South too.
    found = exposure(counts(North=1, South=2, total=3), (total_of("North", "South"),), total=3)
    assert found == [
        ("North", "What earlier editions printed may narrow it to 1 to 3."),
        ("South", "What earlier editions printed may narrow it to 1 to 3."),
        ("total", "An earlier edition printed it. It cannot be called back."),
    ]


def ratio(*, decimals: int = 1) -> Ratio:
    return Ratio(at=at("%"), numerator=at("seen"), denominator=at("all"), decimals=decimals)


def test_printed_percentage_of_few_gives_the_count_away() -> None:
    # 4.9% of 61 lies between 2.96 and 3.02.
    assert exposure(counts(seen=3, all=61), (ratio(),), **{"%": 4.9, "all": 61}) == [("seen", GIVEN_AWAY)]


def test_printed_percentage_of_very_many_leaves_room() -> None:
    # 0.0% of 20,000 is anything under 10.
    assert exposure(counts(seen=3, all=20_000), (ratio(),), **{"%": 0.0, "all": 20_000}) == []
    # 0.0% of 8,000 is anything under 4: not 4, not 5.
    assert exposure(counts(seen=3, all=8_000), (ratio(),), **{"%": 0.0, "all": 8_000}) == [
        ("seen", "What earlier editions printed may narrow it to 1 to 3.")
    ]


def test_printed_percentage_and_numerator_narrow_the_denominator() -> None:
    # 30 seen at 0.1%: between 20,000 and 60,000 in all. 0 seen at 0.0%: at least one.
    given = (*counts(seen=30, all=30_000), Count(at=at("rest"), value=4, shown=False))
    assert exposure(given, (ratio(),), **{"%": 0.1, "seen": 30}) == []
    assert exposure(counts(seen=0, all=4), (ratio(),), **{"%": 0.0, "seen": 0}) == []
    # 3 seen at 75.0% can only be 3 of 4.
    found = exposure(counts(seen=3, all=4), (ratio(),), **{"%": 75.0, "seen": 3})
    assert found == [("seen", "An earlier edition printed it. It cannot be called back."), ("all", GIVEN_AWAY)]


def test_printed_percentage_alone_counts_as_giving_both_counts_away() -> None:
    assert exposure(counts(seen=3, all=4), (ratio(),), **{"%": 75.0}) == [("seen", GIVEN_AWAY), ("all", GIVEN_AWAY)]


def test_printed_percentage_that_was_restated_since_tells_nothing() -> None:
    assert exposure(counts(seen=3, all=61), (ratio(),), **{"%": 6.0, "all": 61}) == []


def test_printed_percentage_of_nobody_tells_nothing() -> None:
    assert exposure(counts(seen=3, all=0), (ratio(),), **{"%": 4.9}) == []


def test_printed_difference_ties_two_counts() -> None:
    # 4 is 2 more than 2. The 2 can be 1 to 5 (3 to 7 now); the 4 cannot be 1 (−1 before).
    change = Change(at=at("change"), now=at("now"), before=at("before"))
    found = exposure(counts(now=4, before=2), (change,), change=2)
    assert found == [("now", "What earlier editions printed may narrow it to 2 to 5.")]
    assert exposure(counts(now=4, before=2), (change,), change=1) == []  # restated since


def test_printed_percentage_change_ties_two_counts() -> None:
    # +100.0% from 2 is between 3.999 and 4.001.
    change = Change(at=at("change"), now=at("now"), before=at("before"), relative=True)
    known = "An earlier edition printed it. It cannot be called back."
    assert exposure(counts(now=4, before=2), (change,), change=100, before=2) == [
        ("now", GIVEN_AWAY),
        ("before", known),
    ]
    assert exposure(counts(now=4, before=2), (change,), change=90) == []  # restated since
    assert exposure(counts(now=4, before=0), (change,), change=90) == []  # no change from zero


def test_printed_change_of_percentages_counts_as_telling_both() -> None:
    given = counts(seen=3, all=61, seen2=8, all2=80)
    second = Ratio(at=at("%2"), numerator=at("seen2"), denominator=at("all2"))
    change = Change(at=at("change"), now=at("%2"), before=at("%"))
    assert exposure(given, (ratio(), second, change), change=5.1) == [("seen", GIVEN_AWAY)]


def test_edition_remembers_what_was_printed() -> None:
    protected = protect(counts(North=3, South=8, East=20, total=31), (total_of("North", "South", "East"),))
    assert protected.edition == (Published(at=at("East"), value=Fraction(20)), Published(at=at(), value=Fraction(31)))


def test_next_edition_does_not_undo_the_last() -> None:
    # In March North and South are hidden. In April the quarter comes with its total of North, 3 + 20 = 23: with
    # North's April shown, its March follows. April is hidden, and with it South's April or the quarter of North.
    march = (*counts(North=3, South=8, total=11),)
    sums: tuple[Relation, ...] = (total_of("North", "South"),)
    first = protect(march, sums)
    later = tuple(
        Count(at=at(team, period=period), value=value)
        for team, period, value in (("North", APRIL, 20), ("North", Period(MARCH.start, 2), 23))
    )
    joined = Sum(total=at("North", period=Period(MARCH.start, 2)), parts=(at("North"), at("North", period=APRIL)))
    second = protect((*march, *later), (*sums, joined), published=first.edition)
    assert second.exposed == ()
    assert [figure.text for figure in second.figures.values()] == ["[c]", "[c]", "11", "[c]", "23"]


# Figures without a value


def test_letters_of_figures_without_a_value() -> None:
    states = {
        "North": ReadingState.NOT_APPLICABLE,
        "South": ReadingState.NOT_AVAILABLE,
        "East": ReadingState.AWAITED,
        "West": ReadingState.SUPPRESSED,
    }
    given = tuple(Count(at=at(team), value=None, state=state) for team, state in states.items())
    protected = protect((*given, Count(at=at("Intake"), value=12, state=ReadingState.LOW_RELIABILITY)), ())
    assert texts(protected) == {"North": "[z]", "South": "[:]", "East": "[:]", "West": "[c]", "Intake": "12 [u]"}
    assert protected.unchecked == (at("West"),)
    assert [figure.number for figure in protected.figures.values()] == [None, None, None, None, 12.0]


def test_percentage_and_change_take_the_letter_of_what_they_lack() -> None:
    given = (
        Count(at=at("seen"), value=None, state=ReadingState.NOT_AVAILABLE),
        Count(at=at("all"), value=40),
        Count(at=at("unsure"), value=10, state=ReadingState.LOW_RELIABILITY),
    )
    relations = (
        ratio(),
        Change(at=at("change"), now=at("all"), before=at("seen")),
        Ratio(at=at("unsure %"), numerator=at("unsure"), denominator=at("all")),
    )
    protected = protect(given, relations)
    assert [figure.text for figure in protected.row((at("%"), at("change"), at("unsure %")))] == [
        "[:]",
        "[:]",
        "25.0 [u]",
    ]


def test_count_suppressed_in_the_workbook_that_follows_from_its_total_is_protected() -> None:
    # c + 8 + 20 = 31 is 3; c + 8 + 20 = 48 is 20, which somebody chose to hide and which must not be certain.
    for total in (31, 48):
        given = (
            *counts(South=8, East=20, total=total),
            Count(at=at("North"), value=None, state=ReadingState.SUPPRESSED),
        )
        protected = protect(given, (total_of("North", "South", "East"),))
        assert hidden(protected) == {
            "North": Cause.GIVEN,
            "South": Cause.PROTECTS,
        }
        assert protected.unchecked == ()


def test_total_suppressed_in_the_workbook_follows_from_its_parts() -> None:
    given = (*counts(North=8, South=20), Count(at=at(), value=None, state=ReadingState.SUPPRESSED))
    assert hidden(protect(given, (total_of("North", "South"),))) == {"total": Cause.GIVEN, "North": Cause.PROTECTS}


def test_several_suppressed_in_the_workbook_cannot_be_checked() -> None:
    given = (
        *counts(East=20, total=31),
        *(Count(at=at(team), value=None, state=ReadingState.SUPPRESSED) for team in ("North", "South")),
    )
    assert protect(given, (total_of("North", "South", "East"),)).unchecked == (at("North"), at("South"))


def test_suppressed_count_that_would_be_negative_cannot_be_checked() -> None:
    given = (*counts(South=8, total=7), Count(at=at("North"), value=None, state=ReadingState.SUPPRESSED))
    assert protect(given, (total_of("North", "South"),)).unchecked == (at("North"),)


def test_awaited_part_leaves_a_sum_open() -> None:
    # 31 = 3 + 20 + what is awaited: nobody can work out 3.
    given = (*counts(North=3, East=20, total=31), Count(at=at("South"), value=None, state=ReadingState.AWAITED))
    assert hidden(protect(given, (total_of("North", "South", "East"),))) == {"North": Cause.SMALL}


def test_part_that_does_not_apply_leaves_a_sum_closed() -> None:
    given = (*counts(North=3, East=20, total=23), Count(at=at("South"), value=None, state=ReadingState.NOT_APPLICABLE))
    assert hidden(protect(given, (total_of("North", "South", "East"),))) == {
        "North": Cause.SMALL,
        "East": Cause.PROTECTS,
    }


def test_sum_without_its_total_says_nothing() -> None:
    given = (*counts(North=3, East=20), Count(at=at(), value=None, state=ReadingState.AWAITED))
    assert hidden(protect(given, (total_of("North", "East"),))) == {"North": Cause.SMALL}


def test_sum_that_does_not_add_up_is_taken_as_known_to_be_so() -> None:
    # 3 + 20 is not 25; a reader who knows that 2 are in no team still works out 3.
    protected = protect(counts(North=3, South=20, total=25), (total_of("North", "South"),))
    assert hidden(protected) == {"North": Cause.SMALL, "South": Cause.PROTECTS}


def test_sum_of_one_part_is_hidden_with_it() -> None:
    assert hidden(protect(counts(North=3, total=3), (total_of("North"),))) == {
        "North": Cause.SMALL,
        "total": Cause.SMALL,
    }


# What is refused


@pytest.mark.parametrize("threshold", [-1, 1])
def test_threshold_that_protects_nobody_is_refused(threshold: int) -> None:
    with pytest.raises(ValueError, match="a threshold is 0, for none, or at least 2"):
        protect((), (), threshold=threshold)


def test_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="a count cannot be negative: -1"):
        protect(counts(North=-1), ())


def test_two_figures_at_one_place_are_refused() -> None:
    with pytest.raises(ValueError, match="two counts at"):
        protect((*counts(North=1), *counts(North=1)), ())
    with pytest.raises(ValueError, match="two figures at"):
        protect(counts(seen=1, all=2), (ratio(), ratio()))


def test_relation_without_its_figures_is_refused() -> None:
    with pytest.raises(ValueError, match="where there is no such figure"):
        protect(counts(North=1), (total_of("North"),))
    mixed = Change(at=at("change"), now=at("%"), before=at("all"))
    with pytest.raises(ValueError, match="where there is no such figure"):
        protect(counts(seen=1, all=2), (ratio(), mixed))


def test_figure_twice_in_a_sum_is_refused() -> None:
    with pytest.raises(ValueError, match="a figure stands twice"):
        protect(counts(North=1, total=2), (total_of("North", "North"),))


# Searching


def test_everything_connected_is_hidden_where_the_search_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cover, "PATIENCE", 0)
    protected = protect(counts(North=3, South=8, total=11, Other=40), (total_of("North", "South"),))
    assert hidden(protected) == {"North": Cause.SMALL, "South": Cause.PROTECTS, "total": Cause.PROTECTS}
    assert protected.hidden[1].why == "It hangs together with a small count that could not be shown to be safe."
    assert [one.why for one in protected.exposed] == [
        "It could not be shown to be safe; everything that hangs together with it is hidden."
    ]


def test_table_too_dense_for_a_cheap_search_is_shown_safe_all_the_same() -> None:
    table = dense(
        seen=((6, 2, 89, 0), (0, 1, 6, 0), (0, 8, 2, 0), (2, 3, 0, 0)),
        unseen=((0, 3, 0, 1), (1, 77, 1, 24), (9, 0, 1, 215), (0, 204, 49, 4)),
    )
    assert protect(table.counts, table.relations).exposed == ()


def test_thrift_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cover, "THRIFT_IN_ALL", -1)
    protected = protect(counts(North=3, South=8, East=20, total=31), (total_of("North", "South", "East"),))
    assert hidden(protected) == {"North": Cause.SMALL, "South": Cause.PROTECTS}


def test_first_proofs_serve_without_a_second_round(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cover, "ROUNDS", 0)
    protected = protect(counts(North=3, South=8, East=20, total=31), (total_of("North", "South", "East"),))
    assert hidden(protected) == {"North": Cause.SMALL, "South": Cause.PROTECTS}


@settings(max_examples=50, deadline=None)
@given(tables_with_history())
def test_figures_agree_with_one_another(table: Disclosable) -> None:
    """What is hidden is not printed, what is printed is true, and percentages follow their counts."""
    protected = protect(table.counts, table.relations, threshold=table.threshold, published=table.published)
    again = protect(table.counts, table.relations, threshold=table.threshold, published=table.published)
    assert again == protected
    covered = {one.at for one in protected.hidden}
    truth = {one.at: one.value for one in table.counts}
    before = {one.at for one in table.published}
    for cell, figure in protected.figures.items():
        assert (figure.value is None and figure.letter == "c") == (cell in covered)
        if figure.kind is FigureKind.COUNT and figure.value is not None:
            assert figure.value == truth[cell]
            assert not 1 <= figure.value <= table.threshold or cell in before
    for one in table.relations:
        if isinstance(one, Ratio | Change):
            assert (one.at in covered) == bool(covered & set(one.basis))


# Letters and rounding


def test_words_say_why_there_is_no_figure() -> None:
    figure = Figure(at=at(), kind=FigureKind.COUNT, value=None, letter="c")
    assert figure.words == "not shown, so that nobody can be recognised"
    assert Figure(at=at(), kind=FigureKind.COUNT, value=Fraction(1204)).words == "1,204"
    assert sorted(LETTERS) == [":", "c", "k", "u", "z"]


def test_officers_are_told_what_each_letter_means_and_what_to_do_when_exposed() -> None:
    page = (Path(__file__).parents[2] / "docs" / "officers" / "disclosure.md").read_text(encoding="utf-8")
    assert [letter for letter in LETTERS if f"[{letter}] |" not in page] == []
    told = [GIVEN_AWAY, "What earlier editions printed may narrow it to", "An earlier edition printed it."]
    assert [sentence for sentence in told if f"| {sentence}" not in page] == []


@pytest.mark.parametrize(("value", "shown"), [(0, 0), (4, 0), (5, 10), (385, 390), (384.9, 380), (-5, -10)])
def test_totals_round_to_the_nearest_10_half_up(value: float, shown: int) -> None:
    assert to_nearest(value) == shown


def test_national_totals_and_rates_are_rounded_and_k_is_not_zero() -> None:
    shown = [
        national_total(at(), 403_090),
        national_total(at(), 4),
        national_total(at(), 0),
        rate(at(), 87.25),
        rate(at(), 0.04),
        rate(at(), 0),
    ]
    assert [figure.text for figure in shown] == ["403,090", "[k]", "0", "87.3", "[k]", "0.0"]


def test_quarter_label_in_reasons() -> None:
    cell = Cell("Children", "", QUARTER)
    given = (Count(at=cell, value=3), Count(at=at("rate"), value=500))
    relations = (Ratio(at=at("per 10,000"), numerator=cell, denominator=at("rate"), per=10_000),)
    assert protect(given, relations).hidden[-1].why == "The figure at Children, Q4 2025/26 is hidden."
