"""One coder for all tests that need the parser: loading it takes longer than most tests."""

from __future__ import annotations

import pytest

from dragoman.coder import Coder


@pytest.fixture(scope="session")
def coder() -> Coder:
    """Return a coder with the shipped lexicon and parser; it does not change, so all tests may share it."""
    return Coder()
