"""The examples that rules carry: reading their marks and checking what is coded against them.

A match reads `CODE status | words with [source ...] and [target ...]`; code and status may be left out (the
rule's own code, and "actual").  A reject may mark words in brackets, which say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from dragoman.errors import LexiconError
from dragoman.types import Event, Span

_MARK = re.compile(r"\[(?:(source|target)\s+)?([^\[\]]*)\]")
_HEAD = re.compile(r"^([0-9]{2,4})?\s*(actual|future|hypothetical|negated|historical)?\s*\|\s*")


class Example(Struct, frozen=True):
    """A sentence with the parties that its marks name; spans count characters of `text`."""

    text: str
    code: str
    status: str
    sources: tuple[Span, ...]
    targets: tuple[Span, ...]
    kind: Literal["match", "reject"]


def read_example(raw: str, code: str, kind: Literal["match", "reject"], where: str) -> Example:
    """Return the example in `raw`; raise `LexiconError` when its marks cannot be read."""
    status = "actual"
    head = _HEAD.match(raw)
    if head:
        code, status = head.group(1) or code, head.group(2) or status
        raw = raw[head.end() :]
    if not code and kind == "match":
        raise LexiconError(
            f"a match of {where} has no code", hint='begin it with one: "0332 | [source ...] ..."'
        )
    text, spans = "", {"source": [], "target": []}  # type: tuple[str, dict[str, list[Span]]]
    at = 0
    for mark in _MARK.finditer(raw):
        text += raw[at : mark.start()]
        if mark.group(1):
            spans[mark.group(1)].append(Span(len(text), len(text) + len(mark.group(2))))
        text += mark.group(2)
        at = mark.end()
    text += raw[at:]
    if "[" in text or "]" in text:
        raise LexiconError(
            f"the marks of an example of {where} cannot be read: {raw}", hint="write [source words]"
        )
    if kind == "match" and not spans["source"] and not spans["target"]:
        raise LexiconError(
            f"a match of {where} marks nobody: {raw}", hint="mark [source ...] or [target ...]"
        )
    return Example(text, code, status, tuple(spans["source"]), tuple(spans["target"]), kind)


def mistakes(example: Example, events: Sequence[Event], rule: str) -> str:
    """Return how the events that were coded differ from the example, in words; "" when they do not."""
    ours = [event for event in events if event.rule == rule or rule in event.outer]
    if example.kind == "reject":
        wrong = [
            event
            for event in events
            if event.status == "actual" and (event.rule == rule or rule in event.outer)
        ]
        return f"coded {wrong[0].cameo}" if wrong else ""
    right = [event for event in ours if event.cameo == example.code and event.status == example.status]
    if not right:
        seen = ", ".join(f"{event.cameo} {event.status} ({event.rule})" for event in events) or "nothing"
        return f"wanted {example.code} {example.status}, coded {seen}"
    for role, spans in (("source", example.sources), ("target", example.targets)):
        found = [getattr(event, role) for event in right]
        for span in spans:
            if not any(mention is not None and mention.span.overlaps(span) for mention in found):
                return f'{role} "{span.of(example.text)}" is not found'
        if not spans and any(mention is not None and mention.entities for mention in found):
            return f'{role} "{next(m.text for m in found if m and m.entities)}" should be open'
    return ""
