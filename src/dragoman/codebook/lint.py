"""What is wrong with a codebook: codes and modes that do not exist, sentences told twice, too few examples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from dragoman.codebook.entries import NO_EVENT, STATEMENT, CodeExample, Entries

COMMON_EXAMPLES = 12
RARE_EXAMPLES = 5
_OVERLAP_WORDS = 8
_WORD = re.compile(r"[a-z0-9]+")


def lint(
    entries: Entries,
    types_of_codes: Mapping[str, str],
    modes: Mapping[str, frozenset[str]],
    contexts: frozenset[str],
) -> Iterator[str]:
    """Yield each fault in words; `types_of_codes` leads from CAMEO codes to PLOVER types ("" for statements)."""
    for code in entries.codes.values():
        if code.code in types_of_codes:
            wanted = types_of_codes[code.code] or STATEMENT
            if wanted != code.type:
                yield f"{code.code}: is of type {wanted}, and stands under {code.type}"
        elif not code.name:
            yield f"{code.code}: is no CAMEO code; a code of your own needs a name"
        if len(code.definition) < 20:
            yield f"{code.code}: has no definition"
        for one in code.confused:
            if (
                one.other not in entries.codes
                and one.other not in entries.types
                and one.other not in types_of_codes
            ):
                yield f"{code.code}: is confused with {one.other}, which is no code and no type"
        least = COMMON_EXAMPLES if code.common else RARE_EXAMPLES
        if len(code.examples) < least and len(code.code) > 2:
            yield f"{code.code}: has {len(code.examples)} examples, and wants {least}"
    for name, entry in entries.types.items():
        if len(entry.definition) < 20:
            yield f"{name}: has no definition"
        for mode in modes.get(name, frozenset()) - set(entry.modes):
            yield f"{name}: the mode {mode} has no definition"
    for example in entries.examples():
        for fault in _example_faults(example, entries, modes, contexts):
            yield f"{example.where}: {fault}: {example.text}"
    yield from _duplicates(entries.examples())


def _example_faults(
    example: CodeExample, entries: Entries, modes: Mapping[str, frozenset[str]], contexts: frozenset[str]
) -> Iterator[str]:
    if example.code != NO_EVENT:
        if example.source is None and example.target is None:
            yield "marks neither source nor target"
        if example.action is None:
            yield "marks no action"
    known = (
        modes.get(example.type, frozenset()) | set(entries.types[example.type].modes)
        if example.type in entries.types
        else frozenset()
    )
    if example.mode and example.mode not in known:
        yield f"the mode {example.mode} is none of {example.type}"
    if example.context and example.context not in contexts:
        yield f"the context {example.context} is none of PLOVER's"
    spans = [one for one in (example.source, example.action, example.target) if one is not None]
    for span in spans:
        words = span.of(example.text)
        if not words.strip() or words != words.strip():
            yield f"a mark holds {words!r}"


def words_of(text: str) -> list[str]:
    """Return the words of a sentence in small letters, for comparing it with others."""
    return _WORD.findall(text.lower())


def _duplicates(examples: Iterable[CodeExample]) -> Iterator[str]:
    seen: dict[tuple[str, ...], CodeExample] = {}
    for example in examples:
        key = tuple(words_of(example.text))
        first = seen.setdefault(key, example)
        # One sentence may serve two codes, or an event and a pair without one, when other words are marked.
        if first is not example and (first.source, first.target, first.action) == (
            example.source,
            example.target,
            example.action,
        ):
            yield f"{example.where}: told twice (first in {first.where}): {example.text}"


def overlaps(
    texts: Iterable[str], others: Iterable[str], words: int = _OVERLAP_WORDS
) -> Iterator[tuple[str, str]]:
    """Yield each of `texts` that shares a run of `words` words with one of `others`, and that run."""
    runs = {run for other in others for run in _runs(other, words)}
    for text in texts:
        for run in _runs(text, words):
            if run in runs:
                yield text, " ".join(run)
                break


def _runs(text: str, length: int) -> Iterator[tuple[str, ...]]:
    found = words_of(text)
    for at in range(len(found) - length + 1):
        yield tuple(found[at : at + length])
