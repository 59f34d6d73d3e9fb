"""Consequences: by agreement and participant, how it stands and how it would, which obligations come and go, which questions open."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from foedera.library.collection import Collection
from foedera.library.consequences import Consequence, Count, beside, consequences, duties
from foedera.library.supposing import read_act, split_line, suppose, supposed_docket, write_act
from foedera.model.standing import Participation

TODAY = dt.date(2026, 1, 1)
BASE = """foedera = 1
id = "t/base"
title = "Base"
kind = "treaty"
binding = true
[participants]
X-A = { name = "A" }
X-B = { name = "B" }
X-C = { name = "C" }
[entry_into_force]
when = { consents = 2 }
then = { days = 30 }
[[provision]]
article = "1"
function = "consultation"
summary = "s"
[[provision.obligation]]
id = "all"
bearer = "each-party"
force = "shall"
what = "consult"
trigger = { standing = true }
[[provision.obligation]]
id = "own"
bearer = "X-A"
force = "shall"
what = "host"
trigger = { standing = true }
[[provision.obligation]]
id = "body"
bearer = "organ"
force = "shall"
what = "meet"
trigger = { standing = true }
"""


def asked(folder: Path, *acts: str, law: str = BASE) -> list[Consequence]:
    """Return what acts supposed in the base treaty would bring about."""
    from attrs import evolve

    (folder / "t").mkdir(exist_ok=True)
    (folder / "t" / "base.toml").write_text(law)
    collection = Collection([folder], bundled=False)
    base = collection["t/base"]
    supposed = {"t/base": evolve(base, acts=(*base.acts, *(read_act(text, str) for text in acts)))}
    changes = suppose(collection, supposed, TODAY)
    after = supposed_docket(collection, supposed)
    return consequences(collection.docket, after, changes, TODAY, supposed)


def test_entry_into_force_parties_and_obligations(tmp_path: Path) -> None:
    """Two ratifications bring it into force: from nobody to two, each with its own obligations, none of the organ's."""
    (found,) = asked(tmp_path, "2025-01-01 ratification X-A", "2025-02-01 ratification X-B")
    assert found.entry == (None, dt.date(2025, 3, 3))
    assert found.counts == (Count(dt.date(2025, 3, 3), None, 0, 2),)
    assert [(m.party, m.before, m.after and m.after.status) for m in found.movers] == [("X-A", None, "party"), ("X-B", None, "party")]
    assert [[duty.id for _, duty in m.gained] for m in found.movers] == [["all", "own"], ["all"]]
    assert all(m.lost == () for m in found.movers)


def test_nothing_changes(tmp_path: Path) -> None:
    """An act that changes no status leaves the agreement named, with nothing in it."""
    (found,) = asked(tmp_path, "2025-01-01 declaration X-A")
    assert (found.movers, found.counts, found.entry) == ((), (), (None, None))


def test_questions_open(tmp_path: Path) -> None:
    """A reservation the law excludes is a question that was not there before."""
    law = BASE + '[reservations]\npermitted = "none"\n'
    (found,) = asked(tmp_path, "2025-01-01 ratification X-A", "2025-01-01 reservation X-A articles=1", law=law)
    assert len(found.opened) == 1
    assert found.settled == ()


def test_side_by_side_on_a_day(tmp_path: Path) -> None:
    """Only those that differ on the day are listed."""
    from attrs import evolve

    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "base.toml").write_text(BASE)
    collection = Collection([tmp_path], bundled=False)
    supposed = {"t/base": evolve(collection["t/base"], acts=(read_act("2025-01-01 signature X-A", str), read_act("2025-06-01 signature X-B", str)))}
    after = supposed_docket(collection, supposed)
    for day, codes in ((dt.date(2024, 1, 1), []), (dt.date(2025, 2, 1), ["X-A"]), (dt.date(2025, 7, 1), ["X-A", "X-B"])):
        (found,) = beside(collection.docket, after, supposed, day)
        assert [code for code, _, _ in found.differing] == codes


def test_suspended_owes_nothing(tmp_path: Path) -> None:
    """Who is suspended has lost what it must do, and has it again when it applies the agreement once more."""
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "base.toml").write_text(BASE)
    base = Collection([tmp_path], bundled=False)["t/base"]
    party, suspended = (Participation("X-B", status, None, None) for status in ("party", "suspended"))
    gained, lost = duties(base, base, party, suspended, "X-B")
    assert (gained, [duty.id for _, duty in lost]) == ((), ["all"])
    assert duties(base, base, suspended, party, "X-B") == (lost, ())


@pytest.mark.parametrize(
    "line",
    [
        "2027-01-01 withdrawal USA",
        "2027-01-01 suspension USA,GBR to=NZL of=gbr-1 until=2030-01-01",
        '2027-01-01 reservation FRA articles="Annex B,5" effective=2028-01-01 known=2027-02-01 id=fra-1',
        "2027-01-01 objection DEU of=fra-1 precludes=yes",
    ],
)
def test_lines_read_back_as_written(line: str) -> None:
    """What is written from an act is the line it was read from."""
    assert write_act(read_act(line, str)) == line
    assert split_line(f"anzus/treaty:  {line}", "x/y") == ("anzus/treaty", line)
    assert split_line(line, "x/y") == ("x/y", line)
