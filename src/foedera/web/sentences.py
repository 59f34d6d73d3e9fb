"""Consequences in sentences an office understands without the engine's words: what moves, from when to when, for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext, ngettext

from foedera.law.comparison import Difference
from foedera.library.consequences import Consequence, Count, Mover
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.phrases import N_
from foedera.web.templating import party_in_sentence, party_name
from foedera.web.tongues import long_day, translated, word

#: How many names a sentence holds before it counts the rest.
NAMED = 6

#: What becomes of participants, by the change: for one, for several.
_BECOMES = {
    "signatory": (N_("%(who)s becomes a signatory on %(day)s."), N_("%(who)s become signatories on %(day)s.")),
    "contracting": (N_("%(who)s has consented from %(day)s and is not yet bound."), N_("%(who)s have consented from %(day)s and are not yet bound.")),
    "provisional": (N_("%(who)s applies it provisionally from %(day)s."), N_("%(who)s apply it provisionally from %(day)s.")),
    "party": (N_("%(who)s becomes a party on %(day)s."), N_("%(who)s become parties on %(day)s.")),
    "suspended": (N_("For %(who)s it is suspended from %(day)s."), N_("For %(who)s it is suspended from %(day)s.")),
    "withdrawing": (N_("%(who)s gives notice of leaving; it runs from %(day)s."), N_("%(who)s give notice of leaving; it runs from %(day)s.")),
    "withdrawn": (N_("%(who)s leaves on %(day)s."), N_("%(who)s leave on %(day)s.")),
    "terminated": (
        N_("%(who)s is no longer bound from %(day)s: the agreement ends."),
        N_("%(who)s are no longer bound from %(day)s: the agreement ends."),
    ),
    "ceased": (N_("%(who)s ceases to exist on %(day)s."), N_("%(who)s cease to exist on %(day)s.")),
    "ended": (N_("%(who)s takes no part any more from %(day)s."), N_("%(who)s take no part any more from %(day)s.")),
    "suspension": (N_("%(who)s suspends its operation towards others on %(day)s."), N_("%(who)s suspend its operation towards others on %(day)s.")),
    "resumption": (N_("%(who)s takes it up again towards others on %(day)s."), N_("%(who)s take it up again towards others on %(day)s.")),
}


def sentences(found: Consequence) -> list[str]:
    """Return what would change in an agreement: the agreement itself first, then who moves how, then how many are bound."""
    lines = [*_entry(found), *_end(found), *_own(found)]
    for movers in _together(found.movers):
        lines += _moves(movers, found.agreement)
    return [*lines, *(_count(count) for count in found.counts)]


def _count(found: Count) -> str:
    values = _of(found.day, had=found.had, has=found.has, until=long_day(found.until))
    if found.until is None:
        return ngettext("On %(day)s %(had)s party becomes %(has)s.", "On %(day)s %(had)s parties become %(has)s.", found.had) % values
    message = ngettext(
        "From %(day)s to %(until)s %(has)s party instead of %(had)s.", "From %(day)s to %(until)s %(has)s parties instead of %(had)s.", found.has
    )
    return message % values


def act_in_words(act: Act, agreement: Agreement | None = None) -> str:
    """Return an act as a heading has it: authors by their names, the first letter large."""
    declared = agreement.participants if agreement is not None else None
    said = translated(act.describe(", ".join(party_in_sentence(code, act.on, declared) for code in act.by)))
    return said[:1].upper() + said[1:]


def names(codes: Sequence[str], on: dt.date | None = None, agreement: Agreement | None = None) -> str:
    """Return parties by name in a row, those beyond a few as a number."""
    declared = agreement.participants if agreement is not None else None
    shown = [party_name(code, on, declared) for code in codes[:NAMED]]
    rest = len(codes) - len(shown)
    if rest:
        return ngettext("%(names)s and %(rest)s other", "%(names)s and %(rest)s others", rest) % {"names": ", ".join(shown), "rest": rest}
    if len(shown) > 1:
        return gettext("%(names)s and %(last)s") % {"names": ", ".join(shown[:-1]), "last": shown[-1]}
    return shown[0] if shown else ""


def _of(day: dt.date | None, **more: object) -> dict[str, object]:
    return {"day": long_day(day), **more}


def _entry(found: Consequence) -> Iterable[str]:
    was, now = found.entry
    if was == now:
        return
    if now is None:
        yield gettext("Entry into force, until now on %(day)s, becomes unknown.") % _of(was)
    elif was is None and found.is_new:
        yield gettext("It enters into force on %(day)s.") % _of(now)
    elif was is None:
        yield gettext("Entry into force moves from unknown to %(day)s.") % _of(now)
    else:
        yield gettext("Entry into force moves from %(was)s to %(day)s.") % _of(now, was=long_day(was))


def _end(found: Consequence) -> Iterable[str]:
    was, now = found.end
    if was == now:
        return
    if now is None:
        yield gettext("It no longer ends on %(day)s.") % _of(was)
    elif was is None:
        yield gettext("It ends on %(day)s.") % _of(now)
    else:
        yield gettext("Its end moves from %(was)s to %(day)s.") % _of(now, was=long_day(was))


def _own(found: Consequence) -> Iterable[str]:
    """Say what else becomes of the agreement itself; entry into force and end have their own sentences."""
    told = {"in-force"} if found.entry[0] != found.entry[1] else set()
    told |= {"terminated"} if found.end[0] != found.end[1] else set()
    for difference in found.own:
        change = difference.change
        if change.change in told or (found.is_new and change.change == "open"):
            continue
        values = _of(change.on, status=word(change.change))
        comes, goes = gettext("The agreement is %(status)s from %(day)s."), gettext("The agreement is no longer %(status)s from %(day)s.")
        yield (comes if difference.added else goes) % values


def _together(movers: Iterable[Mover]) -> list[list[Mover]]:
    """Return movers that go the same way together."""
    found: dict[object, list[Mover]] = {}
    for mover in movers:
        found.setdefault(mover.way, []).append(mover)
    return list(found.values())


def _moves(movers: list[Mover], agreement: Agreement) -> Iterable[str]:
    who = [mover.party for mover in movers]
    steps = movers[0].steps
    gone = {d.change.change: d for d in steps if not d.added}
    come = [d for d in steps if d.added]
    for difference in come:
        change = difference.change
        values = _of(change.on, who=names(who, change.on, agreement), status=word(change.change))
        earlier = gone.pop(change.change, None)
        if earlier is not None:
            one, several = N_("%(who)s is %(status)s from %(day)s instead of %(was)s."), N_("%(who)s are %(status)s from %(day)s instead of %(was)s.")
            yield gettext(one if len(who) == 1 else several) % {**values, "was": long_day(earlier.change.on)}
        else:
            yield _becomes(change.change, len(who)) % values
    for difference in gone.values():
        yield _falls_away(difference, who, agreement)


def _becomes(change: str, count: int) -> str:
    one, several = _BECOMES.get(change, (N_("%(who)s is %(status)s from %(day)s."), N_("%(who)s are %(status)s from %(day)s.")))
    return gettext(one if count == 1 else several)


def _falls_away(difference: Difference, who: Sequence[str], agreement: Agreement) -> str:
    change = difference.change
    values = _of(change.on, who=names(who, change.on, agreement), status=word(change.change))
    return gettext("Falls away: %(who)s, %(status)s from %(day)s.") % values
