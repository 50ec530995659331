"""The codebooks as tables: what each CAMEO code is called, and its PLOVER type, scores and quad classes.

Tables are in `lexicon/codebook`.  CAMEO: manual 1.1b3; Goldstein scores and quad classes as in GDELT's tables;
PLOVER: manual v2.0, quad classes as in its sections 3.x.4 (SANCTION is material conflict).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from importlib.resources.abc import Traversable

from msgspec import Struct

from dragoman.codebook.entries import Entries
from dragoman.errors import LexiconError


class Code(Struct, frozen=True):
    """A CAMEO code; `plover` is empty for the statements (01) that PLOVER dropped."""

    code: str
    name: str
    goldstein: float | None
    quad_gdelt: int
    plover: str
    mode: str
    context: str


class Codebook(Struct, frozen=True):
    """All CAMEO codes, and PLOVER's own quad class for each of its types."""

    codes: Mapping[str, Code]
    quad_plover: Mapping[str, int]

    def __getitem__(self, cameo: str) -> Code:
        return self.codes[cameo]

    def quad_of(self, code: Code) -> int | None:
        """Return PLOVER's quad class of a code's type, None for the statements that PLOVER dropped."""
        return self.quad_plover.get(code.plover)


def read_codebook(folder: Traversable) -> Codebook:
    """Return the codebook in `folder`; every column is read as text, since codes begin with zeros."""
    codes = {
        row["code"]: _code(row, number) for number, row in enumerate(_rows(folder / "cameo.csv"), start=2)
    }
    quads = {row["event"]: int(row["quadclass"]) for row in _rows(folder / "plover_events.csv")}
    return Codebook(codes, quads)


def with_own(codebook: Codebook, own: Entries) -> Codebook:
    """Return the codebook with a user's own types and codes; one that we have keeps our scores."""
    quads = {**codebook.quad_plover}
    for name, entry in own.types.items():
        if name not in quads and entry.quad:
            quads[name] = entry.quad
    codes = {**codebook.codes}
    for one in own.codes.values():
        if one.code not in codes:
            codes[one.code] = Code(one.code, one.name, None, quads.get(one.type, 1), one.type, "", "")
    return Codebook(codes, quads)


def read_modes(folder: Traversable) -> dict[str, frozenset[str]]:
    """Return the modes of each PLOVER type."""
    found: dict[str, set[str]] = {}
    for row in _rows(folder / "plover_modes.csv"):
        found.setdefault(row["event"], set()).add(row["mode"])
    found.pop("*", None)
    return {name: frozenset(modes) for name, modes in found.items()}


def read_contexts(folder: Traversable) -> frozenset[str]:
    """Return PLOVER's contexts."""
    return frozenset(row["context"] for row in _rows(folder / "plover_contexts.csv"))


def _code(row: dict[str, str], number: int) -> Code:
    try:
        return Code(
            code=row["code"],
            name=row["name"],
            goldstein=float(row["goldstein"]) if row["goldstein"] else None,
            quad_gdelt=int(row["quad_gdelt"]),
            plover=row["plover"],
            mode=row["mode"],
            context=row["context"],
        )
    except (KeyError, ValueError) as error:
        raise LexiconError(
            f"a row of the codebook is wrong: {error}", where=f"cameo.csv, line {number}"
        ) from error


def _rows(path: Traversable) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
