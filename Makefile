.PHONY: setup demo test check bench

setup:
	@sh scripts/setup.sh

# Codes the bundled sample reports and prints each report's events as a table.
demo: setup
	@.venv/bin/dragoman demo

# Every test.
test: setup
	.venv/bin/python -m pytest -q

# Form, lint, types, import rules and the fast tests.
check: setup
	.venv/bin/ruff format --check src tests scripts
	.venv/bin/ruff check src tests scripts
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python -m pytest -q -m "not slow"

# Sentences a second beside the bare spaCy pipeline, in one run on one core.
bench: setup
	.venv/bin/python scripts/bench.py
