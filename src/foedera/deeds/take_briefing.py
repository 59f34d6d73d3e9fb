"""Take the briefing of a round away as a document: of a worked example all its picture, of a real round, by its chair, what was published of it."""

from __future__ import annotations

from collections.abc import Callable

from foedera.deeds import brief_threats, chair, survey_rounds, survey_threats
from foedera.deeds.align import align
from foedera.deeds.powers import Actor, require
from foedera.deeds.take_table import Paper
from foedera.interchange.briefings import Briefing, Setting, as_docx, as_pdf
from foedera.library.rounds import bundled_rounds
from foedera.model.errors import NotThere, UsageError
from foedera.model.phrases import say
from foedera.store import logs

#: The forms of a briefing: media type, and what writes it.
FORMS: dict[str, tuple[str, Callable[[Briefing, Setting], bytes]]] = {
    "pdf": ("application/pdf", as_pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_docx),
}


def take(actor: Actor, name: str, form: str, setting: Setting, nation: str = "") -> Paper:
    """Return the briefing of a round as a file; `nation` is the one whose limits it shows, where the actor speaks for it.

    Raises NotThere where there is no such round or nothing of it is published, NotAllowed for who does not chair a real one (how many answered is
    for its chair), UsageError for a form there is none of.
    """
    require(actor, "export", "take a briefing", name)
    if form not in FORMS:
        raise UsageError(say("a briefing can be taken as {forms}, not as '{form}'", forms=", ".join(FORMS), form=form[:20]))
    if nation and nation not in actor.nations:
        raise NotThere(say("the limits of {nation} are for its own members", nation=nation[:40]))
    media_type, write = FORMS[form]
    content = write(_written(actor, name, setting, nation), setting)
    logs.note(actor.name, "take a briefing", f"{name}.{form}", allowed=True, address=actor.address)
    return Paper(f"{name.replace('/', '-')}-{setting.on}.{form}", media_type, content)


def _written(actor: Actor, name: str, setting: Setting, nation: str) -> Briefing:
    law = align(actor, setting.on)
    if name in bundled_rounds():
        shown = survey_rounds.picture(actor, name)
        titles = {threat.id: threat for threat in shown.held.threats}
        return brief_threats.brief_on(shown.picture, titles, changed=shown.change, law=law, nation=nation)
    told, asked = chair.published(actor, name), chair.find(actor, name).asked
    answered = sum(1 for each in chair.progress(actor, name) if each.answered and not each.withdrawn)
    titles = {threat.id: threat for threat in survey_threats.register(actor)}
    return brief_threats.brief_on_published(told, asked, titles, answered=answered, law=law, nation=nation)
