"""Reading a round of assessment: a folder with the round itself and one ballot a nation, and further threats where it asks about some of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import frozen

import foedera.data
from foedera.library import vocabularies
from foedera.library.ballots import Handed, read_ballot
from foedera.library.holding import Read, days_in_order, held, needed, read
from foedera.library.national_positions import code, unknown_code
from foedera.library.positions import Places
from foedera.library.tables import Table
from foedera.library.threats import public_threats, read_threats, taxonomy
from foedera.library.toml_text import bytes_of
from foedera.model.errors import Fault, FaultyFile, Unfit, UsageError
from foedera.model.parties import Parties
from foedera.model.phrases import dated, say
from foedera.threats.assessments import Ballot, Round, check
from foedera.threats.register import Threat

BUNDLED = Path(foedera.data.__path__[0]) / "rounds"


@frozen(kw_only=True)
class Gathered:
    """A round as its folder has it: the threats it asks about, and what the nations that take part to its end said.

    `set_aside` are the ballots of nations that withdrew after they had given one; they are in no count.
    """

    asked: Round
    threats: tuple[Threat, ...]
    ballots: tuple[Ballot, ...]
    set_aside: tuple[Ballot, ...] = ()

    @property
    def titles(self) -> dict[str, str]:
        """The titles of the threats it asks about, by their ids."""
        return {threat.id: threat.title for threat in self.threats}


def bundled_rounds() -> tuple[str, ...]:
    """Return the ids of the rounds that ship, each one later than those it revises.

    >>> bundled_rounds()
    ('illustrative-2026/first', 'illustrative-2026/second')
    """
    return tuple(sorted(str(file.parent.relative_to(BUNDLED)) for file in BUNDLED.rglob("round.toml")))


def folder_of(ref: str) -> Path:
    """Return the folder of a round named by its path, or by its id where it ships."""
    for folder in (Path(ref), BUNDLED / ref):
        if (folder / "round.toml").is_file():
            return folder
    if Path(ref).is_dir():
        message = say("the folder '{folder}' has no round.toml, so it is no round; the howto 'assess common threats' shows one", folder=ref)
    else:
        those = ", ".join(bundled_rounds())
        message = say("there is no folder '{folder}' and no round of that id; those that ship: {those}", folder=ref, those=those)
    raise UsageError(message)


def open_round(folder: Path) -> Gathered:
    """Return a round with its ballots; FaultyFile with every fault of every file in its folder where there are errors."""
    gathered, faults = look_into(folder)
    if gathered is None:
        raise FaultyFile(tuple(fault for fault in faults if fault.severity == "error"))
    return gathered


def look_into(folder: Path) -> tuple[Gathered | None, tuple[Fault, ...]]:
    """Return a round with its ballots, None where there are errors, and every fault of the files in its folder."""
    parties = vocabularies.parties()
    faults: list[Fault] = []
    contents = dict(_contents(folder, faults))
    threats = {threat.id: threat for threat in public_threats()}
    for file, content in contents.items():
        if held(content) == "threats":
            own = read_threats(content, str(file), taxonomy())
            faults += own.faults
            threats.update({threat.id: threat for threat in own.value or ()})
    handed = [read_ballot(content, str(file), parties) for file, content in contents.items() if held(content) == "ballot"]
    faults += [fault for one in handed for fault in one.faults]
    file = folder / "round.toml"
    asked: Round | None = None
    if file in contents:
        read_as = read_round(contents[file], str(file), parties, threats)
        faults += read_as.faults
        asked = read_as.value
    else:
        faults.append(Fault(str(folder), 1, 1, "error", "F210", say("the folder has no round.toml"), say("add it: it says who is asked about what")))
    if asked is not None:
        faults += _fitting(asked, handed, contents)
    if asked is None or any(fault.severity == "error" for fault in faults):
        return None, tuple(sorted(faults))
    return _gathered(asked, threats, [one.sound().ballot for one in handed]), tuple(sorted(faults))


def _gathered(asked: Round, threats: Mapping[str, Threat], ballots: list[Ballot]) -> Gathered:
    standing = asked.standing(asked.closes)
    ballots.sort(key=lambda ballot: asked.nations.index(ballot.nation))
    return Gathered(
        asked=asked,
        threats=tuple(threats[name] for name in asked.threats),
        ballots=tuple(ballot for ballot in ballots if ballot.nation in standing),
        set_aside=tuple(ballot for ballot in ballots if ballot.nation not in standing),
    )


def _contents(folder: Path, faults: list[Fault]) -> Iterator[tuple[Path, bytes]]:
    for file in sorted(folder.glob("*.toml")):
        content = bytes_of(file)
        if isinstance(content, Fault):
            faults.append(content)
        elif held(content) or file.name == "round.toml":
            yield file, content
        else:
            hint = say("a round's folder has round.toml, ballots and threats; write holds = …")
            faults.append(Fault(str(file), 1, 1, "error", "F200", say("the file does not say what it holds"), hint))


def _fitting(asked: Round, handed: list[Read[Handed]], contents: Mapping[Path, bytes]) -> Iterator[Fault]:
    """Yield why ballots do not answer the round: each by the law of rounds on the day it was given, and no nation twice."""
    owners: dict[str, str] = {}
    for one in handed:
        if one.value is None:
            continue
        ballot = one.value.ballot
        places = Places(contents[Path(one.file)].decode("utf-8-sig"))
        if one.value.round != asked.id:
            message = say("the ballot answers '{other}', the round is '{round}'", other=one.value.round, round=asked.id)
            yield _at(one.file, places, ("round",), "F206", message, say("move it to its round"))
            continue
        if asked.sealed:
            message = say("a sealed round takes no ballots: whoever reads the folder would read every score")
            yield _at(
                one.file, places, ("scores",), "F206", message, say("take the ballot out; a nation hands its answer to the committee in pieces")
            )
        if one.value.illustrative != asked.illustrative:
            message = say("an invented ballot does not count in a real round, nor a real one in an invented round")
            yield _at(one.file, places, ("illustrative",), "F206", message, say("write illustrative = true in both or in neither"))
        if ballot.nation in owners:
            message = say("{nation} has a ballot in {file} already; a nation votes once", nation=ballot.nation, file=owners[ballot.nation])
            yield _at(one.file, places, ("nation",), "F207", message, say("keep the one that holds"))
        owners.setdefault(ballot.nation, Path(one.file).name)
        try:
            check(asked, ballot, one.value.given)
        except Unfit as unfit:
            for field, text in unfit.faults:
                path = {"nation": ("nation",), "": ("given",)}.get(field, ("scores", field))
                yield _at(one.file, places, path, "F206", text, "")


def _at(file: str, places: Places, path: tuple[str, ...], code_: str, message: str, hint: str) -> Fault:
    line, column = places.of(path)
    return Fault(file, line, column, "error", code_, message, hint)


def read_round(content: bytes, name: str, parties: Parties, threats: Mapping[str, Threat]) -> Read[Round]:
    """Read what a round asks of whom, by when; `threats` are those it can ask about."""
    return read(content, name, "round", lambda head: _round(head, parties, threats))


def _round(head: Table, parties: Parties, threats: Mapping[str, Threat]) -> Round:
    asked_about = _once(head, "threats")
    for position, threat in enumerate(asked_about):
        if threat not in threats:
            head.fault_at(("threats", position), "F208", say("no threat has the id '{id}'", id=threat[:80]), _near(threat, threats))
    nations = _once(head, "nations")
    for position, nation in enumerate(nations):
        if nation not in parties:
            head.fault_at(("nations", position), "F014", say("unknown party code '{code}'", code=nation[:60]), unknown_code(nation, parties))
    days_in_order(head, "opens", "closes")
    _revising(head)
    opens, closes = head.date("opens", required=True), head.date("closes", required=True)
    return Round(
        id=needed(head, "id"),
        title=needed(head, "title"),
        threats=asked_about,
        nations=nations,
        opens=opens or dt.date.min,
        closes=closes or dt.date.max,
        horizon=head.text("horizon"),
        after=head.text("after"),
        sealed=head.boolean("sealed"),
        withdrawn=dict(_withdrawn(head, nations, parties)),
        illustrative=head.boolean("illustrative"),
    )


def _revising(head: Table) -> None:
    """Take nothing; fault a round that revises what it cannot."""
    after = head.data.get("after")
    if not after or not isinstance(after, str):
        return
    if after == head.data.get("id"):
        head.fault("after", "F212", say("the round revises itself"), say("name the round before it, or leave 'after' out"))
    if head.data.get("sealed") is True:
        message = say("a sealed round revises none and is revised by none: here no scores are held to compare")
        head.fault("after", "F212", message, say("leave 'after' out"))


def _once(head: Table, key: str) -> tuple[str, ...]:
    """Take a list that must name something, nothing twice."""
    found = head.texts(key)
    if not found:
        head.fault(key, "F011", say("'{key}' is missing", key=key), say("add {key} = [ … ]", key=key))
    for position, word in enumerate(found):
        if word in found[:position]:
            head.fault_at((key, position), "F202", say("'{text}' is named twice", text=word[:80]), say("leave one"))
    return found


def _withdrawn(head: Table, nations: tuple[str, ...], parties: Parties) -> Iterator[tuple[str, dt.date]]:
    for table in head.tables("withdrawn"):
        nation, on = code(table, "nation", parties), table.date("on", required=True)
        if nation and nation not in nations:
            message = say("{nation} was not called to this round, so it cannot withdraw from it", nation=nation)
            table.fault("nation", "F206", message, say("name it in nations"))
        opens, closes = head.data.get("opens"), head.data.get("closes")
        if on is not None and type(opens) is type(closes) is dt.date and not opens <= on <= closes:
            message = say("{nation} withdrew on {on}, outside the days of the round", nation=nation, on=dated(on))
            table.fault("on", "F205", message, say("from that day it takes no part; correct the day where that is not meant"), "warning")
        table.finish()
        if on is not None:
            yield nation, on


def _near(threat: str, threats: Mapping[str, Threat]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(threat[:80], list(threats), 1, 0.5)
    if close:
        return say("did you mean '{word}'?", word=close[0])
    return say("`foedera threats list` shows them; threats of your own go in a file beside the round")
