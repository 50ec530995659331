"""The command line, run in this process with the shared coder, so that each test need not load the parser."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman.cli.commands import cli
from dragoman.coder import Coder
from dragoman.settings import Settings

Run = Callable[..., Result]
ATTACK = "Rebels attacked soldiers near Gao."


@pytest.fixture
def run(coder: Coder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Return a function that runs `dragoman ARGUMENTS` in a folder of its own, with bytes for it to read."""

    def shared(settings: Settings | None = None) -> Coder:
        settings = settings or Settings()
        own = (settings.rules, settings.actors, settings.codebook, settings.model)
        if any(own) or settings.pipeline != Settings().pipeline or not settings.use_model:
            return Coder(settings)
        made = copy.copy(coder)
        made.settings = settings
        return made

    def invoke(*arguments: str, stdin: bytes = b"") -> Result:
        with monkeypatch.context() as patched:
            patched.setattr("dragoman.coder.Coder", shared)
            patched.chdir(tmp_path)
            return CliRunner().invoke(cli, arguments, input=stdin)

    return invoke
