"""The guided form of a new agreement: its head and the usual final clauses as questions, and the agreement's file they make."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from django.http import QueryDict
from django.utils.translation import gettext

from foedera.interchange.files import write
from foedera.library import vocabularies
from foedera.library.collection import Holdings
from foedera.model.acts import Act
from foedera.model.agreements import KINDS, Agreement, Source
from foedera.model.clauses import Duration, EntryIntoForce, Renewal, Reservations, Withdrawal
from foedera.model.conditions import ALL, Condition, Consents, Named, Notifications, Population, Signatures
from foedera.model.periods import SAME_DAY, Period
from foedera.model.phrases import N_
from foedera.web.forms.act import Fault, codes, day_of

#: Fields with one value each; `areas` is a list.
FIELDS = (
    *("title", "short_title", "id", "kind", "binding", "adopted", "opened", "closed", "place", "negotiating", "depositary", "signed", "aims"),
    *("source_title", "source_url", "entry", "entry_count", "entry_named", "entry_article", "delay", "delay_unit", "later"),
    *("duration", "duration_years", "duration_until", "duration_article", "renewal_years", "renewal_tacit", "renewal_notice"),
    *("leaving", "notice", "notice_unit", "after_years", "leaving_article", "reservations", "reservation_articles", "reservations_article"),
)
ENTRIES = (
    ("consents", N_("when so many instruments of consent are deposited")),
    ("signatories", N_("when all signatories have consented")),
    ("named", N_("when certain states have consented")),
    ("notifications", N_("when all have notified that their procedures are complete")),
    ("signature", N_("on signature by all")),
    ("", N_("the text is silent: when all negotiating states have consented (VCLT 24(2))")),
)
UNITS = (
    ("", N_("at once")),
    ("days", N_("days")),
    ("months", N_("months")),
    ("years", N_("years")),
    ("nth_month", N_("the first day of the n-th month that follows")),
    ("first_of_month", N_("the first day of the month once n months have passed")),
)
LATERS = (("", N_("counted in the same way from their own consent")), ("same-day", N_("on the day of their own consent")))
DURATIONS = (("", N_("indefinite")), ("years", N_("a term of years")), ("until", N_("until a day")))
LEAVINGS = (("", N_("the text is silent (VCLT 56)")), ("notice", N_("permitted with notice")), ("no", N_("not permitted")))
RESERVATIONS = (
    ("", N_("the text is silent: those compatible with its object and purpose")),
    ("none", N_("none permitted")),
    ("listed", N_("only to certain articles")),
    ("compatible", N_("those compatible with its object and purpose, says the text")),
)

LABELS = {
    "title": N_("Title"),
    "short_title": N_("Short title"),
    "id": N_("Id in the register"),
    "kind": N_("Kind"),
    "adopted": N_("Adopted or first signed on"),
    "opened": N_("Open for signature from"),
    "closed": N_("until"),
    "place": N_("Place"),
    "negotiating": N_("Negotiating states"),
    "depositary": N_("Depositary"),
    "signed": N_("Signed on the day of adoption by"),
    "aims": N_("Aims"),
    "source_title": N_("Source of the text"),
    "source_url": N_("Where it can be seen"),
    "entry": N_("It enters into force"),
    "entry_count": N_("How many"),
    "entry_named": N_("Which states"),
    "entry_article": N_("Article"),
    "delay": N_("After how many (n)"),
    "delay_unit": N_("counted as"),
    "later": N_("Those who consent later are bound"),
    "duration": N_("Duration"),
    "duration_years": N_("Years"),
    "duration_until": N_("Until"),
    "duration_article": N_("Article"),
    "renewal_years": N_("Renewed for further years"),
    "renewal_notice": N_("unless notice, months before"),
    "leaving": N_("Leaving the agreement"),
    "notice": N_("Notice of"),
    "notice_unit": N_("counted as"),
    "after_years": N_("Not before so many years in force"),
    "leaving_article": N_("Article"),
    "reservations": N_("Reservations"),
    "reservation_articles": N_("To which articles"),
    "reservations_article": N_("Article"),
    "areas": N_("Areas"),
}

#: Text that no id may hold is left out of one proposed from a title.
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


def typed(data: QueryDict | Mapping[str, str]) -> dict[str, str]:
    """Return the fields as typed, every one of them, in bounds."""
    found = {name: str(data.get(name, "")).strip()[:2000] for name in FIELDS}
    areas = data.getlist("areas") if isinstance(data, QueryDict) else str(data.get("areas", "")).split(",")
    found["areas"] = ",".join(area for area in areas if area in vocabularies.AREAS)
    return found


def read(values: Mapping[str, str], holdings: Holdings) -> tuple[str, list[Fault]]:
    """Return the agreement's file the answers make, or what keeps them from making one; all faults at once."""
    faults: list[Fault] = []
    if not values["title"]:
        faults.append(("title", gettext("Give the title as the text has it.")))
    if values["kind"] not in KINDS:
        faults.append(("kind", gettext("Choose one of the list.")))
    days = {name: day_of(values[name], name, faults) for name in ("adopted", "opened", "closed", "duration_until")}
    negotiating = codes(values["negotiating"], "negotiating", holdings, faults)
    signed = codes(values["signed"], "signed", holdings, faults)
    if signed and days["adopted"] is None:
        faults.append(("adopted", gettext("Give the day of the signatures.")))
    found: dict[str, object] = {
        "depositary": codes(values["depositary"], "depositary", holdings, faults),
        "entry_into_force": _entry(values, holdings, faults),
        "duration": _duration(values, days["duration_until"], faults),
        "withdrawal": _leaving(values, faults),
        "reservations": _reservations(values, faults),
    }
    if faults:
        return "", faults
    adopted = days["adopted"]
    agreement = Agreement(
        id=values["id"] or propose_id(values["title"], adopted),
        title=values["title"],
        short_title=values["short_title"],
        kind=values["kind"],
        binding=values["binding"] != "no",
        adopted=adopted,
        opened=days["opened"],
        closed=days["closed"],
        place=values["place"],
        negotiating=negotiating or None,
        areas=tuple(filter(None, values["areas"].split(","))),
        aims=tuple(line.strip() for line in values["aims"].splitlines() if line.strip()),
        sources=(Source(values["source_title"] or values["title"], values["source_url"], id="text"),)
        if values["source_title"] or values["source_url"]
        else (),
        acts=(Act(adopted, "signature", signed),) if signed and adopted is not None else (),
        **found,  # type: ignore[arg-type]
    )
    return write(agreement), []


def propose_id(title: str, adopted: dt.date | None) -> str:
    """Return an id for a title: the family of agreements not filed yet, words of the title, the year."""
    words = [word for word in _NOT_IN_SLUG.split(title.casefold()) if word not in ("the", "of", "and", "on", "between", "for", "in", "to", "a")]
    slug = "-".join(filter(None, words))[:60].strip("-") or "agreement"
    return f"new/{slug}{f'-{adopted.year}' if adopted else ''}"


def _number(values: Mapping[str, str], name: str, faults: list[Fault], most: int = 999) -> int:
    """Return a whole number as typed, 0 where there is none."""
    text = values[name]
    if not text:
        return 0
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and 0 < int(text) <= most):
        faults.append((name, gettext("Give a whole number from 1 to %(most)s.") % {"most": most}))
        return 0
    return int(text)


def _period(values: Mapping[str, str], name: str, faults: list[Fault]) -> Period:
    """Return a delay of a number and a unit."""
    unit, number = values[f"{name}_unit"], _number(values, name, faults, 9999)
    if unit and not number:
        faults.append((name, gettext("Say how many.")))
    if not number:
        return SAME_DAY
    periods = {
        "days": Period(days=number),
        "months": Period(months=number),
        "years": Period(years=number),
        "nth_month": Period(nth_month=number),
        "first_of_month": Period(months=number, first_of_month=True),
    }
    return periods.get(unit, SAME_DAY)


def _entry(values: Mapping[str, str], holdings: Holdings, faults: list[Fault]) -> EntryIntoForce | None:
    form = values["entry"]
    if not form:
        return None
    count = _number(values, "entry_count", faults)
    named = codes(values["entry_named"], "entry_named", holdings, faults)
    if form == "consents" and not count:
        faults.append(("entry_count", gettext("Say how many instruments of consent it takes.")))
    if form == "named" and not named:
        faults.append(("entry_named", gettext("Name the states whose consent it takes.")))
    conditions: dict[str, Condition] = {
        "consents": Consents(count or 1),
        "signatories": Consents(ALL, Population(("signatories",))),
        "named": Named(named),
        "notifications": Notifications(ALL),
        "signature": Signatures(ALL),
    }
    if form not in conditions:
        faults.append(("entry", gettext("Choose one of the list.")))
        return None
    later = SAME_DAY if values["later"] == "same-day" else None
    return EntryIntoForce(when=conditions[form], then=_period(values, "delay", faults), later=later, article=values["entry_article"])


def _duration(values: Mapping[str, str], until: dt.date | None, faults: list[Fault]) -> Duration | None:
    form = values["duration"]
    if not form:
        return None
    years = _number(values, "duration_years", faults)
    if form == "years" and not years:
        faults.append(("duration_years", gettext("Say how many years the term has.")))
    if form == "until" and until is None:
        faults.append(("duration_until", gettext("Give the day it ends.")))
    more = _number(values, "renewal_years", faults)
    notice = Period(months=_number(values, "renewal_notice", faults))
    renewal = Renewal(years=more, tacit=values["renewal_tacit"] != "no", unless_notice=notice) if more else None
    return Duration(
        years=years if form == "years" else 0, until=until if form == "until" else None, renewal=renewal, article=values["duration_article"]
    )


def _leaving(values: Mapping[str, str], faults: list[Fault]) -> Withdrawal | None:
    form = values["leaving"]
    if not form:
        return None
    if form == "no":
        return Withdrawal(permitted=False, article=values["leaving_article"])
    after = _number(values, "after_years", faults)
    return Withdrawal(
        permitted=True, notice=_period(values, "notice", faults), after=Period(years=after) if after else None, article=values["leaving_article"]
    )


def _reservations(values: Mapping[str, str], faults: list[Fault]) -> Reservations | None:
    form = values["reservations"]
    if not form:
        return None
    articles = tuple(part.strip() for part in re.split(r"[;,]", values["reservation_articles"]) if part.strip())
    if form == "listed" and not articles:
        faults.append(("reservation_articles", gettext("Name the articles.")))
    if form not in ("none", "listed", "compatible"):
        faults.append(("reservations", gettext("Choose one of the list.")))
        return None
    return Reservations(permitted=form, to=articles if form == "listed" else (), article=values["reservations_article"])  # type: ignore[arg-type]
