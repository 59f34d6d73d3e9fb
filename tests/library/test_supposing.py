"""What if: supposed acts are computed with, never recorded; other agreements that depend on them move too."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from foedera.library.collection import Collection
from foedera.library.supposing import read_act, what_if
from foedera.model.errors import UsageError

D = dt.date.fromisoformat


@pytest.fixture
def collection() -> Collection:
    """The collection that ships."""
    return Collection()


def lines(collection: Collection, name: str, *acts: str) -> list[tuple[str, str, str | None, str, bool]]:
    """What comes and falls away, as plain values."""
    found = what_if(collection, name, tuple(read_act(text, collection.code) for text in acts), D("2026-11-21"))
    return [(d.change.agreement, str(d.change.on), d.change.party, d.change.change, d.added) for d in found]


def test_notice_and_exit(collection: Collection) -> None:
    """A year after its notice the United States would be out of the North Atlantic Treaty (Article 13)."""
    name = "nato/north-atlantic-treaty"
    assert lines(collection, name, "2027-01-01 withdrawal usa") == [
        (name, "2027-01-01", "USA", "withdrawing", True),
        (name, "2028-01-01", "USA", "withdrawn", True),
    ]


def test_acts_stack(collection: Collection) -> None:
    """A notice and its revocation (VCLT 68): nobody leaves."""
    name = "nato/north-atlantic-treaty"
    found = lines(collection, name, "2027-01-01 withdrawal USA", "2027-06-01 revocation-of-withdrawal USA")
    assert ("nato/north-atlantic-treaty", "2028-01-01", "USA", "withdrawn", True) not in found


def test_nothing_is_recorded(collection: Collection) -> None:
    """After the question the record answers as before."""
    before = collection.docket.timeline("anzus/treaty").changes(D("2026-11-21"))
    lines(collection, "anzus/treaty", "2027-01-01 withdrawal AUS")
    assert collection.docket.timeline("anzus/treaty").changes(D("2026-11-21")) == before
    assert len(Collection()["anzus/treaty"].acts) == len(collection["anzus/treaty"].acts)


def test_other_agreements_move_too(tmp_path: Path) -> None:
    """An act in one agreement brings another into force, and an act withdrawn from the past would fall away there."""
    parts = "[participants]\nX-A = { name = 'A' }\nX-B = { name = 'B' }\n"
    (tmp_path / "base.toml").write_text(
        f'foedera = 1\nid = "t/base"\ntitle = "T"\nkind = "treaty"\nadopted = 2000-01-01\nnegotiating = ["X-A", "X-B"]\n{parts}', encoding="utf-8"
    )
    (tmp_path / "later.toml").write_text(
        'foedera = 1\nid = "t/later"\ntitle = "T"\nkind = "treaty"\nadopted = 2000-01-01\n'
        f'acts = [{{ on = 2001-01-01, kind = "ratification", by = ["X-A", "X-B"] }}]\n{parts}[entry_into_force]\nwhen = {{ in_force = "t/base" }}\n',
        encoding="utf-8",
    )
    found = what_if(Collection([tmp_path], bundled=False), "t/base", (read_act("2030-05-05 ratification X-A,X-B", str),), D("2026-01-01"))
    assert ("t/later", "2030-05-05", None, "in-force", True) in [
        (d.change.agreement, str(d.change.on), d.change.party, d.change.change, d.added) for d in found
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tomorrow withdrawal USA", "is not a day"),
        ("2027-01-01 withdrawl USA", "did you mean withdrawal"),
        ("2027-01-01", "is not an act"),
        ("2027-01-01 withdrawal USA since=2028", "not understood"),
        ("2027-01-01 withdrawal Atlantis", "no party has the code or name"),
    ],
)
def test_what_is_wrong_with_a_supposed_act(collection: Collection, text: str, said: str) -> None:
    """Each says what is wrong and what to write."""
    with pytest.raises(UsageError, match=said):
        read_act(text, collection.code)
