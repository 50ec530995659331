"""The command line: thin faces on the road.  Data goes to stdout, messages to stderr.

Exit codes: 0 all went well; 1 something the user can put right, said on stderr; 2 the command was not
understood; 3 the reports were coded but for some that are listed on stderr as rejected.
"""

from __future__ import annotations

import sys
from io import TextIOWrapper


def main() -> None:
    """Run the command line; what it writes is UTF-8, whatever the locale."""
    from dragoman.cli.commands import cli

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    cli()
