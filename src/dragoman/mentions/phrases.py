"""The noun phrases of a sentence that can be a party, before anybody asks who they are."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.mentions.tables import (
    PARTICLES,
    TERMINAL,
    ActorRow,
    ActorTable,
    Meaning,
    Names,
    Node,
    RoleRow,
    TitleRow,
    is_written_as,
)
from dragoman.mentions.words import fold_word, lemma_of
from dragoman.types import Entity, MentionKind, Sentence, Token

_MODIFIERS = frozenset(
    (
        *("det", "amod", "compound", "nummod", "poss", "nmod", "predet", "quantmod"),
        *("advmod", "npadvmod", "punct", "case", "preconj", "cc", "conj", "appos"),
    )
)
_TRIMMED_TAGS = frozenset(
    ("RB", "RBR", "RBS", "IN", "CC", ",", "``", "''", "WRB", "-LRB-", "-RRB-", ":", "HYPH", ".")
)
_NOUN_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS"))
_PROPER_TAGS = frozenset(("NNP", "NNPS"))
_NAME_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS", "JJ", "FW"))
_PRONOUNS = frozenset(
    (
        *("he", "she", "they", "it", "we", "i", "him", "her", "them", "us", "me"),
        *("his", "their", "its", "our", "my", "hers", "theirs", "ours", "mine"),
    )
)
_RIGHT = frozenset(("prep", "pobj", "appos"))
_COUNT_TAGS = frozenset(("CD", "DT", "JJ", "PDT", "JJS"))
_PLURAL_TAGS = frozenset(("NNS", "NNPS"))


class Introduced:
    """Somebody whose full name the report gave, so that a short one will do from then on."""

    __slots__ = ("entity", "kind", "row_kind")

    def __init__(self, entity: Entity, kind: MentionKind, row_kind: str) -> None:
        self.entity = entity
        self.kind: MentionKind = kind
        self.row_kind = row_kind


class Name:
    """Words of a sentence that stand in the actor table, with what they can mean."""

    __slots__ = ("first", "introduced", "last", "meanings", "relation", "surname")

    def __init__(self, first: int, last: int, meanings: Sequence[Meaning], relation: str = "") -> None:
        self.first = first
        self.last = last
        self.meanings = meanings
        self.relation = relation
        self.surname: list[ActorRow] = []
        self.introduced: Introduced | None = None


class Draft:
    """A noun phrase on its way to a mention; filled in by composition and coreference, then frozen."""

    __slots__ = (
        "composed",
        "definite",
        "entities",
        "first",
        "gender",
        "head",
        "inner",
        "key",
        "kind",
        "last",
        "name",
        "open_country",
        "outer",
        "plural",
        "possessor",
        "proper",
        "role",
        "role_first",
        "row_kind",
        "sentence",
        "source",
        "title",
    )

    def __init__(self, sentence: Sentence, first: int, last: int, head: int, kind: MentionKind) -> None:
        self.sentence = sentence
        self.first = first
        self.last = last
        self.head = head
        self.kind: MentionKind = kind
        self.entities: tuple[Entity, ...] = ()
        self.inner: list[Draft] = []
        self.outer: Draft | None = None
        self.possessor: Draft | None = None
        self.source: Draft | None = None
        self.name: Name | None = None
        self.role: RoleRow | None = None
        self.role_first = head
        self.title: TitleRow | None = None
        self.proper = ""
        self.key = ""
        self.row_kind = ""
        self.plural = False
        self.definite = False
        self.gender = ""
        self.composed = False
        self.open_country = False

    @property
    def token(self) -> Token:
        """The token that carries the phrase."""
        return self.sentence.tokens[self.head]

    @property
    def text(self) -> str:
        """The words of the phrase."""
        start = self.sentence.span.start
        tokens = self.sentence.tokens
        return self.sentence.text[tokens[self.first].start - start : tokens[self.last].end - start]


class Seen:
    """What a report has said so far that later names lean on: family names and acronyms it has introduced."""

    def __init__(self, day: str) -> None:
        self.day = day
        self.names: dict[str, Introduced] = {}
        self.countries: set[str] = set()

    def introduce(self, key: str, who: Introduced) -> None:
        """Remember somebody under a short name; of two with the same one only what they share is kept."""
        before = self.names.get(key)
        if before is None or before.entity.name == who.entity.name:
            self.names[key] = who
            return
        entity = before.entity
        code = entity.code if entity.code == who.entity.code else ""
        country, sector = (entity.country, entity.sector) if code else ("", "")
        shared = Entity(who.entity.name.rsplit(" ", 1)[-1], code, country, sector, "words")
        self.names[key] = Introduced(shared, who.kind, who.row_kind)


class Phrases:
    """The noun phrases of one sentence, with the tree's answers that composition asks for."""

    def __init__(self, sentence: Sentence, table: ActorTable, seen: Seen) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.table = table
        self.seen = seen
        self.keys = [fold_word(token.text) for token in self.tokens]
        self.names = self._find_names()
        self.drafts: list[Draft] = []
        self.at: dict[int, Draft] = {}
        self.right: dict[int, list[int]] = {}
        for token in self.tokens:
            if token.dep in _RIGHT and token.head < token.index:
                self.right.setdefault(token.head, []).append(token.index)
        self._covered: list[Draft | None] = [None] * len(self.tokens)
        self._find_phrases()

    # Names of the table

    def _find_names(self) -> dict[int, Name]:
        """Return the names in the sentence, longest first match from the left, under each of their tokens."""
        found: dict[int, Name] = {}
        tokens = self.tokens
        at, count = 0, len(tokens)
        while at < count:
            text = tokens[at].text
            if (text.islower() and text not in PARTICLES) or self._is_prefixed(at):
                at += 1
                continue
            name = self._name_at(at)
            if name is None:
                at += 1
                continue
            for index in range(name.first, name.last + 1):
                found[index] = name
            at = name.last + 1
        return found

    def _is_prefixed(self, at: int) -> bool:
        """Tell whether the word follows "pro-", "anti-" or "non-"."""
        keys = self.keys
        return at >= 2 and keys[at - 1] == "-" and keys[at - 2] in self.table.words.prefixes

    def _name_at(self, at: int) -> Name | None:
        last, meanings = self._longest(at)
        if meanings and meanings[0].row.kind == "person" and not self._stands_alone(at, last):
            meanings = [meaning for meaning in meanings if meaning.row.kind != "person"]
        if meanings and meanings[0].row.kind == "city" and self._is_family_name(at):
            return None
        if meanings:
            return Name(at, last, meanings)
        token = self.tokens[at]
        if "-" in token.text:
            return self._hyphened(at)
        if token.tag in _PROPER_TAGS or token.text in PARTICLES:
            return self._surname(at)
        return None

    def _is_family_name(self, at: int) -> bool:
        """Tell whether a town's name follows a title or a given name: "Senator Houston", "Jack London"."""
        if at == 0 or self.tokens[at - 1].dep != "compound" or self.tokens[at - 1].tag not in _PROPER_TAGS:
            return False
        return (
            self.keys[at - 1] in self.table.given_names
            or self.tokens[at - 1].text.lower() in self.table.titles
        )

    def _longest(self, at: int) -> tuple[int, list[Meaning]]:
        keys = self.keys
        count = len(keys)
        node: Names | Node = self.table.names
        best: tuple[int, list[Meaning]] = (at, [])
        index = at
        while index < count:
            key = keys[index]
            below: Node | None = node.get(key)
            if (below is None or index == at) and key in PARTICLES and index + 1 < count:
                joined = node.get("al-" + keys[index + 1])
                if joined is not None:
                    below = joined
                    index += 1
            if below is None:
                break
            node = below
            meanings = node.get(TERMINAL)
            if meanings:
                accepted = self._accepted(at, index, meanings)
                if accepted:
                    best = (index, accepted)
            index += 1
            # A hyphen that the tokenizer split off is no word of a name.
            if index < count and keys[index] == "-" and index + 1 < count and keys[index + 1] in node:
                index += 1
        return best

    def _accepted(self, first: int, last: int, meanings: list[Meaning]) -> list[Meaning]:
        tokens = self.tokens
        if first == last:
            token = tokens[first]
            text = token.text
            if token.tag not in _NAME_TAGS and not (text.isupper() and len(text) > 1):
                return []
        else:
            text = " ".join([token.text for token in tokens[first : last + 1]])
        return [meaning for meaning in meanings if is_written_as(text, meaning)]

    def _hyphened(self, at: int) -> Name | None:
        """Read "U.S.-led", "Somalia-based", "Russian-Turkish"; "Turkish-backed" makes no Turks."""
        left, _, right = self.keys[at].rpartition("-")
        words = self.table.words
        meanings = self._whole(left, self.tokens[at].text)
        if not meanings:
            return None
        if right in words.leading:
            return Name(at, at, meanings, "led")
        if right in words.nationality:
            return Name(at, at, meanings, "based")
        if right in words.not_nationality:
            return None
        others = self._whole(right, self.tokens[at].text)
        if others and others[0].row.kind == meanings[0].row.kind == "state":
            return Name(at, at, [meanings[0], others[0]], "both")
        return None

    def _whole(self, key: str, text: str) -> list[Meaning]:
        found = self.table.names.meanings([key]) or self.table.names.meanings(key.split("-"))
        return [
            meaning
            for meaning in found
            if meaning.row.kind in ("state", "region", "city", "igo", "ethnic", "religion", "group")
        ]

    def _surname(self, at: int) -> Name | None:
        """Read a family name that stands alone: one that the report introduced, or a leader's."""
        tokens, last, key = self.tokens, at, self.keys[at]
        if key in PARTICLES:
            if at + 1 >= len(tokens) or tokens[at + 1].tag not in _PROPER_TAGS:
                return None
            last, key = at + 1, "al-" + self.keys[at + 1]
        if not self._stands_alone(at, last):
            return None
        introduced = self.seen.names.get(key)
        if introduced is None and tokens[last].text.isupper() and len(key) > 2:
            return None
        if introduced is not None:
            name = Name(at, last, ())
            name.introduced = introduced
            return name
        rows = self.table.surnames.get(key)
        if not rows:
            return None
        name = Name(at, last, ())
        name.surname = rows
        return name

    def _stands_alone(self, first: int, last: int) -> bool:
        """Tell whether no further name is beside the words, so that "John Obama" is not taken for Obama."""
        tokens = self.tokens
        if (
            last + 1 < len(tokens)
            and self.sentence.kind != "title"
            and tokens[last].dep == "compound"
            and tokens[last + 1].tag in _PROPER_TAGS
            and self.keys[last + 1] not in self.table.organisations
        ):
            return False
        if first == 0 or tokens[first - 1].tag not in _PROPER_TAGS:
            return True
        before = self.keys[first - 1]
        raw = tokens[first - 1].text.lower()
        table = self.table
        return (
            before in table.roles
            or raw in table.titles
            or before in table.titles
            or before in table.compound_ends
            or before in table.modifiers
            or tokens[first - 1].dep not in ("compound", "nmod", "amod")
            or any(meaning.demonym for meaning in table.names.meanings([before]))
        )

    # Phrases

    def _find_phrases(self) -> None:
        """Go through the words from the right, so that a phrase is met at its head before its modifiers."""
        at = len(self.tokens) - 1
        while at >= 0:
            name = self.names.get(at)
            if name is not None:
                self._name_phrase(name)
                at = name.first - 1
                continue
            token = self.tokens[at]
            tag = token.tag
            if tag in _NOUN_TAGS:
                self._noun_phrase(at, token)
            elif tag in ("PRP", "PRP$"):
                if token.text.lower() in _PRONOUNS:
                    self._pronoun(at, token)
            elif tag in _COUNT_TAGS:
                self._count_phrase(at, token)
            at -= 1
        self.drafts.reverse()
        for draft in self.drafts:
            if len(draft.inner) > 1:
                draft.inner.reverse()

    def _add(self, draft: Draft, *, cover: bool = True) -> None:
        self.drafts.append(draft)
        self.at[draft.head] = draft
        if cover:
            covered = self._covered
            for index in range(draft.first, draft.last + 1):
                if covered[index] is None or covered[index] is draft.outer:
                    covered[index] = draft

    def _name_phrase(self, name: Name) -> None:
        head = self._head_of(name.first, name.last)
        outer = self._covered[name.last]
        if outer is not None:
            draft = Draft(self.sentence, name.first, name.last, head, "actor")
            draft.name = name
            self._attach(draft, outer)
            self.drafts.append(draft)
            self.at.setdefault(head, draft)
            return
        first = min(self._left_edge(head), name.first)
        while first < name.first and self.tokens[first].tag == "VBG":
            first += 1
        if first == name.first and self._is_language(head, name):
            return
        draft = Draft(self.sentence, first, name.last, head, "actor")
        draft.name = name
        draft.plural = self.tokens[head].tag in _PLURAL_TAGS
        self._add(draft)

    def _is_language(self, head: int, name: Name) -> bool:
        """Tell whether "Russian" is the language in "translated into Russian"."""
        token = self.tokens[head]
        return (
            token.dep == "pobj"
            and token.tag not in _PLURAL_TAGS
            and bool(name.meanings)
            and name.meanings[0].demonym
            and self.tokens[token.head].text.lower() in ("in", "into", "from")
        )

    def _attach(self, draft: Draft, outer: Draft) -> None:
        draft.outer = outer
        token = self.tokens[draft.head]
        if token.dep == "poss" and token.head == outer.head:
            outer.possessor = draft
        else:
            outer.inner.append(draft)

    def _pronoun(self, at: int, token: Token) -> None:
        draft = Draft(self.sentence, at, at, at, "pronoun")
        draft.key = token.text.lower()
        outer = self._covered[at]
        if outer is not None:
            draft.outer = outer
            if token.dep == "poss" and token.head == outer.head:
                outer.possessor = draft
        self.drafts.append(draft)
        self.at.setdefault(at, draft)

    def _noun_phrase(self, at: int, token: Token) -> None:
        outer = self._covered[at]
        if outer is not None and not (token.dep == "poss" and self._follows_mark(at)):
            return
        if token.tag in _PROPER_TAGS and self.keys[at] in self.table.words.not_names:
            return
        key, role, role_first = self.role_at(at)
        last = at
        if at + 1 < len(self.keys) and self.keys[at + 1] == "of":
            longer = self._named_with_of(at, key)
            if longer is not None:
                key, role, last = longer
        words = self.table.words
        if (
            role is not None
            and (role.kind != "body" or self.keys[at] in self.table.organisations)
            and self._is_own_name(at, role_first)
        ):
            role = None
        if key in words.collectives or key in words.place_nouns:
            inner = self._object_of(at, "of")
            if (
                inner is not None
                and inner.kind not in ("pronoun", "person")
                and (key in words.collectives or inner.name is not None)
            ):
                self._standing_for(at, key, inner, "description" if key in words.collectives else "place")
                return
        if role is None and token.tag in _PROPER_TAGS:
            self._proper_phrase(at, token)
            return
        if (
            role is None
            and key not in words.anaphors
            and key not in words.pairs.state
            and key not in words.pairs.person
        ):
            if key in words.place_nouns and outer is None:
                self._described_place(at, key)
            return
        first = self._with_names_beside(at, min(self._left_edge(at), role_first))
        draft = Draft(self.sentence, first, last, at, "role" if role else "description")
        draft.role, draft.role_first, draft.key = role, role_first, key
        draft.plural = token.tag in _PLURAL_TAGS
        if outer is not None:
            self._attach(draft, outer)
        self._add(draft)

    def _follows_mark(self, at: int) -> bool:
        return at + 1 < len(self.tokens) and self.tokens[at + 1].tag == "POS"

    def _count_phrase(self, at: int, token: Token) -> None:
        """Read "several of the rebels" and "the two"."""
        key = token.text.lower()
        if key in self.table.words.collectives and self._covered[at] is None:
            inner = self._object_of(at, "of")
            if inner is not None and inner.kind != "pronoun":
                self._standing_for(at, key, inner, "description")
            elif key in ("two", "both") and token.dep in ("nsubj", "nsubjpass", "dobj", "pobj"):
                first = self._left_edge(at)
                if key == "both" or (first < at and self.keys[first] == "the"):
                    draft = Draft(self.sentence, first, at, at, "description")
                    draft.key, draft.plural = key, True
                    self._add(draft)

    def _standing_for(self, at: int, key: str, inner: Draft, kind: MentionKind) -> None:
        """Add "a group of Syrian rebels", "the city of Ramadi": whoever the inner phrase means is meant."""
        draft = Draft(self.sentence, self._left_edge(at), at, at, kind)
        draft.key, draft.source = key, inner
        draft.plural = inner.plural
        draft.last = inner.last
        inner.outer = draft
        self._add(draft)

    def _described_place(self, at: int, key: str) -> None:
        """Add "the Iraqi capital"; a place noun without a country is nobody's."""
        first = self._left_edge(at)
        if any(index in self.names for index in range(first, at)):
            draft = Draft(self.sentence, first, at, at, "place")
            draft.key = key
            self._add(draft)

    def _proper_phrase(self, at: int, token: Token) -> None:
        """Add a proper name that the table does not know."""
        key = self.keys[at]
        if (
            token.dep in ("compound", "nmod", "amod")
            or key in self.table.words.not_names
            or not token.text[0].isalpha()
            or token.text.islower()
        ):
            return
        if self._covered[at] is not None or any(letter.isdigit() for letter in token.text):
            return
        left = self._left_edge(at)
        first = at
        while first > left and self._belongs_to_name(first - 1):
            first -= 1
        last = self._name_end(at, key)
        draft = Draft(self.sentence, left, last, at, "person")
        draft.role_first = first
        start = self.sentence.span.start
        draft.proper = self.sentence.text[self.tokens[first].start - start : self.tokens[last].end - start]
        draft.key = key
        draft.plural = token.tag == "NNPS"
        self._add(draft)

    def _belongs_to_name(self, at: int) -> bool:
        token = self.tokens[at]
        if at in self.names and self.names[at].introduced is None:
            return False
        raw = token.text.lower()
        if token.tag not in _PROPER_TAGS:
            return raw in ("al", "el", "bin", "ibn", "de", "van", "von", "der", "abu", "ben")
        return (
            raw not in self.table.titles
            and raw not in self.table.roles
            and self.keys[at] not in self.table.modifiers
        )

    def _name_end(self, at: int, key: str) -> int:
        """Return where "Movement for Democratic Change", "Ministry of Defence" ends."""
        if key not in self.table.organisations:
            return at
        last = at
        tokens = self.tokens
        while (
            last + 2 < len(tokens)
            and tokens[last + 1].text in ("of", "for", "and")
            and tokens[last + 2].tag in _PROPER_TAGS
            and last + 2 not in self.names
        ):
            last += 2
            while (
                last + 1 < len(tokens) and tokens[last + 1].tag in _PROPER_TAGS and last + 1 not in self.names
            ):
                last += 1
        return last

    def _is_own_name(self, at: int, role_first: int) -> bool:
        """Tell whether "Baker" in "James Baker" is a name and not a baker, and "Party" in "Liberty Party"."""
        token = self.tokens[at]
        if token.tag not in _PROPER_TAGS or role_first != at or at == 0:
            return False
        before = self.tokens[at - 1]
        if (
            before.tag not in _PROPER_TAGS
            or before.dep != "compound"
            or before.head != at
            or at - 1 in self.names
        ):
            return False
        raw = before.text.lower()
        table = self.table
        return not (
            raw in table.roles
            or raw in table.titles
            or self.keys[at - 1] in table.modifiers
            or self.keys[at - 1] in table.organisations
            or raw in table.words.beside_office
            or raw
            in (
                "foreign",
                "prime",
                "interior",
                "defence",
                "defense",
                "finance",
                "national",
                "vice",
                "general",
                "supreme",
                "high",
            )
        )

    # The tree

    def role_at(self, at: int) -> tuple[str, RoleRow | None, int]:
        """Return the noun at `at` as the tables write it, its role, and where the role's words begin."""
        token = self.tokens[at]
        roles = self.table.roles
        key = lemma_of(token.lemma, token.text, token.tag)
        text = token.text.lower()
        forms = (text, key) if token.tag in _PLURAL_TAGS else (key, text) if text != key else (key,)
        if at and key in self.table.compound_ends:
            last = self.tokens[at - 1].text.lower()
            befores = (f"{self.tokens[at - 2].text.lower()} {last}", last) if at > 1 else (last,)
            for before in befores:
                for form in forms:
                    role = roles.get(f"{before} {form}")
                    first = at - 1 - before.count(" ")
                    if role is not None and self._are_plain(first, at):
                        return f"{before} {key}", role, first
        if at >= 2 and self.keys[at - 1] == "-":
            for form in forms:
                role = roles.get(f"{self.keys[at - 2]}-{form}")
                if role is not None:
                    return role.noun, role, at - 2
        for form in forms:
            role = roles.get(form)
            if role is not None:
                return key, role, at
        return key, None, at

    def _are_plain(self, first: int, end: int) -> bool:
        """Tell whether the words of a longer role are neither names nor prepositions."""
        return not any(index in self.names or self.tokens[index].tag == "IN" for index in range(first, end))

    def _named_with_of(self, at: int, key: str) -> tuple[str, RoleRow, int] | None:
        """Return the role in "head of state", "member of parliament", and its last token."""
        tokens = self.tokens
        for last in (at + 3, at + 2):
            if last < len(tokens) and last not in self.names:
                words = " ".join([key, *(token.text.lower() for token in tokens[at + 1 : last + 1])])
                role = self.table.roles.get(words)
                if role is not None:
                    return words, role, last
        return None

    def objects(self, at: int) -> list[tuple[str, Draft]]:
        """Return the prepositions after the noun at `at`, each with the phrase it governs."""
        found = []
        for index in self.right.get(at, ()):
            token = self.tokens[index]
            if token.dep == "prep":
                for below in self.right.get(index, ()):
                    if self.tokens[below].dep == "pobj" and below in self.at:
                        found.append((token.text.lower(), self.at[below]))
        return found

    def appositions(self, at: int) -> list[Draft]:
        """Return the phrases in apposition to the noun at `at`."""
        # What stands behind the verb of its noun ("The truck was hit, confirmed spokesman John Doe") explains nothing.
        verb = self.tokens[at].head
        return [
            self.at[index]
            for index in self.right.get(at, ())
            if self.tokens[index].dep == "appos" and index in self.at and not at < verb < index
        ]

    def _object_of(self, at: int, preposition: str) -> Draft | None:
        for index in self.right.get(at, ()):
            if self.tokens[index].text == preposition:
                for below in self.right.get(index, ()):
                    if self.tokens[below].dep == "pobj":
                        return self.at.get(below)
        return None

    def _head_of(self, first: int, last: int) -> int:
        """Return the token of a name that carries it: the last whose governor is outside."""
        if first == last:
            return first
        for index in range(last, first - 1, -1):
            head = self.tokens[index].head
            if head == index or not first <= head <= last:
                return index
        return last

    def _left_edge(self, head: int) -> int:
        """Return where the phrase of `head` begins: its modifiers on the left, with theirs."""
        tokens = self.tokens
        first = lowest = head
        if head >= 2 and self.keys[head - 1] == "-" and tokens[head - 1].start == tokens[head - 2].end:
            first = lowest = head - 2
        for index in range(first - 1, -1, -1):
            at = index
            for _ in range(4):
                above = tokens[at].head
                if lowest <= above <= head:
                    break
                if above == at or above > head:
                    at = -1
                    break
                at = above
            else:
                at = -1
            if at < 0 or tokens[at].dep not in _MODIFIERS:
                break
            first = index
        while first < head and (tokens[first].tag in _TRIMMED_TAGS or tokens[first].text == "least"):
            first += 1
        return first

    def _with_names_beside(self, at: int, first: int) -> int:
        """Return where "Syrian government" begins in "Syrian government missiles"."""
        token = self.tokens[at]
        if token.dep in ("compound", "nmod"):
            while first > 0 and first - 1 in self.names and self.tokens[first - 1].head == token.head:
                first = self.names[first - 1].first
        return first
