"""What one party did to another, when the user has said that there is something: always an answer.

Every act and operator of the sentence is a candidate.  The one whose source and target are the two that were
named wins; then one that has one of them; then one whose words stand on the path between the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from msgspec.structs import replace as replace_struct

from dragoman.events.find import action_span, read_acts
from dragoman.events.grammar import Grammar
from dragoman.events.judge import Judge, marked_in
from dragoman.events.match import Act, bind, candidates, find_acts, kind_of
from dragoman.events.parties import Parties
from dragoman.events.qualify import Reading
from dragoman.events.rules import Rule, RuleBook
from dragoman.events.tree import Tree
from dragoman.types import Entity, Mention, Relation, Sentence, Span

FALLBACK = "040"
"""The code when the sentence gives nothing to go by: to consult is what two named parties do most often."""

_WEIGHTS = {
    "both": 6.0,
    "source": 2.2,
    "target": 1.6,
    "reversed": 2.6,
    "path": 1.5,
    "between": 0.6,
    "near": 0.5,
}
_GOODWILL = frozenset({"03", "04", "05", "06", "07", "08"})
_POOR = 0.9
"""A score below which no act has either party or stands between them."""
_STRONG = 3.2
"""A score from which the act has one of the parties and stands between the two."""


def relate(
    sentence: Sentence,
    mentions: Sequence[Mention],
    source: Span,
    target: Span,
    book: RuleBook,
    grammar: Grammar,
    judge: Judge | None = None,
) -> Relation:
    """Return what the party at `source` did to the one at `target`; spans count the document's characters.

    With a `judge`, the model has its say beside the rules.
    """
    ruled, tier = _by_rules(sentence, mentions, source, target, book, grammar)
    ruled = replace_struct(ruled, tier=tier)
    if judge is None:
        return ruled
    marked = marked_in(sentence.text, sentence.span.start, source, target, None)
    verdict = judge.relate(marked, ruled.cameo if tier != "none" else "", tier)
    told = f"{ruled.reason}; the model says {verdict.told}"
    if verdict.by == "model":
        return Relation(verdict.cameo, "actual", verdict.confidence, "model", ruled.action, told, by="model")
    return replace_struct(ruled, confidence=verdict.confidence, reason=told, by=verdict.by)


def _by_rules(
    sentence: Sentence,
    mentions: Sequence[Mention],
    source: Span,
    target: Span,
    book: RuleBook,
    grammar: Grammar,
) -> tuple[Relation, str]:
    """Return what the rules say, and how well they fit ("both", "strong", "weak", "guess", "none")."""
    tree = Tree(sentence, grammar)
    named = _named(tree, mentions, source, "source"), _named(tree, mentions, target, "target")
    present = [mention for mention in mentions if not any(mention.head == one.head for one in named)]
    parties = Parties(tree, [*present, *named])
    acts, _ = find_acts(tree, parties, book)
    readings = read_acts(acts, tree, parties, book)
    path = _path(tree, source, target)
    scored = [
        (_score(reading, tree, source, target, path), reading) for reading in readings if not reading.dropped
    ]
    best = max(scored, key=lambda one: one[0], default=None)
    if best is None or best[0][0] < _POOR:
        guess = _guess(tree, parties, book, source, target, path)
        if guess is not None and (best is None or guess[0][0] > best[0][0] + 1):
            told = "a rule whose conditions do not all hold"
            return _relation(guess[0][0] / 3, guess[1], tree, told), "guess"
    if best is None:
        return Relation(FALLBACK, "actual", 0.05, reason="no word of the sentence starts a rule"), "none"
    score = best[0][0]
    reason = "its parties are those named" if score >= _WEIGHTS["both"] else "the nearest act"
    return _relation(score, _answered(best[1], book), tree, reason), _tier(score)


def _tier(score: float) -> str:
    """Return how well a rule's act fits the two who were named: both, one of them, or only near."""
    if score >= _WEIGHTS["both"]:
        return "both"
    return "strong" if score >= _STRONG else "weak"


def _answered(reading: Reading, book: RuleBook) -> Reading:
    """Return what there is between two parties where an act is still to come or was not done.

    What is to come is intended; an act of goodwill that is not done is refused.
    """
    if reading.status == "future":
        intended = book.under("intend", reading.cameo)
        if intended is not None and intended != "same":
            return replace(reading, cameo=intended).with_step(
                f"still to come, it is {intended} between the two"
            )
    if reading.status != "negated" or reading.cameo[:2] not in _GOODWILL:
        return reading
    refused = book.under("refuse", reading.cameo)
    if refused is None or refused == "same":
        return reading
    return replace(reading, cameo=refused).with_step(f"not done, it is {refused} between the two")


def _relation(score: float, reading: Reading, tree: Tree, reason: str) -> Relation:
    rule = reading.act.rule.id if reading.act else reading.outer[0]
    told = "; ".join((reason, *reading.steps))
    sure = min(0.95, 0.15 + score / 9)
    return Relation(reading.cameo, reading.status, round(sure, 3), rule, action_span(reading, tree), told)


def _named(tree: Tree, mentions: Sequence[Mention], span: Span, role: str) -> Mention:
    """Return the mention that the user's span makes: the token in it that stands highest in the tree heads it.

    Who is meant is taken from the mention that was found there, when it is known.
    """
    inside = [token for token in tree.tokens if token.start < span.end and token.end > span.start]
    head = next(
        (
            token
            for token in inside
            if not (span.start <= tree.tokens[token.head].start < span.end) or token.head == token.index
        ),
        inside[0] if inside else tree.tokens[0],
    )
    text = tree.sentence.text_of(span)
    found = next(
        (one for one in mentions if one.head == head.index and one.entities and one.entities[0].code), None
    )
    entities = found.entities if found else (Entity(text, basis=f"named as {role}"),)
    return Mention(tree.sentence.index, span, head.index, text, "actor", entities)


def _score(
    reading: Reading, tree: Tree, source: Span, target: Span, path: set[int]
) -> tuple[float, int, int]:
    has_source = any(_inside(tree, token, source) for token in reading.sources)
    has_target = any(_covers(tree, token, target) for token in reading.targets)
    score = 0.0
    if has_source and has_target:
        score = _WEIGHTS["both"]
    elif any(_inside(tree, token, target) for token in reading.sources) and any(
        _covers(tree, token, source) for token in reading.targets
    ):
        score = _WEIGHTS["both"] - 1 if reading.act and reading.act.rule.reciprocal else _WEIGHTS["reversed"]
    else:
        score += _WEIGHTS["source"] * has_source + _WEIGHTS["target"] * has_target
    if reading.token in path or (reading.act is not None and reading.act.token in path):
        score += _WEIGHTS["path"]
    token = tree.tokens[reading.token]
    if min(source.end, target.end) <= token.start < max(source.start, target.start):
        score += _WEIGHTS["between"]
    distance = min(abs(token.start - source.start), abs(token.start - target.start))
    score += _WEIGHTS["near"] / (1 + distance / 40)
    if reading.act is not None:
        score += 0.08 * reading.act.rule.rank
        score += 0.3 if reading.act.kind == "verb" else 0.0
    score += 0.25 * len(reading.outer)
    score -= 0.8 if reading.status in ("negated", "hypothetical") else 0.0
    return score, len(reading.outer), -reading.token


def _inside(tree: Tree, at: int, span: Span) -> bool:
    token = tree.tokens[at]
    return token.start < span.end and token.end > span.start


def _covers(tree: Tree, at: int, span: Span) -> bool:
    """Tell whether the phrase headed at `at` is, or holds, the party at `span`."""
    return _inside(tree, at, span) or any(_inside(tree, below, span) for below in tree.below(at))


def _path(tree: Tree, source: Span, target: Span) -> set[int]:
    """Return the tokens on the way up from both parties to the word that holds them together."""
    ways = [_way_up(tree, span) for span in (source, target)]
    common = next((token for token in ways[0] if token in set(ways[1])), None)
    path: set[int] = set()
    for way in ways:
        for token in way:
            path.add(token)
            if token == common:
                break
    return path


def _way_up(tree: Tree, span: Span) -> list[int]:
    inside = [token.index for token in tree.tokens if token.start < span.end and token.end > span.start]
    at = inside[-1] if inside else 0
    way = [at]
    while tree.tokens[at].head != at and len(way) < 60:
        at = tree.tokens[at].head
        way.append(at)
    return way


def _guess(
    tree: Tree, parties: Parties, book: RuleBook, source: Span, target: Span, path: set[int]
) -> tuple[tuple[float, int, int], Reading] | None:
    """Return the best reading of words that could start a rule, were its conditions not asked for."""
    acts: list[Act] = []
    for token in tree.tokens:
        kind = kind_of(tree, token.index)
        if kind is None or token.lemma.lower() in tree.grammar.empty_verbs:
            continue
        rule = _commonest([rule for rule, _ in candidates(tree, token.index, kind, book)])
        if rule is not None:
            acts.append(bind(tree, parties, rule, token.index, kind))
    scored = [
        (_score(reading, tree, source, target, path), reading)
        for reading in read_acts(acts, tree, parties, book)
        if not reading.dropped
    ]
    return max(scored, key=lambda one: one[0], default=None)


def _commonest(rules: Sequence[Rule]) -> Rule | None:
    """Return the plainest of the rules of the CAMEO root that most of them have."""
    if not rules:
        return None
    roots = Counter(rule.cameo[:2] for rule in rules)
    root = max(roots, key=lambda one: (roots[one], one))
    return min((rule for rule in rules if rule.cameo[:2] == root), key=lambda rule: rule.rank)
