"""Tables in and out: national data sets, frames. The only home of pandas."""
