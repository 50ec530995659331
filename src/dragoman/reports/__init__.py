"""Files -> Report: text, JSON lines, CSV and web pages, each in a file of its own."""

from dragoman.reports.read import READERS, read_reports

__all__ = ["READERS", "read_reports"]
