"""The command line: thin faces on the road.  Data goes to stdout, messages to stderr.

Exit codes: 0 all went well; 1 something the user can put right, said on stderr; 2 the command was not
understood; 3 the reports were coded but for some that are listed on stderr as rejected.
"""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from dragoman.cli.commands import cli

    cli()
