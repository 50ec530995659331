"""Where quotes begin and end in a report, and who speaks them, as far as "we" and "our" ask for it."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.types import Sentence, Span, Token

_MARKS = frozenset(('"', "“", "”", "``", "''", "„", "«", "»"))
_OPENING = frozenset(("“", "„", "``", "«"))
_CLOSING = frozenset(("”", "»"))


def find_quote_spans(sentences: Sequence[Sentence]) -> list[Span]:
    """Return the quotes, in order; one whose closing mark is missing ends with its sentence."""
    spans: list[Span] = []
    opened: tuple[int, Sentence] | None = None
    for sentence in sentences:
        tokens = sentence.tokens
        for token in tokens:
            if token.text not in _MARKS:
                continue
            if _opens(token, tokens, is_open=opened is not None):
                if opened is not None:
                    spans.append(Span(opened[0], opened[1].span.end))
                opened = (token.start, sentence)
            elif opened is not None:
                spans.append(Span(opened[0], token.end))
                opened = None
    if opened is not None:
        spans.append(Span(opened[0], opened[1].span.end))
    return spans


def _opens(mark: Token, tokens: Sequence[Token], *, is_open: bool) -> bool:
    """Tell whether a mark opens a quote: by its shape, or by the word that it touches."""
    if mark.text in _OPENING:
        return True
    if mark.text in _CLOSING:
        return False
    before = tokens[mark.index - 1] if mark.index > 0 else None
    after = tokens[mark.index + 1] if mark.index + 1 < len(tokens) else None
    touches_before = before is not None and before.end == mark.start
    touches_after = after is not None and after.start == mark.end
    if touches_before != touches_after:
        return touches_after
    return not is_open
