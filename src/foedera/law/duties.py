"""Who bears which obligation: an agreement's obligations by bearer, and what one party must do, towards whom, after reservations and objections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from attrs import frozen

from foedera.law import reservations as rules
from foedera.law.effects import Weighed, weighed
from foedera.law.timeline import Timeline
from foedera.model.agreements import Agreement
from foedera.model.phrases import Phrase, few, say
from foedera.model.provisions import Obligation, Provision

#: Bearers that mean every party.
EVERY = frozenset({"each-party", "all-parties"})
#: What a reservation does to an obligation; `PERHAPS` where it does not say which articles it is to, or less exactly than the obligation.
MODIFIED, NOT_APPLIED, NOT_IN_FORCE, PERHAPS = "modified", "not-applied", "not-in-force", "perhaps"
#: What follows from the effect of a reservation between two.
_FOLLOWS = {rules.ACCEPTED: MODIFIED, rules.OBJECTED: NOT_APPLIED, rules.PRECLUDED: NOT_IN_FORCE, rules.PENDING: NOT_IN_FORCE}
#: How many participants a reason names.
_NAMED = 6


@frozen
class Touch:
    """What a reservation, its bearer's own or another's, does to an obligation: towards whom, and why."""

    reservation: str
    party: str
    effect: str
    towards: tuple[str, ...]
    because: str

    def as_json(self) -> dict[str, object]:
        """Return it as an object of plain values; the reason stands with the obligation's others."""
        return {"reservation": self.reservation, "by": self.party, "effect": self.effect, "towards": list(self.towards)}


@frozen
class Duty:
    """An obligation with the provision it stands in, and what reservations do to it."""

    provision: Provision
    obligation: Obligation
    reserved: tuple[Touch, ...] = ()


@frozen
class Bearer:
    """Who bears some obligations: a role of the vocabulary or a party's code. `own` where the party asked about bears them as they stand.

    Where it is false they are borne in a role (sending state, organ) that the party may or may not have.
    """

    code: str
    duties: tuple[Duty, ...]
    own: bool = True


def duties(agreement: Agreement, party: str = "", reserved: Iterable[Weighed] = ()) -> list[Bearer]:
    """Return an agreement's obligations by who bears them; with a party, those it bears, then those of roles it may come to have.

    Obligations of other parties by name, and of the depositary where it is another, are left out for a party. Reservations are those of
    the party, with what they do towards the others (VCLT 21(1)(a)), and those of others, with what they do towards their authors
    (21(1)(b)); without a party, each with what it does to the obligations of its author.
    """
    standing = [found for found in reserved if not found.void]
    groups: dict[str, list[Duty]] = {}
    for provision in agreement.provisions:
        for obligation in provision.obligations:
            for bearer in obligation.bearer:
                touches = tuple(_touches(standing, party, bearer, provision, obligation))
                groups.setdefault(bearer, []).append(Duty(provision, obligation, touches))
    found = [Bearer(code, tuple(borne), _bears(code, party, agreement)) for code, borne in groups.items()]
    if not party:
        return [Bearer(bearer.code, bearer.duties) for bearer in found]
    kept = [bearer for bearer in found if bearer.own or not _another(bearer.code, agreement)]
    return sorted(kept, key=lambda bearer: not bearer.own)


def owed(timeline: Timeline, on: dt.date, party: str = "") -> list[dict[str, object]]:
    """Return what `duties` finds on a day as objects of plain values, one for each obligation and bearer.

    >>> from foedera.library.collection import Collection
    >>> treaty = Collection().docket.timeline("anzus/treaty")
    >>> owed(treaty, dt.date(2000, 1, 1), "AUS")[0]["bearer"]
    'each-party'
    """
    found = duties(timeline.agreement, party, weighed(timeline, on))
    return [
        {
            "agreement": timeline.agreement.id,
            "on": on.isoformat(),
            "party": party or None,
            "bearer": bearer.code,
            "own": bearer.own,
            "article": duty.provision.article or None,
            "id": duty.obligation.id,
            "force": duty.obligation.force,
            "what": duty.obligation.what,
            "to": list(duty.obligation.to),
            "trigger": duty.obligation.trigger.describe(),
            "reserved": [touch.as_json() for touch in duty.reserved],
            "because": [touch.because for touch in duty.reserved],
        }
        for bearer in found
        for duty in bearer.duties
    ]


def _bears(bearer: str, party: str, agreement: Agreement) -> bool:
    return bearer in EVERY or bearer == party or (bearer == "depositary" and party in agreement.depositary)


def _another(bearer: str, agreement: Agreement) -> bool:
    """Return whether a bearer is a party by name, or a depositary that is named."""
    return _is_code(bearer) or (bearer == "depositary" and bool(agreement.depositary))


def _is_code(word: str) -> bool:
    return word == word.upper()


def _touches(reserved: list[Weighed], party: str, bearer: str, provision: Provision, obligation: Obligation) -> Iterator[Touch]:
    """Yield what reservations do to an obligation of a party; without one, of each reservation's author."""
    for reservation in reserved:
        subject = party or reservation.party
        if _is_code(bearer) and bearer != subject:
            continue
        groups: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
        for effect in reservation.effects:
            other = effect.party if subject == reservation.party else reservation.party if subject == effect.party else ""
            if not other or effect.effect not in _FOLLOWS or not any(not _is_code(to) or to == other for to in obligation.to):
                continue
            follows = _FOLLOWS[effect.effect]
            if follows != NOT_IN_FORCE:  # which keeps the whole agreement out of force between the two, whatever the articles
                reach = _reach(effect.articles, provision.article) if reservation.articles else None
                if reach is False:
                    continue
                follows = follows if reach else PERHAPS
            groups.setdefault((follows, "" if follows == PERHAPS else effect.effect, effect.articles), []).append(other)
        for (follows, effect_word, articles), others in groups.items():
            because = _because(reservation, follows, effect_word, articles, provision.article, others, own=subject == reservation.party)
            yield Touch(reservation.id, reservation.party, follows, tuple(others), because)


def _because(reservation: Weighed, follows: str, effect: str, articles: tuple[str, ...], article: str, others: list[str], *, own: bool) -> Phrase:
    label = say("reservation {id} by {code}", id=reservation.id, code=reservation.party)
    towards = few(others, _NAMED)
    if follows == PERHAPS:
        if not articles:
            why = say("{reservation} names no article", reservation=label)
        elif not article:
            named = ", ".join(articles)
            why = say("{reservation} is to article {articles}, the article of this obligation is not known", reservation=label, articles=named)
        else:
            named = ", ".join(articles)
            why = say(
                "{reservation} is to article {articles}, this obligation stands in {article}", reservation=label, articles=named, article=article
            )
        return say("a reservation of {code} may touch this: {why}", code=reservation.party, why=why)
    if effect == rules.ACCEPTED and own:
        return say("VCLT 21(1)(a): {reservation} modifies this obligation towards {towards}", reservation=label, towards=towards)
    if effect == rules.ACCEPTED:
        return say("VCLT 21(1)(b): {reservation} modifies this obligation to the same extent towards {towards}", reservation=label, towards=towards)
    if effect == rules.OBJECTED:
        return say(
            "VCLT 21(3): after an objection this obligation does not apply towards {towards} to the extent of {reservation}",
            reservation=label,
            towards=towards,
        )
    if effect == rules.PRECLUDED:
        return say(
            "VCLT 20(4)(b): an objection to {reservation} keeps the agreement from being in force towards {towards}",
            reservation=label,
            towards=towards,
        )
    return say(
        "VCLT 20(4)(a): while {reservation} is not accepted, the agreement is not in force towards {towards}", reservation=label, towards=towards
    )


def _reach(articles: tuple[str, ...], article: str) -> bool | None:
    """Return whether a reservation to these articles concerns an obligation of an article; None where that cannot be told.

    What is reserved as a whole is reserved in its parts; where only a part is reserved, the obligation may stand in another part.

    >>> _reach(("5",), "5(2)"), _reach(("5(2)",), "5"), _reach(("5",), "51"), _reach(("5",), "")
    (True, None, False, None)
    """
    if any(_within(article, one) for one in articles):
        return True
    return None if articles and (not article or any(_within(one, article) for one in articles)) else False


def _within(part: str, whole: str) -> bool:
    return part == whole or (part.startswith(whole) and not part[len(whole)].isalnum())
