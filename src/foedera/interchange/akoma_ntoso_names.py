"""Akoma Ntoso's names for what we export: the IRIs of an agreement (naming convention 1.0) and identifiers inside a document."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from foedera.model.agreements import Agreement

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

#: Our own metadata: the keys of the agreement file (see docs/reference/interchange.md).
OWN = "urn:foedera:agreement:1"

#: No single country makes a treaty: ISO 3166-1 leaves XX to its users, and WIPO ST.3 gives it to "other entities".
COUNTRY = "xx"

#: The schema wants a full date everywhere; where none is known it is this one, under the name `unknown`, and reading takes it for none.
NO_DATE = dt.date(1, 1, 1)

_SLUG = re.compile(r"[^A-Za-z0-9.-]+")


def document_type(agreement: Agreement) -> str:
    """Return the type of document: `act` for what binds under international law, `statement` for a political commitment."""
    return "act" if agreement.binding else "statement"


def work_date(agreement: Agreement) -> tuple[dt.date, str]:
    """Return the date a work is known by and what it is: its adoption, else its first act, else the date that stands for none.

    >>> work_date(Agreement(id="a/b", title="T", adopted=dt.date(1949, 4, 4)))
    (datetime.date(1949, 4, 4), 'adoption')
    """
    if agreement.adopted is not None:
        return agreement.adopted, "adoption"
    first = min((act.on for act in agreement.acts), default=None)
    return (first, "first-act") if first is not None else (NO_DATE, "unknown")


def work(agreement: Agreement) -> str:
    """Return the IRI of an agreement as a work.

    >>> work(Agreement(id="nato/north-atlantic-treaty", title="T", adopted=dt.date(1949, 4, 4)))
    '/akn/xx/act/treaty/nato/1949-04-04/north-atlantic-treaty'
    """
    family, _, name = agreement.id.partition("/")
    actor = f"family-{family}" if family[:1].isdigit() else family
    return f"/akn/{COUNTRY}/{document_type(agreement)}/{agreement.kind}/{actor}/{work_date(agreement)[0].isoformat()}/{name}"


class Names:
    """Identifiers (`eId`) of one document, each given once; the same thing asked for again gets the same."""

    def __init__(self) -> None:
        """Start with none given."""
        self._given: dict[tuple[str, str], str] = {}
        self._taken: set[str] = set()

    def of(self, kind: str, what: str) -> str:
        """Return the identifier of a thing of a kind, made once.

        >>> names = Names()
        >>> names.of("party", "BEL"), names.of("party", "X A"), names.of("party", "X/A"), names.of("party", "BEL")
        ('party_BEL', 'party_X-A', 'party_X-A-2', 'party_BEL')
        """
        found = self._given.get((kind, what))
        if found is None:
            found = self._given[kind, what] = self.fresh(kind, what)
        return found

    def fresh(self, kind: str, what: str) -> str:
        """Return an identifier for one more thing of a kind, though another may be called the same.

        >>> names = Names()
        >>> names.fresh("art", "I(1), I(2)"), names.fresh("art", "I(1), I(2)")
        ('art_I-1-I-2', 'art_I-1-I-2-2')
        """
        return self.new(f"{kind}_{_SLUG.sub('-', what).strip('-') or 'none'}")

    def new(self, wanted: str) -> str:
        """Return an identifier nobody has yet: the one wanted, or that with a number."""
        found, number = wanted, 1
        while found in self._taken:
            number += 1
            found = f"{wanted}-{number}"
        self._taken.add(found)
        return found

    def given(self, kind: str) -> Mapping[str, str]:
        """Return the things of a kind that have been asked for, in that order, with their identifiers."""
        return {what: name for (of, what), name in self._given.items() if of == kind}
