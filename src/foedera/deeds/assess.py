"""Assess: a nation answers a round, revises its answer while the round is open, and reads its own and what others released to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from attrs import evolve, frozen

from foedera.deeds import chair
from foedera.deeds.powers import Actor, require_nation
from foedera.model.errors import NotThere, OutOfDate, Unfit
from foedera.model.phrases import say
from foedera.store import logs, releases
from foedera.store import threats as kept
from foedera.store.releases import Released
from foedera.store.revisions import Revision
from foedera.threats.assessments import Ballot, Round, Score, check
from foedera.threats.disclosure import Told, apart
from foedera.threats.positions import CALLED, EVERYBODY


@frozen
class Own:
    """What a nation has said in a round: all its answers, the first first, and whom the last one, or single scores of it, is released to, when."""

    answers: list[Revision[Ballot]]
    releases: list[Released]
    scores: dict[str, list[Released]]


def hand_in(actor: Actor, name: str, ballot: Ballot, today: dt.date, revises: int = 0) -> int:
    """Hand in a nation's answer; return its number. `revises` is the number of the answer it revises, 0 for the first.

    Only one counts, the last before the round closes; all are kept. Raises NotAllowed, NotThere, Unfit with every fault, a second answer that does
    not say it revises the first among them, OutOfDate where a colleague handed in another since.
    """
    require_nation(actor, "assess", "assess", ballot.nation)
    asked = chair.find(actor, name).asked
    faults: list[tuple[str, str]] = []
    if asked.sealed:
        faults.append(("", say("a sealed round takes no scores here; each nation hands pieces of its answer to the committee")))
    if not ballot.scores:
        faults.append(("scores", say("the answer scores nothing; score a threat, or leave the round unanswered")))
    try:
        check(asked, ballot, today)
    except Unfit as unfit:
        faults += unfit.faults
    had = len(kept.ballot_history(name, ballot.nation))
    if had and not revises:
        faults.append(
            ("nation", say("{nation} has answered already; hand this in as a revision of answer {number}", nation=ballot.nation, number=str(had)))
        )
    if faults:
        raise Unfit(tuple(faults))
    number = kept.hand_in(name, ballot, revises, actor.user)
    if number is None:
        check(chair.find(actor, name).asked, ballot, today)  # its chair may have closed it meanwhile
        raise OutOfDate(say("another answer of {nation} came between; look at it, then revise that one", nation=ballot.nation))
    logs.note(actor.name, "assess", name, allowed=True, party=ballot.nation, address=actor.address)
    return number


def own(actor: Actor, name: str, nation: str) -> Own:
    """Return what a nation of one's own has said in a round; NotThere for any other."""
    asked = chair.find(actor, name).asked
    if nation not in actor.nations:
        raise NotThere(say("there is no answer of {nation} to this round that is open to you", nation=nation[:40]))
    return Own(kept.ballot_history(name, nation), releases.releases(nation, "ballot", name), releases.score_releases(nation, asked))


def former(actor: Actor, name: str, nation: str) -> dict[str, Score]:
    """Return what a nation of one's own said of each threat in the round this one revises, to begin from; nothing where it revises none."""
    asked = chair.find(actor, name).asked
    if nation not in actor.nations or not asked.after:
        return {}
    return {score.threat: score for ballot in kept.ballots(asked.after, [nation]) for score in ballot.scores}


def stands_apart(actor: Actor, name: str, nation: str) -> tuple[Told, ...]:
    """Return, for a nation's own members alone, the threats on which it stands apart from what was published of a round."""
    published = chair.published(actor, name)
    if nation not in actor.nations:
        return ()
    return tuple(told for ballot in kept.ballots(name, [nation]) for told in apart(published, ballot))


def open_ballots(actor: Actor, name: str) -> list[Ballot]:
    """Return the answers open to whoever asks: its own nations', and what others released to them; what it may compute a picture of.

    Of an answer that was released in part the released scores alone.
    """
    return [found.value for found in open_answers(actor, [chair.find(actor, name).asked]).values()]


def open_answers(actor: Actor, rounds: Collection[Round], threat: str = "") -> dict[tuple[str, str], Revision[Ballot]]:
    """Return the answers to rounds as far as they are open to the actor, by round and nation; only what they say of a threat, where it is named.

    Whether the actor may see these rounds is its caller's to say.
    """
    own = set(actor.nations)
    opened = releases.opened(rounds, {asked.id: readers(actor, asked) for asked in rounds}, threat)
    given = kept.last_answers([asked.id for asked in rounds], own | {nation for _, nation in opened})
    found = {}
    for asked in rounds:
        for nation in sorted(asked.standing(asked.closes)):
            answer, meant = given.get((asked.id, nation)), None if nation in own else opened.get((asked.id, nation), frozenset())
            if answer is None:
                continue
            scores = tuple(score for score in answer.value.scores if (meant is None or score.threat in meant) and threat in ("", score.threat))
            if scores:
                found[asked.id, nation] = evolve(answer, value=Ballot(nation, scores))
    return found


def readers(actor: Actor, asked: Round) -> set[str]:
    """Return what a release of an answer to a round says where it is meant for the actor."""
    return {*actor.nations, EVERYBODY, *([] if set(asked.nations).isdisjoint(actor.nations) else [CALLED])}
