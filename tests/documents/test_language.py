"""The language of a text is found, or said to be unknown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.documents import identify


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Police arrested three men in the north of the country on Sunday.", "en"),
        ("Die Polizei hat am Sonntag im Norden des Landes drei Männer verhaftet.", "de"),
        ("اعتقلت الشرطة يوم الأحد ثلاثة رجال في شمال البلاد وقالت إنهم من المتمردين", "ar"),
        ("", ""),
        ("12 | 13 | 14", ""),
        ("Gao, Mali", ""),
        ("\ud800" * 50, ""),
    ],
)
def test_a_text_tells_its_language(text: str, language: str) -> None:
    assert identify(text) == language


@settings(deadline=None, max_examples=50)
@given(st.text(st.characters(), max_size=80))
def test_no_text_is_too_odd(text: str) -> None:
    assert isinstance(identify(text), str)
