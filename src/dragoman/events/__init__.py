"""Mention -> Event: who did what to whom, by rules over the sentence's tree."""
