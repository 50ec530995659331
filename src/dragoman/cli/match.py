"""Matching: which records are what gold asks for, and what is wrong with the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from dragoman.cli.gold import Wanted, choices_of
from dragoman.coded import CodedReport, summary

if TYPE_CHECKING:
    from dragoman.records.flatten import PartyRecord, Record


class Found(Struct, frozen=True):
    """What matching gold with records gave: right pairs, and pairs or singles that are errors of a kind."""

    right: tuple[tuple[Wanted, Record], ...]
    errors: tuple[tuple[str, Wanted | None, Record | None], ...]


def match(
    wanted: Sequence[Wanted], records: Sequence[Record], text: str, joined: Mapping[str, str] | None = None
) -> Found:
    """Return which records are what gold asks for, each once, and what is wrong with the rest.

    An error pairs a wanted event with a record that has but one thing wrong, where there is one.
    """
    joined = joined or {}
    wanting, coded = list(wanted), list(records)
    right = [(one, record) for one, record, _ in _paired(wanting, coded, _faults(text, joined), ())]
    errors: list[tuple[str, Wanted | None, Record | None]] = []
    for fault in ("type", "status", "target", "source"):
        pairs = _paired(wanting, coded, _faults(text, joined), (fault,))
        errors += [(f"wrong {fault}", one, record) for one, record, _ in pairs]
    errors += [("missing", one, None) for one in wanting]
    errors += [("false", None, record) for record in coded]
    return Found(tuple(right), tuple(errors))


Faults = Callable[[Wanted, "Record"], tuple[str, ...]]


def _faults(text: str, joined: Mapping[str, str]) -> Faults:
    """Return a function that tells which fields of a record are not as wanted."""

    def found(wanted: Wanted, record: Record) -> tuple[str, ...]:
        plover = record.plover or ""
        checks = (
            ("type", joined.get(plover, plover) in wanted.plover),
            ("status", wanted.status in ("", record.status)),
            ("target", party_fits(record.target, wanted.target, text)),
            ("source", party_fits(record.source, wanted.source, text)),
        )
        return tuple(name for name, is_right in checks if not is_right)

    return found


def _paired(
    wanting: list[Wanted], coded: list[Record], faults: Faults, allowed: tuple[str, ...]
) -> list[tuple[Wanted, Record, tuple[str, ...]]]:
    """Take the pairs with just the `allowed` faults out of both lists, and return them."""
    pairs = []
    for wanted in list(wanting):
        for record in coded:
            if faults(wanted, record) == allowed:
                pairs.append((wanted, record, allowed))
                wanting.remove(wanted)
                coded.remove(record)
                break
    return pairs


def party_fits(found: Sequence[PartyRecord], wanted: Sequence[str | None], text: str) -> bool:
    """Tell whether one side of a record is as wanted: a code, a name, or words that overlap with its own."""
    if not found:
        return None in wanted
    return any(_is_party(one, choice, text) for one in found for choice in wanted if choice)


def _is_party(party: PartyRecord, choice: str, text: str) -> bool:
    if choice in (party.code, party.name) or choice.casefold() == party.text.casefold():
        return True
    if party.basis.startswith(f"coreference:{choice}"):
        return True
    at = text.find(choice)
    while at >= 0:
        if party.start < at + len(choice) and at < party.end:
            return True
        at = text.find(choice, at + 1)
    return False


class Expected(Struct, frozen=True):
    """An event that a careful reader takes from a report: the words that tell of it, and what it is.

    `others` are other readings that are as good.
    """

    sentence: str
    wanted: Wanted
    others: tuple[Wanted, ...] = ()


class Comparison(Struct, frozen=True):
    """How a coded report stands beside what is expected of it.

    `false` are actual events in words that tell of none; to refuse or to deny one, which takes outer words,
    is no such event, nor is one of a type that the row allows by its `but`.
    """

    found: tuple[Expected, ...]
    missing: tuple[tuple[Expected, tuple[Record, ...]], ...]
    false: tuple[tuple[str, Record], ...]

    @property
    def wanted(self) -> int:
        """How many events are expected."""
        return len(self.found) + len(self.missing)

    @property
    def near(self) -> int:
        """How many of the missing events were coded with the right type and status, but another party."""
        return sum(
            any(record.plover in one.wanted.plover and record.status == one.wanted.status for record in there)
            for one, there in self.missing
        )


def compare_report(coded: CodedReport, expected: Mapping[str, Any]) -> Comparison:
    """Return which expected events of a report were coded, and what was coded in words that tell of none.

    `expected` has `events` (each quoting its `sentence`) and `not_events`, as in `samples/expected.json`.  A record
    with several parties on a side can be as many expected events.
    """
    text = coded.document.report.text
    found: list[Expected] = []
    missing: list[tuple[Expected, tuple[Record, ...]]] = []
    used: Counter[str] = Counter()
    for row in expected["events"]:
        one = _expected(row)
        there = [record for record in coded.records if stands_in(record, one.sentence, text)]
        fitting = [
            record
            for record in there
            if used[record.id] < max(len(record.source), len(record.target), 1)
            and record.plover
            and any(not _faults(text, {})(wanted, record) for wanted in (one.wanted, *one.others))
        ]
        if fitting:
            used[fitting[0].id] += 1
            found.append(one)
        else:
            missing.append((one, tuple(there)))
    false = [
        (row["sentence"], record)
        for row in expected["not_events"]
        for record in coded.records
        if record.status == "actual"
        and record.plover
        and not record.outer
        and record.plover not in row.get("but", ())
        and record.id not in used
        and stands_in(record, row["sentence"], text, wholly=True)
    ]
    return Comparison(tuple(found), tuple(missing), tuple(false))


def _expected(row: Mapping[str, Any]) -> Expected:
    others = tuple(_wanted({**row, **other}) for other in row.get("or", ()))
    return Expected(row["sentence"], _wanted(row), others)


def _wanted(row: Mapping[str, Any]) -> Wanted:
    plover = row["plover"] if isinstance(row["plover"], list) else [row["plover"]]
    sides = [choices_of(row[name], name) for name in ("source", "target")]
    return Wanted(sides[0], sides[1], tuple(plover), row["status"])


def stands_in(record: Record, quoted_words: str, text: str, *, wholly: bool = False) -> bool:
    """Tell whether the action of a record stands in the quoted words of the report, at least in part."""
    start = text.find(quoted_words)
    end = start + len(quoted_words)
    first, last = record.action.start, record.action.end
    return start >= 0 and (start <= first and last <= end if wholly else first < end and start < last)


def told_comparison(name: str, compared: Comparison) -> str:
    """Return in words what of a report was found, what is missing and what is false."""
    lines = [
        f"{name}: {len(compared.found)} of {compared.wanted} events, {compared.near} more but for a party, "
        f"{len(compared.false)} false"
    ]
    for one, there in compared.missing:
        wanted = one.wanted
        lines.append(f'  missing  "{one.sentence}"')
        parties = f"{_side(wanted.source)} -> {_side(wanted.target)}"
        lines.append(f"    wanted {'/'.join(wanted.plover)} [{wanted.status}]: {parties}")
        lines += [f"    coded  {summary(record)}  [{record.rule}]" for record in there]
    for words, record in compared.false:
        lines.append(f'  false    "{words}"\n    coded  {summary(record)}  [{record.rule}]')
    return "\n".join(lines)


def _side(choices: Sequence[str | None]) -> str:
    return "/".join(choice or "nobody" for choice in choices)
