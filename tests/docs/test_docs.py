"""The docs say what the program does: their commands and Python are run, their tables are whole, their links lead."""

from __future__ import annotations

import csv
import doctest
import importlib.util
import io
import re
import sys
from pathlib import Path
from types import ModuleType, UnionType
from typing import Any, get_args, get_type_hints

import click
import pytest

from dragoman.cli.commands import cli
from dragoman.coder import Coder
from dragoman.events.examples import mistakes, read_example
from dragoman.events.rules import Effect, Operator, Rule
from dragoman.records import flatten
from dragoman.settings import Settings
from dragoman.types import Status

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)
FIRST_CELL = re.compile(r"^\| (.+?) \|", re.MULTILINE)


def load_writer() -> ModuleType:
    """Return scripts/write_docs.py as a module: the same functions write the pages and check them."""
    spec = importlib.util.spec_from_file_location("write_docs", ROOT / "scripts" / "write_docs.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["write_docs"] = module
    spec.loader.exec_module(module)
    return module


write_docs = load_writer()
PAGES: list[Path] = [*write_docs.pages(), write_docs.COMMANDS]
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def words_of(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


def section(page: str, heading: str) -> str:
    """Return what stands under a heading, up to the next one of any depth."""
    text = words_of(page)
    start = re.search(rf"^#+ {re.escape(heading)}$", text, re.MULTILINE)
    assert start is not None, f"{page} has no heading {heading}"
    following = HEADING.search(text, start.end())
    return text[start.end() : following.start() if following else len(text)]


def names_in(table: str) -> list[str]:
    """Return the names in code letters in the first column of a table."""
    return [name for cell in FIRST_CELL.findall(table) for name in re.findall(r"`([^`]+)`", cell)]


def run_python(blocks: list[Any], wrong: list[str]) -> Any:
    """Return what runs a block of Python as a doctest and notes what came out otherwise."""
    names: dict[str, Any] = {}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)

    def run(fence: Any) -> None:
        blocks.append(fence)
        test = doctest.DocTestParser().get_doctest(fence.body, names, "the docs", None, 0)
        told = io.StringIO()
        assert test.examples, f"a block of Python without >>> is not run: {fence.body}"
        runner.run(test, out=told.write, clear_globs=False)
        names.update(test.globs)
        if told.getvalue():
            wrong.append(told.getvalue())

    return run


@every_page
def test_what_a_page_shows_is_what_the_program_does(page: Path, coder: Coder) -> None:
    text = page.read_text("utf-8")
    wrong: list[str] = []
    blocks: list[Any] = []
    renewed = write_docs.run_page(text, coder, run_python(blocks, wrong))
    assert wrong == []
    assert renewed.splitlines() == text.splitlines(), "run scripts/write_docs.py and read what has changed"
    assert len(blocks) == text.count("```python\n")


@every_page
def test_every_command_that_a_page_shows_is_run(page: Path) -> None:
    shown = [one for one in write_docs.fences(page.read_text("utf-8")) if one.language == "console"]
    assert [one.body for one in shown if not write_docs.is_run(one)] == []


def test_output_that_is_shown_may_leave_out_what_differs() -> None:
    assert write_docs.fits("report r-..., published", "report r-12, published")
    assert not write_docs.fits("report r-..., published", "report r-12, with no day")
    assert not write_docs.fits("", "error: there is no file")


RULES_SHOWN = [
    (page, fence.named("file"), fence.body)
    for page in PAGES
    for fence in write_docs.fences(page.read_text("utf-8"))
    if fence.language == "toml" and "[[" in fence.body
]


@pytest.mark.parametrize(
    ("page", "name", "body"), RULES_SHOWN, ids=[f"{p.name}-{n}" for p, n, _ in RULES_SHOWN]
)
def test_the_examples_of_rules_that_are_shown_come_out(
    page: Path, name: str, body: str, coder: Coder, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(body, "utf-8")
    own = Coder(Settings(rules=(path,)), coder.parser)
    shown = [one for one in (*own.book.rules, *own.book.operators) if f'"{one.id}"' in body]
    assert shown
    for rule in shown:
        assert rule.matches and rule.rejects
        for raw in rule.matches:
            example = read_example(raw, rule.cameo, "match", rule.id)
            assert mistakes(example, own.code(example.text).events, rule.id) == "", raw
        for raw in rule.rejects:
            example = read_example(raw, rule.cameo, "reject", rule.id)
            assert mistakes(example, own.code(example.text).events, rule.id) == "", raw


# Commands


def test_the_page_of_commands_is_written_from_the_help_texts() -> None:
    written = words_of("docs/commands.md")
    assert written == write_docs.commands_page(), "run scripts/write_docs.py"


def test_every_command_option_and_setting_is_described() -> None:
    text = words_of("docs/commands.md")
    lacking = [name for name in cli.commands if f"## {name}\n" not in text]
    for name, command in cli.commands.items():
        told = section("docs/commands.md", name)
        options = [one for one in command.params if isinstance(one, click.Option)]
        lacking += [f"{name} {one.opts[0]}" for one in options if one.opts[0] not in told]
    assert lacking == []
    assert names_in(section("docs/commands.md", "Settings")) == list(Settings.__struct_fields__)


def test_the_readme_names_every_exit_code() -> None:
    told = FIRST_CELL.findall(section("README.md", "Exit codes"))
    assert [cell for cell in told if cell.isdigit()] == ["0", "1", "2", "3"]


# Tables


def test_the_readme_describes_every_field_of_a_record() -> None:
    assert names_in(section("README.md", "How to read a record")) == list(flatten.Record.__struct_fields__)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Record", flatten.Record),
        ("Party", flatten.PartyRecord),
        ("Sentence", flatten.SentenceRecord),
        ("Date", flatten.DateRecord),
        ("Action", flatten.ActionRecord),
        ("Figure", flatten.FigureRecord),
        ("Versions", flatten.VersionsRecord),
        ("Relations", flatten.RelationRecord),
    ],
)
def test_every_field_is_described_with_its_type(heading: str, kind: type[Any]) -> None:
    table = section("docs/records.md", heading)
    fields = [name for name in names_in(table) if name in kind.__struct_fields__]
    assert fields == list(kind.__struct_fields__)
    for name, hint in get_type_hints(kind).items():
        can_be_null = isinstance(hint, UnionType) and type(None) in get_args(hint)
        row = next(line for line in table.splitlines() if line.startswith(f"| `{name}` |"))
        assert ("or null" in row.split("|")[2]) == can_be_null, f"{heading}: {name}"


def test_the_schema_knows_all_that_is_described() -> None:
    described = flatten.schema()["$defs"]["Record"]
    assert set(described["properties"]) == set(flatten.Record.__struct_fields__)


def test_every_status_is_described() -> None:
    assert names_in(section("docs/records.md", "Status")) == list(get_args(Status))


def test_the_quad_classes_are_those_of_the_codebook(coder: Coder) -> None:
    rows = re.findall(
        r"^\| ([A-Z]+) \| (\d)[^|]*\|([^|]*)\|",
        section("docs/records.md", "Codes, scores and quad classes"),
        re.M,
    )
    assert {name: int(quad) for name, quad, _ in rows} == dict(coder.codebook.quad_plover)
    for name, _, told in rows:
        codes = coder.codebook.codes.values()
        gdelt = {str(code.quad_gdelt) for code in codes if code.plover == name}
        assert set(re.findall(r"\b([1-4])\b", told)) == gdelt, name


def test_every_column_of_the_csv_output_is_described() -> None:
    from dragoman.cli.show import CsvWriter

    out = io.StringIO()
    CsvWriter(out)
    told = section("docs/records.md", "CSV")
    assert [name for name in out.getvalue().strip().split(",") if f"`{name}`" not in told] == []


def test_every_key_of_rules_and_operators_is_described() -> None:
    keys = names_in(section("docs/rules.md", "A rule"))
    assert sorted(keys) == sorted(Rule.__struct_fields__)
    outer = section("docs/rules.md", "Outer words").split("What an effect makes")[0]
    assert sorted(names_in(outer)) == sorted(Operator.__struct_fields__)


def test_the_table_of_effects_is_that_of_the_codebook(coder: Coder) -> None:
    table = section("docs/rules.md", "Outer words").split("What an effect makes")[1]
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines() if line[:3] == "| `"
    ]
    assert {cells[0].strip("`") for cells in rows} == set(get_args(Effect))
    for name, _, *made in rows:
        effect = name.strip("`")
        if effect in get_args(Status):
            assert made == [f"status `{effect}`"] * 3
        else:
            assert made == [coder.book.under(effect, code) or "same" for code in ("0841", "190", "073")], (
                effect
            )


def test_every_column_and_kind_of_the_actor_table_is_described() -> None:
    path = ROOT / "src" / "dragoman" / "lexicon" / "en" / "actors.csv"
    rows = csv.DictReader(path.read_text("utf-8").splitlines())
    columns = list(rows.fieldnames or ())
    described = names_in(section("docs/actors.md", "The actor table"))
    assert described[: len(columns)] == columns
    assert {row["kind"] for row in rows} == set(described[len(columns) :])


@pytest.mark.parametrize("table", ["roles", "titles", "modifiers", "organisations"])
def test_every_column_of_the_small_tables_is_described(table: str) -> None:
    path = ROOT / "src" / "dragoman" / "lexicon" / "en" / f"{table}.csv"
    header = next(csv.reader(path.read_text("utf-8").splitlines()))
    told = section("docs/actors.md", "Codes from parts")
    row = next(line for line in told.splitlines() if line.startswith(f"| `{table}.csv`"))
    assert re.findall(r"`(\w+)`", row.split("|")[2]) == header


# Links


def anchors(text: str) -> set[str]:
    """Return the anchors that headings of a page get."""
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(text))
    return {heading.strip().replace(" ", "-") for heading in plain}


@every_page
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    prose = write_docs.FENCE.sub("", text)
    broken = []
    for link in LINK.findall(prose):
        if link.startswith(("https://", "http://")):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text("utf-8"))):
            broken.append(link)
    assert broken == []


@every_page
def test_every_file_that_is_named_is_there(page: Path) -> None:
    prose = write_docs.FENCE.sub("", page.read_text("utf-8"))
    named = re.findall(r"`((?:src|scripts|docs|tests)/[\w./-]+)`", prose)
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_page_is_reached_from_the_readme() -> None:
    text = words_of("README.md")
    assert [
        page.name
        for page in PAGES
        if page.name != "README.md" and f"{page.name})" not in text.replace("#", ")#")
    ] == []
