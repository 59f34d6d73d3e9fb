"""Golden files: what an export looked like when somebody last looked at it.

`FOEDERA_GOLDEN=1 pytest tests/interchange` writes them anew; look at the difference before keeping it.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "golden"


def golden(name: str, content: bytes) -> None:
    """Hold an export to its golden file."""
    file = FOLDER / name
    if os.environ.get("FOEDERA_GOLDEN"):
        file.write_bytes(content)
    assert content.decode("utf-8") == file.read_bytes().decode("utf-8")
