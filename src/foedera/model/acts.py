"""Acts: the dated things states do about an agreement, from signature to withdrawal. The log of an agreement's life.

An act is never changed; a correction is a further act.
"""

from __future__ import annotations

import datetime as dt

from attrs import field, frozen

from foedera.model.phrases import N_, Phrase, dated, say
from foedera.model.terms import word

#: Acts that express consent to be bound (VCLT 11) unless the agreement's `[consent]` table says otherwise.
CONSENT_KINDS = frozenset(
    {
        "ratification",
        "acceptance",
        "approval",
        "accession",
        "succession",
        "formal-confirmation",
        "definitive-signature",
        "consent",
        "notification",
    }
)

#: Every kind of act, in the order in which acts of one day take effect (reservations before the consents they qualify).
#: Within a kind the order of the file holds.
KINDS = (
    "correction",
    "event",
    "declaration",
    "invocation",
    "armed-conflict",
    "territorial-application",
    "invitation",
    "reservation",
    "acceptance-of-reservation",
    "objection",
    "withdrawal-of-objection",
    "withdrawal-of-reservation",
    "signature",
    "succession-to-signature",
    "definitive-signature",
    "ratification",
    "acceptance",
    "approval",
    "accession",
    "formal-confirmation",
    "consent",
    "notification",
    "succession",
    "provisional-application",
    "refusal-of-provisional-application",
    "end-of-provisional-application",
    "refusal",
    "suspension",
    "resumption",
    "extension",
    "withdrawal",
    "revocation-of-withdrawal",
    "expulsion",
    "termination",
)

_SURE = {"low": N_("{act} [low confidence]"), "medium": N_("{act} [medium confidence]")}

PRECISIONS = ("day", "not-later-than")
CONFIDENCES = ("high", "medium", "low")


@frozen
class Act:
    """One dated act by one or several participants.

    `on` is the legal date (of an instrument: its deposit); `known` the day it came to be known (default `on`);
    `effective` a date the act itself names; `to` whom it addresses; `of` the id of the act it answers; `until` the
    end an armed conflict, an extension or a suspension has. `precision = "not-later-than"` marks an act whose own
    day is not known, only that it had happened by `on`. A correction that `strikes` says that the act it answers was
    recorded in error and counts for nothing.

    >>> Act(on=dt.date(1949, 5, 3), kind="ratification", by=("CAN",)).describe()
    'ratification by CAN, 1949-05-03'
    """

    on: dt.date
    kind: str
    by: tuple[str, ...]
    to: tuple[str, ...] = ()
    known: dt.date = field(kw_only=True)
    effective: dt.date | None = field(default=None, kw_only=True)
    until: dt.date | None = field(default=None, kw_only=True)
    id: str = field(default="", kw_only=True)
    of: str = field(default="", kw_only=True)
    articles: tuple[str, ...] = field(default=(), kw_only=True)
    precludes: bool = field(default=False, kw_only=True)
    strikes: bool = field(default=False, kw_only=True)
    note: str = field(default="", kw_only=True)
    source: str = field(default="", kw_only=True)
    confidence: str = field(default="", kw_only=True)
    precision: str = field(default="day", kw_only=True)

    @known.default
    def _known_at_once(self) -> dt.date:
        return self.on

    def describe(self, by: str | None = None) -> Phrase:
        """Return the act in words; `by` names one of its authors alone."""
        kind, by = word(self.kind), by or ", ".join(self.by)
        day = dated(self.on) if self.precision == "day" else say("not later than {day}", day=dated(self.on))
        if not self.to and not self.articles:
            act = say("{kind} by {by}, {day}", kind=kind, by=by, day=day)
        elif not self.articles:
            act = say("{kind} by {by} towards {to}, {day}", kind=kind, by=by, to=", ".join(self.to), day=day)
        elif not self.to:
            act = say("{kind} by {by}, article {articles}, {day}", kind=kind, by=by, articles=", ".join(self.articles), day=day)
        else:
            to, articles = ", ".join(self.to), ", ".join(self.articles)
            act = say("{kind} by {by} towards {to}, article {articles}, {day}", kind=kind, by=by, to=to, articles=articles, day=day)
        if self.known != self.on:
            act = say("{act} (known {day})", act=act, day=dated(self.known))
        if self.effective is not None:
            act = say("{act}, effective {day}", act=act, day=dated(self.effective))
        if self.until is not None:
            act = say("{act}, until {day}", act=act, day=dated(self.until))
        if self.strikes:
            act = say("{act}, strikes {of}", act=act, of=self.of)
        return say(_SURE[self.confidence], act=act) if self.confidence in _SURE else act
