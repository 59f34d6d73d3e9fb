"""`foedera threats` as a user meets it: every verb on the round that ships, on files of one's own, and on what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from foedera.cli.main import program
from foedera.cli.verbs import threats_law, threats_stix
from foedera.cli.verbs.threats import command
from foedera.interchange import stix
from foedera.library.rounds import BUNDLED
from foedera.library.threats import public_threats
from foedera.model.errors import FaultyFile, FoederaError, UsageError
from foedera.threats.scales import LEVELS

FIRST, SECOND = "illustrative-2026/first", "illustrative-2026/second"
FEW = ("--simulations", "50")
AT = ("--on", "2026-06-01")
INVENTED = "no nation has said any of this"

OWN = """foedera = 1
holds = "threats"
[[threat]]
id = "port-strike"
title = "Cyber attack on the port"
kind = "cyber-infrastructure"
illustrative = true
"""


def run(*words: str) -> Result:
    """Run `foedera threats` in this process; what it raises is in the result."""
    return CliRunner().invoke(program, ["threats", *words])


def rows(*words: str) -> list[dict[str, object]]:
    """Run with --json and return the objects it prints."""
    done = run(*words, "--json")
    assert done.exit_code == 0, done.exception
    return [json.loads(line) for line in done.stdout.splitlines()]


#: Arguments and what must be said.
SAID = [
    (["list"], f"{len(public_threats())} threats"),
    (["list", "--kind", "cyber"], "power-grid-cyber"),
    (["list", "baltic", "cables"], "1 threat\n"),
    (["show", "cable-sabotage"], "nato/north-atlantic-treaty, Article 4"),
    (["kinds"], "a kind set in lies within the one above it"),
    (["rank", SECOND, *FEW], INVENTED),
    (["picture", SECOND, *FEW], "Since Illustrative round 2026, first answers"),
    (["picture", SECOND, *FEW, "--why"], "NIST SP 800-30"),
    (["picture", FIRST, *FEW], INVENTED),
    (["coalitions", SECOND, *AT], "proven: fewer cannot do"),
    (["align", SECOND, *AT], INVENTED),
    (["align", SECOND, "--nation", "NOR", *AT], "Where a clause touches a limit of NOR"),
    (["align", "--nation", "JPN", *AT], "The threats of JPN"),
    (["align", SECOND, "--trace", *AT], "evaluation"),
]


@pytest.mark.parametrize(("words", "said"), SAID, ids=[" ".join(words) for words, _ in SAID])
def test_says(words: list[str], said: str) -> None:
    """Each verb ends well and says what it should."""
    done = run(*words)
    assert done.exit_code == 0, done.exception
    assert said in done.stdout


#: Arguments, the error, a word of it.
REFUSED = [
    (["list", "--kind", "cybr"], UsageError, "did you mean 'cyber'"),
    (["show", "cables"], UsageError, "there is no threat 'cables'"),
    (["rank", "no-such-round"], UsageError, "those that ship"),
    (["picture", SECOND, "--before", SECOND], UsageError, "does not revise"),
    (["picture", FIRST, "--before", SECOND], UsageError, "does not revise"),
    (["align", SECOND, "--nation", "AUS"], UsageError, "AUS has no ballot that counts"),
    (["align", SECOND, "--nation", "Atlantis"], FoederaError, "Atlantis"),
]


@pytest.mark.parametrize(("words", "error", "said"), REFUSED, ids=[" ".join(words) for words, _, _ in REFUSED])
def test_refuses(words: list[str], error: type[FoederaError], said: str) -> None:
    """What cannot be meant is refused, with what can."""
    done = run(*words)
    assert isinstance(done.exception, error)
    assert said in str(done.exception)


def test_a_picture_as_json_says_what_is_unknown_and_what_is_invented() -> None:
    """Every nation called is in one of two lists, every threat has its counts, and each verb on an invented round says so."""
    (found,) = rows("picture", SECOND, *FEW, "--seed", "7")
    assert (found["illustrative"], found["seed"], found["simulations"]) == (True, 7, 50)
    assert sorted([*found["answered"], *found["silent"]]) == found["called"]  # type: ignore[misc]
    assert found["silent"] == ["AUS", "ITA"]
    for threat in found["threats"]:  # type: ignore[attr-defined]
        assert sum(threat["counts"].values()) == threat["scored"]
    assert any(threat["scored"] < len(found["answered"]) for threat in found["threats"])  # type: ignore[arg-type,attr-defined]
    for row in found["changed"]["rows"]:  # type: ignore[index]
        for middle in filter(None, (row["median_before"], row["median_now"])):
            assert [LEVELS.index(level) for level in middle] == sorted(LEVELS.index(level) for level in middle)
        assert row["moved"] == row["place_before"] - row["place_now"]
    for words in (["rank", SECOND, *FEW], ["coalitions", SECOND, *AT], ["align", SECOND, *AT], ["align", SECOND, "--trace", *AT]):
        assert all(row["illustrative"] is True for row in rows(*words)), words


def test_the_same_seed_gives_the_same_picture() -> None:
    """Twice the same, and another seed gives other figures."""
    once, again, other = (rows("rank", SECOND, *FEW, "--seed", seed) for seed in ("3", "3", "4"))
    assert once == again
    assert once != other


def test_a_threat_nobody_scored_is_unknown(tmp_path: Path) -> None:
    """It stands last, with nothing in place of a zero; and the folder is a round of one's own."""
    head = 'foedera = 1\nholds = "round"\nid = "t/one"\ntitle = "T"\nopens = 2026-03-01\ncloses = 2026-03-31\nillustrative = true\n'
    (tmp_path / "round.toml").write_text(
        head + 'nations = ["FIN", "NOR"]\nthreats = ["gas-cut", "cable-sabotage", "port-strike"]\n', encoding="utf-8"
    )
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    for nation, level in (("FIN", 3), ("NOR", 4)):
        ballot = f'foedera = 1\nholds = "ballot"\nillustrative = true\nround = "t/one"\nnation = "{nation}"\ngiven = 2026-03-02\n[scores]\n'
        scores = "".join(f'{name} = {{ likelihood = {level}, impact = 3, confidence = "low" }}\n' for name in ("cable-sabotage", "port-strike"))
        (tmp_path / f"{nation}.toml").write_text(ballot + scores, encoding="utf-8")
    found = rows("rank", str(tmp_path), *FEW)
    assert (found[-1]["threat"], found[-1]["scored"]) == ("gas-cut", 0)
    assert {found[-1][key] for key in ("place", "borda", "copeland", "first", "last", "top")} == {None}
    done = run("rank", str(tmp_path), *FEW)
    assert "Cyber attack on the port" in done.stdout


def test_a_faulty_ballot_is_named_with_its_line(tmp_path: Path) -> None:
    """A level there is none of: file, line and code, and no picture."""
    for file in (BUNDLED / SECOND).glob("*.toml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    ballot = tmp_path / "NOR.toml"
    ballot.write_text(ballot.read_text(encoding="utf-8").replace("likelihood = [", "likelihood = [9, ", 1), encoding="utf-8")
    done = run("picture", str(tmp_path))
    assert isinstance(done.exception, FaultyFile)
    assert {(Path(fault.file).name, fault.code) for fault in done.exception.faults} == {("NOR.toml", "F204")}


@pytest.mark.parametrize(("form", "magic"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_a_briefing_is_written_as_the_file_ends(tmp_path: Path, form: str, magic: bytes) -> None:
    """The form follows the name of the file."""
    out = tmp_path / f"b.{form}"
    done = run("brief", SECOND, "--nation", "NOR", "--out", str(out), *FEW, *AT)
    assert done.exit_code == 0, done.exception
    assert out.read_bytes().startswith(magic)
    assert form in threats_law.FORMS


def test_threats_go_to_stix_and_back(tmp_path: Path) -> None:
    """What is exported and taken in again as a file is the same threats; the same moment gives the same bundle."""
    one, other, back = tmp_path / "one.json", tmp_path / "other.json", tmp_path / "back.toml"
    for out in (one, other):
        done = run("stix-export", "--producer", "Secretariat", "--at", "2026-11-25T09:00:00Z", "--out", str(out))
        assert done.exit_code == 0, done.exception
    assert one.read_bytes() == other.read_bytes()
    assert run("stix-import", str(one), "--out", str(back)).exit_code == 0
    again = {row["id"]: {**row, "reference": ""} for row in rows("list", "--file", str(back))}
    assert again == {row["id"]: {**row, "reference": ""} for row in rows("list")}
    refused = run("stix-import", str(one), "--out", str(back))
    assert "is not written over" in str(refused.exception)


def test_garbage_is_not_taken_for_stix(tmp_path: Path) -> None:
    """Nothing is written, the fault has its place; what comes from elsewhere needs a kind, and cites its bundle."""
    file, out = tmp_path / "b.json", tmp_path / "o.toml"
    file.write_text('{"type": "bundle", ', encoding="utf-8")
    done = run("stix-import", str(file), "--out", str(out))
    assert isinstance(done.exception, FaultyFile)
    assert done.exception.faults[0].line == 1
    assert not out.exists()
    actor = {"type": "threat-actor", "spec_version": "2.1", "id": "threat-actor--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", "name": "Some Bear"}
    dated = {**actor, "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z"}
    file.write_text(json.dumps({"type": "bundle", "id": f"bundle--{actor['id'][14:]}", "objects": [dated]}), encoding="utf-8")
    unkind = run("stix-import", str(file))
    assert isinstance(unkind.exception, FaultyFile)
    assert unkind.exception.faults[0].code == "F223"
    (taken,) = rows("stix-import", str(file), "--kind", "espionage")
    assert taken["sources"] == [{"title": f"{actor['id']} in b.json", "url": "", "seen": None}]


@pytest.mark.parametrize("moment", ["yesterday", "2026-11-25T09:00:00"])
def test_a_moment_needs_its_zone(moment: str) -> None:
    """STIX counts in UTC; a moment that could be any is refused as wrong use."""
    done = run("stix-export", "--producer", "S", "--at", moment)
    assert done.exit_code == 2
    assert "write it like" in done.stderr


def test_choices_are_those_of_what_writes() -> None:
    """The verb lists the markings without reading the module that knows them."""
    assert threats_stix.TLP == stix.TLP


@pytest.mark.parametrize("name", sorted(set(command.commands) - {"sealed"}))
def test_each_verb_has_an_example(name: str) -> None:
    """Help ends with an example."""
    assert f"Example: foedera threats {name}" in run(name, "--help").stdout
