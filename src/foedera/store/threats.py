"""Rows of threats, positions and rounds as the values of `foedera.threats`, and back; who may ask for them is the deeds' to say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import asdict, evolve, frozen
from django.db import transaction
from django.db.models import Max

from foedera.model.plain import plain
from foedera.store.locks import exclusive
from foedera.store.models import AssessmentRound, HandedBallot, PositionItem, PublishedPicture, RoundClosing, RoundWithdrawal, ThreatEntry
from foedera.store.releases import released_to
from foedera.store.revisions import Revision, revision_of
from foedera.threats.assessments import Ballot, Estimate, Round, Score
from foedera.threats.disclosure import Disclosed, Told
from foedera.threats.positions import Item
from foedera.threats.register import Source, Threat


@frozen
class Called:
    """A round as it stands: what was asked, who chairs it (empty: the register's officers), whether its picture is published."""

    asked: Round
    chair: str
    published: bool


def threats() -> dict[str, tuple[Threat, str]]:
    """Return the threats that were entered, as each holds now, and the party that entered it."""
    rows = ThreatEntry.objects.order_by("number")
    return {row.threat: (_threat(row), row.party) for row in rows}


def threat_history(name: str) -> list[Revision[Threat]]:
    """Return all states of a threat that was entered, the first first."""
    rows = ThreatEntry.objects.filter(threat=name).select_related("by").order_by("number")
    return [revision_of(row, _threat(row)) for row in rows]


def enter(threat: Threat, party: str, by: int | None) -> int:
    """Keep a threat, as a further state where it is there; return the number of the state."""
    with transaction.atomic():
        exclusive()
        number = _next(ThreatEntry.objects.filter(threat=threat.id))
        ThreatEntry.objects.create(threat=threat.id, number=number, party=party, content=plain(threat, "id"), by_id=by)
    return number


def enter_all(threats: Iterable[Threat], party: str, by: int | None) -> None:
    """Keep threats that are new, all or none."""
    with transaction.atomic():
        for threat in threats:
            enter(threat, party, by)


def items(nations: Iterable[str] | None = None) -> list[Item]:
    """Return the items of positions as they hold now, of these nations or of all, with whom each is released to."""
    rows = PositionItem.objects.order_by("nation", "item", "number")
    if nations is not None:
        rows = rows.filter(nation__in=list(nations))
    released = released_to("item")
    found = {(row.nation, row.item): row for row in rows}
    return [evolve(_item(row), released_to=frozenset(released[key])) for key, row in found.items()]


def item_history(nation: str, name: str) -> list[Revision[Item]]:
    """Return all states of an item, the first first."""
    rows = PositionItem.objects.filter(nation=nation, item=name).select_related("by").order_by("number")
    return [revision_of(row, _item(row)) for row in rows]


def keep_item(item: Item, by: int | None) -> int:
    """Keep an item, as a further state where it is there; return the number of the state."""
    with transaction.atomic():
        exclusive()
        number = _next(PositionItem.objects.filter(nation=item.nation, item=item.id))
        content = plain(item, "id", "nation", "released_to")
        PositionItem.objects.create(nation=item.nation, item=item.id, number=number, content=content, by_id=by)
    return number


def call(asked: Round, chair: str, by: int | None) -> bool:
    """Keep a round; False where there is one of its name."""
    content = plain(asked, "id", "withdrawn", "ended")
    with transaction.atomic():
        exclusive()
        if AssessmentRound.objects.filter(name=asked.id).exists():
            return False
        AssessmentRound.objects.create(name=asked.id, chair=chair, content=content, by_id=by)
    return True


def rounds() -> list[Called]:
    """Return all rounds, the latest to open first."""
    return sorted((_called(row) for row in _rounds()), key=lambda called: (called.asked.opens, called.asked.id), reverse=True)


def find_round(name: str) -> Called | None:
    """Return a round by its name."""
    row = _rounds().filter(name=name).first()
    return None if row is None else _called(row)


def withdraw(name: str, nation: str, on: dt.date, by: int | None) -> bool:
    """Keep that a nation withdrew from a round, from a day on; False where its chair closed it meanwhile."""
    with transaction.atomic():
        exclusive()
        called = AssessmentRound.objects.get(name=name)
        if hasattr(called, "closing"):
            return False
        RoundWithdrawal.objects.create(round=called, nation=nation, on=on, by_id=by)
    return True


def close(name: str, on: dt.date, by: int | None) -> bool:
    """Keep that the chair closed a round before its last day, on which day; False where it did already."""
    with transaction.atomic():
        exclusive()
        called = AssessmentRound.objects.get(name=name)
        if hasattr(called, "closing"):
            return False
        RoundClosing.objects.create(round=called, on=on, by_id=by)
    return True


def hand_in(name: str, ballot: Ballot, revises: int, by: int | None) -> int | None:
    """Keep a nation's answer as a further one after the one it revises (0: the first); return its number.

    None, and nothing is kept, where another came between or the chair closed the round.
    """
    with transaction.atomic():
        exclusive()
        called = AssessmentRound.objects.get(name=name)
        if hasattr(called, "closing") or _next(HandedBallot.objects.filter(round=called, nation=ballot.nation)) != revises + 1:
            return None
        scores = {score.threat: _scored(score) for score in ballot.scores}
        HandedBallot.objects.create(round=called, nation=ballot.nation, number=revises + 1, scores=scores, by_id=by)
    return revises + 1


def ballots(name: str, nations: Iterable[str] | None = None) -> list[Ballot]:
    """Return the answers that count: the last of each nation, of these or of all."""
    rows = HandedBallot.objects.filter(round__name=name).order_by("nation", "number")
    if nations is not None:
        rows = rows.filter(nation__in=list(nations))
    last = {row.nation: row for row in rows}
    return [_ballot(row) for row in last.values()]


def ballot_history(name: str, nation: str) -> list[Revision[Ballot]]:
    """Return all answers of a nation to a round, the first first."""
    rows = HandedBallot.objects.filter(round__name=name, nation=nation).select_related("by").order_by("number")
    return [revision_of(row, _ballot(row)) for row in rows]


def last_answers(names: Iterable[str], nations: Iterable[str]) -> dict[tuple[str, str], Revision[Ballot]]:
    """Return the answers that count of these nations to these rounds, by round and nation, with when each was handed in."""
    rows = HandedBallot.objects.filter(round__name__in=list(names), nation__in=list(nations)).select_related("by", "round").order_by("number")
    return {(row.round.name, row.nation): revision_of(row, _ballot(row)) for row in rows}


def answered(name: str) -> dict[str, dt.datetime]:
    """Return which nations have answered a round, and when last; nothing of what."""
    return dict(HandedBallot.objects.filter(round__name=name).values_list("nation").annotate(last=Max("at")).order_by("nation"))


def publish(found: Disclosed, by: int | None) -> bool:
    """Keep what is published of a round; False where something was already."""
    with transaction.atomic():
        exclusive()
        called = AssessmentRound.objects.get(name=found.round)
        if PublishedPicture.objects.filter(round=called).exists():
            return False
        PublishedPicture.objects.create(round=called, content=asdict(found), by_id=by)
    return True


def published(names: Iterable[str]) -> dict[str, Disclosed]:
    """Return what was published of these rounds, by their names; nothing of one of which nothing is yet."""
    rows = PublishedPicture.objects.filter(round__name__in=list(names)).values_list("round__name", "content")
    return {
        name: Disclosed(**{**content, "told": tuple(Told(**told) for told in content["told"]), "silent": tuple(content["silent"])})
        for name, content in rows
    }


def _rounds() -> Any:
    """Return all rounds with what followed their call."""
    return AssessmentRound.objects.prefetch_related("withdrawals").select_related("published", "closing")


def _next(rows: Any) -> int:
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _day(content: Mapping[str, Any], name: str) -> dt.date | None:
    return dt.date.fromisoformat(content[name]) if content.get(name) else None


def _sources(content: Mapping[str, Any]) -> tuple[Source, ...]:
    return tuple(Source(title=found["title"], url=found["url"], seen=_day(found, "seen")) for found in content["sources"])


def _threat(row: ThreatEntry) -> Threat:
    content = row.content
    lists = {name: tuple(content[name]) for name in ("actors", "regions")}
    days = {name: _day(content, name) for name in ("since", "until")}
    return Threat(**{**content, **lists, **days, "id": row.threat, "sources": _sources(content)})


def _item(row: PositionItem) -> Item:
    content = row.content
    lists = {name: tuple(content[name]) for name in ("about", "agreements")}
    days = {name: _day(content, name) for name in ("since", "until")}
    return Item(**{**content, **lists, **days, "id": row.item, "nation": row.nation, "sources": _sources(content)})


def _called(row: AssessmentRound) -> Called:
    content = row.content
    lists = {name: tuple(content[name]) for name in ("threats", "nations")}
    days = {name: dt.date.fromisoformat(content[name]) for name in ("opens", "closes")}
    withdrawn = {each.nation: each.on for each in row.withdrawals.all()}
    ended = row.closing.on if hasattr(row, "closing") else None
    asked = Round(**{**content, **lists, **days, "id": row.name, "withdrawn": withdrawn, "ended": ended})
    return Called(asked, row.chair, hasattr(row, "published"))


def _scored(score: Score) -> dict[str, Any]:
    levels = {name: [one.lowest, one.best, one.highest] for name, one in (("likelihood", score.likelihood), ("impact", score.impact))}
    return {**levels, "confidence": score.confidence}


def _ballot(row: HandedBallot) -> Ballot:
    scores = (Score(threat, Estimate(*said["likelihood"]), Estimate(*said["impact"]), said["confidence"]) for threat, said in row.scores.items())
    return Ballot(row.nation, tuple(scores))
