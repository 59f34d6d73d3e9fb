"""What an agreement's page says on a day: its status, its participants as a table, what is new since the day before; and what holds on every day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any

from attrs import frozen
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from markupsafe import Markup

from foedera.deeds import relate
from foedera.law.duties import duties
from foedera.law.effects import weighed
from foedera.law.timeline import Timeline
from foedera.model.agreements import Agreement
from foedera.model.phrases import Day, Phrase
from foedera.model.standing import BOUND, STATUSES, Change, Participation, Standing
from foedera.web import tongues
from foedera.web.asking import AsOf, actor
from foedera.web.drawings import lanes, world
from foedera.web.templating import party_name, query, url

#: More changes than this have a page of their own.
MOST_CHANGES = 150
#: With more participants than this their reasons are fetched when asked for.
MOST_REASONS = 60


@frozen(eq=False)
class Whole:
    """What does not depend on the day asked: every change, the drawings, who ever took part. Kept for a timeline while pages ask for it."""

    changes: tuple[Change, ...]
    codes: tuple[str, ...]
    life: lanes.Life | None
    ticks: lanes.Ticks
    map: world.World | None

    @property
    def days(self) -> list[dt.date]:
        """The days on which something changes."""
        return [day for _, day, _ in self.ticks.ticks]


@lru_cache(maxsize=64)
def whole(timeline: Timeline, today: dt.date) -> Whole:
    """Return what the page shows of an agreement whatever day is asked."""
    life = lanes.draw(timeline, today)
    changes = timeline.changes(today)
    codes = {change.party for change in changes if change.party}
    return Whole(tuple(changes), tuple(sorted(codes)), life, lanes.ticks(timeline, today), world.draw(timeline, codes) if codes else None)


@frozen
class Row:
    """A participant in the table: its status, the article and the act that made it so in short, whether it is new since the day before.

    `bound` is since when one that leaves has been bound: its status says since when its notice runs.
    """

    shown: Participation
    name: str
    page: str
    why: str
    short: str
    doubtful: bool
    fresh: bool
    reservations: tuple[str, ...]
    bound: dt.date | None = None


def deciding(because: Sequence[str]) -> tuple[str, str, dt.date | None, bool]:
    """Return of a participant's reasons the article, the kind of act, its day, and whether they rest on a doubtful fact."""
    rule, kind, doubtful = "", "", False
    day: dt.date | None = None
    for line in because:
        if not isinstance(line, Phrase):
            continue
        inner: Phrase | Any = line
        while isinstance(inner, Phrase) and "act" in inner.fields:
            doubtful = doubtful or "confidence" in inner.msgid
            inner = inner.fields["act"]
        fields = inner.fields if isinstance(inner, Phrase) else {}
        if not kind and "kind" in fields and "day" in fields:
            kind, on = str(fields["kind"]), fields["day"]
            if isinstance(on, Phrase):  # "not later than"
                doubtful, on = True, on.fields["day"]
            day = on.date if isinstance(on, Day) else None
        if not rule and isinstance(fields.get("rule"), str):
            rule = tongues.translated(str(fields["rule"]))
        if not rule and inner.startswith("VC"):
            rule = str(inner).split(":", 1)[0]
    return rule, kind, day, doubtful


def rows(standing: Standing, before: set[str], held: dict[str, tuple[str, ...]], agreement: Agreement, changes: Sequence[Change]) -> list[Row]:
    """Return the participants as the table shows them."""
    leaving = {p.party for p in standing.participants if p.status == "withdrawing"}
    since = {c.party: c.on for c in changes if c.change == "party" and c.party in leaving and c.on <= standing.on}
    found = []
    for shown in standing.participants:
        rule, kind, day, doubtful = deciding(shown.because)
        act = f"{tongues.word(kind)}, {day}" if day else tongues.word(kind)
        short = " · ".join(part for part in (rule, act) if part)
        fresh = shown.status in BOUND and shown.party not in before
        name, page = name_on(shown.party, standing.on, agreement), url("party", [shown.party])
        why = url("agreement-participant", [*agreement.id.split("/", 1), shown.party])
        found.append(Row(shown, name, page, why, short, doubtful, fresh, held.get(shown.party, ()), since.get(shown.party)))
    return found


#: How the table of participants can be ordered.
ORDERS: dict[str, Callable[[Row], Any]] = {
    "since": lambda row: (row.shown.since or dt.date.max, row.name.casefold()),
    "party": lambda row: row.name.casefold(),
    "status": lambda row: (STATUSES.index(row.shown.status), row.shown.since or dt.date.max, row.name.casefold()),
    "until": lambda row: (row.shown.until or dt.date.max, row.name.casefold()),
}


def name_on(code: str, on: dt.date, agreement: Agreement) -> str:
    """Return what a party is called on a day, in the reader's language."""
    return str(party_name(code, on, agreement.participants))


def linker(own: str, asked: dict[str, Any]) -> Callable[..., str]:
    """Return what gives the page's own address with some of what it asks changed."""

    @cache
    def link(**changes: Any) -> str:
        return own + query(**{**asked, **changes}).rstrip("?")

    return link


def _markup(template: str, shown: dict[str, Any]) -> Markup:
    """Return what a template of ours wrote, escaped where it had to be, as markup."""
    return Markup(render_to_string(template, shown))  # noqa: S704 - a template's output


@lru_cache(maxsize=64)
def drawn(timeline: Timeline, today: dt.date, _language: str, own: str, asked: tuple[tuple[str, Any], ...]) -> dict[str, Markup]:
    """Return the lanes and, unless they are very many, the table of changes, written out: the same for every day asked, so kept."""
    known = whole(timeline, today)
    shown = {"life": known.life, "changes": known.changes, "today": today, "agreement": timeline.agreement, "here": linker(own, dict(asked))}
    few = len(known.changes) <= MOST_CHANGES
    return {
        "lanes": _markup("agreement/lanes.html", shown) if known.life else Markup(),
        "changes": _markup("agreement/changes.html", shown) if few else Markup(),
    }


def on_the_day(request: HttpRequest, timeline: Timeline, when: AsOf) -> dict[str, Any]:
    """Return what the page says for the day asked."""
    found, known = timeline.agreement, whole(timeline, when.today)
    standing = timeline.standing(when.on)
    had, bound = timeline.standing(_before(request, when)).parties, standing.parties
    earlier, now = set(had), set(bound)
    reserved = weighed(timeline, when.on)
    held: dict[str, tuple[str, ...]] = {}
    for reservation in reserved:
        held[reservation.party] = (*held.get(reservation.party, ()), reservation.id)
    statuses = {p.party: p.status for p in standing.participants}
    counts = {status: count for status in STATUSES if (count := sum(own == status for own in statuses.values()))}
    asked = {name: request.GET.get(name, "") for name in ("sort", "show", "party")}
    order = asked["sort"] if asked["sort"] in ORDERS else "since"
    show = asked["show"] if asked["show"] in counts else ""
    party = asked["party"].upper() if asked["party"].upper() in known.codes else ""
    own = reverse("agreement", args=found.id.split("/", 1))
    kept = {name: value for name, value in asked.items() if value}
    return {
        "agreement": found,
        "path": own,
        "here": linker(own, {**kept, "on": when.day, "known": when.known}),
        "kept": kept,
        "whole": known,
        "standing": standing,
        "bound": len(bound),
        "own_reasons": standing.because[: len(standing.because) - len(standing.participants)],
        "suspensions": [words for _, _, words in timeline.suspensions(when.on)],
        "counts": counts,
        "rows": sorted((row for row in rows(standing, earlier, held, found, known.changes) if show in ("", row.shown.status)), key=ORDERS[order]),
        "many": len(standing.participants) > MOST_REASONS,
        "order": order,
        "show": show,
        "joined": [code for code in bound if code not in earlier],
        "left": [code for code in had if code not in now],
        "earlier": max((day for day in known.days if day < when.on), default=None),
        "later": min((day for day in known.days if day > when.on), default=None),
        "statuses": statuses,
        "codes": known.codes,
        "areas": known.map.shown(statuses) if known.map else {},
        "cursor": known.life.x(when.on) if known.life else 0,
        "reserved": reserved,
        "tree": relate.tree(actor(request), found.id, when.on, when.known),
        "party": party,
        "duties": duties(found, party, reserved),
    }


def _before(request: HttpRequest, when: AsOf) -> dt.date:
    """Return the day against which what is new is told: the one the slider came from, else the day before."""
    try:
        return dt.date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        return when.on - dt.timedelta(days=1)


def map_words(shown: dict[str, Any], code: str) -> str:
    """Return what an area of the map is called: whose it is, its status and since when."""
    participation = shown["standing"].of(code)
    name, status = name_on(code, shown["standing"].on, shown["agreement"]), tongues.word(participation.status)
    if participation.since is None:
        return f"{name}: {status}"
    return gettext("%(name)s: %(status)s since %(day)s") % {"name": name, "status": status, "day": participation.since.isoformat()}


def map_title(agreement: Agreement, when: AsOf) -> str:
    """Return what the map is called on the day."""
    return gettext("Map: %(title)s on %(day)s") % {"title": agreement.short_title or agreement.title, "day": tongues.long_day(when.on)}


def said(shown: dict[str, Any], when: AsOf) -> str:
    """Return what a screen reader is told after a step: the day, the status, how many parties, who joined and who left."""
    parties = ngettext("%(num)s party", "%(num)s parties", shown["bound"]) % {"num": shown["bound"]}
    words = [f"{tongues.long_day(when.on)}: {tongues.word(shown['standing'].status)}, {parties}."]
    for label, codes in ((gettext("New"), shown["joined"]), (gettext("No longer"), shown["left"])):
        if codes:
            words.append(f"{label}: {', '.join(name_on(code, when.on, shown['agreement']) for code in codes)}.")
    return " ".join(words)
