"""Chair rounds of assessment: call them, see who has answered (never what), let a nation withdraw, close, publish without names, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from attrs import frozen

from foedera.deeds import survey_threats
from foedera.deeds.declare import SHORT, length_faults, name_faults
from foedera.deeds.powers import ALL, Actor, require, require_nation
from foedera.library.rounds import bundled_rounds, folder_of, open_round
from foedera.library.vocabularies import parties
from foedera.model.errors import NotAllowed, NotThere, Unfit
from foedera.model.phrases import N_, say
from foedera.store import logs, sealed
from foedera.store import threats as kept
from foedera.store.threats import Called
from foedera.threats.assessments import Ballot, Round
from foedera.threats.disclosure import MINIMUM, Disclosed, disclosed
from foedera.threats.sealed import ANSWERS, MOST_NATIONS

_CLOSED = N_("the round is closed; what was given by then stands, a new round can revise it")

#: How many threats and nations a round has at most.
MOST = 400


@frozen
class Progress:
    """How a nation stands in a round: when it answered last (None: not yet), from when it has withdrawn (None: it takes part)."""

    nation: str
    answered: dt.datetime | None
    withdrawn: dt.date | None


def rounds(actor: Actor) -> list[Called]:
    """Return the rounds open to whoever asks, the latest first: those its nations are called to, and those it chairs."""
    require(actor, "read", "look up rounds")
    return [called for called in kept.rounds() if _open_to(actor, called)]


def find(actor: Actor, name: str) -> Called:
    """Return a round; NotThere where there is none, or none open to whoever asks."""
    require(actor, "read", "look up rounds")
    called = kept.find_round(name)
    if called is None or not _open_to(actor, called):
        raise NotThere(say("there is no round '{name}'; the list of rounds has those open to you", name=name[:80]))
    return called


def chairs(actor: Actor, called: Called) -> bool:
    """Return whether an actor chairs a round: who may for the party that called it, or for the register where its officers did."""
    return actor.user is not None and actor.may("chair", called.chair) and (called.chair == ALL or called.chair in actor.nations)


def call(actor: Actor, asked: Round, chair: str, today: dt.date) -> None:
    """Call a round. Raises NotAllowed, NotThere for a round to revise that is not open to the actor, Unfit with every fault."""
    if chair:
        require_nation(actor, "chair", "call a round", chair)
    else:
        require(actor, "chair", "call a round")
    if actor.user is None:
        raise NotAllowed(say("a round is called by a person; the operator of the machine calls none"))
    former = find(actor, asked.after) if asked.after else None
    if faults := tuple(_faults(actor, asked, former, chair, today)):
        raise Unfit(faults)
    if asked.id in _shipped() or not kept.call(asked, chair, actor.user):
        raise Unfit((("id", say("a round is called '{name}' already; give this one another name", name=asked.id)),))
    logs.note(actor.name, "call a round", asked.id, allowed=True, party=chair, address=actor.address)


def progress(actor: Actor, name: str) -> list[Progress]:
    """Return for the chair who has answered, and when; never what."""
    called = _chaired(actor, name, "see who has answered")
    when = kept.answered(name)
    return [Progress(nation, when.get(nation), called.asked.withdrawn.get(nation)) for nation in called.asked.nations]


def withdraw(actor: Actor, name: str, nation: str, today: dt.date) -> None:
    """Let a nation withdraw from today on, by its chair or by those who assess for it. Its answer then counts no longer.

    After closing nothing is withdrawn: what is published must not change.
    """
    called = find(actor, name)
    if not chairs(actor, called):
        require_nation(actor, "assess", "withdraw from a round", nation)
    faults = []
    if nation not in called.asked.nations:
        faults.append(("nation", say("{nation} was not called to this round", nation=nation[:40])))
    elif nation in called.asked.withdrawn:
        faults.append(("nation", say("{nation} has withdrawn from this round", nation=nation)))
    if called.asked.is_closed(today):
        faults.append(("", say(_CLOSED)))
    if faults:
        raise Unfit(tuple(faults))
    if not kept.withdraw(name, nation, today, actor.user):
        raise Unfit((("", say(_CLOSED)),))
    logs.note(actor.name, "withdraw from a round", name, allowed=True, party=nation, address=actor.address)


def may_withdraw(actor: Actor, called: Called, today: dt.date) -> tuple[str, ...]:
    """Return the nations an actor may let withdraw from a round today: its own where it assesses for them, as its chair all; none after closing."""
    if called.asked.is_closed(today) or actor.user is None:
        return ()
    own = {nation for nation in actor.nations if actor.may("assess", nation)}
    return tuple(nation for nation in called.asked.nations if nation not in called.asked.withdrawn and (nation in own or chairs(actor, called)))


def close(actor: Actor, name: str, today: dt.date) -> None:
    """Close a round before its last day, for good: answers are taken no longer, and its picture can be published.

    Only once every nation that takes part has answered (in a sealed round: handed in its receipt), so that nobody is shut out. Which answers came is
    known to the chair already; what they say plays no part. Raises NotAllowed, NotThere, Unfit.
    """
    called = _chaired(actor, name, "close a round")
    asked = called.asked
    if today < asked.opens:
        raise Unfit((("round", say("the round is not open yet")),))
    if missing := awaited(called):
        text = N_("a round is closed before its last day once all have answered; it waits for: {nations}")
        raise Unfit((("round", say(text, nations=", ".join(missing))),))
    if asked.is_closed(today) or not kept.close(name, today, actor.user):
        raise Unfit((("round", say("the round is closed already")),))
    logs.note(actor.name, "close a round", name, allowed=True, party=called.chair, address=actor.address)


def may_close(actor: Actor, called: Called, today: dt.date) -> bool:
    """Return whether an actor may close a round today: as its chair, while it is open and waits for nobody."""
    return called.asked.is_open(today) and chairs(actor, called) and not awaited(called)


def awaited(called: Called) -> tuple[str, ...]:
    """Return the nations a round still waits for; whether to tell is its caller's to say, for all but the chair do not learn who has answered."""
    asked = called.asked
    given = sealed.papers(asked.id).received if asked.sealed else kept.answered(asked.id)
    return tuple(nation for nation in asked.standing(asked.closes) if nation not in given)


def publish(actor: Actor, name: str, today: dt.date, minimum: int = MINIMUM) -> Disclosed:
    """Publish what may be said of a closed round without names; return it. It is done once, and stays as it is.

    Raises NotAllowed, NotThere, Unfit where the round is open, sealed, published, or revises one that is not published.
    """
    called = _chaired(actor, name, "publish a round")
    asked = called.asked
    if asked.sealed:
        raise Unfit((("round", say("a sealed round holds no scores here; its committee opens what it found")),))
    former = _chain(asked.after)
    told_of = kept.published(former)
    before = [told_of[name] for name in former if name in told_of]
    earlier = {told.round: _counted(told.round) for found in before for told in found.told}
    found = disclosed(asked, _counted(name), today, minimum=minimum, before=before, earlier=earlier)
    if not kept.publish(found, actor.user):
        raise Unfit((("round", say("the round is published; a second picture could be compared with the first")),))
    logs.note(actor.name, "publish a round", name, allowed=True, party=called.chair, address=actor.address)
    return found


def published(actor: Actor, name: str) -> Disclosed:
    """Return what was published of a round; NotThere where nothing was yet.

    It is open to those the round is open to, and to those called to a round that revises it: all answer knowing what it found.
    """
    require(actor, "read", "look up rounds")
    following = (called for called in rounds(actor) if name in _chain(called.asked.after))
    if next(following, None) is None:
        find(actor, name)
    found = kept.published([name]).get(name)
    if found is None:
        raise NotThere(say("nothing is published of this round yet; its chair publishes it after it is closed"))
    return found


def _chaired(actor: Actor, name: str, deed: str) -> Called:
    """Return a round the actor chairs; NotAllowed, and a line in the log, for those who are only called to it."""
    called = find(actor, name)
    if not chairs(actor, called):
        why = say("{who} does not chair this round; who has answered and what is published is its chair's to see to", who=actor.name)
        logs.note(actor.name, deed, name, allowed=False, why=why, address=actor.address)
        raise NotAllowed(why)
    return called


def _open_to(actor: Actor, called: Called) -> bool:
    return chairs(actor, called) or called.chair in actor.nations or not set(called.asked.nations).isdisjoint(actor.nations)


def _counted(name: str) -> list[Ballot]:
    """Return the answers that count when a round has closed."""
    called = kept.find_round(name)
    return kept.ballots(name, called.asked.standing(called.asked.closes)) if called is not None else []


def _shipped() -> set[str]:
    return {open_round(folder_of(name)).asked.id for name in bundled_rounds()}


def _faults(actor: Actor, asked: Round, former: Called | None, chair: str, today: dt.date) -> Iterator[tuple[str, str]]:
    yield from name_faults("id", asked.id)
    if not asked.title.strip():
        yield "title", say("the round has no title")
    yield from length_faults({"title": asked.title, "horizon": asked.horizon}, SHORT)
    known = {threat.id for threat in survey_threats.register(actor)}
    yield from _listed("threats", asked.threats)
    for threat in asked.threats:
        if threat not in known:
            yield "threats", say("there is no threat of the id '{name}'; the register of threats finds it by its title", name=threat[:80])
    yield from _listed("nations", asked.nations)
    for nation in asked.nations:
        if nation not in parties():
            yield "nations", say("no party has the code '{code}'", code=nation[:40])
    if asked.sealed and not ANSWERS <= len(asked.nations) <= MOST_NATIONS:
        text = N_("a sealed round is of {few} to {many} nations, this one of {n}")
        yield "nations", say(text, few=ANSWERS, many=MOST_NATIONS, n=len(asked.nations))
    if asked.closes < asked.opens:
        yield "closes", say("the round closes before it opens")
    elif asked.closes < today:
        yield "closes", say("the last day has passed; nobody could answer")
    yield from _comparable(asked, former, chair, today)


def _listed(field: str, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if not names or len(names) > MOST:
        yield field, say("a round has 1 to {most} of these; here are {n}", most=MOST, n=len(names))
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield field, say("'{name}' is named twice; leave one", name=name[:80])


def _comparable(asked: Round, former: Called | None, chair: str, today: dt.date) -> Iterator[tuple[str, str]]:
    """Yield why what is published of this round could be compared with another's that says nothing of it: then differences would name nations."""
    if former is not None:
        if former.chair != chair:
            yield "after", say("the round is chaired by somebody else; who called a round calls the one that revises it")
        if not former.asked.is_closed(today) or not former.published:
            yield "after", say("the round it revises is not published yet; publish it first, so that all answer knowing what it found")
        if asked.sealed or former.asked.sealed:
            yield "after", say("a sealed round revises none and is revised by none: here no scores are held to compare")
        asked_before = {threat for threat in asked.threats if threat in former.asked.threats}
        if not asked_before:
            yield "threats", say("the round asks about nothing the round it revises asked about; call it as a first round")
    chain = _chain(asked.after)
    for other in kept.rounds():
        left_out = set(other.asked.threats) - set(former.asked.threats) if former is not None and other.asked.id in chain else set()
        for threat in sorted(left_out & set(asked.threats)):
            yield (
                "threats",
                say("'{threat}' was asked in '{name}' and not in the round this revises; leave it out", threat=threat, name=other.asked.id),
            )
        shares = not set(other.asked.threats).isdisjoint(asked.threats) and not set(other.asked.nations).isdisjoint(asked.nations)
        if other.chair == chair and shares and other.asked.id not in chain and not (asked.sealed or other.asked.sealed):
            text = say(
                "the round '{name}' asks nations of this one about the same; call this one as its revision, else the two could be compared",
                name=other.asked.id,
            )
            yield "after", text


def _chain(name: str) -> list[str]:
    """Return a round and those it revises, one after the other, the latest first."""
    found: list[str] = []
    called = kept.find_round(name) if name else None
    while called is not None and called.asked.id not in found:
        found.append(called.asked.id)
        called = kept.find_round(called.asked.after) if called.asked.after else None
    return found
