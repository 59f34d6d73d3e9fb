"""Hand out copies of the register: all of it or some agreements, on a day, as known on another, in every format; at once or in the background."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from foedera.deeds.powers import Actor, require
from foedera.interchange.formats import FORMATS, Export, write
from foedera.interchange.tables import Asked
from foedera.interchange.voices import ENGLISH, Voice
from foedera.model.errors import UnknownAgreement, UsageError
from foedera.model.phrases import say
from foedera.store import logs, writing
from foedera.store.register import BATCH, Register, current

if TYPE_CHECKING:
    from foedera.deeds.work import Handle, Outcome

#: The languages exports can be in. A face adds those it can speak.
VOICES: dict[str, Voice] = {"en": ENGLISH}


@frozen
class Made:
    """An export: the name of its file, its media type, its content, and how many agreements it holds."""

    name: str
    media_type: str
    content: bytes
    agreements: int


def export(
    actor: Actor,
    form: str,
    on: dt.date,
    stamp: dt.datetime,
    *,
    agreements: Iterable[str] = (),
    known: dt.date | None = None,
    language: str = "en",
    base: str = "http://127.0.0.1:8321",
    progress: Callable[[int, int], None] | None = None,
) -> Made:
    """Return the register, or the agreements of these ids or families, in a format of `foedera.interchange.formats`.

    Raises NotAllowed, UsageError for a format or language there is none of, UnknownAgreement for an id that is not on record.
    """
    asked_for = list(agreements)
    require(actor, "export", "export", form)
    if form not in FORMATS:
        raise UsageError(say("there is no format '{form}'; there is {formats}", form=form[:40], formats=", ".join(FORMATS)))
    if language not in VOICES:
        raise UsageError(say("exports do not speak '{language}'; they speak {languages}", language=language[:10], languages=", ".join(VOICES)))
    register = current()
    names = _names(register, asked_for)
    for start in range(0, len(names), BATCH):
        register.fetch(names[start : start + BATCH])
    content = write(
        form,
        Export(
            asked=Asked(tuple(register[name] for name in names), register.known(known), on),
            source=f"the register, revision {register.revision}",
            stamp=stamp,
            title=_title(register, names, asked_for),
            base=base,
            voice=VOICES[language],
            progress=progress if progress is not None else lambda _, __: None,
        ),
    )
    logs.note(actor.name, "export", form, allowed=True, why=f"agreements: {len(names)}", address=actor.address)
    stem = names[0].replace("/", "-") if len(names) == 1 else "foedera"
    return Made(f"{stem}-{on}.{FORMATS[form].ending}", FORMATS[form].media_type, content, len(names))


def export_job(handle: Handle, arguments: Mapping[str, Any]) -> Outcome:
    """Do an export in the background: the same arguments as `export` has, days as YYYY-MM-DD; the file is the job's output."""
    from foedera.deeds.work import Outcome

    now = handle.clock()
    handle.phase(say("Reading and computing"))
    made = export(
        handle.actor,
        str(arguments.get("format", "")),
        _day(arguments, "on") or now.date(),
        now,
        agreements=arguments.get("agreements") or (),
        known=_day(arguments, "known"),
        language=str(arguments.get("language") or "en"),
        base=str(arguments.get("base") or "http://127.0.0.1:8321"),
        progress=handle.progress,
    )
    sha256 = hashlib.sha256(made.content).hexdigest()
    # For whoever asked alone: the document is of a party nobody is a member of, so that only its job hands it out.
    number = writing.keep_document(made.name, made.media_type, made.content, sha256, party=f"export:{handle.job.by or ''}", by=handle.job.by)
    return Outcome({"name": made.name, "agreements": made.agreements, "size": len(made.content)}, number)


def _day(arguments: Mapping[str, Any], name: str) -> dt.date | None:
    value = arguments.get(name)
    return dt.date.fromisoformat(value) if value else None


def _names(register: Register, asked_for: list[str]) -> list[str]:
    ids = register.ids()
    if not asked_for:
        return sorted(ids)
    found: dict[str, None] = {}
    for name in asked_for:
        meant = [name] if name in ids else sorted(other for other in ids if other.startswith(name.rstrip("/") + "/"))
        if not meant:
            raise UnknownAgreement(say("no agreement and no family on record is called '{name}'; search finds ids by title", name=name[:200]))
        found.update(dict.fromkeys(meant))
    return list(found)


def _title(register: Register, names: list[str], asked_for: list[str]) -> str:
    if len(names) == 1:
        return register[names[0]].short_title or register[names[0]].title
    return f"Foedera: {', '.join(asked_for)}" if asked_for else "Foedera: all agreements on record"
