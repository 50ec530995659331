"""Check the codebook: marks, codes, modes, counts, duplicates, and overlap with gold.

python scripts/check_codebook.py [FILE.toml ...]          # faults of these files, or of the whole codebook
python scripts/check_codebook.py --gold FOLDER            # and sentences that share eight words with gold files
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from dragoman.codebook.entries import read_entries, read_files
from dragoman.codebook.lint import lint, overlaps
from dragoman.coder import LEXICON
from dragoman.records.codebook import read_codebook, read_contexts, read_modes


def gold_texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".jsonl" and "arabic" not in path.parts:
            for line in path.read_text(encoding="utf-8").split("\n"):
                if line.strip():
                    yield from strings_of(json.loads(line))
        elif path.suffix in (".txt", ".md", ".json") and path.name != "README.md":
            yield path.read_text(encoding="utf-8")


def strings_of(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        yield " ".join(value)
    elif isinstance(value, list):
        for one in value:
            yield from strings_of(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings_of(one)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--gold", type=Path, action="append", default=[])
    arguments = parser.parse_args()
    tables = LEXICON / "codebook"
    entries = read_files(arguments.files) if arguments.files else read_entries(LEXICON / "en" / "codebook")
    codes = {code: one.plover for code, one in read_codebook(tables).codes.items()}
    faults = list(lint(entries, codes, read_modes(tables), read_contexts(tables)))
    if not arguments.files:
        faults += [f"{code}: is not in the codebook" for code in codes if code not in entries.codes]
    texts = [example.text for example in entries.examples()]
    gold = [text for folder in arguments.gold for text in gold_texts(folder)]
    faults += [f"shares words with gold: {run!r}: {text}" for text, run in overlaps(texts, gold)]
    for fault in faults:
        print(fault)
    misses = sum(one.code == "NONE" for one in entries.examples())
    print(
        f"{len(entries.types)} types, {len(entries.codes)} codes, {len(texts) - misses} examples, "
        f"{misses} near misses, {len(faults)} faults"
    )
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
