"""Numbers of dead, injured, arrested and protesters."""

import pytest

from dragoman.coder import Coder


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Rebels killed at least 12 soldiers near Gao.", [("dead", 12, "at least", "at least 12")]),
        ("Police in Turkey arrested 31 Kurdish politicians on Friday.", [("arrested", 31, "", "31")]),
        (
            "The Taliban attacked a police post, killing three officers and wounding nine.",
            [("dead", 3, "", "three"), ("injured", 9, "", "nine")],
        ),
        (
            "Some 20,000 Georgians marched against the government.",
            [("protesters", 20000, "about", "Some 20,000")],
        ),
        ("Two hundred students protested against the ministry.", [("protesters", 200, "", "Two hundred")]),
        ("Rebels killed dozens of soldiers in 2014.", []),
        ("Russia attacked Ukraine.", []),
    ],
)
def test_numbers_are_read_with_their_words(
    coder: Coder, text: str, wanted: list[tuple[str, int, str, str]]
) -> None:
    records = coder.code(text).records
    assert records
    found = {(one.kind, one.count, one.bound, one.text) for record in records for one in record.figures}
    assert found == set(wanted)


def test_a_figure_shows_where_it_stands(coder: Coder) -> None:
    text = "Rebels killed at least 12 soldiers near Gao."
    (record,) = coder.code(text).records
    (figure,) = record.figures
    assert text[figure.start : figure.end] == figure.text
