"""Derive the compact form of the vocabulary of parties from its source: `python -m foedera.library.build`.

The source is for people; reading its TOML would cost the command line most of its start.
"""

from __future__ import annotations

import json
from pathlib import Path

import foedera.data
from foedera.library.vocabularies import parties_source


def compact_parties() -> str:
    """Return the vocabulary of parties as one JSON object, a party a line."""
    rows = (f"{json.dumps(code)}:{json.dumps(row, ensure_ascii=False, separators=(',', ':'))}" for code, row in parties_source().items())
    return "{" + ",\n".join(rows) + "}\n"


def main() -> None:
    """Write `parties.json` beside `parties.toml`."""
    target = Path(foedera.data.__path__[0]) / "vocabularies" / "parties.json"
    target.write_text(compact_parties(), encoding="utf-8")


if __name__ == "__main__":
    main()
