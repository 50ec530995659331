"""What the words around an act make of it: promised, refused, demanded, denied, ended, future, hypothetical.

An act is led up the tree, word by word.  Each operator on the way makes another act of it, by the table
`codebook/outer.csv`; negation, modals and conditions change its status.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.events.match import Act, kind_of, names_somebody, operators_at, slot_tokens
from dragoman.events.parties import Parties
from dragoman.events.rules import Effect, Operator, RuleBook
from dragoman.events.tree import Tree
from dragoman.types import Status

_DEEPEST = 14
_WITH_ADDRESSEE = frozenset({"ask", "demand", "allow"})
_OWN_SOURCE = frozenset(
    {
        "promise",
        "threaten",
        "refuse",
        "ask",
        "demand",
        "deny",
        "end",
        "reject",
        "accuse",
        "support",
        "consider",
        "allow",
    }
)
_OFFERED = frozenset({"03", "04", "06", "07", "08"})
"""CAMEO roots of acts that are not yet done when they are offered; to offer criticism is to criticise."""
_OF_A_SIDE = frozenset({"GOV", "MIL", "REB", "COP", "LEG", "PTY", "JUD", "SPY"})
_AGAINST = frozenset({"16", "17", "18", "19", "20"})
"""CAMEO roots of acts against somebody."""
_DONE_AS_PURPOSE = frozenset({"02", "05", "10", "11", "14"})
"""CAMEO roots of acts that are done by what is done to do them: marching to protest, calling to congratulate."""
_STATUS: dict[str, Status] = {"hypothetical": "hypothetical", "future": "future", "negated": "negated"}


@dataclass(frozen=True, slots=True)
class Reading:
    """An act as the words around it leave it; `steps` says what each of them did, inside out."""

    act: Act | None
    cameo: str
    sources: tuple[int, ...]
    targets: tuple[int, ...]
    status: Status
    token: int
    outer: tuple[str, ...] = ()
    used: tuple[int, ...] = ()
    heard: tuple[int, ...] = ()
    mutual: bool = False
    steps: tuple[str, ...] = ()
    dropped: bool = False

    def with_step(self, step: str) -> Reading:
        """Return the reading with one more step told."""
        return replace(self, steps=(*self.steps, step))


def qualify(act: Act, tree: Tree, parties: Parties, book: RuleBook) -> Reading:
    """Return what the act is, once all that stands around it has been read."""
    start = Reading(act, act.rule.cameo, act.sources, act.targets, "actual", act.token)
    return _climb(_at_home(start, act, tree, parties, book), act.token, tree, parties, book)


def qualify_operator(operator: Operator, at: int, tree: Tree, parties: Parties, book: RuleBook) -> Reading:
    """Return the reading of an operator that stands with no known act inside it ("urged X to reconsider")."""
    sources = operator_subjects(tree, at)
    addressees = [one for one in addressees_of(operator, at, tree, parties) if one not in sources]
    if not addressees and operator.effect in _WITH_ADDRESSEE:
        addressees = slot_tokens(tree, at, kind_of(tree, at) or "verb", "comp.subj")
        addressees = [one for one in addressees if one not in sources]
    if not addressees:
        addressees = [one for one in parties_below(at, tree, parties) if one not in sources][:1]
    start = Reading(
        None,
        operator.cameo or operator.clause,
        tuple(sources),
        tuple(addressees),
        "actual",
        at,
        (operator.id,),
        (at,),
        mutual=operator.reciprocal,
    )
    return _climb(_at_operator(start, at, tree, parties, book), at, tree, parties, book)


def qualify_demand(at: int, tree: Tree) -> Reading | None:
    """Return what "Iran must act", said by another, asks for when what Iran must do is no known act."""
    modal = next(
        (tree.tokens[child].text.lower() for child in tree.children[at] if tree.tokens[child].tag == "MD"), ""
    )
    grammar = tree.grammar
    if modal not in grammar.demand_modals and modal not in grammar.appeal_modals:
        return None
    speakers = speakers_of(tree, at)
    doers = [one for one in tree.surface_subjects(at) if one not in speakers]
    if not speakers or not doers or tree.is_passive(at):
        return None
    cameo = "100" if modal in grammar.demand_modals else "020"
    step = f'"{modal}", said by another, asks'
    return Reading(
        None, cameo, tuple(speakers), tuple(doers), "actual", at, (f"modal.{modal}",), (at,), steps=(step,)
    )


def plain_status(at: int, tree: Tree) -> Status:
    """Return the status of a verb's act by what stands at the verb and over it, where no operator is asked for."""
    if any(tree.tokens[child].dep == "neg" for child in tree.children[at]):
        return "negated"
    if _is_condition(tree, at) or _is_under_condition(tree, at):
        return "hypothetical"
    modals = {
        tree.tokens[child].text.lower() for child in tree.children[at] if tree.tokens[child].tag == "MD"
    }
    if modals - tree.grammar.future_modals - tree.grammar.demand_modals - tree.grammar.appeal_modals:
        return "hypothetical"
    return "actual"


def stands_alone(operator: Operator, at: int, tree: Tree, parties: Parties) -> bool:
    """Tell whether the operator is an act even where no known act stands inside it."""
    if operator.cameo:
        return True
    if not operator.clause or not any(
        _is_infinitive(tree, one) for one in tree.children_of(at, "xcomp", "acl")
    ):
        return False
    return any(
        entity.code or entity.basis.startswith("named as")
        for one in operator_subjects(tree, at)
        for entity in parties.entities_at(one)
    )


def _at_home(reading: Reading, act: Act, tree: Tree, parties: Parties, book: RuleBook) -> Reading:
    """Apply what stands at the act's own words: negation, modals, and those of its light verb."""
    reading = _modality(reading, act.token, tree, parties, book)
    if act.rule.object and any(_has_no(tree, one) for one in tree.objects(act.token)):
        reading = replace(reading, status="negated").with_step("its object is none")
    if act.light is not None:
        reading = _modality(reading, act.light, tree, parties, book)
    return reading


def _at_operator(reading: Reading, at: int, tree: Tree, parties: Parties, book: RuleBook) -> Reading:
    """Apply what stands at an operator: its negation and modals, and those of the verb of "is ready"."""
    reading = _modality(reading, at, tree, parties, book)
    if tree.tokens[at].dep == "acomp":
        reading = _modality(reading, tree.tokens[at].head, tree, parties, book)
    return reading


def _climb(reading: Reading, at: int, tree: Tree, parties: Parties, book: RuleBook) -> Reading:
    for _ in range(_DEEPEST):
        if _is_condition(tree, at):
            reading = replace(reading, status="hypothetical").with_step("it stands in a condition")
        above = tree.governor(at)
        if above is None:
            break
        governor, link = above
        if link in tree.grammar.negative_prepositions:
            return replace(reading, status="negated").with_step(f'it stands behind "{link}"')
        if link == "comp" and _is_question(tree, at):
            at = governor  # "asked whether Iran attacked" asks nothing of Iran
            continue
        operator = _operator(tree, parties, governor, link, book, at)
        if operator is None:
            governor, operator = _operator_over(tree, parties, governor, link, book, at)
        if operator is not None and _is_only_light(reading, operator, governor, tree):
            operator = None
        if operator is not None:
            reading = _apply(reading, operator, governor, tree, parties, book)
            if reading.dropped:
                return reading
            reading = _at_operator(reading, governor, tree, parties, book)
        elif link == "comp" or (link == "acl" and _is_infinitive(tree, at)):
            reading = _plain_clause(reading, at, governor, link, tree, parties, book)
        elif link == "advcl":
            if _is_infinitive(tree, at) and reading.cameo[:2] not in _DONE_AS_PURPOSE:
                # To call "to congratulate" is to congratulate; to send troops "to fight" is not to fight.
                return replace(reading, status=_weaker(reading.status, "hypothetical")).with_step(
                    "it is a purpose"
                )
            return reading
        elif _passes_on(tree, at, governor, link):
            pass
        elif link in tree.grammar.adjunct_prepositions and tree.tokens[governor].lemma == "be":
            reading = _modality(reading, governor, tree, parties, book)
        elif tree.tokens[at].dep == "pcomp" and link in tree.grammar.unsure_prepositions:
            return replace(reading, status=_weaker(reading.status, "hypothetical")).with_step(
                f'behind "{link}"'
            )
        else:
            break
        at = governor
    if reading.status == "actual" and _is_under_condition(tree, at):
        return replace(reading, status="hypothetical").with_step("it stands under a condition")
    return reading


def _passes_on(tree: Tree, at: int, governor: int, link: str) -> bool:
    """Tell whether the word above only carries the act: a light verb, or what holds it ("a series of attacks")."""
    if link == "acomp":
        return True
    if link in ("obj", "subj"):
        return _is_light(tree, governor) and kind_of(tree, at) == "noun"
    return link == "of" and tree.tokens[governor].lemma in tree.grammar.containers


def _plain_clause(
    reading: Reading, at: int, governor: int, link: str, tree: Tree, parties: Parties, book: RuleBook
) -> Reading:
    """Read a clause under a word that is no operator: what is said stands, what is only aimed at does not."""
    token = tree.tokens[governor]
    infinitive = _is_infinitive(tree, at)
    if link == "comp" and token.lemma in tree.grammar.speech_verbs and not infinitive:
        return _modality(reading, governor, tree, parties, book, speech=True)
    if link == "comp" and not infinitive:
        return _modality(reading, governor, tree, parties, book)
    if token.lemma == "be" and infinitive:
        return _effect("intend", reading, tree, governor, book, f'"{token.text} to" is about the future')
    return replace(reading, status=_weaker(reading.status, "hypothetical")).with_step(
        f'an infinitive under "{token.text}", which is no known operator'
    )


def _apply(
    reading: Reading, operator: Operator, at: int, tree: Tree, parties: Parties, book: RuleBook
) -> Reading:
    reading = replace(reading, used=(*reading.used, at))
    word = tree.tokens[at].text
    told = f'"{word}" ({operator.id})'
    effect = operator.effect
    reading = replace(reading, outer=(*reading.outer, operator.id))
    if effect == "same":
        return reading.with_step(f"{told} leaves the act as it is")
    if effect in _STATUS:
        return replace(reading, status=_weaker(reading.status, _STATUS[effect])).with_step(
            f"{told} makes it {effect}"
        )
    if reading.status == "negated" and effect in ("promise", "ask", "demand", "intend"):
        # "urged X not to attack" asks for the end of attacks.
        ended = book.under("end", reading.cameo)
        if ended and ended not in ("same", "drop"):
            reading = replace(reading, cameo=ended, status="actual")
    outer = _effect(effect, reading, tree, at, book, told)
    if outer.dropped or effect not in _OWN_SOURCE:
        return outer
    subjects = tuple(operator_subjects(tree, at))
    addressees = tuple(one for one in addressees_of(operator, at, tree, parties) if one not in subjects)
    if effect in ("ask", "demand", "allow"):
        doers = tuple(one for one in reading.sources if one not in subjects)
        targets = addressees or doers or reading.targets
        if effect in ("ask", "demand") and not addressees and not doers and reading.cameo[:2] in _AGAINST:
            # To call for sanctions on Iran asks nothing of Iran: it rallies others against it.
            step = f"{told} rallies others against the target"
            outer = replace(outer, cameo="113").with_step(step)
    elif effect in ("reject", "accuse", "support"):
        doers = tuple(one for one in reading.sources if one not in subjects)
        targets = (addressees if effect == "accuse" else ()) or doers or addressees or reading.targets
    else:
        targets = reading.targets or addressees
        if effect == "end" and not subjects:
            subjects = reading.sources
    targets = tuple(one for one in targets if one not in subjects)
    return replace(outer, sources=subjects, targets=targets, token=at, mutual=operator.reciprocal)


def _effect(effect: Effect, reading: Reading, tree: Tree, at: int, book: RuleBook, told: str) -> Reading:
    becomes = book.under(effect, reading.cameo)
    if becomes is None or becomes == "same":
        if effect == "intend":
            return replace(reading, status=_weaker(reading.status, "future")).with_step(
                f"{told}: still to come"
            )
        return reading.with_step(f"{told} leaves {reading.cameo} as it is")
    if becomes == "drop":
        return replace(reading, dropped=True).with_step(f"{told} leaves no act")
    status: Status = (
        "actual" if reading.status in ("future", "hypothetical", "actual", "negated") else reading.status
    )
    return replace(reading, cameo=becomes, status=status).with_step(
        f"{told} makes {becomes} of {reading.cameo}"
    )


def _modality(
    reading: Reading, at: int, tree: Tree, parties: Parties, book: RuleBook, *, speech: bool = False
) -> Reading:
    """Apply the negation and the modals that stand at one word, once."""
    if at in reading.heard:
        return reading
    reading = replace(reading, heard=(*reading.heard, at))
    grammar = tree.grammar
    negated = False
    modal = ""
    perfect = False
    for child in tree.children[at]:
        token = tree.tokens[child]
        lemma = token.text.lower()
        if token.dep == "neg" or (
            token.dep in ("det", "cc", "preconj") and lemma in grammar.negative_determiners
        ):
            negated = True
        elif token.dep == "aux" and (token.tag == "MD" or lemma in grammar.future_modals):
            modal = lemma
        elif token.dep == "aux" and token.lemma == "have":
            perfect = True
        elif token.dep == "advmod" and lemma in grammar.hypothetical_adverbs and not speech:
            reading = replace(reading, status=_weaker(reading.status, "hypothetical")).with_step(
                f'"{token.text}"'
            )
    if tree.tokens[at].tag[:2] == "VB" and any(
        tree.tokens[s].dep in ("nsubj", "nsubjpass") and _has_no(tree, s) for s in tree.children[at]
    ):
        negated = True
    if speech:
        return (
            replace(reading, status="negated").with_step("it was not said")
            if negated and not modal
            else reading
        )
    if not modal:
        return replace(reading, status="negated").with_step("negated") if negated else reading
    return _under_modal(reading, at, modal, negated, perfect, tree, parties, book)


def _under_modal(
    reading: Reading,
    at: int,
    modal: str,
    negated: bool,
    perfect: bool,
    tree: Tree,
    parties: Parties,
    book: RuleBook,
) -> Reading:
    grammar = tree.grammar
    if perfect and modal not in grammar.future_modals:
        return replace(reading, status="hypothetical").with_step(f'"{modal} have" is no fact')
    own = own_word(reading, at, tree, parties)
    reported = modal in grammar.reported_future_modals and own and bool(speakers_of(tree, at))
    if modal in grammar.future_modals or reported or (negated and modal in grammar.reported_future_modals):
        if not reading.sources or not own:
            status: Status = "negated" if negated else "future"
            return replace(reading, status=status).with_step(
                f'"{modal}{" not" if negated else ""}": still to come'
            )
        effect: Effect = "refuse" if negated else "intend"
        return _effect(effect, reading, tree, at, book, f'"{modal}{" not" if negated else ""}"')
    if modal in grammar.demand_modals or modal in grammar.appeal_modals:
        return _as_demand(reading, at, modal, negated, tree, book)
    return replace(reading, status=_weaker(reading.status, "hypothetical")).with_step(f'"{modal}" is no fact')


def _as_demand(reading: Reading, at: int, modal: str, negated: bool, tree: Tree, book: RuleBook) -> Reading:
    """Read "Iran must release them", said by somebody, as what the speaker asks of Iran."""
    speakers = speakers_of(tree, at)
    doers = tuple(one for one in reading.sources if one not in speakers)
    if not speakers or not doers:
        return replace(reading, status=_weaker(reading.status, "hypothetical")).with_step(
            f'"{modal}" is no fact'
        )
    if negated:
        ended = book.under("end", reading.cameo)
        if ended and ended not in ("same", "drop"):
            reading = replace(reading, cameo=ended)
    effect: Effect = "demand" if modal in tree.grammar.demand_modals else "ask"
    asked = _effect(effect, reading, tree, at, book, f'"{modal}", said by another')
    return replace(asked, sources=tuple(speakers), targets=doers)


def own_word(reading: Reading, at: int, tree: Tree, parties: Parties) -> bool:
    """Tell whether what will be done is said by who will do it, or by his side, or by the report itself."""
    speakers = speakers_of(tree, at)
    if not speakers or any(one in reading.sources for one in speakers):
        return True
    heard = [entity for one in speakers for entity in parties.entities_at(one)]
    if heard and all(not entity.country and entity.sector in _OF_A_SIDE for entity in heard):
        return True  # "a rebel spokesman", "the ministry": of the side that acts, when no other is named
    saying = {entity.country or entity.name for entity in heard}
    for source in reading.sources:
        entities = parties.entities_at(source)
        if not entities:
            return tree.tokens[source].tag in ("PRP", "PRP$")
        if any((entity.country or entity.name) in saying for entity in entities):
            return True
    return False


def speakers_of(tree: Tree, verb: int) -> list[int]:
    """Return the subject of the verb of speech over the clause of `verb`, if there is one."""
    at = verb
    for _ in range(4):
        above = tree.governor(at)
        if above is None or above[1] != "comp":
            return []
        at = above[0]
        if tree.tokens[at].lemma in tree.grammar.speech_verbs:
            return tree.surface_subjects(at) if not tree.is_passive(at) else []
    return []


def operator_subjects(tree: Tree, at: int) -> list[int]:
    """Return who promises, refuses, asks: the subject of a verb, adjective or noun operator."""
    kind = kind_of(tree, at) or "verb"
    found = slot_tokens(tree, at, kind, "subj")
    if not found and kind == "noun":
        found = tree.prepositions(at).get("from", []) or tree.children_of(at, "amod", "compound")
    return found


def addressees_of(operator: Operator, at: int, tree: Tree, parties: Parties) -> list[int]:
    """Return whom an operator is addressed to: the first of its slots that names somebody, else the first filled."""
    kind = kind_of(tree, at) or "verb"
    first: list[int] = []
    for slot in operator.addressee:
        found = [one for one in slot_tokens(tree, at, kind, slot) if kind_of(tree, one) != "verb"]
        if any(names_somebody(parties, one) for one in found):
            return found
        first = first or found
    return first


def parties_below(at: int, tree: Tree, parties: Parties) -> list[int]:
    """Return the tokens of those who are named in the clauses and phrases under a word, in the order of the text."""
    own = set(tree.children_of(at, "nsubj", "nsubjpass"))
    below = [
        one for child in tree.children[at] if child not in own and child > at for one in tree.below(child)
    ]
    return sorted(
        one
        for one in below
        if one in parties.at and not parties.at[one].part and names_somebody(parties, one)
    )


def _operator(
    tree: Tree, parties: Parties, at: int, link: str, book: RuleBook, inside: int
) -> Operator | None:
    for operator in operators_at(tree, at, book):
        if (link in operator.inner or _is_clause_of(operator, link, tree, inside)) and operator_fits(
            operator, at, tree, parties, book
        ):
            return operator
    return None


def _is_clause_of(operator: Operator, link: str, tree: Tree, inside: int) -> bool:
    """Tell whether a clause that hangs on a noun or stands as a purpose is what the operator takes."""
    if "comp" not in operator.inner:
        return False
    if link == "acl":
        return _is_infinitive(tree, inside) or _has_that(tree, inside)
    return link == "advcl" and operator.effect in _WITH_ADDRESSEE and _is_infinitive(tree, inside)


def _has_that(tree: Tree, at: int) -> bool:
    return any(
        tree.tokens[child].dep == "mark" and tree.tokens[child].text.lower() == "that"
        for child in tree.children[at]
    )


def _operator_over(
    tree: Tree, parties: Parties, noun: int, link: str, book: RuleBook, inside: int
) -> tuple[int, Operator | None]:
    """Return the operator whose object took over its preposition ("accused the army of killing ...").

    Small parsers hang "of killing" on the army as often as on the verb.
    """
    if (
        kind_of(tree, noun) == "noun"
        and tree.tokens[noun].dep in ("dobj", "nsubjpass")
        and tree.tokens[inside].dep == "pcomp"
    ):
        verb = tree.tokens[noun].head
        operator = _operator(tree, parties, verb, link, book, inside)
        if operator is not None:
            return verb, operator
    return noun, None


def _is_only_light(reading: Reading, operator: Operator, governor: int, tree: Tree) -> bool:
    """Tell whether the operator only lends its noun a verb: to commit murder is to murder."""
    act = reading.act
    return (
        act is not None
        and act.light == governor
        and operator.effect == "promise"
        and reading.cameo[:2] not in _OFFERED
        and tree.lemma(governor) in tree.grammar.light_verbs
    )


def operator_fits(operator: Operator, at: int, tree: Tree, parties: Parties, book: RuleBook) -> bool:
    """Tell whether the conditions of an operator on its own arguments hold."""
    kind = kind_of(tree, at) or "verb"
    if operator.object and not any(
        parties.fits(one, operator.object, book) for one in slot_tokens(tree, at, kind, "obj")
    ):
        return False
    return not any(
        parties.fits(one, unwanted, book)
        for slot, unwanted in operator.unless.items()
        for one in slot_tokens(tree, at, kind, slot)
    )


def _is_condition(tree: Tree, at: int) -> bool:
    return _begins_with(tree, at, tree.grammar.conditional_markers)


def _begins_with(tree: Tree, at: int, markers: frozenset[str]) -> bool:
    """Tell whether the clause of a verb begins with one of the markers ("if", "whether")."""
    return any(
        tree.tokens[child].dep in ("mark", "advmod") and tree.tokens[child].text.lower() in markers
        for child in tree.children[at]
    )


def _is_question(tree: Tree, at: int) -> bool:
    return _begins_with(tree, at, tree.grammar.question_markers)


def _is_under_condition(tree: Tree, at: int) -> bool:
    """Tell whether a clause above the word begins with "if": what it tells of need not have happened."""
    for _ in range(_DEEPEST):
        head = tree.tokens[at].head
        if head == at:
            return False
        at = head
        if tree.is_verb(at) and _is_question(tree, at):
            return True
    return False


def _is_infinitive(tree: Tree, at: int) -> bool:
    first = tree.first_joined(at) if tree.tokens[at].tag == "VB" else at
    return any(tree.tokens[child].tag == "TO" for one in {at, first} for child in tree.children[one])


def _is_light(tree: Tree, at: int) -> bool:
    lemma = tree.lemma(at)
    return lemma in tree.grammar.light_verbs or lemma in tree.grammar.reverse_light_verbs


def _has_no(tree: Tree, at: int) -> bool:
    """Tell whether a subject is nobody: "no group", "nobody", "no one"."""
    if tree.tokens[at].text.lower() in tree.grammar.negative_pronouns:
        return True
    return any(
        tree.tokens[child].dep in ("det", "preconj", "cc", "advmod")
        and tree.tokens[child].text.lower() in tree.grammar.negative_determiners
        for child in tree.children[at]
    )


def _weaker(one: Status, other: Status) -> Status:
    """Return the status that claims less: what is denied or only possible stays so."""
    order: tuple[Status, ...] = ("actual", "historical", "future", "hypothetical", "negated")
    return max(one, other, key=order.index)
