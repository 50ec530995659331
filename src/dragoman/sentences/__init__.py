"""Document -> Sentence: words and their tree."""
