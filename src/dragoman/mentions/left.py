"""The words of a noun phrase before its head: titles, roles and modifiers, as the tables know them."""

from __future__ import annotations

from dragoman.mentions.phrases import Draft, Phrases
from dragoman.mentions.tables import ActorTable, RoleRow, TitleRow, sector_of


class Left:
    """What the words before a head say: roles, titles, modifiers, names of places and bodies."""

    __slots__ = (
        "beside",
        "codes",
        "foreign",
        "former",
        "indefinite",
        "modifiers",
        "roles",
        "title",
        "titles",
    )

    def __init__(self) -> None:
        self.roles: list[RoleRow] = []
        self.titles: list[str] = []
        self.title: TitleRow | None = None
        self.modifiers: list[str] = []
        self.codes: list[tuple[str, str]] = []
        self.former = False
        self.beside = False
        self.foreign = False
        self.indefinite = False


def read_left(phrases: Phrases, draft: Draft, before: int) -> Left:
    """Read the words of the phrase before token `before` that are no names of the table."""
    words = phrases.table.words
    left = Left()
    index = draft.first
    if draft.possessor is not None and draft.possessor.last < before:
        index = draft.possessor.last + 1
    while index < before:
        if index in phrases.names:
            index += 1
            continue
        raw = phrases.tokens[index].text.lower()
        key = phrases.keys[index]
        if index + 2 < before and phrases.keys[index + 1] == "-":
            joined = f"{key}-{phrases.keys[index + 2]}"
            if joined in phrases.table.modifiers:
                _add_modifier(phrases.table, joined, joined, left)
                index += 3
                continue
        length = _add_title_or_role(phrases, index, before, left)
        if length:
            if key in words.foreign:
                left.foreign = True
            index += length
            continue
        _add_modifier(phrases.table, raw, key, left)
        index += 1
    return left


def _add_title_or_role(phrases: Phrases, index: int, before: int, left: Left) -> int:
    """Add the longest title or role that begins at `index`; return how many tokens it has."""
    tokens, table = phrases.tokens, phrases.table
    for length in (3, 2, 1):
        if index + length > before:
            continue
        raw = " ".join([token.text.lower() for token in tokens[index : index + length]]).replace(" - ", "-")
        title = table.titles.get(raw) or table.titles.get(raw.rstrip("."))
        role = table.roles.get(raw)
        if role is None and length == 1 and tokens[index].tag in ("NNS", "NN", "NNP"):
            role = table.roles.get(tokens[index].lemma.lower())
        if title is None and role is None:
            continue
        if (
            role is not None
            and length == 1
            and tokens[index].tag in ("JJ", "VBN", "VBG")
            and raw in table.modifiers
        ):
            continue
        if length == 1 and _is_plain_adjective(phrases, index, before):
            continue
        left.titles.append(raw)
        left.beside = left.beside or raw in table.words.beside_office
        if title is not None and (title.code or title.office):
            left.title = title
        if role is not None:
            left.roles.append(role)
        elif title is not None and title.code:
            left.roles.append(RoleRow(raw, title.code, sector_of(title.code), "person"))
        return length
    return 0


def _is_plain_adjective(phrases: Phrases, index: int, before: int) -> bool:
    """Tell whether a title is an adjective here: "major unions" and "the general director" are no soldiers."""
    tokens, table = phrases.tokens, phrases.table
    return (
        tokens[index].tag == "JJ"
        and tokens[index].text.islower()
        and tokens[index].text in table.titles
        and tokens[index].text not in table.modifiers
        and tokens[min(index + 1, before)].text.islower()
    )


def _add_modifier(table: ActorTable, raw: str, key: str, left: Left) -> None:
    """Add what one more word says; "Turkish-backed" says nothing."""
    words = table.words
    if raw in ("a", "an"):
        left.indefinite = True
    if key in words.foreign:
        left.foreign = True
    if key in words.beside_office:
        left.beside = True
    modifier = table.modifiers.get(key)
    if modifier is None and "-" in key:
        for part in (key.rpartition("-")[0], key.partition("-")[0]):
            modifier = table.modifiers.get(part)
            if modifier is not None:
                break
        if (
            modifier is not None
            and key.rpartition("-")[2] in words.not_nationality
            and key.rpartition("-")[2] not in words.leading
        ):
            modifier = None
    if modifier is None:
        return
    if modifier.code:
        left.modifiers.append(key)
    if modifier.kind == "former":
        left.former = True
        left.beside = True
    elif modifier.code and modifier.kind != "alleged":
        left.codes.append((modifier.kind, modifier.code))
