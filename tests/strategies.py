"""Values that councils could have, for laws that must hold for all of them."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from quarterly.model.kpi import Polarity, Target
from quarterly.model.rules import BRACKNELL, HAVERING, KENT, TOWER_HAMLETS, RagRule, RuleFamily

# A busy machine is no failure: laws are checked by examples, speed by benchmarks.
settings.register_profile("quarterly", deadline=None)
settings.load_profile("quarterly")

POINTS = RagRule(family=RuleFamily.POINTS, green=1, amber=4)
FOUR_LEVEL = RagRule(family=RuleFamily.FOUR_LEVEL, green=0, amber=5, red_amber=10)
RANGE_5 = RagRule(family=RuleFamily.RANGE, amber=5)
ZERO_2 = RagRule(family=RuleFamily.ZERO, amber=2)


def decimals(low: int = -2_000, high: int = 20_000, places: int = 1) -> st.SearchStrategy[float]:
    """Numbers as they are typed, with so many decimals."""
    return st.integers(low * 10**places, high * 10**places).map(lambda units: units / 10**places)


one_sided = st.sampled_from([Polarity.HIGH, Polarity.LOW])
tolerance_rules = st.sampled_from([BRACKNELL, POINTS, FOUR_LEVEL])


@st.composite
def monotone_cases(draw: st.DrawFn) -> tuple[RagRule, Target, Polarity]:
    """A rule, target and polarity for which a better value can never have a worse status."""
    polarity = draw(one_sided)
    rule = draw(st.sampled_from([BRACKNELL, POINTS, FOUR_LEVEL, KENT, TOWER_HAMLETS, HAVERING]))
    target = draw(decimals())
    slack = draw(decimals(0, 500))
    floor = round(target - slack if polarity is Polarity.HIGH else target + slack, 1)
    return rule, Target(value=target, floor=floor), polarity
