"""Who bears which obligation: an agreement's obligations by bearer, and what one party must do, its reservations considered."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from foedera.law.effects import Weighed
from foedera.model.agreements import Agreement
from foedera.model.provisions import Obligation, Provision

#: Bearers that mean every party.
EVERY = frozenset({"each-party", "all-parties"})


@frozen
class Duty:
    """An obligation with the provision it stands in, and the reservations of the party asked about that touch its article."""

    provision: Provision
    obligation: Obligation
    reserved: tuple[str, ...] = ()


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

    Obligations of other parties by name, and of the depositary where it is another, are left out for a party.
    """
    own = [found for found in reserved if found.party == party and not found.void]
    groups: dict[str, list[Duty]] = {}
    for provision in agreement.provisions:
        touching = tuple(found.id for found in own if _touches(found.articles, provision.article))
        for obligation in provision.obligations:
            for bearer in obligation.bearer:
                groups.setdefault(bearer, []).append(Duty(provision, obligation, touching))
    found = [Bearer(code, tuple(borne), _bears(code, party, agreement)) for code, borne in groups.items()]
    if not party:
        return [Bearer(bearer.code, bearer.duties) for bearer in found]
    kept = [bearer for bearer in found if bearer.own or not _another(bearer.code, agreement)]
    return sorted(kept, key=lambda bearer: not bearer.own)


def _bears(bearer: str, party: str, agreement: Agreement) -> bool:
    return bearer in EVERY or bearer == party or (bearer == "depositary" and party in agreement.depositary)


def _another(bearer: str, agreement: Agreement) -> bool:
    """Return whether a bearer is a party by name, or a depositary that is named."""
    return bearer == bearer.upper() or (bearer == "depositary" and bool(agreement.depositary))


def _touches(articles: tuple[str, ...], article: str) -> bool:
    """Return whether a reservation to these articles (none: to the whole) concerns a provision: the same article, or a paragraph of it.

    >>> _touches(("5",), "5(2)"), _touches(("5(2)",), "5"), _touches(("5",), "51")
    (True, True, False)
    """
    return not articles or any(_within(one, article) or _within(article, one) for one in articles)


def _within(part: str, whole: str) -> bool:
    return part == whole or (part.startswith(whole) and not part[len(whole)].isalnum())
