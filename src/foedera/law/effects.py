"""What reservations do: each reservation with its effect towards every other participant on a day (VCLT 20 to 23)."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from foedera.law import reasons
from foedera.law import reservations as rules
from foedera.law.timeline import Timeline
from foedera.model.acts import Act
from foedera.model.clauses import NO_RESERVATIONS_CLAUSE


@frozen
class Effect:
    """What a reservation does towards one participant: one of `rules.ACCEPTED` and its like, since when, by which act (None: by silence).

    `articles` are those still reserved towards it; withdrawals in part have taken away the others.
    """

    party: str
    effect: str
    since: dt.date | None
    act: Act | None
    articles: tuple[str, ...] = ()


@frozen
class Weighed:
    """A reservation as it stands on a day: whose, to which articles (none: the whole), the act, why it is void if it is, and its effects."""

    id: str
    party: str
    articles: tuple[str, ...]
    act: Act
    void: str
    effects: tuple[Effect, ...]

    def towards(self, code: str) -> Effect | None:
        """Return the effect towards one participant, None for its author and for those it does not concern."""
        return next((effect for effect in self.effects if effect.party == code), None)

    def with_effect(self, effect: str) -> tuple[Effect, ...]:
        """Return the effects of one kind, in the order of the participants."""
        return tuple(found for found in self.effects if found.effect == effect)


def weighed(timeline: Timeline, on: dt.date) -> list[Weighed]:
    """Return the reservations made by a day, each weighed towards all others that have consented, in the order they were made.

    >>> from foedera.library.collection import Collection
    >>> found = weighed(Collection().docket.timeline("nato/partnership-status-of-forces-1995"), dt.date(2000, 1, 1))
    >>> found[0].id, found[0].towards("DEU").effect
    ('esp-1', 'accepted')
    """
    ledger = timeline.era(on)
    about = [act for act in timeline.acts_until(on) if act.kind in rules.KINDS]
    if not any(act.kind == "reservation" for act in about):
        return []
    clause = timeline.agreement.reservations or NO_RESERVATIONS_CLAUSE
    consents = rules.consents_of(ledger, on)
    standing = timeline.standing(on)
    shown = {ledger.key(p.party): p.party for p in standing.participants}
    found = []
    for reservation in rules.gather(about, clause, ledger.key, consents, ledger.parties):
        effects = []
        for key, code in shown.items():
            if key == reservation.key or key not in consents:
                continue
            effect, since, act = rules.towards(reservation, clause, key, consents[key][-1][0], on, ledger.key)
            if effect == rules.PENDING and clause.effect == "deposit":
                effect, since = rules.ACCEPTED, reservation.made
            effects.append(Effect(code, effect, since, act, reservation.articles_towards(key, on, ledger.key)))
        void = reasons.void_reservation(reservation.fault, reservation.key, reservation.act) if reservation.fault else ""
        party = shown.get(reservation.key, reservation.key)
        found.append(Weighed(reservation.id, party, reservation.articles, reservation.act, void, tuple(sorted(effects, key=lambda e: e.party))))
    return found
