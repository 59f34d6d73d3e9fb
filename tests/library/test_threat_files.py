"""Files of threats, positions, rounds, ballots and answers: each fault with its code and line, and what ships is whole and honest."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from foedera.library.answers import public_answers
from foedera.library.checking import check
from foedera.library.collection import BUNDLED, Collection
from foedera.library.holding import held
from foedera.library.national_positions import public_positions
from foedera.library.rounds import bundled_rounds, folder_of, look_into, open_round
from foedera.library.threats import public_threats, taxonomy
from foedera.model.errors import FaultyFile, UsageError
from foedera.model.phrases import Phrase
from foedera.threats.assessments import Estimate
from foedera.threats.positions import EVERYBODY

DATA = BUNDLED.parent

TAXONOMY = 'foedera = 1\nholds = "taxonomy"\nversion = "1"\n'
THREATS = 'foedera = 1\nholds = "threats"\nillustrative = true\n'
POSITIONS = 'foedera = 1\nholds = "positions"\nnation = "NOR"\nillustrative = true\n'
ANSWERS = 'foedera = 1\nholds = "answers"\nagreement = "anzus/treaty"\n'
ROUND = (
    'foedera = 1\nholds = "round"\nid = "t/one"\ntitle = "T"\nopens = 2026-03-01\ncloses = 2026-03-31\nnations = ["FRA", "NOR"]\n'
    'threats = ["cable-sabotage", "gas-cut"]\n'
)
BALLOT = 'foedera = 1\nholds = "ballot"\nround = "t/one"\nnation = "FRA"\ngiven = 2026-03-10\n'
SCORES = '[scores]\ncable-sabotage = { likelihood = 3, impact = 2, confidence = "low" }\n'

#: The file, the code of the fault, its line, a word of the message or the remedy.
FAULTS = [
    ('foedera = 1\nholds = "threat"\n', "F200", 2, "one of: taxonomy"),
    ('foedera = 2\nholds = "threats"\n', "F003", 1, "version 1"),
    (THREATS, "F011", 1, "add [[threat]]"),
    (THREATS + '[[threat]]\nid = "Cyber Attack"\ntitle = "T"\nkind = "cyber"\n', "F201", 5, "lower case"),
    (THREATS + '[[threat]]\nid = "a"\ntitle = "T"\nkind = "cyber"\n[[threat]]\nid = "a"\ntitle = "T"\nkind = "cyber"\n', "F202", 9, "given twice"),
    (THREATS + '[[threat]]\nid = "a"\ntitle = "T"\nkind = "cyber-attack"\n', "F203", 7, "did you mean 'cyber'"),
    (THREATS + '[[threat]]\nid = "a"\ntitle = "T"\nkind = "cyber"\nsince = 2020-01-02\nuntil = 2020-01-01\n', "F205", 9, "before 'since'"),
    (THREATS + '[[threat]]\nid = "a"\ntitle = "T"\nkind = "cyber"\nconfidence = "medium"\n', "F013", 8, "moderate"),
    (THREATS + '[[threat]]\nid = "a"\ntitle = "T"\nkind = "cyber"\nillustrative = false\n', "F211", 4, "no source"),
    (THREATS + '[[threat]]\nid = "a"\ntitel = "T"\nkind = "cyber"\n', "F010", 6, "did you mean 'title'"),
    (TAXONOMY + '[[kind]]\nid = "a"\nname = "A"\nmeaning = "M"\nwithin = "b"\n', "F203", 8, "no kind has the id"),
    (
        TAXONOMY + '[[kind]]\nid = "a"\nname = "A"\nmeaning = "M"\nwithin = "b"\n[[kind]]\nid = "b"\nname = "B"\nmeaning = "M"\nwithin = "a"\n',
        "F203",
        8,
        "two storeys",
    ),
    (POSITIONS.replace("NOR", "Norway") + '[[item]]\nid = "a"\nkind = "red-line"\ntopic = "T"\n', "F014", 3, "the code NOR"),
    (POSITIONS + '[[item]]\nid = "a"\nkind = "redline"\ntopic = "T"\n', "F013", 7, "did you mean 'red-line'"),
    (POSITIONS + '[[item]]\nid = "a"\nkind = "red-line"\ntopic = "T"\nabout = ["bases"]\n', "F013", 9, "no area"),
    (POSITIONS + '[[item]]\nid = "a"\nkind = "red-line"\ntopic = "T"\nreleased_to = ["all"]\n', "F014", 9, "for everybody"),
    (POSITIONS + '[[item]]\nid = "a"\nkind = "red-line"\ntopic = "T"\nagreements = ["nato/none"]\n', "F041", 9, "no agreement has the id"),
    (ANSWERS + '[[answer]]\narticle = "IV"\nwhy = "W"\n', "F011", 4, "'kinds' is missing"),
    (ANSWERS + '[[answer]]\narticle = "IV"\nkinds = ["war"]\nwhy = "W"\n', "F203", 6, "no kind of threat"),
    (ANSWERS + '[[answer]]\narticle = "99"\nkinds = ["cyber"]\nwhy = "W"\n', "F209", 5, "no provision '99'"),
    (ANSWERS + '[[answer]]\narticle = "IV"\nobligation = "fight"\nkinds = ["cyber"]\nwhy = "W"\n', "F209", 6, "no obligation 'fight'"),
    (ANSWERS + '[[answer]]\naim = "peace"\nkinds = ["cyber"]\nwhy = "W"\n', "F209", 5, "no aim 'peace'"),
    (ANSWERS + '[[answer]]\nkinds = ["cyber"]\nwhy = "W"\n', "F209", 4, "an aim or an article"),
    (ANSWERS + '[[answer]]\naim = "peace"\nobligation = "fight"\nkinds = ["cyber"]\nwhy = "W"\n', "F209", 6, "name the article"),
    (ANSWERS.replace("anzus/treaty", "anzus/none") + '[[answer]]\narticle = "IV"\nkinds = ["cyber"]\nwhy = "W"\n', "F041", 3, "no agreement"),
    (BALLOT + SCORES, "F210", 1, "no round.toml"),
    ('foedera = 1\nholds = "threats" # and nothing\n"holds " = 1\n', "F010", 3, "unknown key"),
    (THREATS + '[[threat]]\nid = ""\ntitle = "T"\nkind = "cyber"\n', "F201", 5, "not an id"),
    (THREATS + '[[threat]]\nid = "a"\ntitle = " "\nkind = "cyber"\n', "F011", 6, "'title' is empty"),
    (THREATS + '[[threat]]\nid = "a"\ntitle = "T"\nkind = ""\n', "F011", 7, "'kind' is empty"),
    (POSITIONS.replace("NOR", "") + '[[item]]\nid = "a"\nkind = "red-line"\ntopic = "T"\n', "F011", 3, "'nation' is empty"),
    (POSITIONS + '[[item]]\nid = "a"\nkind = ""\ntopic = "T"\n', "F013", 7, "not a kind"),
    (POSITIONS + '[[item]]\nid = "a"\nkind = "red-line"\ntopic = "T"\nabout = ["cyber-attack"]\n', "F013", 9, "did you mean 'cyber'"),
]

#: What round.toml and a ballot say, the code of the fault, in which file and line, a word of it.
ROUND_FAULTS = [
    (ROUND.replace("2026-03-31", "2026-02-01"), BALLOT + SCORES, "F205", "round.toml", 6, "before 'opens'"),
    (ROUND.replace("gas-cut", "gas-cutt"), BALLOT + SCORES, "F208", "round.toml", 8, "did you mean 'gas-cut'"),
    (ROUND.replace("gas-cut", "cable-sabotage"), BALLOT + SCORES, "F202", "round.toml", 8, "named twice"),
    (ROUND.replace('"NOR"', '"Norway"'), BALLOT + SCORES, "F014", "round.toml", 7, "unknown party code"),
    (ROUND + '[[withdrawn]]\nnation = "SWE"\non = 2026-03-02\n', BALLOT + SCORES, "F206", "round.toml", 10, "cannot withdraw"),
    (ROUND, BALLOT.replace("FRA", "SWE") + SCORES, "F206", "x.toml", 4, "not called"),
    (ROUND, BALLOT.replace("03-10", "04-01") + SCORES, "F206", "x.toml", 5, "closed"),
    (ROUND, BALLOT.replace("03-10", "02-01") + SCORES, "F206", "x.toml", 5, "not open yet"),
    (ROUND, BALLOT.replace("t/one", "t/two") + SCORES, "F206", "x.toml", 3, "answers 't/two'"),
    (ROUND, BALLOT + "illustrative = true\n" + SCORES, "F206", "x.toml", 6, "invented ballot"),
    (ROUND + '[[withdrawn]]\nnation = "FRA"\non = 2026-03-05\n', BALLOT + SCORES, "F206", "x.toml", 4, "withdrawn"),
    (ROUND, BALLOT + SCORES.replace("cable-sabotage", "piracy"), "F206", "x.toml", 7, "does not ask"),
    (ROUND, BALLOT + SCORES.replace("= 3", "= 9"), "F204", "x.toml", 7, "no level"),
    (ROUND, BALLOT + SCORES.replace("= 3", "= -1"), "F204", "x.toml", 7, "no level"),
    (ROUND, BALLOT + SCORES.replace("= 3", "= true"), "F012", "x.toml", 7, "must be a level"),
    (ROUND, BALLOT + SCORES.replace("= 3", "= 2.5"), "F012", "x.toml", 7, "must be a level"),
    (ROUND, BALLOT + SCORES.replace("= 3", "= [3, 2, 4]"), "F204", "x.toml", 7, "out of order"),
    (ROUND, BALLOT + SCORES.replace("= 3", "= [3, 4]"), "F204", "x.toml", 7, "2 levels"),
    (ROUND, BALLOT + SCORES.replace("likelihood = 3, ", ""), "F011", "x.toml", 7, "leave the whole threat out"),
    (ROUND, BALLOT + SCORES.replace("low", "sure"), "F013", "x.toml", 7, "confidence"),
    (ROUND, BALLOT, "F011", "x.toml", 1, "add [scores]"),
    (ROUND, "foedera = 1\n", "F200", "x.toml", 1, "does not say what it holds"),
    (ROUND + "sealed = true\n", BALLOT + SCORES, "F206", "x.toml", 6, "takes no ballots"),
]


@pytest.mark.parametrize(("text", "code", "line", "word"), FAULTS, ids=[f"{c}-{i}" for i, (_, c, _, _) in enumerate(FAULTS)])
def test_fault(text: str, code: str, line: int, word: str, tmp_path: Path) -> None:
    """The fault has its code, its line and a remedy a person can act on; `foedera check` finds it."""
    file = tmp_path / "t.toml"
    file.write_text(text, encoding="utf-8")
    found = [(f.code, f.line, f"{f.message} {f.hint}") for f in check(Collection(), [file])]
    assert any(c == code and at == line and word in message for c, at, message in found), found


@pytest.mark.parametrize(
    ("asked", "ballot", "code", "file", "line", "word"), ROUND_FAULTS, ids=[f"{row[2]}-{i}" for i, row in enumerate(ROUND_FAULTS)]
)
def test_fault_of_a_round(asked: str, ballot: str, code: str, file: str, line: int, word: str, tmp_path: Path) -> None:
    """Impossible scores, nations not called or withdrawn, closed rounds: each said at its place, and no ballot is taken."""
    (tmp_path / "round.toml").write_text(asked, encoding="utf-8")
    (tmp_path / "x.toml").write_text(ballot, encoding="utf-8")
    gathered, faults = look_into(tmp_path)
    found = [(f.code, Path(f.file).name, f.line, f"{f.message} {f.hint}") for f in faults]
    assert any((c, name, at) == (code, file, line) and word in message for c, name, at, message in found), found
    assert gathered is None


#: What the first and second round's files say otherwise, the severity of the fault in the second, its line, a word of message or remedy.
REVISIONS = [
    ("t/one", {}, None, 0, ""),
    ("t/on", {}, "error", 5, "did you mean 't/one'"),
    ("t/two", {}, "error", 5, "revises itself"),
    ("t/one", {"after": 'after = "t/two"\n'}, "error", 5, "in a ring"),
    ("t/one", {"opens": "2026-03-31"}, "error", 5, "before the one it revises has closed"),
    ("t/one", {"sealed": "sealed = true\n"}, "error", 5, "a sealed round revises none"),
]


@pytest.mark.parametrize(("after", "otherwise", "severity", "line", "word"), REVISIONS)
def test_the_round_a_round_revises(after: str, otherwise: dict[str, str], severity: str | None, line: int, word: str, tmp_path: Path) -> None:
    """What 'after' names must lie beside the round, end before it opens, and not come back to it."""
    first, second = tmp_path / "one" / "round.toml", tmp_path / "two" / "round.toml"
    for file in (first, second):
        file.parent.mkdir()
    first.write_text(ROUND + otherwise.get("after", "") + otherwise.get("sealed", ""), encoding="utf-8")
    text = ROUND.replace('"t/one"', '"t/two"').replace('title = "T"\n', f'title = "T"\nafter = "{after}"\n')
    opens = otherwise.get("opens", "2026-05-01")
    second.write_text(text.replace("2026-03-01", opens).replace("closes = 2026-03-31", "closes = 2026-05-31"), encoding="utf-8")
    found = [(f.severity, f.code, f.line, f"{f.message} {f.hint}") for f in check(Collection(), [second])]
    if severity is None:
        assert found == []
    else:
        assert any((s, c, at) == (severity, "F212", line) and word in told for s, c, at, told in found), found


def test_a_round_that_stands_alone_is_only_warned_of(tmp_path: Path) -> None:
    """Handed on without the round it revises it can be read; what changed cannot be told."""
    file = tmp_path / "two" / "round.toml"
    file.parent.mkdir()
    file.write_text(ROUND + 'after = "t/zero"\n', encoding="utf-8")
    (fault,) = check(Collection(), [file])
    assert (fault.severity, fault.code, fault.line) == ("warning", "F212", 9)
    assert open_round(file.parent).asked.after == "t/zero"


def test_a_day_outside_the_round_is_warned_of(tmp_path: Path) -> None:
    """A withdrawal before the round opened or after it closed is possible, and probably a slip."""
    (tmp_path / "round.toml").write_text(ROUND + '[[withdrawn]]\nnation = "NOR"\non = 2026-04-05\n', encoding="utf-8")
    gathered, faults = look_into(tmp_path)
    assert gathered is not None
    assert [(f.severity, f.code, f.line) for f in faults] == [("warning", "F205", 11)]


def test_a_sealed_round_revises_none(tmp_path: Path) -> None:
    """Seen in the file itself."""
    (tmp_path / "round.toml").write_text(ROUND + 'after = "t/zero"\nsealed = true\n', encoding="utf-8")
    assert [(f.code, f.line) for f in look_into(tmp_path)[1]] == [("F212", 9)]


def test_faults_can_be_said_in_other_languages(tmp_path: Path) -> None:
    """Each message and remedy of these files is a phrase that keeps what it was made of."""
    for number, (text, _, _, _) in enumerate(FAULTS):
        file = tmp_path / f"{number}.toml"
        file.write_text(text, encoding="utf-8")
    for number, (asked, ballot, _, _, _, _) in enumerate(ROUND_FAULTS):
        folder = tmp_path / f"round-{number}"
        folder.mkdir()
        (folder / "round.toml").write_text(asked, encoding="utf-8")
        (folder / "x.toml").write_text(ballot, encoding="utf-8")
    said = check(Collection(), sorted(tmp_path.rglob("*.toml")))
    assert [fault for fault in said if not isinstance(fault.message, Phrase) or (fault.hint and not isinstance(fault.hint, Phrase))] == []


def test_a_nation_votes_once(tmp_path: Path) -> None:
    """A second ballot of a nation is a fault that names the first, and neither is taken."""
    (tmp_path / "round.toml").write_text(ROUND, encoding="utf-8")
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(BALLOT + SCORES, encoding="utf-8")
    with pytest.raises(FaultyFile, match=r"F207: FRA has a ballot in a\.toml already"):
        open_round(tmp_path)


def test_a_round_as_its_folder_has_it(tmp_path: Path) -> None:
    """Levels as numbers, words or ranges; threats of the round's own; who withdrew later is set aside; what was not scored is absent."""
    asked = ROUND.replace('"gas-cut"]', '"port-strike"]') + '[[withdrawn]]\nnation = "NOR"\non = 2026-03-20\n'
    (tmp_path / "round.toml").write_text(asked, encoding="utf-8")
    (tmp_path / "own.toml").write_text(THREATS + '[[threat]]\nid = "port-strike"\ntitle = "Port"\nkind = "cyber"\n', encoding="utf-8")
    line = '[scores]\nport-strike = { likelihood = "high", impact = ["low", 2, "very high"], confidence = "high" }\n'
    (tmp_path / "fra.toml").write_text(BALLOT + line, encoding="utf-8")
    (tmp_path / "nor.toml").write_text(BALLOT.replace("FRA", "NOR") + SCORES, encoding="utf-8")
    gathered = open_round(tmp_path)
    assert [threat.id for threat in gathered.threats] == ["cable-sabotage", "port-strike"]
    assert [ballot.nation for ballot in gathered.ballots] == ["FRA"]
    assert [ballot.nation for ballot in gathered.set_aside] == ["NOR"]
    score = gathered.ballots[0].score("port-strike")
    assert score is not None
    assert (score.likelihood, score.impact) == (Estimate(3, 3, 3), Estimate(1, 2, 4))
    assert gathered.ballots[0].score("cable-sabotage") is None


def test_a_round_that_is_not_there(tmp_path: Path) -> None:
    """A wrong name says what there is."""
    with pytest.raises(UsageError, match="illustrative-2026/first"):
        folder_of("illustrative-2026/frist")
    with pytest.raises(UsageError, match=r"no round\.toml"):
        folder_of(str(tmp_path))


def test_agreements_and_other_files_live_in_one_folder(tmp_path: Path) -> None:
    """A folder of agreements may hold threat files: verbs on agreements leave them aside, `check` takes all."""
    (tmp_path / "a.toml").write_text('foedera = 1\nid = "t/a"\ntitle = "A"\nkind = "treaty"\n', encoding="utf-8")
    (tmp_path / "t.toml").write_text(THREATS + '[[threat]]\nid = "t"\ntitle = "T"\nkind = "cyber"\n', encoding="utf-8")
    collection = Collection()
    assert [path.name for path in collection.resolve(str(tmp_path))] == ["a.toml"]
    assert [path.name for path in collection.resolve(str(tmp_path), held_too=True)] == ["a.toml", "t.toml"]
    with pytest.raises(FaultyFile, match="it holds threats, not an agreement"):
        collection.agreement_at(tmp_path / "t.toml")


def test_what_ships_has_no_fault() -> None:
    """Every file of threats, positions, rounds and answers that ships is sound, between files too."""
    files = [file for file in sorted(DATA.rglob("*.toml")) if held(file.read_bytes())]
    assert len(files) > 60
    assert check(Collection(), files) == []


def test_taxonomy_has_every_kind_asked_for() -> None:
    """The kinds the brief names, each with a threat of it or of a kind within it in the register."""
    kinds = taxonomy()
    asked = [
        "state-aggression",
        "regional-conflict",
        "terrorism",
        "cyber",
        "hybrid",
        "information-manipulation",
        "espionage",
        "proliferation",
        "organised-crime",
        "space",
        "disruptive-technology",
        "artificial-intelligence",
        "pandemic",
        "climate",
        "natural-hazard",
        "energy-supply",
        "migration-instrument",
    ]
    used = {threat.kind for threat in public_threats()}
    for name in asked:
        assert kinds.find(name) is not None
        assert used & {name, *(kind.id for kind in kinds.kinds if kind.within == name)}, name
    assert len({kind.name for kind in kinds.kinds}) == len(kinds.kinds)


def test_public_register_cites_and_is_not_invented() -> None:
    """A threat of the register that ships has a source and a confidence, and none is illustrative; ids are its own."""
    threats = public_threats()
    assert all(threat.sources and threat.confidence and not threat.illustrative for threat in threats)
    assert len({threat.id for threat in threats}) == len(threats) >= 25


def test_public_positions_are_public() -> None:
    """What ships of positions is law and declared policy, released to everybody, with its instrument."""
    items = public_positions()
    assert all(EVERYBODY in item.released_to and item.instrument and item.sources and not item.illustrative for item in items)
    assert {"IRL", "AUT", "NOR", "DEU", "JPN", "NZL", "USA"} <= {item.nation for item in items}
    assert all(any(source.seen for source in item.sources) for item in items if item.confidence == "high"), "sure of what nobody opened"
    opt_out = next(item for item in items if item.id == "dnk-defence-opt-out")
    assert [opt_out.holds(dt.date(2022, 6, day)) for day in (30,)] == [True]
    assert not opt_out.holds(dt.date(2022, 7, 1))


def test_the_reference_says_of_how_many_a_source_was_opened() -> None:
    """Of positions and of threats that ship, as many as its page says."""
    opened = [(sum(any(source.seen for source in one.sources) for one in found), len(found)) for found in (public_positions(), public_threats())]
    said = (Path(__file__).parents[2] / "docs/reference/threat-files.md").read_text(encoding="utf-8").replace("\n", " ")
    (items, all_items), (threats, all_threats) = opened
    assert f"{items} of {all_items} have a source that was opened, of the threats {threats} of {all_threats};" in said


def test_answers_cover_the_six_systems() -> None:
    """Each of the six systems has answers, each with its reason and its source."""
    answers = public_answers()
    families = {answer.agreement.split("/")[0] for answer in answers}
    assert {"nato", "five-eyes", "eu", "anzus", "lancaster-house", "china-russia"} <= families
    assert all(answer.why and answer.sources and answer.kinds for answer in answers)


@pytest.mark.parametrize("name", bundled_rounds())
def test_example_rounds_are_marked_as_invented(name: str) -> None:
    """The example says in every file that it is invented, in a key and at its head; scores are missing here and there, as they are in life."""
    folder = folder_of(name)
    gathered = open_round(folder)
    assert gathered.asked.illustrative
    for file in folder.glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        assert "illustrative = true" in text
        assert "nvented" in text.splitlines()[0]
    assert len(gathered.asked.nations) >= 12
    assert any(len(ballot.scores) < len(gathered.asked.threats) for ballot in gathered.ballots)


def test_example_has_a_revision_and_a_withdrawal() -> None:
    """The second round revises the first; one nation is silent in it and one withdrew after answering."""
    second = open_round(folder_of("illustrative-2026/second"))
    assert second.asked.after == "illustrative-2026/first"
    assert [ballot.nation for ballot in second.set_aside] == ["AUS"]
    assert set(second.asked.nations) - {ballot.nation for ballot in (*second.ballots, *second.set_aside)} == {"ITA"}
