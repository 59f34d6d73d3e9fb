"""The form of an instrument: which fields its kind asks for, and the details they make or what is wrong at each field."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from foedera.deeds.issue import Details
from foedera.model.errors import Unfit
from foedera.model.phrases import N_
from foedera.ratification.instruments import CONSENTING, NOTICES, Person
from foedera.web.forms.act import Fault, day_of
from foedera.web.forms.brought import typed

#: What the fields are called.
LABELS = {
    "languages": N_("Language"),
    "signatory": N_("Who signs"),
    "signatory_office": N_("Office"),
    "signatory_title_en": N_("Title of the office in English, where the paper is to have another"),
    "signatory_title_fr": N_("Title of the office in French, where the paper is to have another"),
    "place": N_("Place"),
    "action": N_("Empowered to"),
    "holder": N_("Who is empowered"),
    "holder_office": N_("Office of the holder"),
    "holder_title_en": N_("Title of the holder in English, where the paper is to have another"),
    "holder_title_fr": N_("Title of the holder in French, where the paper is to have another"),
    "act": N_("Which act"),
    "articles": N_("Articles"),
    "text_en": N_("Text in English"),
    "text_fr": N_("Text in French"),
    "precludes": N_("The agreement does not enter into force between the two"),
    "effective": N_("Takes effect on"),
    "titles_en": N_("Title of the agreement in English"),
    "titles_fr": N_("Title of the agreement in French"),
    "names_en": N_("Name of the party in English"),
    "names_fr": N_("Name of the party in French"),
}
#: What the fields of a reservation are called on an instrument of consent.
_RESERVING = {
    "articles": N_("Articles reserved"),
    "text_en": N_("Text of the reservation in English"),
    "text_fr": N_("Text of the reservation in French"),
}
#: The form by which one that is issued is cancelled.
CANCELLING = {"reason": N_("What was wrong with it")}
CANCELLING_HINTS = {"reason": N_("Whoever may read the instrument reads this too.")}
HINTS = {
    "signatory_office": N_("Heads of state, heads of government and ministers for foreign affairs need no full powers; others hold some on record."),
    "articles": N_("With commas between: 6, 7."),
    "effective": N_("Empty: the first day the agreement allows."),
    "titles_fr": N_("As the authentic or official text has it. Empty: as on record, where it is known."),
    "names_fr": N_("The formal name with its article: la République de Finlande. Empty: as on record."),
    "names_en": N_("The formal name with its article: the Republic of Finland. Empty: as on record."),
}
_TEXT_HINTS = {
    "reservation": N_("The words of the reservation."),
    "withdrawal-of-reservation": N_("Of one withdrawn in part: its words as it remains."),
    "objection": N_("The grounds, where they are to be given."),
    "withdrawal": N_("A statement of reasons, where one is to be given."),
}
_EFFECTIVE_HINTS = {
    "withdrawal-of-reservation": N_("Empty: towards each state once it has received notice."),
    "provisional-application": N_("Empty: the day on which it is received."),
}
_CONSENT_HINT = N_("The words of a reservation made with it; empty where there is none.")

#: Fields every kind has: what is said on the paper, and how names are written.
_SAID = ("signatory", "signatory_office", "signatory_title_en", "signatory_title_fr", "place")
NAMES = ("titles_en", "titles_fr", "names_en", "names_fr")
_TEXT = ("text_en", "text_fr")
_OWN: Mapping[str, tuple[str, ...]] = {
    "full-powers": ("action", "holder", "holder_office", "holder_title_en", "holder_title_fr"),
    **dict.fromkeys(CONSENTING, ("articles", *_TEXT)),
    "reservation": ("articles", *_TEXT),
    "withdrawal-of-reservation": ("act", "articles", "effective", *_TEXT),
    "objection": ("act", *_TEXT, "precludes"),
    "provisional-application": ("articles", "effective"),
    "withdrawal": ("effective", "articles", *_TEXT),
    **dict.fromkeys(NOTICES, ("act",)),
}
#: The languages an instrument can be made in, as they are chosen.
LANGUAGES = {"en": N_("English"), "fr": N_("French"), "en,fr": N_("English and French")}


def own(kind: str) -> tuple[str, ...]:
    """Return the fields that are a kind's own.

    >>> own("notice-of-deposit"), own("registration")
    (('act',), ())
    """
    return _OWN.get(kind, ())


def labels(kind: str) -> dict[str, str]:
    """Return what the fields of a kind are called."""
    return {**LABELS, **(_RESERVING if kind in CONSENTING else {})}


def hints(kind: str) -> dict[str, str]:
    """Return the hints of the fields of a kind."""
    text = _CONSENT_HINT if kind in CONSENTING else _TEXT_HINTS.get(kind, "")
    effective = _EFFECTIVE_HINTS.get(kind, HINTS["effective"])
    return {**HINTS, "effective": effective, **({"text_en": text, "text_fr": text} if text else {})}


def filled(data: Mapping[str, str]) -> dict[str, str]:
    """Return every field as typed, what must be chosen with what is chosen first."""
    values = typed(data, LABELS)
    first = {"languages": "en", "signatory_office": "foreign-minister", "holder_office": "representative", "action": "sign"}
    return {name: value or first.get(name, "") for name, value in values.items()}


def details(values: Mapping[str, str], kind: str) -> Details:
    """Return what was typed as the details of an instrument of a kind; Unfit where a field cannot be read.

    >>> details(filled({"signatory": "Maria Example", "articles": "6, 7"}), "reservation").articles
    ('6', '7')
    """
    faults: list[Fault] = []
    effective: dt.date | None = day_of(values["effective"], "effective", faults) if "effective" in own(kind) else None
    if faults:
        raise Unfit(tuple(faults))
    asked = {name: values[name] if name in (*_SAID, *NAMES, *own(kind), "languages") else "" for name in LABELS}
    return Details(
        signatory=_person(asked, "signatory", values["signatory_office"]),
        languages=tuple(asked["languages"].split(",")),
        place=asked["place"],
        holder=_person(asked, "holder", values["holder_office"]) if kind == "full-powers" else None,
        action=values["action"],
        act=int(asked["act"]) if asked["act"].isascii() and asked["act"].isdecimal() and len(asked["act"]) < 9 else 0,
        articles=tuple(part.strip() for part in re.split(r"[;,]", asked["articles"]) if part.strip()),
        texts=_by_language(asked, "text"),
        precludes=asked["precludes"] == "yes",
        effective=effective,
        names=_by_language(asked, "names"),
        titles=_by_language(asked, "titles"),
    )


def _person(asked: Mapping[str, str], name: str, office: str) -> Person:
    return Person(asked[name], office, _by_language(asked, f"{name}_title"))


def _by_language(asked: Mapping[str, str], name: str) -> dict[str, str]:
    return {language: asked[f"{name}_{language}"] for language in ("en", "fr") if asked[f"{name}_{language}"]}
