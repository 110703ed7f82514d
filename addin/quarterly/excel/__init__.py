"""What Excel calls: worksheet functions as plain Python, later the buttons. Thin over the core; no xlwings needed."""
