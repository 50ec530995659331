"""A report becomes plain text in blocks, and each character knows where it came from."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.documents import Abbreviations, Furniture, clean, split_sentences
from dragoman.types import Document, Report

ODD = "\0\t\n\r\u200b\u00ad\ufeff\u202e\u2066\u00a0\u2028\ud800\u0301''``’“”…. \x85(){}[]|ابЖ中é1aBc-—"


def cleaned(text: str, furniture: Furniture, title: str = "", language: str = "en") -> Document:
    return clean(Report("r", text, title=title, language=language), furniture)


def blocks_of(text: str, furniture: Furniture, title: str = "") -> list[tuple[str, str]]:
    document = cleaned(text, furniture, title)
    return [(block.kind, block.span.of(document.text)) for block in document.blocks]


# Characters


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Troops left Gao.", "Troops left Gao."),
        ("\ufeffTroops\u200b left\u00ad Gao\u200f.", "Troops left Gao."),
        ("\u202bTroops\u202c \u2067left\u2069 Gao.", "Troops left Gao."),
        ("Troops\0left\tGao.", "Troops left Gao."),
        ("Troops  left\u00a0\u2009 Gao.", "Troops left Gao."),
        ("“We won’t,” he said.", '"We won\'t," he said.'),
        ("``We won't,'' he said.", '"We won\'t," he said.'),
        ("«We left»", '"We left"'),
        ("He left…", "He left…"),
        ("non\u2011state", "non-state"),
        ("One.\r\nTwo.\rThree.\u2028Four.", "One.\nTwo.\nThree.\nFour."),
        ("\n\n One.  \n \n\n\n Two. \n", "One.\n\nTwo."),
        ("Cafe\u0301 owners", "Cafe\u0301 owners"),
        ("half \ud800 a character", "half \ufffd a character"),
        ("", ""),
        (" \n\u200b\t", ""),
    ],
)
def test_text_is_made_plain(text: str, plain: str, furniture: Furniture) -> None:
    assert cleaned(text, furniture).text == plain


def test_a_span_leads_back_to_the_report(furniture: Furniture) -> None:
    text = "\ufeffTroops  left\u00ad Gao. ``We won,'' he said."
    document = cleaned(text, furniture)
    for words, there in [("left Gao", "left\u00ad Gao"), ('"We won,"', "``We won,''")]:
        start = document.text.index(words)
        span = type(document.blocks[0].span)(start, start + len(words))
        assert document.report_span(span).of(text) in (there, there[:-1], there[1:])


@pytest.mark.parametrize("text", ["Troops left.\n\nThey won.\n", "“Troops” left.", "\n\nTroops left."])
def test_a_report_without_gaps_keeps_its_offsets_in_a_range(text: str, furniture: Furniture) -> None:
    assert isinstance(cleaned(text, furniture).origins, range)


# Lines


def test_wrapped_lines_are_joined_to_a_paragraph(furniture: Furniture) -> None:
    text = (
        "Villagers near Gao said on Sunday that they had seen a long column\r\n"
        "of trucks on the road to the north. Soldiers at a U.N.-\r\n"
        "run camp counted more than forty of them before it was dark.\r\n"
        "\r\n"
        "The army did not say where they went, and a spokesman for Prime\r\n"
        "Minister Moussa declined to comment.\r\n"
    )
    assert [kind for kind, _ in blocks_of(text, furniture)] == ["prose", "prose"]
    document = cleaned(text, furniture)
    assert "a long column of trucks" in document.text
    assert "U.N.-run camp" in document.text
    assert "for Prime Minister Moussa" in document.text


@pytest.mark.parametrize(
    "text",
    [
        "Ministers meet in Oslo\nThe ministers of three states met in Oslo on Friday.\nThey left on Sunday.",
        "Key dates:\n1 January - talks begin in Geneva\n3 March - a truce is signed\n5 May - the truce ends",
        "Fish\nMeat\nBread\nand butter",
        "A" * 200 + "\n" + "b" * 200,
    ],
)
def test_lines_that_are_not_wrapped_stay_apart(text: str, furniture: Furniture) -> None:
    assert cleaned(text, furniture).text == text


# Blocks


def test_a_headline_is_a_title_and_the_rest_is_prose(furniture: Furniture) -> None:
    assert blocks_of("Ministers Meet in Oslo\nThe ministers met on Friday.\nThey left.", furniture) == [
        ("title", "Ministers Meet in Oslo"),
        ("prose", "The ministers met on Friday."),
        ("prose", "They left."),
    ]


@pytest.mark.parametrize(
    "headline",
    [
        "Troops to Leave the U.S.",
        'Minister: "We will win"',
        "Will Troops Leave?",
        "500 flee as river rises in Chad",
    ],
)
def test_headlines_end_in_many_ways(headline: str, furniture: Furniture) -> None:
    assert blocks_of(f"{headline}\nThe army said so on Friday.", furniture)[0] == ("title", headline)


@pytest.mark.parametrize(
    "first",
    [
        "Troops left Gao on Friday.",
        "and then they left",
        "The minister said:",
        '"We will win."',
        "We go, he said,",
    ],
)
def test_a_first_sentence_is_no_headline(first: str, furniture: Furniture) -> None:
    assert blocks_of(f"{first}\nThe army said so on Friday.", furniture)[0] == ("prose", first)


def test_the_only_line_of_a_report_is_prose_even_without_a_full_stop(furniture: Furniture) -> None:
    assert blocks_of("Rebels seize Gao", furniture) == [("prose", "Rebels seize Gao")]


def test_the_title_that_came_with_the_report_is_known_by_its_words(furniture: Furniture) -> None:
    text = "Troops leave Gao.\nThe army said so."
    assert blocks_of(text, furniture, title="Troops leave Gao.")[0][0] == "title"
    assert blocks_of(text, furniture, title="Another title")[0][0] == "prose"


def test_a_short_line_between_paragraphs_is_a_title(furniture: Furniture) -> None:
    text = "Troops left Gao.\nA long road\nThey drove north."
    assert [kind for kind, _ in blocks_of(text, furniture)] == ["prose", "title", "prose"]


def test_lines_without_full_stops_are_no_titles_when_none_has_one(furniture: Furniture) -> None:
    text = "Troops left Gao\nThe rebels came\nThey drove north\nNobody saw them"
    assert [kind for kind, _ in blocks_of(text, furniture)] == ["title", "prose", "prose", "prose"]


def test_the_items_of_a_list_are_prose_without_their_bullets(furniture: Furniture) -> None:
    text = "The rebels want three things.\n- Bread for all\n- An end of the war\nTalks go on."
    assert ("prose", "Bread for all") in blocks_of(text, furniture)


def test_a_dateline_is_cut_off_and_the_prose_begins_at_its_first_letter(furniture: Furniture) -> None:
    text = "Troops leave Gao\nBy Jane Doe\nGAO, Mali, May 21 (AFP) — Troops left Gao. (Reporting by Jane Doe)"
    assert blocks_of(text, furniture) == [
        ("title", "Troops leave Gao"),
        ("byline", "By Jane Doe"),
        ("dateline", "GAO, Mali, May 21 (AFP) —"),
        ("prose", "Troops left Gao."),
        ("byline", "(Reporting by Jane Doe)"),
    ]


@pytest.mark.parametrize(
    ("link", "gap"),
    [
        ("اقرأ هذا المقال", ""),
        ("Читать по-русски", ""),
        ("阅读中文版", ""),
        ("اقرأ: ", ""),
        ("Читать >", " "),
        ("Read this in Arabic", ""),
    ],
)
def test_a_link_glued_to_the_first_word_is_cut_off(link: str, gap: str, furniture: Furniture) -> None:
    blocks = blocks_of(f"{link}{gap}Kenyan troops left Gao on Friday, an officer said.", furniture)
    assert blocks == [("link", link.strip()), ("prose", "Kenyan troops left Gao on Friday, an officer said.")]


def test_a_link_glued_to_the_last_word_is_cut_off(furniture: Furniture) -> None:
    assert blocks_of("Kenyan troops left Gao on Friday.اقرأ هذا المقال", furniture) == [
        ("prose", "Kenyan troops left Gao on Friday."),
        ("link", "اقرأ هذا المقال"),
    ]


def test_a_link_before_a_quote_leaves_the_quote_whole(furniture: Furniture) -> None:
    assert (
        blocks_of('اقرأ هذا المقال"We left," said Kenyan troops in Gao on Friday.', furniture)[1][1][0] == '"'
    )


def test_a_report_in_another_script_is_no_link(furniture: Furniture) -> None:
    text = "قال الوزير اليوم إن القوات غادرت المدينة. وأضاف أن CNN كانت هناك."
    assert blocks_of(text, furniture) == [("prose", text)]


@pytest.mark.parametrize(
    "text", ["β-blockers were scarce in Gao.", "Владимир (Vladimir) left Gao on Friday, aides said."]
)
def test_foreign_words_in_a_sentence_are_no_link(text: str, furniture: Furniture) -> None:
    assert blocks_of(text, furniture) == [("prose", text)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("* * *", "other"),
        ("Mali | 12 | 4", "other"),
        ("Mali 12 4 16 2%", "other"),
        ("اقرأ هذا المقال", "link"),
        ("Read more: Troops leave Gao", "link"),
        ("File photo", "caption"),
        ("Troops in Gao on Sunday. (AFP/Getty Images)", "caption"),
    ],
)
def test_furniture_between_paragraphs_is_no_prose(line: str, kind: str, furniture: Furniture) -> None:
    text = f"Troops left the town of Gao on Friday.\n{line}\nThey drove north."
    assert [found for found, _ in blocks_of(text, furniture)] == ["prose", kind, "prose"]


# Language


def test_the_language_that_came_with_the_report_wins(furniture: Furniture) -> None:
    assert (
        cleaned("Troops left Gao on Friday, an officer said.", furniture, language="FR_fr").language == "fr"
    )


def test_a_language_is_found_when_none_came(furniture: Furniture) -> None:
    text = "Le ministre a quitté la ville de Gao vendredi, a déclaré un officier de l'armée."
    assert cleaned(text, furniture, language="").language == "fr"


# Whatever the text


def is_made_of(plain: str, given: str) -> bool:
    if plain == given:
        return True
    if plain == " ":
        return unicodedata.category(given) in ("Cc", "Zs")
    if plain == "\n":
        return given in "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"
    return plain in "\"'-\ufffd"


@settings(deadline=None, max_examples=150)
@given(text=st.text(max_size=200) | st.text(ODD, max_size=120) | st.text(st.characters(), max_size=60))
def test_any_text_is_cleaned_and_each_character_has_its_origin(
    text: str, furniture: Furniture, abbreviations: Abbreviations
) -> None:
    document = cleaned(text, furniture)
    assert len(document.origins) == len(document.text)
    assert all(here < there for here, there in zip(document.origins, document.origins[1:], strict=False))
    for plain, origin in zip(document.text, document.origins, strict=True):
        assert is_made_of(plain, text[origin]) or (
            plain == " " and text[origin] in "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
        )
    covered: set[int] = set()
    for block in document.blocks:
        places = set(range(block.span.start, block.span.end))
        assert places
        assert not covered & places
        covered |= places
        assert not block.span.of(document.text)[0].isspace()
        assert not block.span.of(document.text)[-1].isspace()
    assert all(document.text[place].isspace() for place in set(range(len(document.text))) - covered)
    in_sentences: set[int] = set()
    for sentence in split_sentences(document, abbreviations):
        places = set(range(sentence.span.start, sentence.span.end))
        assert places
        assert not in_sentences & places
        in_sentences |= places
    for block in document.blocks:
        if block.kind in ("title", "prose"):
            rest = set(range(block.span.start, block.span.end)) - in_sentences
            assert all(document.text[place].isspace() for place in rest)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "Troops left Gao on Friday, said Gen. Moussa. ",
        "a" * 1000,
        "A. ",
        ". . . ",
        "\u200b ",
        "\u200b",
        " ",
        "(",
        '"',
        "end.Next",
        "Ж",
        "Ж ",
        "1 | ",
        "AA-",
        "- ",
        "AP - ",
        '?" A ',
        "http://a.b/c.D/",
        "Mr. ",
        "....",
        ".\"')",
    ],
)
def test_a_long_line_takes_time_in_proportion(
    piece: str, furniture: Furniture, abbreviations: Abbreviations
) -> None:
    text = piece * (1_000_000 // len(piece))
    begun = time.process_time()
    split_sentences(cleaned(text, furniture), abbreviations)
    assert time.process_time() - begun < 4
