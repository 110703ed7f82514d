"""Settings for every test; its place also lets tests import what they share: ``strategies``, ``plans``."""

from __future__ import annotations

from hypothesis import settings

# A busy machine is no failure: laws are checked by examples, speed by benchmarks.
settings.register_profile("quarterly", deadline=None)
settings.load_profile("quarterly")
