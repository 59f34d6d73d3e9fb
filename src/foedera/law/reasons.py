"""Reasons in words: every rule the law applies has its sentence in `TEMPLATES`, said only when an answer is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from foedera.law.duration import renewals, running_term
from foedera.law.ledger import Ledger, Seat, Why
from foedera.model.acts import CONSENT_KINDS, Act
from foedera.model.clauses import Amendment, Clause, Duration, ProvisionalApplication, Termination, Withdrawal
from foedera.model.conditions import Notifications, Signatures, leaves
from foedera.model.phrases import N_, Phrase, dated, few, joined, say, say_n
from foedera.model.standing import Participation
from foedera.model.terms import word

Template = Callable[..., str]


def render(whys: tuple[Why, ...], ledger: Ledger, on: dt.date, seat: Seat | None = None) -> tuple[str, ...]:
    """Return reasons in words, in the order applied."""
    context = _Context(ledger, on, seat)
    lines: list[str] = []
    for why in whys:
        if why[0] == "condition-met":
            lines.extend(context.condition_met())
            continue
        line = _READY[why[0]](context, *why[1:])
        if line:
            lines.append(line)
    return tuple(lines)


def of_participant(participation: Participation) -> Phrase:
    """Return one line on how a participant came by its status."""
    party, status, since, until = participation.party, word(participation.status), participation.since, participation.until
    because = joined(participation.because, "; ")
    if since is None:
        if until is None:
            return say("{party}: {status}: {because}", party=party, status=status, because=because)
        return say("{party}: {status} until {until}: {because}", party=party, status=status, until=dated(until), because=because)
    if until is None:
        return say("{party}: {status} since {since}: {because}", party=party, status=status, since=dated(since), because=because)
    return say(
        "{party}: {status} since {since} until {until}: {because}",
        party=party,
        status=status,
        since=dated(since),
        until=dated(until),
        because=because,
    )


def of_term(ledger: Ledger, on: dt.date, status: str | None) -> tuple[Phrase, ...]:
    """Return a line on the running term of an agreement that is renewed tacitly."""
    clause = ledger.agreement.duration
    end = running_term(ledger, on)
    if status not in ("in-force", "suspended") or clause is None or clause.renewal is None or end is None:
        return ()
    rule, notice = cited(clause), clause.renewal.unless_notice.describe()
    line = say(
        "{rule}: the running term ends {end}, renewed tacitly unless notice is given {notice} before", rule=rule, end=dated(end), notice=notice
    )
    past = [dated(day) for day in renewals(ledger, on) if day <= on]
    return (say("{line}; renewed on {days}", line=line, days=joined(past, ", ")) if past else line,)


def doubtful(ledger: Ledger, on: dt.date) -> tuple[Phrase, ...]:
    """Return a line for each act seen whose own day, or whose fact, is not well established."""
    lines = []
    for act in ledger.acts:
        if act.on > on:
            break
        if act.precision == "not-later-than":
            lines.append(say("the day of the {kind} by {by} is not known, only that it was done by {on}", by=few(act.by, 6), **_of(act)))
        elif act.confidence == "low":
            lines.append(say("the {kind} by {by} on {on} rests on a source of low confidence", by=few(act.by, 6), **_of(act)))
    return tuple(lines)


def cited(clause: Clause) -> str:
    """Return the article a clause stands in, or what it is called where the text does not number it."""
    return clause.cite(_UNNUMBERED[type(clause)])


_UNNUMBERED: Mapping[type[Clause], Phrase] = {
    Amendment: say("the clause on amendment"),
    Duration: say("the clause on duration"),
    ProvisionalApplication: say("VCLT 25"),
    Termination: say("the clause on termination"),
    Withdrawal: say("the clause on withdrawal"),
}
_CONSENT = say("the clause on consent")
_ENTRY = say("the clause on entry into force")
_VCLT_24_2 = say("VCLT 24(2)")


def _of(act: Act) -> dict[str, Any]:
    return {"kind": word(act.kind), "on": dated(act.on)}


class _Context:
    """What a template may look at: the ledger, the day asked, the participant the reason is about."""

    __slots__ = ("ledger", "on", "seat")

    def __init__(self, ledger: Ledger, on: dt.date, seat: Seat | None) -> None:
        self.ledger = ledger
        self.on = on
        self.seat = seat

    @property
    def entry(self) -> str:
        """The article on entry into force, or the rule of the VCLT."""
        clause = self.ledger.entry
        return clause.cite(_VCLT_24_2 if self.ledger.agreement.entry_into_force is None else _ENTRY)

    def upon(self) -> dict[str, str]:
        """The article, and the condition it sets for entry into force."""
        return {"rule": self.entry, "condition": self.ledger.entry.when.describe()}

    def condition_met(self) -> list[str]:
        """Say what the condition was, when it was met and by which act."""
        ledger = self.ledger
        what = say("{rule}: in force upon {condition}", **self.upon())
        if ledger.met is None:
            return [what]
        last = [
            say("{kind} by {by}", kind=word(act.kind), by=few(act.by, 6))
            for act in ledger.acts
            if act.on == ledger.met and (act.kind in CONSENT_KINDS or act.kind in ("signature", "succession-to-signature"))
        ]
        if not last:
            return [what, say("the condition was met on {met}", met=dated(ledger.met))]
        return [what, say("the condition was met on {met}, with {acts}", met=dated(ledger.met), acts=joined(last, "; "))]

    def then(self, met: dt.date, day: dt.date) -> str:
        """Say which day followed from the day the condition was met."""
        period = self.ledger.entry.then
        how = period.describe()
        if period.date is not None or how == "the same day":
            return say("{rule}: {period}: entry into force {day}", rule=self.entry, period=how, day=dated(day))
        return say("{rule}: {period} after {met}: entry into force {day}", rule=self.entry, period=how, met=dated(met), day=dated(day))

    def later(self, bound: dt.date) -> str:
        """Say from when a participant that consented later is bound."""
        clause = self.ledger.entry
        rule = clause.later if clause.later is not None else clause.then
        if clause.later is None and self.ledger.agreement.entry_into_force is None:
            return say("VCLT 24(3): bound from its own consent, {day}", day=dated(bound))
        how = rule.describe()
        if how == "the same day":
            return say("{rule}: on its own consent, not before the agreement itself: bound from {day}", rule=self.entry, day=dated(bound))
        return say(
            "{rule}: {period} after its own consent, not before the agreement itself: bound from {day}", rule=self.entry, period=how, day=dated(bound)
        )

    def progress(self) -> Phrase:
        """Say how many of what the condition counts had been given by the day asked."""
        forms = {type(leaf) for leaf in leaves(self.ledger.entry.when)}
        if forms == {Signatures}:
            n = self._given(frozenset({"signature", "definitive-signature", "succession-to-signature"}))
            return say_n("{n} signature given so far", "{n} signatures given so far", n)
        if forms == {Notifications}:
            return say_n("{n} notification given so far", "{n} notifications given so far", self._given(frozenset({"notification"})))
        return say_n("{n} consent given so far", "{n} consents given so far", self._given(self.ledger.consent_kinds))

    def _given(self, kinds: frozenset[str]) -> int:
        return len({self.ledger.key(code) for act in self.ledger.acts if act.on <= self.on and act.kind in kinds for code in act.by})


def _act(context: _Context, act: Act | None) -> str:
    if act is None:
        return ""
    author = None
    if context.seat is not None and len(act.by) > 1:
        author = next((code for code in act.by if context.ledger.key(code) == context.seat.key), None)
    words = act.describe(author)
    return say("{act} ({source})", act=words, source=act.source) if act.source else words


def _not_open(_: _Context, day: dt.date | None) -> str:
    if day is None:
        return say("no act and no date of adoption is on record")
    return say("not adopted or opened for signature before {day}", day=dated(day))


def _provisional(_: _Context, clause: ProvisionalApplication) -> str:
    return say("{rule}: provisional application by {by}", rule=clause.cite(say("VCLT 25(1)")), by=word(clause.by))


def _not_open_to(context: _Context, act: Act, code: str) -> str:
    clause = context.ledger.agreement.consent
    return say(
        "{rule}: the agreement is not open to {code}, so its {kind} of {on} does not bind it yet (VCLT 15)",
        rule=clause.cite(_CONSENT) if clause is not None else _CONSENT,
        code=code,
        **_of(act),
    )


def _partial(_: _Context, act: Act, code: str) -> str:
    return say(
        "VCLT 44(1): {code} may withdraw only from the whole agreement; its {kind} of {on} from article {articles} alone has no effect"
        " unless all parties agree",
        code=code,
        articles=", ".join(act.articles),
        **_of(act),
    )


def _withdrawal_excluded(context: _Context, act: Act, code: str) -> str:
    clause = context.ledger.agreement.withdrawal
    return say(
        "{rule}: withdrawal is excluded; the notice by {code} of {on} needs the consent of all parties (VCLT 54(b))",
        rule=cited(clause) if clause is not None else _UNNUMBERED[Withdrawal],
        code=code,
        on=dated(act.on),
    )


def _notice(_: _Context, clause: Withdrawal, rule: Any, day: dt.date, earliest: dt.date) -> str:
    silent = clause.notice is None and clause.then is None
    fields = {"rule": say("VCLT 56(2)") if silent else cited(clause), "period": rule.describe(), "day": dated(day)}
    if earliest < day:
        return say(
            "{rule}: withdrawal takes effect not before {period} after the notice ({earliest}); the act names {day}",
            earliest=dated(earliest),
            **fields,
        )
    return say("{rule}: withdrawal takes effect {period} after the notice: {day}", **fields)


def void_reservation(fault: str, author: str, act: Act) -> Phrase:
    """Return why a reservation has no effect; without a fault of its own, it was late and objected to."""
    sentence = _VOID[fault or "late-objected"]
    return say(sentence, code=author, on=dated(act.on))


_VOID: dict[str, str] = {
    "19(a)": N_(
        "VCLT 19(a): the agreement prohibits reservations; that by {code} of {on} has no effect (whether its consent stands without it is for {code} to say)"
    ),
    "19(b)": N_("VCLT 19(b): the agreement permits only specified reservations; that by {code} of {on} is not among them and has no effect"),
    "late-objected": N_(
        "the late reservation by {code} of {on} has no effect: it was objected to, or may still be (practice of the UN Secretary-General)"
    ),
    "gone": N_("the reservation by {code} of {on} went with the consent it was made in"),
    "late": N_("VCLT 19: the reservation by {code} of {on} came after its consent and has no effect"),
    "23(2)": N_("VCLT 23(2): the reservation by {code} of {on} was not confirmed on consent and has lapsed"),
}

#: For each reason what it carries, in order, and its sentence; a function where more has to be looked up.
#: An `act` fills the places kind and on, a `clause` the place rule: its article, or what it is called.
TEMPLATES: dict[str, tuple[str, str] | Template] = {
    "act": _act,
    "opened": lambda c, day: say(
        "{rule}: in force upon {condition}; not met on {on}, {progress} (open since {day})",
        **c.upon(),
        on=dated(c.on),
        progress=c.progress(),
        day=dated(day),
    ),
    "not-open": _not_open,
    "condition-open": lambda c: say("{rule}: in force upon {condition}; not met on {on}", **c.upon(), on=dated(c.on)),
    "condition-will-be-met": lambda c, met: say("{rule}: in force upon {condition}; certain to be met on {met}", **c.upon(), met=dated(met)),
    "then": _Context.then,
    "in-force": lambda _: "",
    "no-date-follows": lambda c, period: say(
        "{rule}: the condition is met, but no date follows from '{period}'", rule=c.entry, period=period.describe()
    ),
    "no-own-date": lambda c, code: say("{rule}: no date from which {code} is bound follows from its consent", rule=c.entry, code=code),
    "party-at-entry": lambda c: say("{rule}: bound from the entry into force, {day}", rule=c.entry, day=dated(c.ledger.in_force)),
    "party-later": _Context.later,
    "party-by-succession": ("day", N_("VCSST 22, 23: successor bound from {day}")),
    "not-open-to": _not_open_to,
    "after-end": ("act code", N_("the {kind} by {code} of {on} came after the end of the agreement")),
    "bound": ("day", N_("bound since {day}")),
    "consented": ("act", N_("has consented on {on}, not yet bound")),
    "provisional": _provisional,
    "provisional-ended": lambda _, act: say("VCLT 25(2): provisional application ended by {act}", act=act.describe()),
    "provisional-until": ("clause", N_("{rule}: provisional application ended by its own terms")),
    "no-provisional-clause": (
        "act code",
        N_(
            "VCLT 25(1): the agreement has no clause on provisional application; whether the negotiating states agreed to the {kind} by {code} of {on} is not on record"
        ),
    ),
    "refusal": lambda _, act: say("VCLT 18(a): released from the duties of a signatory by {act}", act=act.describe()),
    "suspended": ("", N_("VCLT 72(1): not bound to perform towards those concerned while suspended; the agreement remains in force")),
    "suspended-in-part": lambda _, act: say(
        "VCLT 57, 72: article {articles} suspended between them; the rest is applied", articles=", ".join(act.articles)
    ),
    "all-suspended": ("", N_("VCLT 72: no two parties apply the agreement")),
    "resumed": ("", N_("VCLT 72: operation resumed")),
    "ceased": lambda c, code: say("{code} ceased to exist on {day}", code=code, day=dated(c.ledger.parties[code].until)),
    "continued": ("old new", N_("{new} continues the legal personality of {old}: its acts are {new}'s")),
    "united": ("old new day", N_("VCSST 31: {old} was united in {new} on {day}, for which the agreement continues")),
    "succession-open": (
        "new old",
        N_("{old} was bound when it ceased to exist; whether {new} is awaits its notification of succession (VCSST 34; UN practice)"),
    ),
    "duration": ("clause day", N_("{rule}: the agreement ends on {day}")),
    "extended": ("day", N_("VCLT 54(b): extended by agreement of the parties until {day}")),
    "extension-without-term": ("act code", N_("the extension by {code} of {on} finds no running term to extend")),
    "renewed": ("clause day", N_("{rule}: tacitly renewed on {day} for those that gave no notice in time")),
    "extension-without-length": (
        "act code",
        N_("the extension by {code} of {on} names no day and the clause no length, so how long it lasts is not known"),
    ),
    "not-renewed": ("clause day", N_("{rule}: notice in time against renewal, effective at the end of the term, {day}")),
    "notice": _notice,
    "withdrawn": ("", N_("VCLT 70: released from further performance")),
    "withdrawn-before-bound": ("", N_("not yet bound: the withdrawal takes effect at once")),
    "nothing-to-withdraw": ("act code", N_("the withdrawal by {code} of {on} finds no consent to withdraw")),
    "partial": _partial,
    "withdrawal-silent": (
        "act code",
        N_(
            "VCLT 56(1): the agreement says nothing of withdrawal; the notice by {code} of {on} has effect only if the parties intended to admit withdrawal or its nature implies the right (then after twelve months, 56(2))"
        ),
    ),
    "withdrawal-excluded": _withdrawal_excluded,
    "withdrawal-too-early": (
        "act code opens clause",
        N_("{rule}: notice cannot be given before {opens}; that by {code} of {on} has no effect"),
    ),
    "window-closed": ("act code clause", N_("{rule}: the notice by {code} of {on} came outside the time in which notice may be given")),
    "withdrawal-no-date": ("act code clause", N_("{rule}: no date follows for the withdrawal by {code} of {on}")),
    "not-while-conflict": ("clause", N_("{rule}: no withdrawal before the end of the armed conflict")),
    "prolonged": ("day", N_("the notice was prolonged by agreement until {day} (VCLT 54(b))")),
    "nothing-to-prolong": ("act code", N_("the extension by {code} of {on} finds no running notice to prolong")),
    "nothing-to-revoke": ("act code", N_("the revocation by {code} of {on} finds no notice that is still running (VCLT 68)")),
    "not-revocable": ("act code clause", N_("{rule}: a notice cannot be revoked; that by {code} of {on} has no effect")),
    "revoked": ("", N_("VCLT 68: a notice may be revoked before it takes effect")),
    "bilateral-ends": ("", N_("between two parties the withdrawal of one ends the agreement")),
    "expelled": ("", N_("VCLT 60(2)(a): excluded by decision of the organ or of all other parties")),
    "expulsion-incomplete": ("act code", N_("VCLT 60(2)(a): not all other parties have joined in the expulsion of {code} of {on}")),
    "withdrawn-with": ("clause name", N_("{rule}: withdrawal from {name} is withdrawal from this agreement")),
    "terminated-by-agreement": ("", N_("VCLT 54(b): terminated by consent of all the parties")),
    "nothing-to-terminate": (
        "act code",
        N_("the termination by {code} of {on} came before the agreement was in force; states that have not yet bound themselves withdraw (VCLT 18)"),
    ),
    "termination-incomplete": lambda _, codes: say("VCLT 54(b): termination needs the consent of all parties; missing: {codes}", codes=few(codes, 6)),
    "parties-below": lambda _, clause, day: say(
        "{rule}: ends when fewer than {n} parties remain, {day}", rule=cited(clause), n=clause.parties_below, day=dated(day)
    ),
    "termination-clause": lambda _, clause, day: say(
        "{rule}: ends upon {condition}, {day}", rule=cited(clause), condition=clause.when.describe(), day=dated(day)
    ),
    "no-parties": ("", N_("no party is left")),
    "end-day": ("day", N_("so the agreement ends on {day}")),
    "terminated": ("", N_("VCLT 70(1): the parties are released from further performance")),
    "end-averted": ("", N_("the cause of ending has fallen away")),
    "superseded": ("later day", N_("VCLT 59(1): all parties are bound by {later} since {day}, which supersedes this agreement")),
    "joined-as-amended": ("name", N_("VCLT 40(5)(a): consented to {name} after this amendment entered into force, so party to it as amended")),
    "left-amended": ("name", N_("no longer bound by {name}, which this amends")),
    "binds-all": ("clause name", N_("{rule} of {name}: an amendment binds every party from its entry into force")),
    "reservation-pending": ("", N_("VCLT 20: its reservation is not yet accepted as the agreement or Article 20(4)(c) requires")),
    "reservation-void": lambda _, act, code, rule: void_reservation(rule, code, act),
    "version-amended": ("name day", N_("VCLT 39, 40: both are bound by {name}, in force since {day}")),
    "version-modified": ("name day", N_("VCLT 41: modified between them by {name}, in force since {day}")),
    "version-superseded": ("name day", N_("VCLT 30(3), 30(4)(a): both are bound by the later {name}, in force since {day}")),
    "version-prevails": ("name day", N_("VCLT 30(2): {name}, binding on both since {day}, prevails")),
    "version-subject": ("name day", N_("VCLT 30(2): the agreement is subject to {name}, which binds both since {day} and prevails")),
    "version-not-both": ("name", N_("VCLT 30(4)(b), 40(4), 40(5)(b): {name} does not bind both, so the text without it governs")),
}


def _ready(row: tuple[str, str] | Template) -> Template:
    """Return what says a row of the table."""
    if not isinstance(row, tuple):
        return row
    names, msgid = row[0].split(), row[1]
    if not names:
        sentence = say(msgid)
        return lambda _: sentence

    def template(_: _Context, *carried: Any) -> Phrase:
        fields: dict[str, Any] = {}
        for name, value in zip(names, carried, strict=True):
            if name == "act":
                fields |= _of(value)
            elif name == "clause":
                fields["rule"] = cited(value)
            else:
                fields[name] = dated(value) if isinstance(value, dt.date) else value
        return say(msgid, **fields)

    return template


_READY: Mapping[str, Template] = {key: _ready(row) for key, row in TEMPLATES.items()}
