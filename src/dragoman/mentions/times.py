"""Find the days that a sentence names, and tell which of them an act belongs to."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from dragoman.mentions.time_days import Days, back, in_year, month_end, month_start
from dragoman.mentions.time_readers import READERS, Reading
from dragoman.mentions.time_table import Cues, Form, TimeTable, read_times
from dragoman.types import Sentence, Span, Token, When

__all__ = ["TimeTable", "event_time", "find_times", "is_historical", "read_times"]

HISTORICAL_AFTER_YEARS = 5
"""What ended longer ago than this, counted from publication, is background and not news."""

CUE_TOKENS = 15
"""How far to look for the verb that says whether "Thursday" is past or to come."""

POSSESSIVE_TOKENS = 3
ATTRIBUTIVE = frozenset({"compound", "poss", "nummod", "amod", "nmod"})
SHARED_CLAUSE = frozenset({"conj", "xcomp", "dobj", "obj", "attr", "pobj", "prep", "pcomp", "prt"})
CLAUSE = frozenset({"ccomp", "relcl", "acl", "advcl", "csubj", "parataxis"})


class _Found(NamedTuple):
    """Words of a sentence that mean these days; `start` and `end` count characters of the sentence."""

    start: int
    end: int
    days: Days


def find_times(sentence: Sentence, published: date | None, table: TimeTable) -> list[When]:
    """Return the times that the words of `sentence` name, in their order.

    A time that cannot be told without the day of publication has no days and the basis "unknown".
    """
    kinds = _kinds_in(sentence, table)
    if not kinds:
        return []
    text = sentence.text.replace("\n", " ")
    found: list[_Found] = []
    for start, end, form, match in _longest_matches(text, kinds, table):
        reading = Reading(
            said=_said(match),
            published=published,
            is_future=_is_future(sentence, _absolute(start, end, sentence), table.cues),
            anchor=next((one.days for one in reversed(found) if one.days.start), None),
            table=table,
        )
        days = _days(form, reading)
        if days is not None:
            seen_from = reading.anchor.end if reading.anchor and form.reads == "same" else published
            found.append(_with_part(_Found(start, end, days), text, seen_from, table))
    bounded = [_with_bound(one, text, sentence, published, table) for one in _merged(found, text, table)]
    return [_when(one, sentence) for one in bounded]


def _kinds_in(sentence: Sentence, table: TimeTable) -> set[str]:
    kinds: set[str] = set()
    known = table.kinds
    for token in sentence.tokens:
        word = token.text.lower()
        if word in known:
            kinds |= known[word]
        elif "-" in word:
            kinds.update(*(known.get(piece, ()) for piece in word.split("-")))
        if word[-1:].isdigit() or word[:1].isdigit() or word.endswith("0s"):
            if re.search(r"(?:1[4-9]|20)\d\d", word):
                kinds |= {"year", "decade"}
            elif word.endswith("0s"):
                kinds.add("decade")
    return kinds


def _longest_matches(
    text: str, kinds: set[str], table: TimeTable
) -> list[tuple[int, int, Form, re.Match[str]]]:
    """Return the matches that remain when the longer has taken its words from the shorter, in order."""
    matches: list[tuple[int, int, Form, re.Match[str]]] = []
    small = text.lower()
    for form in table.forms:
        if form.needs.isdisjoint(kinds) or (form.holds and not any(word in small for word in form.holds)):
            continue
        for match in form.pattern.finditer(text):
            start, end = _span_of_when(match)
            matches.append((start, end, form, match))
    matches.sort(key=lambda one: one[0] - one[1])
    chosen: list[tuple[int, int, Form, re.Match[str]]] = []
    for one in matches:
        if all(one[1] <= other[0] or other[1] <= one[0] for other in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda one: one[0])


def _span_of_when(match: re.Match[str]) -> tuple[int, int]:
    for name, value in match.groupdict().items():
        if value is not None and name.partition("__")[0] == "when":
            return match.span(name)
    return match.span()


def _said(match: re.Match[str]) -> dict[str, str]:
    """Return what stood in the groups of a form, by their names."""
    groups = match.groupdict().items()
    return {name.partition("__")[0]: value.lower() for name, value in groups if value is not None}


def _days(form: Form, reading: Reading) -> Days | None:
    try:
        return READERS[form.reads](reading)
    except (ValueError, OverflowError):  # no such day, as the 31st of February
        return None


def _when(found: _Found, sentence: Sentence) -> When:
    known = found.days.start is not None or found.days.end is not None
    return When(
        start=found.days.start,
        end=found.days.end,
        text=sentence.text[found.start : found.end],
        span=_absolute(found.start, found.end, sentence),
        basis="text" if known else "unknown",
    )


# ---- words around a time ----


def _with_part(found: _Found, text: str, seen_from: date | None, table: TimeTable) -> _Found:
    """Return the part of a time that "early", "mid-", "late" before it leaves."""
    match = table.part_pattern.search(text, max(0, found.start - 24), found.start)
    if match is None:
        return found
    days = _part_of(found.days, table.parts[match["word"].lower()], seen_from)
    return _Found(match.start("word"), found.end, days)


def _part_of(days: Days, keep: str, seen_from: date | None) -> Days:
    start, end = days
    if start is None or end is None or start == end:
        return days
    if keep in {"until then", "from then"}:
        if seen_from is None or not start <= seen_from <= end:
            return days
        return Days(start, seen_from) if keep == "until then" else Days(seen_from, end)
    if end - start < timedelta(days=6):
        return days
    if start.day == 1 and end - start > timedelta(days=200):
        return _third_of_months(start, end, keep)
    third = round(((end - start).days + 1) / 3)
    if keep == "first third":
        return Days(start, start + timedelta(days=third - 1))
    if keep == "last third":
        return Days(end - timedelta(days=third - 1 + (end.day > 30)), end)
    return Days(start + timedelta(days=third), start + timedelta(days=2 * third - 1))


def _third_of_months(start: date, end: date, keep: str) -> Days:
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    third = round(months / 3)
    first = {"first third": 0, "middle third": third, "last third": months - third}[keep]
    begin = month_start(start, first)
    return Days(begin, month_end(month_start(begin, third - 1)))


def _merged(found: list[_Found], text: str, table: TimeTable) -> list[_Found]:
    """Return the times with "from May 3 to May 5" made one."""
    merged: list[_Found] = []
    for one in found:
        last = merged[-1] if merged else None
        if last is not None and _is_range(last, one, text, table):
            merged[-1] = _range(last, one)
        else:
            merged.append(one)
    return merged


def _is_range(first: _Found, second: _Found, text: str, table: TimeTable) -> bool:
    between = text[first.end : second.start].strip().lower()
    before = text[: first.start].rstrip().lower()
    if first.days.start is None or second.days.end is None:
        return False
    return any(
        between in words.joint and (not words.first or re.search(rf"\b{words.first}$", before) is not None)
        for words in table.ranges
    )


def _range(first: _Found, second: _Found) -> _Found:
    start, end = first.days.start, second.days.end
    if start is not None and end is not None and start > end:
        start = in_year(start, end.year)
        if start > end:
            start = in_year(start, end.year - 1)
    return _Found(first.start, second.end, Days(start, end))


def _with_bound(
    found: _Found, text: str, sentence: Sentence, published: date | None, table: TimeTable
) -> _Found:
    """Return the longer time of which "since", "until", "before" or "after" make this one an end."""
    match = table.bound_pattern.search(text, max(0, found.start - 16), found.start)
    start, end = found.days
    if match is None or start is None or end is None:
        return found
    side = table.bounds[match["word"].lower()]
    if side != "from" and _is_attributive(found, text, sentence, table.cues):
        return found
    try:
        return _Found(match.start("word"), found.end, _bounded(start, end, side, published))
    except OverflowError:  # a day beyond the calendar
        return found


def _bounded(start: date, end: date, side: str, published: date | None) -> Days:
    is_to_come = published is not None and end > published
    day = timedelta(days=1)
    if side == "from":
        return Days(start, None if published is None or start > published else published)
    if side == "after":
        return Days(end + day, None if published is None or end >= published else published)
    last = end if side == "to" else start - day
    return Days(published if is_to_come and published is not None and published <= last else None, last)


def _is_attributive(found: _Found, text: str, sentence: Sentence, cues: Cues) -> bool:
    """Tell whether a noun follows that the time belongs to ("Friday's vote", "the 2014 vote")."""
    if any(text.startswith(mark, found.end) for mark in cues.possessive):
        return True
    span = _absolute(found.start, found.end, sentence)
    return any(token.dep in ATTRIBUTIVE for token in _heads(_tokens_in(sentence, span)))


def _absolute(start: int, end: int, sentence: Sentence) -> Span:
    return Span(sentence.span.start + start, sentence.span.start + end)


# ---- past or to come ----


def _is_future(sentence: Sentence, time: Span, cues: Cues) -> bool:
    """Tell whether the words around a time say that it is still to come."""
    tokens = sentence.tokens
    first = next((token.index for token in tokens if token.end > time.start), len(tokens))
    after = next((token.index for token in tokens if token.start >= time.end), len(tokens))
    left = range(first - 1, max(-1, first - 1 - CUE_TOKENS), -1)
    is_possessive = after < len(tokens) and tokens[after].text in cues.possessive
    if is_possessive or any(token.dep in ATTRIBUTIVE for token in _heads(list(tokens[first:after]))):
        return any(tokens[index].text.lower() in cues.ahead for index in left[:POSSESSIVE_TOKENS])
    for side in (left, range(after, min(len(tokens), after + CUE_TOKENS))):
        for index in side:
            is_future = _says_future(sentence, index, cues)
            if is_future is not None:
                return is_future
    return False


def _says_future(sentence: Sentence, index: int, cues: Cues) -> bool | None:
    """Tell whether the token speaks of the future (`True`), of the past (`False`), or of neither."""
    tokens = sentence.tokens
    token = tokens[index]
    word = token.text.lower()
    following = tokens[index + 1].text.lower() if index + 1 < len(tokens) else ""
    if word in cues.future and not token.tag.startswith("NN"):
        is_bygone = any(before.text.lower() in cues.bygone for before in tokens[max(0, index - 2) : index])
        return following not in cues.perfect and not is_bygone
    if word in cues.infinitive:
        return True if following in cues.to else None
    if token.lemma in cues.timetable and token.tag in {"VBZ", "VBP"} and sentence.kind == "prose":
        return True
    if word in cues.to and sentence.kind == "title":
        return True
    if word in cues.past or token.tag == "VBD":
        return False
    return None


# ---- which time an act belongs to ----


def event_time(times: list[When], action: Span, sentence: Sentence, published: date | None) -> When:
    """Return when the act at `action` happened.

    The tree decides: a time hangs on the act, or on a verb that shares its clause.  A sentence without such a
    time leaves the day of publication, and a report without that leaves nothing.
    """
    acting = _tokens_in(sentence, action)
    attached = [time for time in times if time.span is not None and _hangs_on(time.span, acting, sentence)]
    if attached:
        return min(attached, key=lambda time: _distance(time, action))
    if acting:
        clause = _clause_of(_heads(acting)[0], sentence)
        shared = [time for time in times if time.span is not None and _shares(time.span, clause, sentence)]
        if len(shared) == 1 or (shared and not _has_tree(sentence)):
            return min(shared, key=lambda time: _distance(time, action))
    if published is None:
        return When()
    return When(start=published, end=published, basis="publication")


def is_historical(when: When, published: date | None) -> bool:
    """Tell whether a time ended so long before publication that it can only be background."""
    if published is None or when.end is None or when.basis != "text":
        return False
    return when.end < back(published, HISTORICAL_AFTER_YEARS, "year")


def _tokens_in(sentence: Sentence, span: Span) -> list[Token]:
    return [token for token in sentence.tokens if token.start < span.end and span.start < token.end]


def _heads(tokens: list[Token]) -> list[Token]:
    """Return the tokens that hang on none of the others."""
    inside = {token.index for token in tokens}
    return [token for token in tokens if token.head not in inside or token.head == token.index]


def _has_tree(sentence: Sentence) -> bool:
    return any(token.head != token.index for token in sentence.tokens)


def _distance(time: When, action: Span) -> int:
    if time.span is None:
        return 0
    return min(abs(time.span.start - action.end), abs(action.start - time.span.end))


def _is_verb(token: Token) -> bool:
    return token.tag.startswith(("VB", "MD"))


def _hangs_on(time: Span, acting: list[Token], sentence: Sentence) -> bool:
    """Tell whether the way up from the time meets the act before any other verb."""
    if not _has_tree(sentence):
        return False
    action = {token.index for token in acting}
    return any(_meets(token, action, sentence) for token in _heads(_tokens_in(sentence, time)))


def _meets(token: Token, action: set[int], sentence: Sentence) -> bool:
    for _ in sentence.tokens:
        is_attributive = token.dep in ATTRIBUTIVE
        token = sentence.tokens[token.head]
        if token.index in action:
            return True
        if is_attributive or _is_verb(token) or token.head == token.index:
            return False
    return False


def _clause_of(token: Token, sentence: Sentence) -> set[int]:
    """Return the verbs and nouns that a time may hang on and still speak of the act at `token`.

    From the act upwards through coordination, "to do", objects and a participle that tells the same moment
    ("fired, killing two"); a clause of its own ("said that ...", "who ...") ends the way.
    """
    clause = {token.index}
    for _ in sentence.tokens:
        if token.head == token.index or not _same_moment(token):
            return clause
        token = sentence.tokens[token.head]
        clause.add(token.index)
        if _is_verb(token) and token.dep not in {"conj", "xcomp"}:
            return clause
    return clause


def _same_moment(token: Token) -> bool:
    return token.dep in SHARED_CLAUSE or (token.dep == "advcl" and token.tag == "VBG")


def _shares(time: Span, clause: set[int], sentence: Sentence) -> bool:
    """Tell whether the verb that the time hangs on is of the clause, or coordinated with it."""
    if not _has_tree(sentence):
        return True
    for token in _heads(_tokens_in(sentence, time)):
        if token.dep in ATTRIBUTIVE and token.head not in clause:
            continue
        for _ in sentence.tokens:
            token = sentence.tokens[token.head]
            if token.index in clause:
                return True
            if token.dep in CLAUSE or token.head == token.index:
                break
            if _is_verb(token) and token.dep != "conj":
                break
    return False
