"""Raise the floors of the bundled samples to what is coded today; a floor never falls by this.

python scripts/raise_floors.py            # raise tests/samples/floors.json, print what is missed
python scripts/raise_floors.py --lower    # write today's numbers, lower ones too
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from dragoman.cli.match import compare_report, told_comparison
from dragoman.cli.work import expected_of_samples, samples
from dragoman.coder import Coder

FLOORS = Path(__file__).parent.parent / "tests" / "samples" / "floors.json"


def main() -> int:
    """Compare the samples, print each, and write the floors."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lower", action="store_true", help="let floors fall too")
    lower = parser.parse_args().lower
    floors: dict[str, dict[str, int]] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    fallen = False
    expected = expected_of_samples()
    for coded in Coder().code_many(samples()):
        name = coded.document.report.id
        compared = compare_report(coded, expected[name])
        print(told_comparison(name, compared))
        found, wanted, false = len(compared.found), compared.wanted, len(compared.false)
        old = floors.get(name, {"found": 0, "wanted": wanted, "false": false})
        if not lower and (found < old["found"] or false > old["false"]):
            fallen = True
            print(f"  BELOW ITS FLOOR: {old['found']} found and {old['false']} false were reached before")
        if not lower:
            found, false = max(found, old["found"]), min(false, old["false"])
        floors[name] = {"found": found, "wanted": wanted, "false": false}
    FLOORS.write_text(json.dumps(floors, indent=2, sort_keys=True) + "\n", "utf-8")
    total = {key: sum(one[key] for one in floors.values()) for key in ("found", "wanted", "false")}
    print(f"floors: {total['found']} of {total['wanted']} events, {total['false']} false")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
