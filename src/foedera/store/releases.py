"""Rows of releases: what a nation released of its own to whom, and withdrew again; the latest word on each reader counts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from attrs import frozen
from django.db import transaction

from foedera.store.locks import exclusive
from foedera.store.models import AssessmentRound, Release
from foedera.threats.assessments import Round

#: What is released of an answer to a round: all of it, where no single threats are named.
Scores = frozenset[str] | None


@frozen
class Released:
    """That something was released to a partner or that this was withdrawn: to whom, by whom, when."""

    to: str
    released: bool
    by: str
    at: dt.datetime


def release(nation: str, kind: str, subjects: Iterable[str], to: str, by: int | None, *, released: bool) -> int:
    """Keep that things are released to a reader, or no longer, all or none; return of how many that changed anything."""
    changed = 0
    with transaction.atomic():
        exclusive()
        for subject in subjects:
            if (to in released_to(kind, nation, subject)[nation, subject]) != released:
                Release.objects.create(nation=nation, kind=kind, subject=subject, to=to, released=released, by_id=by)
                changed += 1
    return changed


def releases(nation: str, kind: str, subject: str) -> list[Released]:
    """Return all releases of something and their withdrawals, the first first."""
    rows = Release.objects.filter(nation=nation, kind=kind, subject=subject).select_related("by").order_by("pk")
    return [_released(row) for row in rows]


def score_releases(nation: str, asked: Round) -> dict[str, list[Released]]:
    """Return all releases of single scores of a nation's answer to a round, the first first, by the threat, in the order of the round."""
    found: dict[str, list[Released]] = {threat: [] for threat in asked.threats}
    threats = {subject: threat for threat, subject in score_subjects(asked).items()}
    for row in Release.objects.filter(nation=nation, kind="score", subject__in=list(threats)).select_related("by").order_by("pk"):
        found[threats[row.subject]].append(_released(row))
    return {threat: lines for threat, lines in found.items() if lines}


def released_to(kind: str, nation: str = "", subject: str = "") -> defaultdict[tuple[str, str], set[str]]:
    """Return to whom each thing is released now."""
    rows = Release.objects.filter(kind=kind, **({"nation": nation} if nation else {}), **({"subject": subject} if subject else {})).order_by("pk")
    return _standing(rows)


def opened(rounds: Collection[Round], readers: Mapping[str, Collection[str]], threat: str = "") -> dict[tuple[str, str], Scores]:
    """Return what of the answers to these rounds (of one threat alone, where it is named) is released to any of its `readers`, by round and nation.

    The database is asked as often for many rounds as for one.
    """
    found: dict[tuple[str, str], Scores] = {}
    subjects = {subject: (name, scored) for name, own in _all_subjects(rounds).items() for scored, subject in own.items() if threat in ("", scored)}
    for (nation, subject), to in _standing(Release.objects.filter(kind="score", subject__in=list(subjects)).order_by("pk")).items():
        name, scored = subjects[subject]
        if not to.isdisjoint(readers[name]):
            found[name, nation] = (found.get((name, nation)) or frozenset()) | {scored}
    names = [asked.id for asked in rounds]
    for (nation, name), to in _standing(Release.objects.filter(kind="ballot", subject__in=names).order_by("pk")).items():
        if not to.isdisjoint(readers[name]):
            found[name, nation] = None
    return found


def score_subjects(asked: Round) -> dict[str, str]:
    """Return what a score of each threat of a round is called among the releases.

    By the numbers of the round and of the threat within it, which both stay as they are: their names together would be too long.
    """
    return _all_subjects([asked]).get(asked.id, {})


def _all_subjects(rounds: Collection[Round]) -> dict[str, dict[str, str]]:
    keys = dict(AssessmentRound.objects.filter(name__in=[asked.id for asked in rounds]).values_list("name", "pk"))
    return {asked.id: {threat: f"{keys[asked.id]}/{place}" for place, threat in enumerate(asked.threats, 1)} for asked in rounds if asked.id in keys}


def released_rounds(nations: Collection[str], rounds: Collection[Round]) -> set[tuple[str, str]]:
    """Return of which rounds these nations have anything released now, to whomever, by round and nation."""
    subjects = {subject: name for name, own in _all_subjects(rounds).items() for subject in own.values()}
    names = {asked.id: asked.id for asked in rounds}
    found = set()
    for kind, known in (("score", subjects), ("ballot", names)):
        rows = Release.objects.filter(kind=kind, nation__in=list(nations), subject__in=list(known)).order_by("pk")
        found |= {(known[subject], nation) for (nation, subject), to in _standing(rows).items() if to}
    return found


def _standing(rows: Iterable[Release]) -> defaultdict[tuple[str, str], set[str]]:
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        (found[row.nation, row.subject].add if row.released else found[row.nation, row.subject].discard)(row.to)
    return found


def _released(row: Release) -> Released:
    return Released(row.to, row.released, str(row.by) if row.by else "", row.at)
