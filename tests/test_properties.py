"""What holds for every text: offsets point at the words they claim, and the same text gives equal bytes."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.coded import CodedReport
from dragoman.coder import Coder
from dragoman.errors import DragomanError
from dragoman.types import Report, Span

few = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)

WHO = [
    "Rebels",
    "French troops",
    "the  Iraqi army",
    "President Barack Obama",
    "they",
    "“Germany”",
    "The U.N.",
]
DID = [
    "attacked",
    "did not condemn",
    "will meet",
    "freed",
    "accused",
    "agreed to send aid to",
    "refused to negotiate with",
    "imposed sanctions on",
    "are protesting against",
    "denied that it had shelled",
    "signed a deal with",
]
WHOM = [
    "soldiers",
    "Iran’s government",
    "two French hostages",
    "Mali and\nNiger",
    "it",
    "protesters in Cairo",
    "",
]
WHEN = ["", " on Monday", " last\u00a0week", " in May 2014", " yesterday", " on 3 May"]
ENDS = [".", "!", "…", ".”", ", officials said.", "\n\n", ""]
HEADS = [
    "",
    "GAO, Mali (Reuters) - ",
    "BREAKING: Rebels storm Gao\n\n",
    "\ufeff",
    "By Jane Doe\n\n",
    "\u200e“",
]
ODD = st.characters() | st.sampled_from(list("\0\r\n\t\u00ad\u200b\u202e\ud800\"'“”«»`´.,;-–—()[]<>&=| "))


@st.composite
def news(draw: st.DrawFn) -> str:
    """Draw a few sentences of news, with quotes, breaks and odd characters where they may stand."""
    told = draw(st.sampled_from(HEADS))
    for _ in range(draw(st.integers(1, 4))):
        parts = (draw(st.sampled_from(words)) for words in (WHO, DID, WHOM))
        told += draw(st.sampled_from([" ", "  ", "\n", "\r\n", "\u00a0"])).join(parts)
        told += (
            draw(st.sampled_from(WHEN)) + draw(st.sampled_from(ENDS)) + draw(st.sampled_from([" ", "\n\n"]))
        )
    at = draw(st.integers(0, len(told)))
    return told[:at] + draw(st.text(ODD, max_size=2)) + told[at:]


texts = news() | st.text(ODD, max_size=120)
days = st.none() | st.dates(date(1990, 1, 1), date(2030, 12, 31))


def coded_as(coder: Coder, text: str, published: date | None) -> CodedReport:
    return coder.code(Report("r", text, published=published))


def places(coded: CodedReport) -> Iterator[tuple[str, int, int]]:
    """Yield every text of the records that has a place, with its place."""
    for record in coded.records:
        for one in (record.sentence, record.action, *record.source, *record.target):
            yield one.text, one.start, one.end


def replaced(text: str) -> str:
    """Return a text as records hold it: halves of characters, which JSON cannot hold, replaced."""
    return "".join("\ufffd" if "\ud800" <= mark <= "\udfff" else mark for mark in text)


@few
@given(text=texts, published=days)
def test_every_offset_points_at_the_words_it_claims(coder: Coder, text: str, published: date | None) -> None:
    coded = coded_as(coder, text, published)
    for words, start, end in places(coded):
        assert 0 <= start < end <= len(text)
        assert words == replaced(text[start:end])
    for record in coded.records:
        place = record.sentence
        assert place.start <= record.action.start < record.action.end <= place.end
        assert record.date.text in replaced(text)


@few
@given(text=texts, published=days)
def test_a_document_is_the_report_with_places_in_order(
    coder: Coder, text: str, published: date | None
) -> None:
    document = coded_as(coder, text, published).document
    assert len(document.origins) == len(document.text)
    assert list(document.origins) == sorted(set(document.origins))
    for at, mark in enumerate(document.text):
        if mark.isalnum():
            assert text[document.origins[at]] == mark


@few
@given(text=texts, published=days)
def test_steps_point_at_words_of_the_document(coder: Coder, text: str, published: date | None) -> None:
    coded = coded_as(coder, text, published)
    clean = coded.document.text
    for sentence in coded.sentences:
        assert sentence.text == sentence.span.of(clean)
        assert all(token.text == clean[token.start : token.end] for token in sentence)
        assert all(0 <= token.head < len(sentence.tokens) for token in sentence)
    for mention in coded.mentions:
        sentence = coded.sentences[mention.sentence]
        assert mention.text == mention.span.of(clean)
        assert sentence.span.start <= mention.span.start < mention.span.end <= sentence.span.end
        assert 0 <= mention.head < len(sentence.tokens)
    for attempt in coded.attempts:
        assert 0 <= attempt.sentence < len(coded.sentences)


@few
@given(text=texts, published=days)
def test_coding_twice_gives_the_same_bytes(coder: Coder, text: str, published: date | None) -> None:
    first, second = (msgspec.json.encode(coded_as(coder, text, published).records) for _ in range(2))
    assert first == second
    assert json.loads(first) == coded_as(coder, text, published).to_dicts()


@few
@given(many=st.lists(texts, min_size=2, max_size=5), batch=st.integers(1, 4))
def test_the_size_of_a_batch_changes_nothing(coder: Coder, many: list[str], batch: int) -> None:
    other = copy.copy(coder)
    other.settings = msgspec.structs.replace(coder.settings, batch=batch)
    reports = [Report(str(number), text) for number, text in enumerate(many)]

    def recorded(one: Coder) -> list[list[dict[str, Any]]]:
        return [coded.to_dicts() for coded in one.code_many(reports)]

    assert recorded(other) == recorded(coder) == [coder.code(report).to_dicts() for report in reports]


@few
@given(text=st.text(ODD, max_size=400))
def test_no_text_raises_but_what_a_user_can_put_right(coder: Coder, text: str) -> None:
    try:
        coded = coder.code(text)
    except DragomanError:
        return
    msgspec.json.encode(coded.records)
    assert repr(coded)
    assert coded._repr_html_()


@few
@given(data=st.data(), text=texts.filter(lambda text: len(text) > 1))
def test_relate_always_answers(coder: Coder, data: st.DataObject, text: str) -> None:
    def span() -> Span:
        start = data.draw(st.integers(0, len(text) - 1))
        return Span(start, data.draw(st.integers(start + 1, len(text))))

    (answer,) = coder.relate_many([(Report("r", text), span(), span())])
    assert answer.cameo in coder.codebook.codes
    assert 0 <= answer.confidence <= 1
    assert answer.reason
    if answer.action is not None:
        assert answer.action.text == replaced(text[answer.action.start : answer.action.end])
