"""Cancel an issued instrument that was issued wrongly: it stays as it is, marked, and its number used; it stands for nothing any more."""

from __future__ import annotations

import datetime as dt

from foedera.deeds import find_instruments
from foedera.deeds.declare import LONG, length_faults
from foedera.deeds.find_instruments import Issued
from foedera.deeds.issue import unprintable
from foedera.deeds.powers import Actor, require
from foedera.model.errors import Unfit
from foedera.model.phrases import say
from foedera.store import instruments as kept
from foedera.store import logs


def cancel_instrument(actor: Actor, party: str, year: int, running: int, reason: str, at: dt.datetime) -> Issued:
    """Mark an instrument as cancelled, with the reason, and return it so; this is for good, a right one gets a number of its own.

    Full powers cancelled let their holder sign nothing more. An instrument whose act is on record, with this instrument as its source, has been
    deposited: what binds towards other states is not undone by a mark.

    Raises:
        NotThere: there is no instrument of the number, or none open to the actor.
        NotAllowed: the actor records neither for the party nor for the register.
        Unfit: no reason is given, it is cancelled already, or its act is on record.
    """
    found = find_instruments.find(actor, party, year, running)
    subject = f"{found.agreement} {found.number}"
    require(actor, "record", "cancel an instrument", subject, [found.party])
    wrong = [*length_faults({"reason": reason}, LONG), *unprintable({"reason": reason})]
    if not reason.strip():
        wrong.append(("reason", say("no reason is given; say what was wrong")))
    place = find_instruments.deposited_as(found)
    if found.cancelled is not None:
        wrong.append(("", say("this instrument is cancelled already")))
    elif place is not None:
        told = say(
            "act number {number} is on record with this instrument as its source; if that act is recorded in error, strike it first",
            number=str(place),
        )
        wrong.append(("", told))
    if wrong:
        raise Unfit(tuple(wrong))
    if not kept.cancel(found, reason.strip(), actor.user, at):
        raise Unfit((("", say("this instrument is cancelled already")),))
    logs.note(actor.name, "cancel an instrument", subject, allowed=True, why=found.kind, party=found.party, address=actor.address)
    return find_instruments.find(actor, party, year, running)
