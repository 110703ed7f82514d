"""The Department for Education's Local Authority Interactive Tool data set: load it, and compare an authority."""

from quarterly.exchange.dfe.benchmark import benchmark
from quarterly.exchange.dfe.improvement import improvement_tables
from quarterly.exchange.dfe.listing import TABLE_HEADERS, benchmark_json, benchmark_table
from quarterly.exchange.dfe.load import load_dfe
from quarterly.exchange.dfe.places import find_authority
from quarterly.exchange.dfe.reasons import MeasureBenchmark
from quarterly.exchange.dfe.release import Authority, DfeRelease, Measure

__all__ = [
    "TABLE_HEADERS",
    "Authority",
    "DfeRelease",
    "Measure",
    "MeasureBenchmark",
    "benchmark",
    "benchmark_json",
    "benchmark_table",
    "find_authority",
    "improvement_tables",
    "load_dfe",
]
