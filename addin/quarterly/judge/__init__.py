"""From a plan to statuses with reasons. Pure: the day is passed in, no file is opened."""
