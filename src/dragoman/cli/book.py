"""Showing the codebook: an overview, a type or a code, with definition, confusions and examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import fill

from dragoman.codebook.entries import CodeEntry, CodeExample, Confusion, Entries, TypeEntry, read_entries
from dragoman.coder import LEXICON
from dragoman.errors import SettingsError
from dragoman.records.codebook import Codebook, read_codebook

WIDTH = 100


def show_codebook(wanted: str, own: Iterable[Path] = (), *, everything: bool = False) -> str:
    """Return the codebook's page on a code or a type, or the list of all for an empty `wanted`."""
    entries = read_entries(LEXICON / "en" / "codebook", own)
    codes = read_codebook(LEXICON / "codebook")
    if not wanted:
        return "\n".join(_overview(entries))
    if wanted.upper() in entries.types:
        return "\n".join(_type_page(entries.types[wanted.upper()], entries, codes))
    if wanted in entries.codes:
        return "\n".join(_code_page(entries.codes[wanted], codes, most=1000 if everything else 8))
    raise SettingsError(
        f'"{wanted}" is no type and no code of the codebook',
        hint="`dragoman codebook` lists the types, `dragoman codebook ACCUSE` the codes of one",
    )


def name_of(entry: CodeEntry, codes: Codebook) -> str:
    """Return what a code is called: CAMEO's name, or the one that a user gave it."""
    known = codes.codes.get(entry.code)
    return known.name if known is not None else entry.name


def bracketed(example: CodeExample) -> str:
    """Return an example with its marks written out."""
    marks = [
        (span.start, span.end, role)
        for role, span in (("source", example.source), ("action", example.action), ("target", example.target))
        if span is not None
    ]
    text = example.text
    for start, end, role in sorted(marks, reverse=True):
        text = f"{text[:start]}[{role} {text[start:end]}]{text[end:]}"
    head: list[str] = [] if example.status == "actual" else [example.status]
    head += [f"mode={example.mode}"] if example.mode else []
    head += [f"{name}={number}" for name, number in example.figures.items()]
    return f"{' '.join(head)} | {text}" if head else text


def _overview(entries: Entries) -> Iterator[str]:
    for entry in entries.types.values():
        codes = [code for code in entries.codes.values() if code.type == entry.name]
        count = sum(len(code.examples) for code in codes)
        yield f"{entry.name:10} {len(codes):3} codes, {count:4} examples   {_first_sentence(entry.definition)}"


def _first_sentence(text: str) -> str:
    return text.split(". ")[0].rstrip(".")


def _type_page(entry: TypeEntry, entries: Entries, codes: Codebook) -> Iterator[str]:
    yield entry.name
    yield _wrapped(entry.definition, 2)
    yield from _confusions(entry.confused)
    if entry.modes:
        yield "modes"
        for name, definition in entry.modes.items():
            yield f"  {name:16} {definition}"
    yield "codes"
    for code in entries.codes.values():
        if code.type == entry.name:
            yield f"  {code.code:5} {name_of(code, codes)}"


def _code_page(entry: CodeEntry, codes: Codebook, most: int) -> Iterator[str]:
    yield f"{entry.code}  {name_of(entry, codes)}  ({entry.type})"
    yield _wrapped(entry.definition, 2)
    yield from _confusions(entry.confused)
    for title, examples in (("examples", entry.examples), ("looks like it and is not", entry.near_misses)):
        if examples:
            yield title
            for example in examples[:most]:
                yield _wrapped("- " + bracketed(example), 2)
            if len(examples) > most:
                yield f"  and {len(examples) - most} more: --all shows them"


def _confusions(confused: tuple[Confusion, ...]) -> Iterator[str]:
    if confused:
        yield "not to be confused with"
        for one in confused:
            yield _wrapped(f"{one.other}: {one.tell}", 2)


def _wrapped(text: str, indent: int) -> str:
    return fill(text, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + 2))
