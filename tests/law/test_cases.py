"""The cases of `tests/cases/law`: each a question of treaty law on agreements a lawyer can read, with the answer expected."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.answers import ask, differences

from foedera.library.collection import Collection

CASES = Path(__file__).resolve().parents[1] / "cases" / "law"


def _cases() -> list[Any]:
    found = []
    for file in sorted(CASES.glob("*.toml")):
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        shared = {a["id"]: a["text"] for a in data.get("agreement", [])}
        for case in data["case"]:
            found.append(pytest.param(shared, case, id=f"{file.stem}: {case['name']}"))
    return found


@pytest.mark.parametrize(("shared", "case"), _cases())
def test_case(shared: dict[str, str], case: dict[str, Any], tmp_path: Path) -> None:
    """The agreements of the case, read strictly, give the answer expected."""
    texts = dict(shared) | {f"own-{i}": text for i, text in enumerate(case.get("agreements", []))}
    for name, text in texts.items():
        (tmp_path / f"{name.replace('/', '-')}.toml").write_text(text, encoding="utf-8")
    collection = Collection([tmp_path], bundled=False)
    faults = [str(f) for path in sorted(tmp_path.glob("*.toml")) for f in collection.reading(path).errors]
    assert not faults, "\n".join(faults)
    expect = case.get("expect", {}) | dict.fromkeys(case.get("unknown", ()))
    assert not differences(expect, ask(collection, case["command"])), case.get("why", "")
