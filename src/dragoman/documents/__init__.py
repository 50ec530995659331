"""Report -> Document: clean text in blocks, its language, and its sentences."""

from dragoman.documents.abbreviations import Abbreviations, read_abbreviations
from dragoman.documents.clean import clean
from dragoman.documents.furniture import Furniture, read_furniture
from dragoman.documents.language import identify
from dragoman.documents.split import SentenceSpan, split_sentences

__all__ = [
    "Abbreviations",
    "Furniture",
    "SentenceSpan",
    "clean",
    "identify",
    "read_abbreviations",
    "read_furniture",
    "split_sentences",
]
