"""The lexicon that the tests of documents share."""

from __future__ import annotations

from importlib.resources import files

import pytest

from dragoman.documents import Abbreviations, Furniture, read_abbreviations, read_furniture


@pytest.fixture(scope="session")
def furniture() -> Furniture:
    return read_furniture(files("dragoman") / "lexicon" / "en")


@pytest.fixture(scope="session")
def abbreviations() -> Abbreviations:
    return read_abbreviations(files("dragoman") / "lexicon" / "en")
