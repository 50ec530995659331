"""Rules and operators as data: reading them, checking them, and finding those that a word could start.

A *rule* names an act by its words and says where in the tree its source and target stand:

    [[rule]]
    id      = "en.assault.open-fire"   # records point to it, so it never changes
    cameo   = "190"
    verb    = ["open"]                 # and/or noun = [...], adjective = [...]
    object  = ["fire"]                 # the object must be, or hold, one of these words
    target  = ["on", "at"]             # slots tried in turn
    matches = ["[source Rebels] opened fire on [target soldiers] near Gao."]
    rejects = ["[The museum] opened fire exits for [visitors]."]

An *operator* is an outer word that makes another act of the act inside it (promise, refuse, demand, end):
which act, the table `codebook/outer.csv` says by its `effect`.

Slots: "subj" (logical subject), "obj" (logical object), "iobj", a preposition ("on", "against", "ahead of"),
"obj.<preposition>", "obj.poss", "obj.mod" (parts of the object), "comp.subj", "comp.obj" (of the clause inside),
"poss", "mod" (possessor and modifiers of a noun), "other" (the second of two coordinated subjects).
`words = true` keeps the words of the target and looks for nobody inside them: who condemns an attack on soldiers
does not accuse the soldiers.
Words in conditions: lemmas, "@class" for a class of `classes/*.toml`, "*" for anything, "#actor", "#person",
"#state", "#armed", "#gov", "#place", "#number" for what a mention is.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct, field

from dragoman.errors import LexiconError

Effect = Literal[
    "promise", "threaten", "refuse", "ask", "demand", "deny", "end", "reject", "intend", "accuse", "support",
    "same", "hypothetical", "future", "negated", "consider", "allow",
]  # fmt: skip
Words = tuple[str, ...]
Conditions = dict[str, Words]
Places = dict[str, Traversable | Path]

LINKS = ("comp", "obj", "subj", "acl", "attr")


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """How an act is said, what it is coded as, and where its source and target stand."""

    id: str
    cameo: str
    verb: Words = ()
    noun: Words = ()
    adjective: Words = ()
    object: Words = ()
    subject: Words = ()
    args: Conditions = field(default_factory=dict)
    unless: Conditions = field(default_factory=dict)
    source: Words = ("subj",)
    target: Words = ("obj",)
    noun_source: Words = ("subj", "mod")
    noun_target: Words = ("against", "on", "of", "to")
    needs: Words = ()
    voice: Literal["any", "active", "passive"] = "any"
    reciprocal: bool = False
    words: bool = False
    mode: str = ""
    contexts: Words = ()
    note: str = ""
    matches: Words = ()
    rejects: Words = ()

    def conditions(self) -> Iterable[tuple[str, Words]]:
        """Yield what must hold, slot by slot."""
        if self.object:
            yield "obj", self.object
        if self.subject:
            yield "subj", self.subject
        yield from self.args.items()

    @property
    def rank(self) -> int:
        """How much the rule asks for: of two that fit, the one that asks for more is right."""
        return 3 * (len(self.args) + bool(self.object)) + 2 * bool(self.subject) + (self.voice != "any")


class Operator(Struct, frozen=True, forbid_unknown_fields=True):
    """An outer word: which act inside it becomes which, and where it names an addressee.

    With no known act inside, `cameo` is the code, and `clause` the one where an infinitive hangs on the word and
    its subject is an actor that the tables know ("the ministry agreed to rename the street").
    """

    id: str
    effect: Effect
    verb: Words = ()
    noun: Words = ()
    adjective: Words = ()
    inner: Words = ("comp",)
    addressee: Words = ()
    cameo: str = ""
    clause: str = ""
    object: Words = ()
    unless: Conditions = field(default_factory=dict)
    reciprocal: bool = False
    note: str = ""
    matches: Words = ()
    rejects: Words = ()


class Outer(Struct, frozen=True):
    """A row of `codebook/outer.csv`: the act `inner` (a code or the start of one) under an effect."""

    effect: str
    inner: str
    becomes: str


class RuleBook(Struct, frozen=True):
    """All rules and operators of a language, found by the kind and lemma of the word that starts them."""

    rules: tuple[Rule, ...]
    operators: tuple[Operator, ...]
    classes: dict[str, frozenset[str]]
    outer: dict[tuple[str, str], str]
    rule_index: dict[tuple[str, str], list[tuple[tuple[str, ...], Rule]]]
    operator_index: dict[tuple[str, str], list[tuple[tuple[str, ...], Operator]]]

    def under(self, effect: str, cameo: str) -> str | None:
        """Return what the act `cameo` becomes under `effect`: the row with the longest matching start wins."""
        for length in range(len(cameo), -1, -1):
            found = self.outer.get((effect, cameo[:length]))
            if found is not None:
                return found
        return None


def read_rules(
    folder: Traversable, codebook: Traversable, codes: frozenset[str], extra: Iterable[Path] = ()
) -> RuleBook:
    """Return the rules of a lexicon folder (`events/*.toml`, `operators.toml`, `classes/*.toml`).

    `codes` are the CAMEO codes there are.  `extra` are a user's own files of rules and operators: one with the
    id of ours replaces it.  Raises `LexiconError` naming file, rule and what to write instead.
    """
    classes = _read_classes(folder / "classes")
    rules: list[Rule] = []
    places: Places = {}
    events = folder / "events"
    for path in sorted(events.iterdir(), key=lambda one: one.name):
        if path.name.endswith(".toml"):
            rules.extend(_read_list(path, "rule", Rule, places))
    operators: list[Operator] = _read_list(folder / "operators.toml", "operator", Operator, places)
    for path in extra:
        rules = _laid_over(rules, _read_list(path, "rule", Rule, places))
        operators = _laid_over(operators, _read_list(path, "operator", Operator, places))
    check_rules(rules, operators, classes, codes, places)
    return RuleBook(
        rules=tuple(rules),
        operators=tuple(operators),
        classes=classes,
        outer=_read_outer(codebook / "outer.csv", codes),
        rule_index=_index(rules),
        operator_index=_index(operators),
    )


def _laid_over(ours: list[Any], theirs: list[Any]) -> list[Any]:
    ids = {one.id for one in theirs}
    # Of two rules that ask for as much the first is taken, and that must be the user's.
    return theirs + [one for one in ours if one.id not in ids]


def check_rules(
    rules: Iterable[Rule],
    operators: Iterable[Operator],
    classes: dict[str, frozenset[str]],
    codes: frozenset[str],
    places: Places | None = None,
) -> None:
    """Raise `LexiconError` for an id used twice, a code that is not in CAMEO, or a class that is not there."""
    places = places or {}
    seen: set[str] = set()
    whole: list[Rule | Operator] = [*rules, *operators]
    for one in whole:
        if one.id in seen:
            raise _fault(one, "is there twice", "give one of them another id", places)
        seen.add(one.id)
        if one.cameo not in codes and not (isinstance(one, Operator) and not one.cameo):
            near = sorted(code for code in codes if code[:2] == one.cameo[:2])[:6]
            hint = f"codes near it: {', '.join(near)}" if near else "CAMEO codes begin with 01 to 20"
            raise _fault(one, f'has code "{one.cameo}", which is not in CAMEO', hint, places)
        if not (one.verb or one.noun or one.adjective):
            raise _fault(one, "has no word that starts it", "give it verb, noun or adjective", places)
        if isinstance(one, Operator) and one.clause and one.clause not in codes:
            hint = "write a code of codebook/cameo.csv"
            raise _fault(one, f'has clause code "{one.clause}", which is not in CAMEO', hint, places)
        conditions = [one.object, *one.unless.values()]
        if isinstance(one, Rule):
            conditions += [one.subject, *one.args.values()]
        for words in conditions:
            for word in words:
                if word[:1] == "@" and word[1:] not in classes:
                    told = f'names the class "{word}", which is in no file of classes/'
                    raise _fault(one, told, "write the words themselves, or a class that is there", places)


def _fault(one: Rule | Operator, told: str, hint: str, places: Places) -> LexiconError:
    """Return the error of a rule or an operator, with the file and the line of its id."""
    kind = "rule" if isinstance(one, Rule) else "operator"
    path = places.get(one.id)
    where = ""
    if path is not None:
        lines = path.read_text(encoding="utf-8").splitlines()
        found = [number for number, line in enumerate(lines, start=1) if f'"{one.id}"' in line]
        where = f"{path}, line {found[-1]}" if found else str(path)
    return LexiconError(f"{kind} `{one.id}` {told}", where=where, hint=hint)


def _read_classes(folder: Traversable) -> dict[str, frozenset[str]]:
    """Return the word classes of all files of a folder.

    A class may name one that stands before it; one that several files have holds the words of all.
    """
    classes: dict[str, frozenset[str]] = {}
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        if path.name.endswith(".toml"):
            _add_classes(path, classes)
    return classes


def _add_classes(path: Traversable, classes: dict[str, frozenset[str]]) -> None:
    raw: dict[str, list[str]] = _toml(path)
    for name, words in raw.items():
        found = set(classes.get(name, ()))
        for word in words:
            if word.startswith("@"):
                if word[1:] not in classes:
                    raise LexiconError(
                        f'class "{name}" names "{word}", which does not stand before it', where=str(path)
                    )
                found |= classes[word[1:]]
            else:
                found.add(word)
        classes[name] = frozenset(found)


def _read_list(path: Traversable | Path, table: str, kind: type[Any], places: Places) -> list[Any]:
    """Return the rules or operators of a file, and note in `places` which file each stands in."""
    found = _toml(path).get(table, [])
    if not isinstance(found, list):
        raise LexiconError(
            f"`{table}` is no list", where=str(path), hint=f"begin each {table} with [[{table}]]"
        )
    values: list[Any] = []
    for number, raw in enumerate(found, start=1):
        try:
            values.append(msgspec.convert(raw, kind))
        except msgspec.ValidationError as error:
            name = raw.get("id", f"number {number}") if isinstance(raw, dict) else f"number {number}"
            raise LexiconError(f"{table} `{name}` cannot be read: {error}", where=str(path)) from error
        places[values[-1].id] = path
    return values


def _toml(path: Traversable | Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"this file cannot be read: {error}", where=str(path)) from error


def _read_outer(path: Traversable, codes: frozenset[str]) -> dict[tuple[str, str], str]:
    outer: dict[tuple[str, str], str] = {}
    for number, row in enumerate(csv.DictReader(path.read_text(encoding="utf-8").splitlines()), start=2):
        becomes = row["becomes"]
        if becomes not in codes and becomes not in ("same", "drop"):
            raise LexiconError(f'"{becomes}" is not in CAMEO', where=f"{path}, line {number}")
        outer[row["effect"], row["inner"]] = becomes
    return outer


def _index(values: Iterable[Any]) -> dict[tuple[str, str], list[tuple[tuple[str, ...], Any]]]:
    index: dict[tuple[str, str], list[tuple[tuple[str, ...], Any]]] = {}
    for value in values:
        for kind in ("verb", "noun", "adjective"):
            for words in getattr(value, kind):
                # Verbs are found by the whole lemma ("carry out"), nouns by their last word ("air strike").
                parts = tuple(words.split())
                key = words if kind == "verb" else parts[-1]
                index.setdefault((kind, key), []).append((parts[:-1] if kind == "noun" else (), value))
    return index
