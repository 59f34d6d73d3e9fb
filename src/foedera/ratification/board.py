"""Boards: all states of an agreement side by side, all pending agreements of a state, and what the depositary has and owes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from foedera.law import conditions
from foedera.law.docket import Docket
from foedera.law.prospects import Certain, Either, Every, Need, Prospect, Quota, Waiting, Weighed, prospect
from foedera.law.timeline import Timeline
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.conditions import leaves
from foedera.model.phrases import N_, Phrase, dated, few, joined, say, say_n
from foedera.model.standing import BOUND, iso
from foedera.ratification.calendars import Calendars
from foedera.ratification.procedures import Procedure
from foedera.ratification.progress import Taken, seen
from foedera.ratification.through import through
from foedera.ratification.track import STATUSES, Track, track

#: From how many days back the depositary's notices are told of where nothing else is asked.
NOTICED = dt.timedelta(days=30)
#: States that are named in a sentence before the rest is a number.
_NAMED = 8

#: Acts a depositary tells the others of (VCLT 77(1)(e)).
_TOLD = frozenset(
    (
        "signature",
        "definitive-signature",
        "succession-to-signature",
        "ratification",
        "acceptance",
        "approval",
        "accession",
        "formal-confirmation",
        "consent",
        "notification",
        "succession",
        "reservation",
        "objection",
        "acceptance-of-reservation",
        "withdrawal-of-reservation",
        "withdrawal-of-objection",
        "provisional-application",
        "end-of-provisional-application",
        "territorial-application",
        "declaration",
        "withdrawal",
        "revocation-of-withdrawal",
    )
)


@frozen(kw_only=True)
class Board:
    """All states of an agreement side by side on a day, those in most need first; `awaited` are those its own rule still waits for."""

    agreement: str
    on: dt.date
    known: dt.date | None
    tracks: tuple[Track, ...]
    awaited: frozenset[str]
    status: str
    in_force_since: dt.date | None
    expected: dt.date | None
    missing: tuple[str, ...]
    open_questions: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the object a program is given."""
        return {
            "agreement": self.agreement,
            "on": iso(self.on),
            "known": iso(self.known),
            "open_questions": list(self.open_questions),
            "status": self.status,
            "in_force_since": iso(self.in_force_since),
            "expected": iso(self.expected),
            "awaited": sorted(self.awaited),
            "missing": list(self.missing),
            "states": [one.as_json() for one in self.tracks],
        }


@frozen(kw_only=True)
class Notice:
    """What the depositary tells the states concerned, and to whom: of an act, or (`act` None) that the agreement enters into force."""

    on: dt.date
    what: str
    to: tuple[str, ...]
    because: str
    act: Act | None = None


@frozen(kw_only=True)
class Deposits:
    """What a depositary has and owes on a day: instruments in order of date, what is missing, notices for what came `since`."""

    agreement: str
    depositary: tuple[str, ...]
    on: dt.date
    known: dt.date | None
    since: dt.date
    deposited: tuple[tuple[str, Act], ...]
    missing: tuple[str, ...]
    status: str
    in_force_since: dt.date | None
    expected: dt.date | None
    notices: tuple[Notice, ...]
    open_questions: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Return the object a program is given."""
        return {
            "agreement": self.agreement,
            "depositary": list(self.depositary),
            "on": iso(self.on),
            "known": iso(self.known),
            "since": iso(self.since),
            "status": self.status,
            "in_force_since": iso(self.in_force_since),
            "expected": iso(self.expected),
            "deposited": [
                {"on": iso(act.on), "party": code, "kind": act.kind, "source": act.source, "confidence": act.confidence}
                for code, act in self.deposited
            ],
            "missing": list(self.missing),
            "notices": [{"on": iso(one.on), "what": one.what, "to": list(one.to), "because": one.because} for one in self.notices],
            "open_questions": list(self.open_questions),
        }


def agreement_board(
    docket: Docket, name: str, procedures: Mapping[str, Procedure], log: Iterable[Taken], on: dt.date, calendars: Calendars | None = None
) -> Board:
    """Return the board of an agreement on a day, as the docket's record knows it."""
    timeline = docket.timeline(name)
    lines = tuple(line for line in log if line.agreement == name)
    expected = prospect(docket, name, on)
    tracks = [track(procedures.get(code), code, timeline, lines, on, calendars) for code in _concerned(timeline, on, expected, lines)]
    standing = timeline.standing(on)
    awaited = expected.awaited() if standing.in_force_since is None else frozenset()
    return Board(
        agreement=name,
        on=on,
        known=docket.known,
        tracks=tuple(sorted(tracks, key=lambda one: _need(one, awaited))),
        awaited=awaited,
        status=standing.status,
        in_force_since=standing.in_force_since,
        expected=standing.expected,
        missing=missing(expected) if standing.in_force_since is None else (),
        open_questions=(*_perhaps(timeline, on), *standing.open_questions) if standing.in_force_since is None else (),
    )


def _perhaps(timeline: Timeline, on: dt.date) -> Iterable[Phrase]:
    """Yield who may have consented by a day: of whom the record has only a later day by which it had."""
    ledger = timeline.era(on)
    kinds = ledger.consent_kinds | {"definitive-signature"}
    given = {ledger.key(code) for act in timeline.acts_until(on) if act.kind in kinds for code in act.by}
    struck = {act.of for act in timeline.agreement.acts if act.strikes}
    bounded = {
        code
        for act in timeline.agreement.acts
        if act.kind in kinds and act.precision == "not-later-than" and act.on > on and not (act.id and act.id in struck)
        if timeline.known is None or act.known <= timeline.known
        for code in act.by
        if ledger.key(code) not in given
    }
    if bounded:
        yield say_n(
            "{states} may have consented by then: only a later day is on record by which it had",
            "{n} states may have consented by then: only a later day is on record by which they had ({states})",
            len(bounded),
            states=few(sorted(bounded), _NAMED),
        )


def about(agreements: Iterable[Agreement], state: str) -> tuple[Agreement, ...]:
    """Return the agreements that are about a state without asking its consent: all parties must consent, itself left out."""
    return tuple(
        one
        for one in agreements
        if one.entry_into_force is not None
        and any(state in counting.but for need in leaves(one.entry_into_force.when) if (counting := getattr(need, "counting", None)) is not None)
    )


def state_board(
    docket: Docket,
    names: Iterable[str],
    state: str,
    procedure: Procedure | None,
    log: Iterable[Taken],
    on: dt.date,
    calendars: Calendars | None = None,
) -> tuple[Track, ...]:
    """Return where a state stands with each agreement it signed, negotiated or began on at home and has not consented to, most in need first."""
    lines = tuple(line for line in log if line.state == state)
    found = []
    for name in names:
        timeline = docket.timeline(name)
        if not _pending(timeline, state, lines, on):
            continue
        found.append(track(procedure, state, timeline, lines, on, calendars))
    return tuple(sorted((one for one in found if one.consented is None), key=lambda one: _need(one, frozenset({state}))))


def _pending(timeline: Timeline, state: str, lines: Sequence[Taken], on: dt.date) -> bool:
    if timeline.status_on(on) in ("not-open", "terminated"):
        return False
    if timeline.status_of(state, on) == "signatory":
        return True
    if timeline.status_of(state, on) is not None:
        return False
    return state in (timeline.agreement.negotiating or ()) or bool(seen(lines, on, timeline.known, timeline.agreement.id, state))


def depositary_view(docket: Docket, name: str, on: dt.date, since: dt.date | None = None) -> Deposits:
    """Return what a depositary has on a day, what is missing for entry into force, and the notices for what came on record after `since`.

    Without `since` the notices are those of the last `NOTICED` days. What is missing is the law engine's own answer to the agreement's own rule.
    """
    since = since if since is not None else on - NOTICED
    timeline = docket.timeline(name)
    ledger = timeline.era(on)
    standing = timeline.standing(on)
    acts = timeline.acts_until(on)
    expected = prospect(docket, name, on)
    consents = ledger.consent_kinds | {"definitive-signature"}
    concerned = _concerned(timeline, on, expected, ())
    informed = tuple(code for code in concerned if code not in timeline.agreement.depositary)
    notices = [
        Notice(
            on=act.on,
            what=act.describe(author),
            to=tuple(code for code in informed if code != author),
            because=say("VCLT 77(1)(e): parties and states entitled to become parties are informed"),
            act=act,
        )
        for act in acts
        if act.kind in _TOLD and act.known > since
        for author in act.by
    ]
    entry = standing.in_force_since or standing.expected if standing.status in ("open", "in-force", "suspended") else None
    if ledger.met is not None and since < ledger.met <= on and entry is not None:
        what = say("the number of instruments required has been received; entry into force on {day}", day=dated(entry))
        notices.append(Notice(on=ledger.met, what=what, to=informed, because=say("VCLT 77(1)(f)")))
    return Deposits(
        agreement=name,
        depositary=timeline.agreement.depositary,
        on=on,
        known=docket.known,
        since=since,
        deposited=tuple((code, act) for act in acts if act.kind in consents for code in act.by),
        missing=missing(expected) if standing.in_force_since is None else (),
        status=standing.status,
        in_force_since=standing.in_force_since,
        expected=standing.expected,
        notices=tuple(notices),
        open_questions=standing.open_questions,
    )


def _concerned(timeline: Timeline, on: dt.date, expected: Prospect, lines: Iterable[Taken]) -> tuple[str, ...]:
    """Return the states concerned on a day: those that negotiated, take part, are waited for, or have begun at home."""
    ledger, standing = timeline.era(on), timeline.standing(on)
    taking_part = {found.party for found in standing.participants}
    # Once it is in force its rule waits for nobody: an ally that joined later is not asked to consent to an accession of before.
    awaited = expected.awaited() if standing.in_force_since is None else frozenset()
    begun = {line.state for line in seen(lines, on, timeline.known)}
    named = conditions.negotiating(ledger) if timeline.agreement.negotiating else set()
    known = {ledger.key(code) for code in taking_part}
    further = {code for code in (*named, *awaited, *begun) if ledger.key(code) not in known}
    return tuple(sorted(code for code in taking_part | further if code in ledger.parties and not ledger.parties.is_organisation(code)))


def _need(one: Track, awaited: frozenset[str]) -> tuple[bool, int, bool, int, str, str]:
    """Return what orders tracks by need: who is awaited before others, who is not through at home before who is."""
    done = one.consented is not None or (one.participation is not None and one.participation.status in BOUND)
    blocked = one.status == "blocked"
    at_home = not blocked and through(one) is not None
    return (done, 0 if one.state in awaited else 1, at_home, list(STATUSES).index(one.status), one.state, one.agreement)


def missing(expected: Prospect) -> tuple[str, ...]:
    """Return in words what stands between an agreement and its entry into force."""
    if expected.entry is not None:
        return ()
    return tuple(_told(expected.need))


def _told(need: Need) -> list[str]:
    if isinstance(need, Every):
        return [text for part in need.parts for text in _told(part)]
    if isinstance(need, Either):
        parts = [joined(_told(part), "; ") for part in need.parts]
        return [joined(parts, N_(" or "))] if all(parts) else []
    if isinstance(need, Certain):
        return []
    if isinstance(need, Waiting):
        return [need.why]
    return [phrase] if (phrase := _weighed(need) if isinstance(need, Weighed) else _counted(need)) else []


def _counted(need: Quota) -> Phrase | None:
    if not need.missing:
        return None
    if need.awaited is None:
        return say_n("{n} more consent", "{n} more consents", need.missing)
    among = few(sorted(need.awaited), _NAMED)
    if need.missing == len(need.awaited):
        return say("the consent of {states}", states=among)
    return say_n("{n} more consent among {states}", "{n} more consents among {states}", need.missing, states=among)


def _weighed(need: Weighed) -> Phrase | None:
    has = sum(need.weights[code] for code in need.given)
    if has >= need.needed:
        return None
    without = few(sorted(need.weights.keys() - need.given.keys()), _NAMED)
    whole = sum(need.weights.values())
    return say("{percent}% more by weight, from among {states}", percent=_percent((need.needed - has) / whole), states=without)


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"
