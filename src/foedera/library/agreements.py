"""Reading one agreement file into an `Agreement`, with every fault of it: syntax, keys, types, words, codes, order of dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from foedera.library import clauses
from foedera.library import vocabularies as words
from foedera.library.conditions import period_at
from foedera.library.documents import Document, the_file_has
from foedera.library.holding import held
from foedera.library.positions import Path as KeyPath
from foedera.library.tables import Faults, Table
from foedera.library.toml_text import bytes_of, tables_of, version
from foedera.model.acts import CONFIDENCES, KINDS, PRECISIONS, Act
from foedera.model.agreements import KINDS as AGREEMENT_KINDS
from foedera.model.agreements import LINKS, Agreement, Assertion, Source
from foedera.model.errors import Fault
from foedera.model.parties import KINDS as PARTY_KINDS
from foedera.model.parties import Parties, Party
from foedera.model.phrases import Filling, dated, say
from foedera.model.provisions import FORCES, Obligation, Provision, Trigger
from foedera.model.standing import AGREEMENT_STATUSES

_ID = re.compile(r"[a-z0-9][a-z0-9.-]*/[a-z0-9][a-z0-9.-]*\Z")
_KIND_SET = frozenset(KINDS)


class Reading:
    """What reading one file gave: the agreement (None where it could not be made), the faults, the references to other agreements."""

    def __init__(self, file: str, agreement: Agreement | None, faults: Faults, references: list[tuple[KeyPath, str]]) -> None:
        """Keep what was read; the faults are given their places when they are asked for."""
        self.file = file
        self.agreement = agreement
        self.references = references
        self.text = faults.text
        self._faults = faults

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """The faults, placed, in the order of the file."""
        return self._faults.placed() if self._faults.found else ()

    @property
    def findings(self) -> tuple[tuple[KeyPath, str, str, str, str], ...]:
        """The faults by what they are about: path of keys, severity, code, message, remedy; for who has the values and not the file."""
        return tuple(self._faults.found)

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that keep the file from being used."""
        return tuple(fault for fault in self.faults if fault.severity == "error")


def read_file(path: Path, vocabulary: Parties) -> Reading:
    """Read an agreement file; whatever is wrong with it is in the faults, nothing is raised."""
    content = bytes_of(path)
    return _unread(content) if isinstance(content, Fault) else read_text(content, str(path), vocabulary)


def read_text(content: bytes, name: str, vocabulary: Parties) -> Reading:
    """Read the content of an agreement file."""
    if what := held(content):
        hint = say("`foedera check` and `foedera threats` read such files")
        return _unread(Fault(name, 1, 1, "error", "F200", say("the file says that it holds {what}, not an agreement", what=what[:60]), hint))
    parsed = tables_of(content, name)
    if isinstance(parsed, Fault):
        return _unread(parsed)
    faults, head = parsed
    doc = Document(faults, vocabulary)
    try:
        agreement = _agreement(doc, head, name)
    except RecursionError:
        faults.add((), "F001", say("conditions are nested too deeply"))
        agreement = None
    if any(severity == "error" for _, severity, _, _, _ in faults.found):
        agreement = None
    return Reading(name, agreement, faults, doc.references)


def _unread(fault: Fault) -> Reading:
    """Return the reading of a file that could not be read at all."""
    return Reading(fault.file, None, Faults.of(fault), [])


def _agreement(doc: Document, head: Table, name: str) -> Agreement | None:
    version(head)
    identity = head.text("id", required=True)
    if identity and not _ID.match(identity):
        hint = say("write family/name in lower case with '-', like nato/north-atlantic-treaty")
        head.fault("id", "F018", say("'{id}' is not an id", id=identity[:80]), hint)
    _participants(doc, head)
    _groups(doc, head)
    weights = _weights(doc, head)
    head_values = _head(doc, head)
    acts = _acts(doc, head)
    found = clauses.read_clauses(doc, head)
    provisions = _provisions(doc, head)
    assertions = _assertions(head)
    head.finish()
    if not identity:
        return None
    agreement = Agreement(
        id=identity,
        acts=acts,
        participants=doc.declared,
        groups=doc.groups,
        weights=weights,
        provisions=provisions,
        assertions=assertions,
        file=name,
        **head_values,
        **found,
    )
    _plausible(doc, agreement)
    return agreement


def _head(doc: Document, head: Table) -> dict[str, Any]:
    areas = head.texts("areas")
    for position, area in enumerate(areas):
        if area not in words.AREAS:
            message = say("'{area}' is not an area", area=area[:60])
            head.fault_at(("areas", position), "F013", message, say("see `foedera schema` for the vocabulary"))
    negotiating = doc.codes(head, "negotiating") if head.has("negotiating") else None
    links: dict[str, tuple[str, ...]] = {}
    table = head.table("links")
    if table is not None:
        for relation in LINKS:
            if table.has(relation):
                links[relation] = tuple(doc.reference(table, relation, target) for target in table.texts(relation))
        table.finish(LINKS)
    return {
        "title": head.text("title", required=True),
        "short_title": head.text("short_title"),
        "kind": head.choice("kind", AGREEMENT_KINDS, "treaty", required=True),
        "binding": head.boolean("binding", default=True),
        "adopted": head.date("adopted"),
        "opened": head.date("opened"),
        "closed": head.date("closed"),
        "depositary": doc.codes(head, "depositary"),
        "negotiating": negotiating,
        "links": links,
        "languages": head.texts("languages"),
        "place": head.text("place"),
        "areas": areas,
        "aims": head.texts("aims"),
        "geography": head.text("geography"),
        "registration": head.text("registration"),
        "sources": _sources(head),
        "confidence": head.choice("confidence", CONFIDENCES, ""),
        "uncertain": head.texts("uncertain"),
        "illustrative": head.boolean("illustrative"),
        "incomplete": head.boolean("incomplete"),
    }


def _sources(head: Table) -> tuple[Source, ...]:
    found = []
    for table in head.tables("sources"):
        found.append(Source(table.text("title", required=True), table.text("url"), table.date("seen"), table.text("id")))
        table.finish()
    return tuple(found)


def _participants(doc: Document, head: Table) -> None:
    table = head.table("participants")
    if table is None:
        return
    names = set(table.data)
    below: Mapping[str, Table | None] = {code: table.table(code) for code in table.data}
    for code, entry in below.items():
        if entry is None:
            continue
        since, until = entry.date("from"), entry.date("until")
        if since and until and until < since:
            message = say("{code} ends on {until}, before it begins on {since}", code=code, until=dated(until), since=dated(since))
            entry.fault("until", "F026", message)
        related = {key: entry.texts(key) for key in ("successors", "unites")}
        continuator = entry.text("continuator")
        for key, codes in (*related.items(), ("continuator", (continuator,) if continuator else ())):
            for other in codes:
                if other not in names and other not in doc.vocabulary:
                    entry.fault(key, "F014", say("unknown party code '{code}'", code=other), say("declare it under [participants] too"))
        doc.declared[code] = Party(
            code,
            entry.text("name", required=True),
            entry.choice("kind", PARTY_KINDS, "state"),
            since,
            until,
            related["successors"],
            continuator,
            related["unites"],
        )
        entry.finish()


def _groups(doc: Document, head: Table) -> None:
    table = head.table("groups")
    if table is None:
        return
    for name in table.data:
        doc.groups[name] = doc.codes_of(table, name, table.texts(name))


def _weights(doc: Document, head: Table) -> dict[str, dict[str, Fraction]]:
    table = head.table("weights")
    found: dict[str, dict[str, Fraction]] = {}
    for name in table.data if table is not None else ():
        assert table is not None
        below = table.table(name)
        if below is None:
            continue
        found[name] = {}
        for code in below.data:
            doc.codes_of(below, code, (code,))
            value = below.take(code)
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 10**15:
                below.fault(code, "F012", say("the weight of {code} must be a number from 0", code=code))
            else:
                found[name][code] = Fraction(str(value))
    doc.weights = dict(found)
    return found


_ACT_KEYS = frozenset(
    (
        *("on", "kind", "by", "to", "known", "effective", "until", "id", "of", "articles", "precludes", "strikes"),
        *("note", "source", "confidence", "precision"),
    )
)


def _acts(doc: Document, head: Table) -> tuple[Act, ...]:
    acts = []
    for table in head.tables("acts"):
        act = _act(doc, table)
        if act is not None:
            acts.append(act)
            doc.act_positions.append(int(table.path[1]))
    return tuple(acts)


def _act(doc: Document, table: Table) -> Act | None:
    data = table.data
    on = table.date("on", required=True)
    kind = table.choice("kind", _KIND_SET, required=True)
    by = doc.codes(table, "by")
    if not data.get("by"):
        table.fault("by", "F011", say("'{key}' is missing", key="by"), say("say who did it: a code or a list of codes"))
    extra: dict[str, Any] = {}
    if len(data) > 3 or not data.keys() <= {"on", "kind", "by"}:
        extra = _act_details(doc, table)
        table.finish(_ACT_KEYS)
    if on is None or kind is None or not by:
        return None
    known = extra.pop("known", None)
    if known is not None:
        extra["known"] = known
    return Act(on, kind, by, **extra)


def _act_details(doc: Document, table: Table) -> dict[str, Any]:
    table.taken.update(("on", "kind", "by"))
    found: dict[str, Any] = {}
    for key in table.data:
        if key in ("known", "effective", "until"):
            found[key] = table.date(key)
        elif key == "to":
            found[key] = doc.codes(table, key)
        elif key == "articles":
            found[key] = table.texts(key)
        elif key in ("precludes", "strikes"):
            found[key] = table.boolean(key)
        elif key in ("id", "of", "note", "source"):
            found[key] = table.text(key)
        elif key == "confidence":
            found[key] = table.choice(key, CONFIDENCES, "")
        elif key == "precision":
            found[key] = table.choice(key, PRECISIONS, "day")
    return found


def _provisions(doc: Document, head: Table) -> tuple[Provision, ...]:
    found = []
    for table in head.tables("provision"):
        obligations = tuple(_obligation(doc, below) for below in table.tables("obligation"))
        function = table.choice("function", words.FUNCTIONS, "general-cooperation", required=True)
        base = clauses.common(table)
        if not base["article"]:
            table.fault("article", "F060", say("the article of this provision is not known"), say("add article = … when it is"), "note")
        found.append(Provision(function=function, summary=table.text("summary", required=True), obligations=obligations, **base))
        table.finish()
    return tuple(found)


def _obligation(doc: Document, table: Table) -> Obligation:
    trigger = Trigger(standing=True)
    below = table.table("trigger")
    if below is not None:
        given = [key for key in ("standing", "invocation", "recurring", "deadline") if below.has(key)]
        if len(given) != 1:
            below.faults.add(below.path, "F020", say("a trigger is one of: standing, invocation, recurring, deadline"))
        trigger = Trigger(below.boolean("standing"), below.text("invocation"), period_at(doc, below, "recurring"), period_at(doc, below, "deadline"))
        below.finish()
    found = Obligation(
        table.text("id", required=True),
        table.text("what", required=True),
        _roles(doc, table, "bearer") or ("each-party",),
        _roles(doc, table, "to") or ("all-parties",),
        table.choice("force", FORCES, "shall", required=True),
        trigger,
    )
    table.finish()
    return found


def _roles(doc: Document, table: Table, key: str) -> tuple[str, ...]:
    given = table.texts(key)
    roles = tuple(word for word in given if word in words.ROLES)
    return roles + doc.codes_of(table, key, [word for word in given if word not in words.ROLES])


def _assertions(head: Table) -> tuple[Assertion, ...]:
    found = []
    for table in head.tables("assertion"):
        on = table.date("on", required=True)
        values: dict[str, Any] = {key: table.integer(key) for key in ("parties", "signatories", "contracting", "withdrawn")}
        status = table.choice("status", AGREEMENT_STATUSES)
        since, known = table.date("in_force_since"), table.date("known")
        if on is not None:
            found.append(Assertion(on=on, known=known, status=status, in_force_since=since, **values))
        table.finish()
    return tuple(found)


#: Acts that answer another by its id.
_ANSWERS = frozenset({"objection", "acceptance-of-reservation", "withdrawal-of-reservation", "withdrawal-of-objection"})


def _plausible(doc: Document, agreement: Agreement) -> None:
    """Look for what is well formed but cannot be right: answers to nothing, acts out of their time, doubled ids."""
    faults = doc.faults
    ids: dict[str, int] = {}
    for position, act in zip(doc.act_positions, agreement.acts, strict=True):
        if act.id:
            if act.id in ids:
                faults.add(("acts", position, "id"), "F030", say("the id '{id}' is given twice", id=act.id), say("each act has its own"))
            ids.setdefault(act.id, position)
    for position, act in zip(doc.act_positions, agreement.acts, strict=True):
        if act.of and act.of not in ids:
            faults.add(("acts", position, "of"), "F031", say("no act has the id '{id}'", id=act.of), the_file_has(ids))
        if act.strikes and act.kind != "correction":
            hint = say("to strike an act from the record add one of kind 'correction' with of = its id and strikes = true")
            faults.add(("acts", position, "strikes"), "F038", say("only a correction strikes an act, not this {kind}", kind=act.kind), hint)
        elif act.strikes and (not act.of or act.of == act.id):
            hint = say("add of = the id of the act recorded in error")
            faults.add(("acts", position, "strikes"), "F038", say("this correction does not say which other act it strikes"), hint)
        if act.kind in _ANSWERS and not act.of:
            hint = say("add of = the id of the reservation or objection")
            faults.add(("acts", position), "F037", say("this {kind} does not say which act it answers", kind=act.kind), hint, "warning")
        if act.known < act.on and act.kind != "correction":
            message = say("known on {known}, before it was done on {on}", known=dated(act.known), on=dated(act.on))
            faults.add(("acts", position, "known"), "F032", message, severity="warning")
        for code in act.by:
            _existed(doc, act, code, position)
    for key in ("opened", "closed"):
        day: dt.date | None = getattr(agreement, key)
        if day is not None and agreement.adopted is not None and day < agreement.adopted:
            message = say("'{key}' is {day}, before the adoption on {adopted}", key=key, day=dated(day), adopted=dated(agreement.adopted))
            faults.add((key,), "F033", message)
    closed = agreement.closed
    for position, act in zip(doc.act_positions, agreement.acts, strict=True):
        if closed is not None and act.kind == "signature" and act.on > closed:
            message = say("signature on {day}, after the window closed on {closed}", day=dated(act.on), closed=dated(closed))
            faults.add(("acts", position), "F034", message, say("was it an accession?"), "warning")
        if agreement.adopted is not None and act.on < agreement.adopted and act.kind not in ("event", "invocation", "declaration"):
            message = say("{kind} on {day}, before the adoption on {adopted}", kind=act.kind, day=dated(act.on), adopted=dated(agreement.adopted))
            faults.add(("acts", position), "F035", message, severity="warning")
    listed = {source.id for source in agreement.sources if source.id}
    for position, act in zip(doc.act_positions, agreement.acts, strict=True):
        if listed and act.source and " " not in act.source and act.source not in listed:
            message = say("no source has the id '{id}'", id=act.source)
            faults.add(("acts", position, "source"), "F061", message, the_file_has(sorted(listed)), "warning")
    seen: dict[str, tuple[int, int]] = {}
    for first, provision in enumerate(agreement.provisions):
        for second, obligation in enumerate(provision.obligations):
            if obligation.id in seen:
                message = say("the obligation id '{id}' is given twice", id=obligation.id)
                faults.add(("provision", first, "obligation", second, "id"), "F030", message)
            seen[obligation.id] = (first, second)


def _existed(doc: Document, act: Act, code: str, position: int) -> None:
    party = doc.declared.get(code) or (doc.vocabulary[code] if code in doc.vocabulary else None)
    if party is None or party.exists(act.on):
        return
    did: dict[str, Filling] = {"kind": act.kind, "code": code, "day": dated(act.on)}
    if party.until is not None and act.on > party.until:
        message = say("{kind} by {code} on {day}, but {code} ceased to exist on {until}", until=dated(party.until), **did)
        hint = say("its acts are now {code}'s", code=party.continuator) if party.continuator else ""
        doc.faults.add(("acts", position, "by"), "F036", message, hint)
    elif party.since is not None:
        message = say("{kind} by {code} on {day}, but {code} came into being on {since}", since=dated(party.since), **did)
        doc.faults.add(("acts", position, "by"), "F036", message, severity="note")
