"""The events of a sentence: acts, as the words around them leave them, between the mentions they name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import permutations

import msgspec

from dragoman.events.confirm import confirmed, read_by_model, with_targets
from dragoman.events.grammar import Grammar
from dragoman.events.judge import Judge
from dragoman.events.match import Act, Refusal, find_acts, operators_at
from dragoman.events.parties import Parties
from dragoman.events.qualify import (
    Reading,
    operator_fits,
    qualify,
    qualify_demand,
    qualify_operator,
    stands_alone,
)
from dragoman.events.rules import RuleBook
from dragoman.events.tree import Tree
from dragoman.types import Attempt, Event, Mention, Sentence, Span

_MOST_PAIRS = 36
_LONGEST_ACTION = 14
_FORCE = frozenset({"18", "19", "20"})
Pair = tuple[Mention | None, Mention | None]


def find_events(
    sentence: Sentence,
    mentions: Iterable[Mention],
    book: RuleBook,
    grammar: Grammar,
    judge: Judge | None = None,
) -> tuple[list[Event], list[Attempt]]:
    """Return the events of a sentence in the order of their words, and what was tried and came to nothing.

    `mentions` are those of this sentence.  With a `judge`, the model has its say beside the rules.  Dates are
    left open: they are the next step's to fill in.
    """
    tree = Tree(sentence, grammar)
    parties = Parties(tree, mentions)
    acts, refusals = find_acts(tree, parties, book)
    readings = read_acts(acts, tree, parties, book)
    events: list[Event] = []
    attempts: list[Attempt] = []
    for reading in readings:
        found, attempt = _events_of(reading, tree, parties)
        events.extend(found)
        if attempt is not None:
            attempts.append(attempt)
    attempts.extend(_refused(refusal, tree) for refusal in refusals)
    if not acts and not readings:
        attempts.append(Attempt(sentence.index, "no trigger", "no word of this sentence starts a rule"))
    events = [
        msgspec.structs.replace(event, tier=tier_of(event, readings)) for event in without_repeats(events)
    ]
    if judge is None:
        return events, attempts
    events, dropped = confirmed(with_targets(events, tree, parties, judge), tree, judge)
    return [*events, *read_by_model(events, tree, parties, judge)], [*attempts, *dropped]


def read_acts(acts: Sequence[Act], tree: Tree, parties: Parties, book: RuleBook) -> list[Reading]:
    """Return the acts as qualified, then the operators that stand with no act inside."""
    readings = [qualify(act, tree, parties, book) for act in acts]
    used = {token for reading in readings for token in reading.used} | {act.token for act in acts}
    for token in tree.tokens:
        if token.index in used:
            continue
        for operator in operators_at(tree, token.index, book):
            if stands_alone(operator, token.index, tree, parties) and operator_fits(
                operator, token.index, tree, parties, book
            ):
                readings.append(qualify_operator(operator, token.index, tree, parties, book))
                break
    return readings + demands(readings, tree, parties)


def demands(readings: Iterable[Reading], tree: Tree, parties: Parties) -> list[Reading]:
    """Return what speakers say that others must or should do, where that is no act that was read already."""
    read = {token for reading in readings for token in (*reading.heard, *reading.used, reading.token)}
    found: list[Reading] = []
    for token in tree.tokens:
        if token.tag == "MD" and tree.is_verb(token.head) and token.head not in read:
            reading = qualify_demand(token.head, tree)
            if reading is not None and any(
                one in parties.at and parties.at[one].entities for one in reading.targets
            ):
                found.append(reading)
    return found


def without_repeats(events: Sequence[Event]) -> list[Event]:
    """Return `events` less those that another says more exactly: same parties, same outer word or same act."""
    best: dict[tuple[object, ...], Event] = {}
    for event in events:
        key = (
            event.cameo[:2],
            event.source.span if event.source else None,
            event.target.span if event.target else None,
            tuple((one.name, one.code) for one in event.source.entities) if event.source else None,
            event.status,
        )
        known = best.get(key)
        if known is None or _exactness(event) > _exactness(known):
            best[key] = event
    return sorted(best.values(), key=lambda one: (one.action.start, one.action.end))


def _exactness(event: Event) -> tuple[int, float]:
    return len(event.cameo.rstrip("0")), event.confidence


def _events_of(reading: Reading, tree: Tree, parties: Parties) -> tuple[list[Event], Attempt | None]:
    rule = reading.act.rule.id if reading.act else reading.outer[0]
    span = action_span(reading, tree)
    index = tree.sentence.index
    if reading.dropped:
        return [], Attempt(index, "rejected", "; ".join(reading.steps), span, rule)
    sources = _mentions(reading.sources, parties, "source")
    only_words = reading.act is not None and reading.act.rule.words and not reading.outer
    targets = [
        _not_oneself(mention, token, sources, parties)
        for mention, token in _targets(reading.targets, parties, only_words=only_words)
    ]
    lacking = _lacking(reading, tree, sources, targets)
    if lacking:
        words = tree.sentence.text_of(span)
        return [], Attempt(index, lacking, f'the act "{words}" has {lacking}', span, rule)
    pairs = _pairs(reading, sources, targets)
    if not pairs:
        return [], Attempt(index, "no target", "source and target are the same", span, rule)
    return [_event(reading, source, target, tree, span, rule) for source, target in pairs], None


def _lacking(reading: Reading, tree: Tree, sources: list[Mention], targets: list[Mention]) -> str:
    act = reading.act
    needs = act.rule.needs if act else ()
    if "target" in needs and not targets and not reading.outer:
        return "no target"
    named = [one for one in targets if one.kind != "words"]
    if not sources:
        passive = act is not None and act.kind == "verb" and not reading.outer and tree.is_passive(act.token)
        # "A car bomb killed five officers": somebody did it, and the words do not say who.
        by_a_thing = (
            act is not None and reading.cameo[:2] in _FORCE and bool(tree.surface_subjects(act.token))
        )
        if not ((passive and named) or (by_a_thing and targets)) or "source" in needs:
            return "no source"
    if act is not None and act.kind == "noun" and act.light is None and not reading.outer and not targets:
        both = act.rule.reciprocal and sum(len(one.entities) or 1 for one in sources) > 1
        return "" if both else "no target"
    if act is None and not named and not sources:
        return "no source"
    return ""


def _mentions(tokens: Iterable[int], parties: Parties, role: str) -> list[Mention]:
    found: list[Mention] = []
    for token in tokens:
        mention = parties.party(token, "source" if role == "source" else "target")
        if mention is not None and mention not in found:
            found.append(mention)
    return found


def _targets(tokens: Iterable[int], parties: Parties, *, only_words: bool) -> list[tuple[Mention, int]]:
    found: dict[Span, tuple[Mention, int]] = {}
    for token in tokens:
        mention = parties.words(token) if only_words else parties.party(token, "target")
        if mention is not None and not _is_open_possessor(mention, parties):
            found.setdefault(mention.span, (mention, token))
    return list(found.values())


def _is_open_possessor(mention: Mention, parties: Parties) -> bool:
    """Tell whether the words are only "its" or "their", of nobody that is known."""
    return not mention.entities and parties.tree.tokens[mention.head].tag == "PRP$"


def _not_oneself(mention: Mention, token: int, sources: Sequence[Mention], parties: Parties) -> Mention:
    """Return the words of a phrase in which only the source himself is named ("attacks on its offices")."""
    if mention.head != token and any(_same(mention, source) for source in sources):
        return parties.words(token) or mention
    return mention


def _pairs(reading: Reading, sources: list[Mention], targets: list[Mention]) -> list[Pair]:
    # What both do, each does to the other; but to refuse or to offer a meeting is the act of one.
    act = reading.act
    reciprocal = act is not None and act.rule.reciprocal and reading.cameo == act.rule.cameo
    if (reciprocal or reading.mutual) and not any(target.kind != "words" for target in targets):
        everyone = [single for mention in sources for single in _singles(mention)]
        if len(everyone) > 1:
            both_ways: list[Pair] = list(permutations(everyone, 2))
            return both_ways[:_MOST_PAIRS]
    pairs: list[Pair] = []
    nobody: list[Mention | None] = [None]
    for source in sources or nobody:
        for target in targets or nobody:
            if source is not None and target is not None and _same(source, target):
                continue
            pairs.append((source, target))
            if reciprocal and source is not None and target is not None and target.kind != "words":
                pairs.append((target, source))
    return pairs[:_MOST_PAIRS]


def _singles(mention: Mention) -> list[Mention]:
    if len(mention.entities) < 2:
        return [mention]
    return [msgspec.structs.replace(mention, entities=(entity,)) for entity in mention.entities]


def _same(one: Mention, other: Mention) -> bool:
    if one.span == other.span:
        return True
    return bool(one.entities) and {e.name for e in one.entities} == {e.name for e in other.entities}


def _event(
    reading: Reading, source: Mention | None, target: Mention | None, tree: Tree, span: Span, rule: str
) -> Event:
    act = reading.act
    unchanged = act is not None and reading.cameo == act.rule.cameo
    steps = (f"{rule} reads {act.rule.cameo}",) if act else (f"{rule} stands alone",)
    return Event(
        sentence=tree.sentence.index,
        source=source,
        target=target,
        action=span,
        cameo=reading.cameo,
        rule=rule,
        status=reading.status,
        outer=reading.outer,
        mode=act.rule.mode if act and unchanged else "",
        contexts=act.rule.contexts if act else (),
        confidence=confidence(reading, source, target),
        steps=(*steps, *reading.steps),
    )


def confidence(reading: Reading, source: Mention | None, target: Mention | None) -> float:
    """Return how sure the reading is, 0 to 1: what a rule asks for speaks for it, what is unknown against it.

    A plain product of factors; it orders events and is no calibrated probability.
    """
    sure = 0.95 if reading.act is not None and reading.act.rule.rank else 0.9 if reading.act else 0.75
    sure *= 0.97 ** len(reading.outer)
    sure *= 0.85 if reading.act is not None and reading.act.kind == "noun" else 1.0
    sure *= 0.8 if source is None else 1.0 if source.entities and source.entities[0].code else 0.9
    sure *= 0.9 if target is None else 1.0 if target.entities and target.entities[0].code else 0.85
    sure *= 1.0 if reading.status == "actual" else 0.9
    return round(sure, 3)


def tier_of(event: Event, readings: Iterable[Reading]) -> str:
    """Return how much the reading of an event asked for: "rule", "plain", "noun" or "operator"."""
    for reading in readings:
        act = reading.act
        if act is None and reading.outer and reading.outer[0] == event.rule:
            return "operator"
        if act is not None and act.rule.id == event.rule:
            return "noun" if act.kind == "noun" else "rule" if act.rule.rank else "plain"
    return "plain"


def action_span(reading: Reading, tree: Tree) -> Span:
    """Return the words of the act: from the outermost operator to the act's own word where they stand close."""
    tokens = {reading.token}
    if reading.act is not None:
        tokens |= {reading.act.token} | ({reading.act.light} if reading.act.light is not None else set())
        if reading.act.rule.object and reading.act.kind == "verb":
            tokens |= set(tree.children_of(reading.act.token, "dobj")[:1])  # "opened fire"
    tokens |= {child for token in list(tokens) for child in tree.children_of(token, "prt")}
    first, last = min(tokens), max(tokens)
    if last - first > _LONGEST_ACTION:
        first = last = reading.token
    return tree.sentence.span_of(first, last)


def _refused(refusal: Refusal, tree: Tree) -> Attempt:
    token = tree.tokens[refusal.token]
    return Attempt(
        tree.sentence.index,
        "rejected",
        f'"{token.text}": {refusal.reason}',
        Span(token.start, token.end),
        refusal.rule.id,
    )
