"""Sentences to mentions: who is named, by name, by role or by a word that stands for somebody else."""
