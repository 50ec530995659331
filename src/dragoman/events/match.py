"""Acts in a sentence: which rules fit which words, and where their sources and targets stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.events.parties import Parties
from dragoman.events.rules import Operator, Rule, RuleBook, Words
from dragoman.events.tree import Tree

_DONE_TO_PLACES = frozenset({"07", "08", "15", "17", "19", "20"})
_DONE_BY_WORDS = frozenset({"02", "03", "04", "05", "09", "10", "11", "12", "13"})
Kind = str
"""What starts a rule: "verb", "noun" or "adjective"."""


@dataclass(frozen=True, slots=True)
class Act:
    """A rule that fits the word at `token`, with the tokens that head its sources and targets."""

    rule: Rule
    token: int
    kind: Kind
    sources: tuple[int, ...]
    targets: tuple[int, ...]
    light: int | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule that a word could have started and that did not fit, with the reason."""

    rule: Rule
    token: int
    reason: str


def kind_of(tree: Tree, at: int) -> Kind | None:
    """Return what the token can start: a verb, noun or adjective rule, or nothing."""
    token = tree.tokens[at]
    if token.tag.startswith("VB"):
        # "the arrested suspects" tells of an arrest that is over and of nobody who made it.
        return None if token.dep in ("aux", "auxpass", "amod") else "verb"
    if token.tag.startswith("NN"):
        return None if token.dep == "compound" else "noun"
    return "adjective" if token.tag.startswith("JJ") else None


def find_acts(tree: Tree, parties: Parties, book: RuleBook) -> tuple[list[Act], list[Refusal]]:
    """Return the acts of a sentence in the order of their words, one for each word, and the rules that did not fit."""
    acts: list[Act] = []
    refusals: list[Refusal] = []
    for token in tree.tokens:
        kind = kind_of(tree, token.index)
        if kind is None:
            continue
        best: Act | None = None
        most = -1
        for rule, own_words in candidates(tree, token.index, kind, book):
            reason = misfit(tree, parties, book, rule, token.index, kind)
            if reason:
                refusals.append(Refusal(rule, token.index, reason))
                continue
            if rule.rank + own_words > most:
                most = rule.rank + own_words
                best = bind(tree, parties, rule, token.index, kind)
        if best is not None:
            acts.append(best)
    return without_light_verbs(acts), refusals


def without_light_verbs(acts: list[Act]) -> list[Act]:
    """Return `acts` less the nouns whose verb is an act of its own that counts the noun in ("signed an accord")."""
    verbs = {act.token: act for act in acts if act.kind == "verb"}
    kept: list[Act] = []
    for act in acts:
        over = verbs.get(act.light) if act.light is not None else None
        if over is not None and act.kind == "noun" and _counts_its_object(over.rule):
            continue
        kept.append(act)
    # A light verb with a rule of its own that asks nothing of its object gives way to the noun.
    nouns = {act.light for act in kept if act.kind == "noun" and act.light is not None}
    return [act for act in kept if not (act.kind == "verb" and act.token in nouns and act.rule.rank == 0)]


def _counts_its_object(rule: Rule) -> bool:
    return bool(rule.object or rule.args) or any(slot.startswith("obj.") for slot in rule.target)


def candidates(tree: Tree, at: int, kind: Kind, book: RuleBook) -> Iterator[tuple[Rule, int]]:
    """Yield the rules that the word at `at` could start, with the number of words before it that they ask for."""
    for key in keys_of(tree, at, kind):
        found = book.rule_index.get((kind, key))
        if found is not None:
            for before, rule in found:
                if not before or stands_before(tree, at, before):
                    yield rule, len(before)
            return


def keys_of(tree: Tree, at: int, kind: Kind) -> list[str]:
    """Return what the word at `at` may be listed as, the most exact first ("lay down", then "lay")."""
    lemma = tree.lemma(at)
    if kind != "verb":
        return [lemma]
    base = tree.tokens[at].lemma.lower()
    # Small parsers take a particle for an adverb, or for a preposition with nothing behind it.
    loose = [
        f"{base} {tree.tokens[child].text.lower()}"
        for child in tree.children_of(at, "advmod", "prep")
        if child > at and not tree.children[child]
    ]
    keys = [lemma, *loose]
    told = " " in lemma and lemma.split()[1] in tree.grammar.telling_particles
    if not told or base not in tree.grammar.phrasal_verbs:
        keys.append(base)
    return list(dict.fromkeys(keys))


def operators_at(tree: Tree, at: int, book: RuleBook) -> Iterator[Operator]:
    """Yield the operators that the word at `at` could be."""
    kind = kind_of(tree, at)
    if kind is None:
        return
    for key in keys_of(tree, at, kind):
        found = book.operator_index.get((kind, key))
        if found is not None:
            for before, operator in found:
                if not before or stands_before(tree, at, before):
                    yield operator
            return


def stands_before(tree: Tree, at: int, words: tuple[str, ...]) -> bool:
    """Tell whether the lemmas `words` stand directly before the token."""
    first = at - len(words)
    return first >= 0 and all(tree.tokens[first + i].lemma.lower() == word for i, word in enumerate(words))


def misfit(tree: Tree, parties: Parties, book: RuleBook, rule: Rule, at: int, kind: Kind) -> str:
    """Return why the rule does not fit the word, in words; "" when it does."""
    if rule.voice != "any" and kind == "verb" and tree.is_passive(at) != (rule.voice == "passive"):
        return f"the verb is not {rule.voice}"
    for slot, wanted in rule.conditions():
        if kind == "noun" and slot in ("obj", "subj"):
            continue
        tokens = slot_tokens(tree, at, kind, slot)
        if slot == "other" and not tokens:
            tokens = two_in_one(tree, parties, at, kind)
        if not any(parties.fits(one, wanted, book) for one in tokens):
            what = " or ".join(wanted[:4]) + (" or the like" if len(wanted) > 4 else "")
            return f"{slot} is not {what}" if tokens else f"there is no {slot} ({what})"
    for slot, unwanted in rule.unless.items():
        for one in slot_tokens(tree, at, kind, slot):
            if parties.fits(one, unwanted, book):
                return f'{slot} is "{tree.tokens[one].text}"'
    return ""


def two_in_one(tree: Tree, parties: Parties, at: int, kind: Kind) -> list[int]:
    """Return the subject where its one phrase names several ("British and French ministers met")."""
    return [one for one in slot_tokens(tree, at, kind, "subj") if len(parties.entities_at(one)) > 1]


def bind(tree: Tree, parties: Parties, rule: Rule, at: int, kind: Kind) -> Act:
    """Return the act that the rule reads at a word that it fits, with where its parties stand."""
    source_slots: Words = rule.noun_source if kind == "noun" else rule.source
    target_slots: Words = rule.noun_target if kind == "noun" else rule.target
    light = light_verb(tree, at) if kind == "noun" else None
    sources = first_filled(tree, at, kind, source_slots, parties)
    if kind == "noun" and not sources and rule.cameo[:2] == "04":
        sources = meeting_subjects(tree, at)
    targets = [one for one in first_filled(tree, at, kind, target_slots, parties) if one not in sources]
    if light is not None and tree.lemma(light) in tree.grammar.reverse_light_verbs:
        targets = tree.surface_subjects(light)
    if (
        not targets
        and kind == "verb"
        and rule.cameo[:2] in _DONE_BY_WORDS
        and target_slots
        and not rule.object
    ):
        targets = [one for one in tree.objects(at) if one not in sources]
    if not any(names_somebody(parties, one) for one in targets):
        targets = fallback_targets(tree, parties, rule, at, light, sources) or targets
    return Act(rule, at, kind, tuple(sources), tuple(targets), light)


def fallback_targets(
    tree: Tree, parties: Parties, rule: Rule, at: int, light: int | None, sources: list[int]
) -> list[int]:
    """Return who is meant where no slot of the rule names anybody: who or where is named below the act's words.

    Aid, concessions, deployments, curfews and force are done to the place they are done in; other acts (a meeting
    in Vienna) are not, and stay without a target.
    """
    if rule.cameo[:2] not in _DONE_TO_PLACES or not rule.target or rule.reciprocal:
        return []
    for word in (at, light):
        if word is None:
            continue
        for one in sorted(tree.below_in_clause(word)):
            if one <= at or one in sources or one not in parties.at or not _is_where(tree, one):
                continue
            if rule.object and one in tree.objects(word):
                continue  # "mobilized the army" is not done to the army
            mention = parties.at[one]
            if mention.entities and mention.kind != "pronoun" and not mention.part:
                return [one]
    return []


def _is_where(tree: Tree, at: int) -> bool:
    token = tree.tokens[at]
    return token.dep != "pobj" or tree.tokens[token.head].text.lower() in tree.grammar.where_prepositions


def light_verb(tree: Tree, noun: int) -> int | None:
    """Return the light verb that the noun is the object of, if there is one."""
    governor = tree.governing_verb(noun)
    if governor is None or tree.tokens[tree.first_joined(noun)].dep in ("pobj", "nsubj"):
        return None
    grammar = tree.grammar
    lemma = tree.lemma(governor)
    return governor if lemma in grammar.light_verbs or lemma in grammar.reverse_light_verbs else None


def first_filled(tree: Tree, at: int, kind: Kind, slots: Words, parties: Parties | None = None) -> list[int]:
    """Return the tokens of the first slot that is filled, preferring one that names somebody when asked."""
    first: list[int] = []
    for slot in slots:
        found = slot_tokens(tree, at, kind, slot)
        if not found:
            continue
        if parties is None or any(names_somebody(parties, one) for one in found):
            return found
        first = first or found
    return first


def names_somebody(parties: Parties, at: int) -> bool:
    """Tell whether the phrase headed at `at` names somebody, or holds one who is named."""
    found = parties.party(at, "target")
    return found is not None and found.kind != "words"


def slot_tokens(tree: Tree, at: int, kind: Kind, slot: str) -> list[int]:
    """Return the tokens that head what stands in `slot` of the word at `at`; answers are kept with the tree."""
    key = (at, kind, slot)
    known = tree.slots.get(key)
    if known is None:
        known = tree.slots[key] = _find_slot(tree, at, kind, slot)
    return known


def _find_slot(tree: Tree, at: int, kind: Kind, slot: str) -> list[int]:
    if "." in slot:
        outer, _, inner = slot.partition(".")
        if outer == "comp":
            return [one for clause in clauses_under(tree, at) for one in _in_clause(tree, clause, inner)]
        return [
            one
            for head in slot_tokens(tree, at, kind, outer)
            for one in slot_tokens(tree, head, "noun", inner)
        ]
    if slot == "subj":
        if kind == "adjective":
            return tree.surface_subjects(tree.tokens[at].head) if tree.tokens[at].dep == "acomp" else []
        return tree.subjects(at) if kind == "verb" else noun_subjects(tree, at)
    if slot == "obj":
        return tree.objects(at) if kind == "verb" else []
    if slot == "other":
        subjects = tree.subjects(at) if kind == "verb" else noun_subjects(tree, at)
        return subjects[1:]
    if slot == "comp":
        return tree.children_of(at, "xcomp", "ccomp", "advcl", "acl", "oprd")
    if slot == "poss":
        return [one for head in tree.children_of(at, "poss") for one in tree.joined(head)]
    if slot == "mod":
        return tree.children_of(at, "compound", "amod", "nmod")
    if slot == "iobj":
        return tree.prepositions(at).get("iobj", []) + _preposition_tokens(tree, at, kind, "to")
    if slot == "neg":
        return tree.children_of(at, "neg")
    if slot == "adv":
        return tree.children_of(at, "advmod", "npadvmod", "prt")
    return _preposition_tokens(tree, at, kind, slot)


def noun_subjects(tree: Tree, noun: int) -> list[int]:
    """Return who does what the noun says; only a light verb or an adjunct lends it a subject of its own."""
    if tree.children_of(noun, "poss") or tree.prepositions(noun).get("by"):
        return tree.subjects_of_noun(noun)
    governor = tree.governing_verb(noun)
    if governor is None:
        return []
    token = tree.tokens[noun]
    lemma = tree.lemma(governor)
    lends = lemma in tree.grammar.light_verbs or lemma in tree.grammar.reverse_light_verbs
    if token.dep == "pobj":
        preposition = tree.tokens[tree.sentence.tokens[noun].head].text.lower()
        lends = preposition in tree.grammar.adjunct_prepositions
    return tree.subjects_of_noun(noun) if lends or token.dep == "attr" else []


def meeting_subjects(tree: Tree, noun: int) -> list[int]:
    """Return who takes part in a meeting that a clause begins with ("In talks with Kyiv, the minister said")."""
    token = tree.tokens[noun]
    if token.dep != "pobj" or tree.tokens[token.head].text.lower() not in tree.grammar.meeting_prepositions:
        return []
    governor = tree.governing_verb(noun)
    return tree.subjects(governor) if governor is not None else []


def _preposition_tokens(tree: Tree, at: int, kind: Kind, name: str) -> list[int]:
    found = list(tree.prepositions(at).get(name, []))
    if kind == "noun":
        light = light_verb(tree, at)
        if light is not None:
            grammar = tree.grammar
            if tree.lemma(light) in grammar.reverse_light_verbs:
                return found
            found += [one for one in tree.prepositions(light).get(name, []) if one not in found]
    elif kind == "verb":
        # Small parsers hang a preposition on the object as often as on the verb.
        for head in tree.objects(at):
            if name not in ("of",):
                found += [one for one in tree.prepositions(head).get(name, []) if one not in found]
        for child in tree.children_of(at, "acomp", "xcomp", "advmod"):
            if not tree.is_verb(child):
                found += [one for one in tree.prepositions(child).get(name, []) if one not in found]
    return found


def clauses_under(tree: Tree, at: int) -> list[int]:
    """Return the verbs of the clauses that a verb takes: that-clauses, infinitives, and what it is done for."""
    return [
        clause
        for clause in tree.children_of(at, "xcomp", "ccomp", "advcl")
        if tree.tokens[clause].dep != "advcl"
        or any(tree.tokens[child].tag == "TO" for child in tree.children[clause])
    ]


def _in_clause(tree: Tree, clause: int, slot: str) -> list[int]:
    if slot == "subj":
        return tree.subjects(clause) or tree.surface_subjects(clause)
    return slot_tokens(tree, clause, "verb", slot)
