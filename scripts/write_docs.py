"""Write docs/commands.md from the help texts, and renew what the commands shown in the docs print.

    python scripts/write_docs.py             # write what has changed, and say which pages have
    python scripts/write_docs.py --check     # write nothing; exit with 1 if a page would change

A ``console`` block whose commands are `dragoman ...` is run in a folder that holds the files which the same page
shows before it (a block that begins "```text file=report.txt").  In what it prints, `...` stands for anything:
output that still fits is left as it is.  A block that begins "```json record=report.txt" is that report's first
record.  tests/docs runs the same functions, so the pages cannot drift from the program.
"""

from __future__ import annotations

import argparse
import copy
import inspect
import io
import json
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

import click
import msgspec

from dragoman.cli.book import name_of
from dragoman.cli.commands import cli
from dragoman.codebook.entries import CodeExample, Confusion, Entries, TypeEntry, read_entries
from dragoman.coder import LEXICON, Coder
from dragoman.records.codebook import Codebook, read_codebook
from dragoman.settings import Settings

ROOT = Path(__file__).parents[1]
COMMANDS = ROOT / "docs" / "commands.md"
DAY = date(2015, 5, 21)
WIDTH = 100
FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
UNSTEADY = (
    (re.compile(r"could also start \d[^\n]*"), "could also start ..."),
    (re.compile(r"\br-[0-9a-f]{16}\b"), "r-..."),
    (re.compile(r"\be-[0-9a-f]{16}\b"), "e-..."),
    (re.compile(r'("lexicon": ?)"[0-9a-f]{12}"'), r'\1"..."'),
)
"""What changes with every change to the lexicon and tells a reader nothing."""
SEVERAL_SPACES = re.compile(r"\s+")

INTRODUCTION = """\
# The commands

This page is written by `python scripts/write_docs.py` from the help texts of the program. To change it, change
those, in `src/dragoman/cli/commands.py`.

Options are described under each command. What a user can choose in Python is in the table of
[settings](#settings) at the end.
"""


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code of a page: its language, what else its first line says, and where its body stands."""

    language: str
    about: str
    body: str
    start: int
    end: int

    def named(self, key: str) -> str:
        """Return the value of `key=value` on the first line of the block, "" when it is not there."""
        return next((one[len(key) + 1 :] for one in self.about.split() if one.startswith(f"{key}=")), "")


def pages() -> list[Path]:
    """Return the pages of the documentation."""
    tops = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")]
    return [*tops, *(one for one in sorted((ROOT / "docs").glob("*.md")) if one != COMMANDS)]


def fences(text: str) -> Iterator[Fence]:
    """Yield the blocks of code of a page in their order."""
    for found in FENCE.finditer(text):
        language, _, about = found["info"].strip().partition(" ")
        yield Fence(language, about, found["body"], *found.span("body"))


def fits(wanted: str, printed: str) -> bool:
    """Tell whether `printed` is what `wanted` shows, where `...` stands for anything."""
    pattern = ".*?".join(re.escape(part) for part in _plain(wanted).split("..."))
    return re.fullmatch(pattern, _plain(printed), re.DOTALL) is not None


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


def steady(printed: str) -> str:
    """Return what is printed with `...` for what changes with every change to the lexicon."""
    for pattern, shown in UNSTEADY:
        printed = pattern.sub(shown, printed)
    return printed


# The page of commands


def commands_page() -> str:
    """Return docs/commands.md as the help texts of today give it."""
    parts = [INTRODUCTION, _section("dragoman", cli, "## dragoman")]
    for name in sorted(cli.commands):
        parts.append(_section(f"dragoman {name}", cli.commands[name], f"## {name}"))
    parts.append(_settings())
    return "\n".join(parts)


def _section(name: str, command: click.Command, heading: str) -> str:
    context = click.Context(command, info_name=name, terminal_width=WIDTH, **_help_options())
    told = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    return f"{heading}\n\n```text\n{told}\n```\n"


def _help_options() -> dict[str, Any]:
    return {"help_option_names": cli.context_settings["help_option_names"]}


def _settings() -> str:
    lines = [
        "## Settings",
        "",
        "`dragoman.Coder(dragoman.Settings(...))` takes the same choices in Python:",
        "",
        "| setting | default | what it is |",
        "|---|---|---|",
    ]
    defaults = Settings()
    for name, told in settings_told().items():
        lines.append(f"| `{name}` | `{getattr(defaults, name)!r}` | {told} |")
    return "\n".join(lines) + "\n"


def settings_told() -> dict[str, str]:
    """Return what the docstring of `Settings` says of each of its fields."""
    told: dict[str, str] = {}
    for found in re.finditer(
        r"^`(\w+)`: (.*?)(?=^`|\Z)", inspect.getdoc(Settings) or "", re.MULTILINE | re.DOTALL
    ):
        told[found[1]] = SEVERAL_SPACES.sub(" ", found[2]).strip()
    return {name: told[name] for name in Settings.__struct_fields__}


# Commands that a page shows


class Terminal(io.TextIOWrapper):
    """Takes what is printed; as a screen it passes for a terminal, on which `dragoman code` writes tables."""

    def __init__(self, *, is_screen: bool) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="")
        self.is_screen = is_screen

    def isatty(self) -> bool:
        """Tell whether this passes for a terminal."""
        return self.is_screen

    def printed(self) -> str:
        """Return all that was printed."""
        self.flush()
        held = self.buffer
        assert isinstance(held, io.BytesIO)
        return held.getvalue().decode("utf-8")


@contextmanager
def sharing(coder: Coder) -> Iterator[None]:
    """Let all that make a coder take the parser of `coder`, and its lexicon where the user has none of his own."""

    def shared(settings: Settings | None = None, parser: Any = None) -> Coder:
        settings = settings or Settings()
        if settings.rules or settings.actors:
            return Coder(settings, parser or coder.parser)
        made = copy.copy(coder)
        made.settings = settings
        return made

    with mock.patch("dragoman.coder.Coder", shared):
        yield


@contextmanager
def working_in(folder: Path) -> Iterator[None]:
    """Work in a folder, and come back."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def words_of(line: str) -> list[str]:
    """Return the words of a line of shell, `|` and `>` among them."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|>")
    lexer.whitespace_split = True
    lexer.commenters = ""
    return list(lexer)


class Shell:
    """Runs the commands of a page, as far as they are `dragoman`, `cat`, `echo`, `|` and `>`."""

    def __init__(self) -> None:
        self.exit_code = 0

    def run(self, line: str) -> str:
        """Return what a line prints on a terminal, errors and messages included."""
        words = words_of(line)
        target = ""
        if ">" in words:
            at = words.index(">")
            words, target = words[:at], words[at + 1]
        given = b""
        while "|" in words:
            at = words.index("|")
            given = self._source(words[:at])
            words = words[at + 1 :]
        if words[0] != "dragoman":
            return self._source(words).decode()
        return self._dragoman(words[1:], given, target)

    def _source(self, words: Sequence[str]) -> bytes:
        if words[0] == "cat":
            return b"".join(Path(name).read_bytes() for name in words[1:])
        if words[0] == "echo":
            return (" ".join(words[1:]).replace("$?", str(self.exit_code)) + "\n").encode()
        raise ValueError(f"the docs run dragoman, cat and echo, not {words[0]}")

    def _dragoman(self, arguments: Sequence[str], given: bytes, target: str) -> str:
        terminal = Terminal(is_screen=not target)
        file = open(target, "w", encoding="utf-8") if target else None  # noqa: PTH123, SIM115
        with (
            redirect_stdout(file or terminal),
            redirect_stderr(terminal),
            mock.patch("sys.stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8")),
        ):
            try:
                cli.main(list(arguments), prog_name="dragoman")
            except SystemExit as exit_:
                self.exit_code = exit_.code if isinstance(exit_.code, int) else 1
        if file:
            file.close()
        return terminal.printed()


def steps_of(body: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console block with the output that is shown under it."""
    command, shown = "", []
    for line in body.splitlines():
        if line.startswith("$ "):
            if command:
                yield command, "\n".join(shown)
            command, shown = line[2:], []
        elif command.endswith("\\") and not shown:
            command = command[:-1] + line.strip()
        else:
            shown.append(line)
    if command:
        yield command, "\n".join(shown)


def is_run(fence: Fence) -> bool:
    """Tell whether a block shows commands that can be run here."""
    commands = [words_of(command) for command, _ in steps_of(fence.body)]
    known = all(words[0] in ("dragoman", "cat", "echo") for words in commands)
    return fence.language == "console" and known and any("dragoman" in words for words in commands)


def run_page(text: str, coder: Coder, on_python: Callable[[Fence], None] | None = None) -> str:
    """Return the page with what its commands print today; what still fits is left as it is.

    `on_python` is called with each block of Python, in the folder where its files are.
    """
    renewed, done = "", 0
    with tempfile.TemporaryDirectory() as folder, working_in(Path(folder)), sharing(coder):
        shell = Shell()
        for fence in fences(text):
            body = fence.body
            if name := fence.named("file"):
                Path(name).write_text(body, "utf-8")
            elif is_run(fence):
                body = _console(body, shell)
            elif name := fence.named("record"):
                body = _record(body, Path(name), coder)
            elif fence.language == "python" and on_python:
                on_python(fence)
            renewed += text[done : fence.start] + body
            done = fence.end
    return renewed + text[done:]


def _console(body: str, shell: Shell) -> str:
    lines: list[str] = []
    heads = re.findall(r"^\$ .*(?:(?<=\\)\n.*)*", body, re.MULTILINE)
    for head, (command, wanted) in zip(heads, steps_of(body), strict=True):
        printed = shell.run(command)
        lines += [head, wanted if fits(wanted, printed) else steady(_plain(printed))]
    return "\n".join(line for line in lines if line).rstrip("\n") + "\n"


def _record(body: str, path: Path, coder: Coder) -> str:
    from dragoman.reports.read import read_reports
    from dragoman.types import Report

    (report,) = read_reports(path, published=DAY)
    assert isinstance(report, Report)
    record = msgspec.to_builtins(coder.code(report).records[0])
    fields = (f'  "{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in record.items())
    written = "{\n" + ",\n".join(fields) + "\n}\n"
    return body if fits(body, written) else steady(written)


def renewed_pages(coder: Coder) -> Iterator[tuple[Path, str, str]]:
    """Yield each page with what it says and what it should say."""
    for path in pages():
        text = path.read_text("utf-8") if path.exists() else ""
        yield path, text, run_page(text, coder)
    yield COMMANDS, COMMANDS.read_text("utf-8") if COMMANDS.exists() else "", commands_page()


# The pages of the codebook


def codebook_pages() -> Iterator[tuple[Path, str]]:
    """Yield the page of each type of the codebook, and the page that lists them."""
    entries = read_entries(LEXICON / "en" / "codebook")
    codes = read_codebook(LEXICON / "codebook")
    folder = ROOT / "docs" / "codebook"
    for entry in entries.types.values():
        yield folder / f"{entry.name.lower()}.md", "\n".join(_type_page(entry, entries, codes)) + "\n"


def _type_page(entry: TypeEntry, entries: Entries, codes: Codebook) -> Iterator[str]:
    yield f"# {entry.name}\n"
    yield "This page is written by `python scripts/write_docs.py` from `src/dragoman/lexicon/en/codebook`.\n"
    yield entry.definition
    yield from _confusions(entry.confused)
    if entry.modes:
        yield "\n| mode | meaning |\n|---|---|"
        yield from (f"| {name} | {meaning} |" for name, meaning in entry.modes.items())
    for code in entries.codes.values():
        if code.type == entry.name:
            yield f"\n## {code.code} {name_of(code, codes)}\n"
            yield code.definition
            yield from _confusions(code.confused)
            yield from ("",) if code.examples else ()
            yield from (f"- {shown(example)}" for example in code.examples)
            if code.near_misses:
                yield "\nLooks like it and is not:\n"
                yield from (f"- {shown(example)}" for example in code.near_misses)
    if entry.near_misses:
        yield "\n## Examples\n"
        yield from (f"- {shown(example)}" for example in entry.near_misses)


def _confusions(confused: Sequence[Confusion]) -> Iterator[str]:
    if confused:
        yield "\nNot to be confused with:\n"
        yield from (f"- {one.other}: {one.tell}" for one in confused)


def shown(example: CodeExample) -> str:
    """Return an example with the source in bold letters, the act in italics and the target underlined by code marks."""
    marks = [
        (span, mark)
        for span, mark in ((example.source, "**"), (example.action, "*"), (example.target, "`"))
        if span is not None
    ]
    text = example.text
    for span, mark in sorted(marks, reverse=True):
        text = f"{text[: span.start]}{mark}{span.of(text)}{mark}{text[span.end :]}"
    return text if example.status == "actual" else f"({example.status}) {text}"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 if a page would change"
    )
    check = parser.parse_args().check
    changed = 0
    written = [
        (path, path.read_text("utf-8") if path.exists() else "", page) for path, page in codebook_pages()
    ]
    for path, text, renewed in [*written, *renewed_pages(Coder())]:
        if text == renewed:
            continue
        changed += 1
        print(f"{path.relative_to(ROOT)} {'is not as the program prints it' if check else 'renewed'}")
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(renewed, "utf-8")
    return 1 if check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
