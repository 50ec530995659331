"""The abbreviations of a language, which the splitter must not take for ends of sentences."""

from __future__ import annotations

import tomllib
from importlib.resources.abc import Traversable

from msgspec import Struct, ValidationError, convert

from dragoman.errors import LexiconError

FILE = "abbreviations.toml"


class Abbreviations(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that end in a full stop, by what may follow them; the file says what each list is for."""

    before_name: frozenset[str] = frozenset()
    before_number: frozenset[str] = frozenset()
    after_name: frozenset[str] = frozenset()
    hours: frozenset[str] = frozenset()
    after_hour: frozenset[str] = frozenset()
    begins_sentence: frozenset[str] = frozenset()
    speech: frozenset[str] = frozenset()


def read_abbreviations(folder: Traversable) -> Abbreviations:
    """Return the abbreviations of the language whose lexicon is in `folder`."""
    path = folder / FILE
    try:
        return convert(tomllib.loads(path.read_text("utf-8")), Abbreviations)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        raise LexiconError(
            f"the abbreviations cannot be read: {error}",
            where=str(path),
            hint="see lexicon/en/abbreviations.toml for how they are written",
        ) from error
