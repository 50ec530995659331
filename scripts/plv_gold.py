"""Write a file of marked PLOVER sentences as gold that `dragoman evaluate`, `errors` and `train` read.

python scripts/plv_gold.py GOLD.jsonl > gold.jsonl
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from measure_plv import read_marked


def main() -> None:
    for row in read_marked(Path(sys.argv[1])):
        if row.sources and row.targets:
            source, target = row.sources[0], row.targets[0]
            line = {
                "text": row.text,
                "source": [source.start, source.end],
                "target": [target.start, target.end],
                "plover": row.label,
            }
            print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    main()
