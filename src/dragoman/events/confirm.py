"""The model's word on a sentence's events: whether the rules' are right, and what they did not reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from dragoman.events.judge import NONE, STATEMENT, Judge, marked_in
from dragoman.events.parties import Parties
from dragoman.events.qualify import parties_below, plain_status
from dragoman.events.tree import Tree
from dragoman.model.inputs import Marked
from dragoman.types import Attempt, Event, Mention, Span

_MOST_PAIRS = 1
"""The most pairs of a sentence that the model is asked about where no rule read an event."""
_AGAINST = frozenset({"09", "11"})
"""CAMEO roots of blame and inquiry: whoever is named below such words is whom they are about."""
_OFFERS = frozenset({"actor", "role", "organisation", "person"})


def marked_event(event: Event, tree: Tree) -> Marked:
    """Return what the model is shown of an event."""
    source = event.source.span if event.source else None
    target = event.target.span if event.target else None
    return marked_in(tree.sentence.text, tree.sentence.span.start, source, target, event.action)


def confirmed(events: Sequence[Event], tree: Tree, judge: Judge) -> tuple[list[Event], list[Attempt]]:
    """Return `events` with the decision of rules and model, and a note on each that the model holds for none."""
    kept: list[Event] = []
    dropped: list[Attempt] = []
    for event in events:
        if event.cameo.startswith("01") or event.source is None:
            kept.append(event)
            continue
        if event.tier in judge.decision.trust:
            # A rule whose conditions all hold is right so often that asking would cost more than it gives.
            kept.append(msgspec.structs.replace(event, confidence=judge.decision.trust[event.tier]))
            continue
        verdict = judge.confirm(marked_event(event, tree), event.cameo, event.tier)
        step = f"the model says {verdict.told}"
        if verdict.type == NONE:
            dropped.append(
                Attempt(
                    event.sentence, "rejected", f"{step}: no event of these two", event.action, event.rule
                )
            )
            continue
        changed = verdict.by == "model"
        kept.append(
            msgspec.structs.replace(
                event,
                cameo=verdict.cameo if changed else event.cameo,
                mode="" if changed else event.mode,
                confidence=verdict.confidence,
                by=verdict.by,
                steps=(*event.steps, step),
            )
        )
    return kept, dropped


def with_targets(events: Sequence[Event], tree: Tree, parties: Parties, judge: Judge) -> list[Event]:
    """Return `events`; one that names nobody as target gets the known party below its words, if the model agrees.

    The rule stays the one that read the act; the step tells who was taken, and how sure the model is.
    """
    return [_with_target(event, tree, parties, judge) if _is_open(event) else event for event in events]


def _is_open(event: Event) -> bool:
    named = event.target is not None
    return event.source is not None and not named and event.cameo[:2] in _AGAINST


def _with_target(event: Event, tree: Tree, parties: Parties, judge: Judge) -> Event:
    inside = [
        token.index
        for token in tree.tokens
        if token.start < event.action.end and token.end > event.action.start and token.tag[:2] in ("VB", "NN")
    ]
    below = sorted({one for at in inside for one in parties_below(at, tree, parties)})
    for at in below[:1]:
        mention = parties.party(at, "target")
        if mention is None or not _is_known(mention) or _names(mention) == _names(event.source):
            continue
        tried = msgspec.structs.replace(event, target=mention)
        judgement = judge.ask(marked_event(tried, tree))
        wanted = judge.type_of.get(event.cameo, "")
        sure = (
            float(judgement.types[judge.student.types.index(wanted)])
            if wanted in judge.student.types
            else 0.0
        )
        if sure >= judge.decision.target:
            step = f'the model takes "{mention.text}" for the target ({wanted} {sure:.2f})'
            return msgspec.structs.replace(tried, steps=(*event.steps, step))
    return event


def read_by_model(events: Sequence[Event], tree: Tree, parties: Parties, judge: Judge) -> list[Event]:
    """Return events that the model reads between a verb's parties where no rule reads any."""
    found: list[Event] = []
    if events:
        return found
    known = [(_names(event.source), _names(event.target)) for event in events]
    asked = 0
    for verb, source, target in _pairs(tree, parties):
        pair = _names(source), _names(target)
        if pair in known or pair[::-1] in known or asked >= _MOST_PAIRS:
            continue
        known.append(pair)
        asked += 1
        action = _words_of(tree, verb)
        verdict = judge.alone(
            marked_in(tree.sentence.text, tree.sentence.span.start, source.span, target.span, action)
        )
        if verdict is None or verdict.type == STATEMENT:
            continue
        found.append(
            Event(
                sentence=tree.sentence.index,
                source=source,
                target=target,
                action=action,
                cameo=verdict.cameo,
                rule="model",
                status=plain_status(verb, tree),
                confidence=verdict.confidence,
                steps=("no rule reads it", f"the model says {verdict.told}"),
                by="model",
            )
        )
    return found


def _pairs(tree: Tree, parties: Parties) -> Iterator[tuple[int, Mention, Mention]]:
    """Yield each verb that has a known party for subject and another below it."""
    for token in tree.tokens:
        if not tree.is_verb(token.index) or token.dep in ("aux", "auxpass"):
            continue
        if token.lemma in ("be", "have") or token.lemma in tree.grammar.speech_verbs:
            continue
        for subject in tree.subjects(token.index)[:2]:
            source = parties.party(subject, "source")
            if source is None or not _is_known(source):
                continue
            for below in parties_below(token.index, tree, parties)[:2]:
                target = parties.party(below, "target")
                if target is not None and _is_known(target) and _names(target) != _names(source):
                    yield token.index, source, target


def _is_known(mention: Mention) -> bool:
    return mention.kind in _OFFERS and bool(mention.entities) and bool(mention.entities[0].code)


def _names(mention: Mention | None) -> frozenset[str]:
    return frozenset(one.name for one in mention.entities) if mention else frozenset()


def _words_of(tree: Tree, verb: int) -> Span:
    tokens = [verb, *(child for child in tree.children_of(verb, "prt") if child == verb + 1)]
    return tree.sentence.span_of(min(tokens), max(tokens))
