"""Take the briefing of a round away as a document: of a worked example, of the answers open to its reader, or of what was published, by its chair."""

from __future__ import annotations

from collections.abc import Callable

from foedera.deeds import brief_threats, chair, survey_rounds, survey_threats
from foedera.deeds.align import align
from foedera.deeds.powers import Actor, require
from foedera.deeds.take_table import Paper
from foedera.interchange.briefings import Briefing, Setting, as_docx, as_pdf
from foedera.library.rounds import bundled_rounds
from foedera.library.vocabularies import parties
from foedera.model.errors import NotThere, UsageError
from foedera.model.phrases import say
from foedera.store import logs

#: The forms of a briefing: media type, and what writes it.
FORMS: dict[str, tuple[str, Callable[[Briefing, Setting], bytes]]] = {
    "pdf": ("application/pdf", as_pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_docx),
}


def take(actor: Actor, name: str, form: str, setting: Setting, nation: str = "") -> Paper:
    """Return the briefing of a round as all its nations may read it; `nation` is the one whose limits it shows, where the actor speaks for it.

    Raises NotThere where there is no such round or nothing of it is published, NotAllowed for who does not chair a real one (how many answered is
    for its chair), UsageError for a form there is none of.
    """
    _may(actor, name, form, nation)
    if name in bundled_rounds():
        return _paper(actor, name, form, setting, _open(actor, name, setting, nation))
    told, asked = chair.published(actor, name), chair.find(actor, name).asked
    answered = sum(1 for each in chair.progress(actor, name) if each.answered and not each.withdrawn)
    titles = {threat.id: threat for threat in survey_threats.register(actor)}
    briefing = brief_threats.brief_on_published(told, asked, titles, answered=answered, law=align(actor, setting.on), nation=nation)
    return _paper(actor, name, form, setting, briefing)


def take_open(actor: Actor, name: str, form: str, setting: Setting, nation: str = "") -> Paper:
    """Return the briefing of the picture over the answers open to the actor: for the eyes of its nations, or of the one named.

    Raises NotThere where there is no such round or too few answers of it are open, UsageError for a form there is none of.
    """
    _may(actor, name, form, nation)
    return _paper(actor, name, form, setting, _open(actor, name, setting, nation))


def _may(actor: Actor, name: str, form: str, nation: str) -> None:
    require(actor, "export", "take a briefing", name)
    if form not in FORMS:
        raise UsageError(say("a briefing can be taken as {forms}, not as '{form}'", forms=", ".join(FORMS), form=form[:20]))
    if nation and nation not in actor.nations:
        raise NotThere(say("the limits of {nation} are for its own members", nation=nation[:40]))


def _open(actor: Actor, name: str, setting: Setting, nation: str) -> Briefing:
    shown, invented = survey_rounds.picture(actor, name, setting.on), name in bundled_rounds()
    called = {code: setting.voice.party(parties(), code, setting.on) for code in shown.held.asked.nations}
    own = [nation] if nation else [code for code in actor.nations if code in called]
    return brief_threats.brief_on(
        shown.picture,
        {threat.id: threat for threat in shown.held.threats},
        changed=shown.change,
        law=align(actor, setting.on),
        nation=nation or (own[0] if len(own) == 1 and not invented else ""),
        released={} if invented else called,
        readers=() if invented else [setting.voice.party(parties(), code, setting.on) for code in own],
    )


def _paper(actor: Actor, name: str, form: str, setting: Setting, briefing: Briefing) -> Paper:
    media_type, write = FORMS[form]
    content = write(briefing, setting)
    logs.note(actor.name, "take a briefing", f"{name}.{form}", allowed=True, address=actor.address)
    return Paper(f"{name.replace('/', '-')}-{setting.on}.{form}", media_type, content)
