"""The invented councils of the sample workbooks."""
