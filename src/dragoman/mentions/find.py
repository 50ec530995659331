"""Every noun phrase of a report that can be a party, with who it means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dragoman.mentions.compose import Composer
from dragoman.mentions.coreference import Resolver
from dragoman.mentions.home import lend_country
from dragoman.mentions.phrases import Draft, Phrases, Seen
from dragoman.mentions.tables import ActorTable
from dragoman.types import Mention, Sentence

_UNREAD = frozenset(("dateline", "byline", "link", "other"))


def find_mentions(sentences: Sequence[Sentence], table: ActorTable, published: date | None) -> list[Mention]:
    """Return the mentions of one report, by sentence and place; `published` decides who held an office."""
    day = published.isoformat() if published else ""
    seen = Seen(day)
    drafts = [_find_drafts(sentence, table, seen) for sentence in sentences]
    Resolver(sentences, drafts, table, day).resolve()
    return lend_country([_mention(draft) for found in drafts for draft in found if _is_somebody(draft)])


def _find_drafts(sentence: Sentence, table: ActorTable, seen: Seen) -> list[Draft]:
    if sentence.kind in _UNREAD:
        return []
    drafts = Composer(Phrases(sentence, table, seen), table, seen).compose_all()
    drafts.sort(key=lambda draft: (draft.first, draft.last))
    return drafts


def _is_somebody(draft: Draft) -> bool:
    """Tell whether a draft is worth a mention; "power" in "power line" is not.

    Nor is an unknown name in a title, where every word has a capital.
    """
    if draft.kind == "words":
        return False
    if draft.proper and draft.sentence.kind == "title" and not any(entity.code for entity in draft.entities):
        return False
    if draft.entities or draft.kind in ("pronoun", "person", "organisation", "place"):
        return True
    if draft.kind == "description":
        return draft.definite or draft.plural
    return draft.token.dep not in ("compound", "nmod", "amod")


def _mention(draft: Draft) -> Mention:
    sentence = draft.sentence
    span = sentence.span_of(draft.first, draft.last)
    text = sentence.text_of(span)
    return Mention(
        sentence.index, span, draft.head, text, draft.kind, draft.entities, draft.outer is not None
    )
