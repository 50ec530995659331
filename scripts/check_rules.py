"""Run the examples of rules and operators and print those that do not come out.

python scripts/check_rules.py                     # all
python scripts/check_rules.py assault aid         # events/assault.toml and events/aid.toml
python scripts/check_rules.py --text "Rebels attacked soldiers."   # code a sentence and show what was tried
"""

from __future__ import annotations

import argparse
import sys
from importlib.resources import files
from pathlib import Path

import dragoman.coder as coder_module
from dragoman.events.examples import mistakes, read_example
from dragoman.events.rules import Operator, Rule
from dragoman.types import Event, Report


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="files of lexicon/en/events without .toml, or `operators`")
    parser.add_argument("--text", action="append", default=[], help="code this sentence instead")
    parser.add_argument("--tree", action="store_true", help="with --text: print the parse too")
    arguments = parser.parse_args()
    coder = coder_module.Coder()
    if arguments.text:
        for text in arguments.text:
            show(coder, text, arguments.tree)
        return 0
    return run_examples(coder, set(arguments.names))


def show(coder: coder_module.Coder, text: str, tree: bool) -> None:
    coded = coder.code(text)
    print("#", text)
    for sentence in coded.sentences:
        if tree:
            print("   ", " ".join(f"{t.index}:{t.text}/{t.lemma}/{t.tag}/{t.dep}/{t.head}" for t in sentence))
    for event in coded.events:
        print("   ", line(event), "|", " / ".join(event.steps))
    for attempt in coded.attempts:
        print("      -", attempt.reason, "|", attempt.detail, "|", attempt.rule)


def line(event: Event) -> str:
    source = (
        f"{event.source.text} ({', '.join(e.code or '?' for e in event.source.entities)})"
        if event.source
        else "-"
    )
    target = (
        f"{event.target.text} ({', '.join(e.code or '?' for e in event.target.entities)})"
        if event.target
        else "-"
    )
    return f"{event.cameo} {event.status} {source} -> {target} {event.rule} {'+'.join(event.outer)} {event.confidence}"


def run_examples(coder: coder_module.Coder, names: set[str]) -> int:
    wanted: list[tuple[Rule | Operator, str, str]] = []
    home = {}
    folder = files("dragoman") / "lexicon" / "en"
    for path in [*(folder / "events").iterdir(), folder / "operators.toml"]:
        text = path.read_text(encoding="utf-8")
        home[Path(str(path)).stem] = text
    for rule in [*coder.book.rules, *coder.book.operators]:
        where = next((name for name, text in home.items() if f'"{rule.id}"' in text), "?")
        if names and where not in names:
            continue
        wanted += [(rule, raw, "match") for raw in rule.matches] + [
            (rule, raw, "reject") for raw in rule.rejects
        ]
    examples = [read_example(raw, rule.cameo, kind, rule.id) for rule, raw, kind in wanted]
    failed = 0
    coded = coder.code_many([Report(str(i), example.text) for i, example in enumerate(examples)])
    for (rule, _, kind), example, one in zip(wanted, examples, coded, strict=True):
        wrong = mistakes(example, one.events, rule.id)
        if wrong:
            failed += 1
            print(f"{rule.id} {kind}: {wrong}\n    {example.text}")
    print(f"{len(examples)} examples, {failed} wrong")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
