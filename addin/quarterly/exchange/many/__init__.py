"""Many series at once, for batches of authorities: the same answers as ``judge`` gives one by one, in NumPy.

A table of series is an array of floats, one row a series and one column a period, NaN where there is no reading.
Answers are arrays too; where they are words, each is a number that indexes a tuple given beside it.
"""

from quarterly.exchange.many.records import ManyRecords, records_many
from quarterly.exchange.many.spc import ManyXmr, xmr_many
from quarterly.exchange.many.trend import ManyTrends, trend_many

__all__ = ["ManyRecords", "ManyTrends", "ManyXmr", "records_many", "trend_many", "xmr_many"]
