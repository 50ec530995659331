"""The entries of the codebook: definitions, confusions and examples of each PLOVER type and CAMEO code.

Files are TOML, in `lexicon/<language>/codebook`; several may hold codes of one type.  An example reads
`status mode=... dead=3 | words with [source ...], [action ...] and [target ...]`, the head being optional.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from dragoman.errors import LexiconError
from dragoman.types import Span, Status

NO_EVENT = "NONE"
"""The name of the type, and of the code, of two parties with no event between them."""
STATEMENT = "STATEMENT"
"""The name under which the codebook keeps CAMEO's statements (01), which have no PLOVER type."""
FIGURES = ("dead", "injured", "arrested", "protesters")

_MARK = re.compile(r"\[(source|action|target)\s+([^\[\]]*)\]")
_HEAD = re.compile(r"^([a-z]+(?:=[^\s|]+)?(?:\s+[a-z]+=[^\s|]+)*)\s*\|\s*")
_FIELDS = {
    "file": frozenset({"type", "definition", "confused", "mode", "code", "near_misses", "quad"}),
    "mode": frozenset({"name", "definition"}),
    "code": frozenset({"code", "name", "common", "definition", "confused", "examples", "near_misses"}),
    "confused": frozenset({"with", "tell"}),
}


class Confusion(Struct, frozen=True):
    """What a type or code is mistaken for, and how to tell the two apart."""

    other: str
    tell: str


class CodeExample(Struct, frozen=True):
    """A sentence of the codebook; spans count characters of `text`.

    `code` is "NONE" and `type` "NONE" for two parties with no event between them.  `near` names the code
    that a near miss looks like.
    """

    text: str
    type: str
    code: str
    status: Status = "actual"
    source: Span | None = None
    action: Span | None = None
    target: Span | None = None
    mode: str = ""
    context: str = ""
    figures: Mapping[str, int] = {}
    near: str = ""
    where: str = ""


class CodeEntry(Struct, frozen=True):
    """A code of the codebook; `common` says that news really uses it.  `name` is set for a user's own code."""

    code: str
    type: str
    definition: str
    common: bool = False
    name: str = ""
    confused: tuple[Confusion, ...] = ()
    examples: tuple[CodeExample, ...] = ()
    near_misses: tuple[CodeExample, ...] = ()


class TypeEntry(Struct, frozen=True):
    """An event type; `modes` leads from the name of a mode to its definition.

    `quad` is the quad class (1 to 4) that a user's own type states, 0 for the types of PLOVER.
    """

    name: str
    definition: str = ""
    confused: tuple[Confusion, ...] = ()
    modes: Mapping[str, str] = {}
    near_misses: tuple[CodeExample, ...] = ()
    quad: int = 0


class Entries(Struct, frozen=True):
    """All types and all codes of the codebook, in the order of their names."""

    types: Mapping[str, TypeEntry]
    codes: Mapping[str, CodeEntry]

    def examples(self) -> Iterator[CodeExample]:
        """Yield every example and near miss, code by code."""
        for code in self.codes.values():
            yield from code.examples
            yield from code.near_misses
        for one in self.types.values():
            yield from one.near_misses


def read_entries(folder: Traversable, extra: Iterable[Path] = ()) -> Entries:
    """Return the codebook in `folder` with a user's own files laid over it.

    A user's file may add types, codes and examples; a definition that it gives takes the place of ours.
    Raises `LexiconError`, naming file and entry, for what cannot be read.
    """
    ours = sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    return read_files((*ours, *extra))


def read_files(paths: Iterable[Traversable | Path]) -> Entries:
    """Return what the files say, each laid over those before it."""
    types: dict[str, TypeEntry] = {}
    codes: dict[str, CodeEntry] = {}
    for path in paths:
        _add_file(path, types, codes)
    return Entries(dict(sorted(types.items())), dict(sorted(codes.items())))


def _add_file(path: Traversable | Path, types: dict[str, TypeEntry], codes: dict[str, CodeEntry]) -> None:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(f"{path.name} cannot be read: {error}", hint="write a TOML file") from error
    _check_fields(content, "file", path.name)
    name = content.get("type")
    if not isinstance(name, str) or not name:
        raise LexiconError(f"{path.name} names no type", hint='begin it with: type = "ACCUSE"')
    entry = _type_entry(content, name, path.name)
    types[name] = _merged_type(types[name], entry) if name in types else entry
    for table in content.get("code", []):
        code = _code_entry(table, name, path.name)
        codes[code.code] = _merged_code(codes[code.code], code) if code.code in codes else code


def _type_entry(content: Mapping[str, Any], name: str, file: str) -> TypeEntry:
    modes: dict[str, str] = {}
    for table in content.get("mode", []):
        _check_fields(table, "mode", f"{file}, mode")
        modes[str(table.get("name", ""))] = str(table.get("definition", ""))
    quad = content.get("quad", 0)
    if not isinstance(quad, int) or not 0 <= quad <= 4:
        raise LexiconError(f"{file} has the quad class {quad!r}", hint="write a number from 1 to 4")
    misses = tuple(
        read_code_example(raw, NO_EVENT, NO_EVENT, file) for raw in _texts(content, "near_misses", file)
    )
    return TypeEntry(
        name, str(content.get("definition", "")), _confusions(content, file), modes, misses, quad
    )


def _code_entry(table: Mapping[str, Any], type_name: str, file: str) -> CodeEntry:
    code = table.get("code")
    if not isinstance(code, str) or not code:
        raise LexiconError(f"a code of {file} has no name", hint='write the code as text: code = "0211"')
    where = f"{file}, code {code}"
    _check_fields(table, "code", where)
    misses = [
        read_code_example(raw, NO_EVENT, NO_EVENT, where) for raw in _texts(table, "near_misses", where)
    ]
    return CodeEntry(
        code=code,
        type=type_name,
        definition=str(table.get("definition", "")),
        common=bool(table.get("common", False)),
        name=str(table.get("name", "")),
        confused=_confusions(table, where),
        examples=tuple(
            read_code_example(raw, type_name, code, where) for raw in _texts(table, "examples", where)
        ),
        near_misses=tuple(replace(one, near=code) for one in misses),
    )


def _confusions(table: Mapping[str, Any], where: str) -> tuple[Confusion, ...]:
    found = []
    for one in table.get("confused", []):
        if not isinstance(one, dict):
            raise LexiconError(
                f"{where} has a confusion that is no table", hint='{ with = "112", tell = "..." }'
            )
        _check_fields(one, "confused", where)
        found.append(Confusion(str(one.get("with", "")), str(one.get("tell", ""))))
    return tuple(found)


def _texts(table: Mapping[str, Any], name: str, where: str) -> list[str]:
    written = table.get(name, [])
    if not isinstance(written, list) or not all(isinstance(one, str) for one in written):
        raise LexiconError(f'"{name}" of {where} is no list of sentences', hint=f'{name} = ["...", "..."]')
    return written


def _check_fields(table: Mapping[str, Any], kind: str, where: str) -> None:
    unknown = sorted(set(table) - _FIELDS[kind])
    if unknown:
        raise LexiconError(
            f"{where} has the field {unknown[0]!r}", hint=f"the fields are {', '.join(sorted(_FIELDS[kind]))}"
        )


def _merged_type(old: TypeEntry, new: TypeEntry) -> TypeEntry:
    return TypeEntry(
        old.name,
        new.definition or old.definition,
        old.confused + new.confused,
        {**old.modes, **new.modes},
        old.near_misses + new.near_misses,
        new.quad or old.quad,
    )


def _merged_code(old: CodeEntry, new: CodeEntry) -> CodeEntry:
    if old.type != new.type:
        raise LexiconError(
            f"code {new.code} is of type {old.type} and of type {new.type}", hint="keep a code in one type"
        )
    return CodeEntry(
        old.code,
        old.type,
        new.definition or old.definition,
        old.common or new.common,
        new.name or old.name,
        old.confused + new.confused,
        old.examples + new.examples,
        old.near_misses + new.near_misses,
    )


def read_code_example(raw: str, type_name: str, code: str, where: str) -> CodeExample:
    """Return the example in `raw`; raise `LexiconError` when its head or marks cannot be read."""
    status: Status = "actual"
    values: dict[str, str] = {}
    head = _HEAD.match(raw)
    if head:
        raw_body = raw[head.end() :]
        for part in head.group(1).split():
            name, _, value = part.partition("=")
            if not value and name in get_args(Status):
                status = name  # type: ignore[assignment]
            elif value and name in ("mode", "context", *FIGURES):
                values[name] = value
            else:
                raise LexiconError(
                    f"the head of an example of {where} has {part!r}: {raw}",
                    hint="actual mode=demo dead=3 | ...",
                )
        raw = raw_body
    text, spans = read_marks(raw, where)
    figures: dict[str, int] = {}
    for name in FIGURES:
        if name in values:
            if not values[name].isdigit():
                raise LexiconError(f"{name}={values[name]} of {where} is no number", hint="write digits")
            figures[name] = int(values[name])
    return CodeExample(
        text=text,
        type=type_name,
        code=code,
        status=status,
        source=spans.get("source"),
        action=spans.get("action"),
        target=spans.get("target"),
        mode=values.get("mode", ""),
        context=values.get("context", ""),
        figures=figures,
        where=where,
    )


def read_marks(raw: str, where: str) -> tuple[str, dict[Literal["source", "action", "target"], Span]]:
    """Return a sentence without its marks, and what they mark; of an act in several pieces the first counts."""
    text, at = "", 0
    spans: dict[Literal["source", "action", "target"], Span] = {}
    for mark in _MARK.finditer(raw):
        text += raw[at : mark.start()]
        name: Any = mark.group(1)
        if name in spans and name != "action":
            raise LexiconError(
                f"an example of {where} marks {name} twice: {raw}", hint="mark each party once"
            )
        spans.setdefault(name, Span(len(text), len(text) + len(mark.group(2))))
        text += mark.group(2)
        at = mark.end()
    text += raw[at:]
    if "[" in text or "]" in text:
        raise LexiconError(
            f"the marks of an example of {where} cannot be read: {raw}", hint="write [source words]"
        )
    return text, spans
