"""Reasons in words: every rule the law applies has a template here, rendered only when an answer is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from foedera.law.duration import renewals, running_term
from foedera.law.ledger import Ledger, Seat, Why
from foedera.model.acts import CONSENT_KINDS, Act
from foedera.model.clauses import Clause
from foedera.model.conditions import Notifications, Signatures, leaves
from foedera.model.standing import Participation

Template = Callable[..., str]


def render(whys: tuple[Why, ...], ledger: Ledger, on: dt.date, seat: Seat | None = None) -> tuple[str, ...]:
    """Return reasons in words, in the order applied."""
    context = _Context(ledger, on, seat)
    lines: list[str] = []
    for why in whys:
        if why[0] == "condition-met":
            lines.extend(context.condition_met())
            continue
        line = TEMPLATES[why[0]](context, *why[1:])
        if line:
            lines.append(line)
    return tuple(lines)


def of_participant(participation: Participation) -> str:
    """Return one line on how a participant came by its status."""
    since = f" since {participation.since}" if participation.since else ""
    until = f" until {participation.until}" if participation.until else ""
    return f"{participation.party}: {participation.status}{since}{until}: {'; '.join(participation.because)}"


def of_term(ledger: Ledger, on: dt.date, status: str | None) -> tuple[str, ...]:
    """Return a line on the running term of an agreement that is renewed tacitly."""
    clause = ledger.agreement.duration
    end = running_term(ledger, on)
    if status not in ("in-force", "suspended") or clause is None or clause.renewal is None or end is None:
        return ()
    past = [str(day) for day in renewals(ledger, on) if day <= on]
    renewed = f"; renewed on {', '.join(past)}" if past else ""
    notice = clause.renewal.unless_notice.describe()
    cite = clause.cite("the clause on duration")
    return (f"{cite}: the running term ends {end}, renewed tacitly unless notice is given {notice} before{renewed}",)


def doubtful(ledger: Ledger, on: dt.date) -> tuple[str, ...]:
    """Return a line for each act seen whose own day, or whose fact, is not well established."""
    lines = []
    for act in ledger.acts:
        if act.on > on:
            break
        if act.precision == "not-later-than":
            lines.append(f"the day of the {act.kind} by {_few(act.by)} is not known, only that it was done by {act.on}")
        elif act.confidence == "low":
            lines.append(f"the {act.kind} by {_few(act.by)} on {act.on} rests on a source of low confidence")
    return tuple(lines)


def _few(codes: tuple[str, ...]) -> str:
    return ", ".join(codes) if len(codes) <= 6 else f"{', '.join(codes[:6])} and {len(codes) - 6} more"


class _Context:
    """What a template may look at: the ledger, the day asked, the participant the reason is about."""

    def __init__(self, ledger: Ledger, on: dt.date, seat: Seat | None) -> None:
        self.ledger = ledger
        self.on = on
        self.seat = seat

    @property
    def entry(self) -> str:
        """The article on entry into force, or the rule of the VCLT."""
        clause = self.ledger.entry
        return clause.cite("VCLT 24(2)" if self.ledger.agreement.entry_into_force is None else "the clause on entry into force")

    def condition_met(self) -> list[str]:
        """Say what the condition was, when it was met and by which act."""
        ledger = self.ledger
        what = f"{self.entry}: in force upon {ledger.entry.when.describe()}"
        if ledger.met is None:
            return [what]
        last = [
            f"{act.kind} by {_few(act.by)}"
            for act in ledger.acts
            if act.on == ledger.met and (act.kind in CONSENT_KINDS or act.kind in ("signature", "succession-to-signature"))
        ]
        by = f", with {'; '.join(last)}" if last else ""
        return [what, f"the condition was met on {ledger.met}{by}"]

    def then(self, met: dt.date, day: dt.date) -> str:
        """Say which day followed from the day the condition was met."""
        period = self.ledger.entry.then
        how = period.describe()
        if period.date is None and how != "the same day":
            how = f"{how} after {met}"
        return f"{self.entry}: {how}: entry into force {day}"

    def later(self, bound: dt.date) -> str:
        """Say from when a participant that consented later is bound."""
        clause = self.ledger.entry
        rule = clause.later if clause.later is not None else clause.then
        if clause.later is None and self.ledger.agreement.entry_into_force is None:
            return f"VCLT 24(3): bound from its own consent, {bound}"
        when = "on its own consent" if rule.describe() == "the same day" else f"{rule.describe()} after its own consent"
        return f"{self.entry}: {when}, not before the agreement itself: bound from {bound}"

    def progress(self) -> str:
        """Say how many of what the condition counts had been given by the day asked."""
        forms = {type(leaf) for leaf in leaves(self.ledger.entry.when)}
        what = "signature" if forms == {Signatures} else "notification" if forms == {Notifications} else "consent"
        kinds = {"signature": _SIGNING, "notification": {"notification"}, "consent": self.ledger.consent_kinds}[what]
        given = {self.ledger.key(code) for act in self.ledger.acts if act.on <= self.on and act.kind in kinds for code in act.by}
        return f"{len(given)} {what}{'' if len(given) == 1 else 's'} given so far"


_SIGNING = frozenset({"signature", "definitive-signature", "succession-to-signature"})


def _cite(clause: Clause | None, default: str) -> str:
    return clause.cite(default) if clause is not None else default


def _act(context: _Context, act: Act | None) -> str:
    if act is None:
        return ""
    author = None
    if context.seat is not None and len(act.by) > 1:
        author = next((code for code in act.by if context.ledger.key(code) == context.seat.key), None)
    source = f" ({act.source})" if act.source else ""
    return act.describe(author) + source


def _opened(context: _Context, day: dt.date) -> str:
    ledger = context.ledger
    when = ledger.entry.when.describe()
    return f"{context.entry}: in force upon {when}; not met on {context.on}, {context.progress()} (open since {day})"


def _notice(_: _Context, clause: Any, rule: Any, day: dt.date, earliest: dt.date) -> str:
    silent = clause.notice is None and clause.then is None
    cite = "VCLT 56(2)" if silent else clause.cite("the clause on withdrawal")
    if earliest < day:
        return f"{cite}: withdrawal takes effect not before {rule.describe()} after the notice ({earliest}); the act names {day}"
    return f"{cite}: withdrawal takes effect {rule.describe()} after the notice: {day}"


def void_reservation(fault: str, author: str, act: Act) -> str:
    """Return why a reservation has no effect; without a fault of its own, it was late and objected to."""
    return _VOID[fault or "late-objected"].format(code=author, on=act.on)


_VOID: dict[str, str] = {
    "19(a)": "VCLT 19(a): the agreement prohibits reservations; that by {code} of {on} has no effect (whether its consent stands without it is for {code} to say)",
    "19(b)": "VCLT 19(b): the agreement permits only specified reservations; that by {code} of {on} is not among them and has no effect",
    "late-objected": "the late reservation by {code} of {on} has no effect: it was objected to, or may still be (practice of the UN Secretary-General)",
    "gone": "the reservation by {code} of {on} went with the consent it was made in",
    "late": "VCLT 19: the reservation by {code} of {on} came after its consent and has no effect",
    "23(2)": "VCLT 23(2): the reservation by {code} of {on} was not confirmed on consent and has lapsed",
}

TEMPLATES: dict[str, Template] = {
    "act": _act,
    "opened": _opened,
    "not-open": lambda c, day: f"not adopted or opened for signature before {day}" if day else "no act and no date of adoption is on record",
    "condition-open": lambda c: f"{c.entry}: in force upon {c.ledger.entry.when.describe()}; not met on {c.on}",
    "condition-will-be-met": lambda c, met: f"{c.entry}: in force upon {c.ledger.entry.when.describe()}; certain to be met on {met}",
    "then": lambda c, met, day: c.then(met, day),
    "in-force": lambda c: "",
    "no-date-follows": lambda c, period: f"{c.entry}: the condition is met, but no date follows from '{period.describe()}'",
    "no-own-date": lambda c, code: f"{c.entry}: no date from which {code} is bound follows from its consent",
    "party-at-entry": lambda c: f"{c.entry}: bound from the entry into force, {c.ledger.in_force}",
    "party-later": lambda c, day: c.later(day),
    "party-by-succession": lambda c, day: f"VCSST 22, 23: successor bound from {day}",
    "not-open-to": lambda c, act, code: (
        f"{_cite(c.ledger.agreement.consent, 'the clause on consent')}: the agreement is not open to {code}, so its {act.kind} of {act.on} does not bind it yet (VCLT 15)"
    ),
    "after-end": lambda c, act, code: f"the {act.kind} by {code} of {act.on} came after the end of the agreement",
    "bound": lambda c, day: f"bound since {day}",
    "consented": lambda c, act: f"has consented on {act.on}, not yet bound",
    "provisional": lambda c, clause: f"{_cite(clause, 'VCLT 25(1)')}: provisional application by {clause.by}",
    "provisional-ended": lambda c, act: f"VCLT 25(2): provisional application ended by {act.describe()}",
    "provisional-until": lambda c, clause: f"{_cite(clause, 'VCLT 25')}: provisional application ended by its own terms",
    "no-provisional-clause": lambda c, act, code: (
        f"VCLT 25(1): the agreement has no clause on provisional application; whether the negotiating states agreed to the {act.kind} by {code} of {act.on} is not on record"
    ),
    "refusal": lambda c, act: f"VCLT 18(a): released from the duties of a signatory by {act.describe()}",
    "suspended": lambda c: "VCLT 72(1): not bound to perform towards those concerned while suspended; the agreement remains in force",
    "suspended-in-part": lambda c, act: f"VCLT 57, 72: article {', '.join(act.articles)} suspended between them; the rest is applied",
    "all-suspended": lambda c: "VCLT 72: no two parties apply the agreement",
    "resumed": lambda c: "VCLT 72: operation resumed",
    "ceased": lambda c, code: f"{code} ceased to exist on {c.ledger.parties[code].until}",
    "continued": lambda c, old, new: f"{new} continues the legal personality of {old}: its acts are {new}'s",
    "united": lambda c, old, new, day: f"VCSST 31: {old} was united in {new} on {day}, for which the agreement continues",
    "succession-open": lambda c, new, old: (
        f"{old} was bound when it ceased to exist; whether {new} is awaits its notification of succession (VCSST 34; UN practice)"
    ),
    "duration": lambda c, clause, day: f"{_cite(clause, 'the clause on duration')}: the agreement ends on {day}",
    "extended": lambda c, day: f"VCLT 54(b): extended by agreement of the parties until {day}",
    "extension-without-term": lambda c, act, code: f"the extension by {code} of {act.on} finds no running term to extend",
    "renewed": lambda c, clause, day: f"{_cite(clause, 'the clause on duration')}: tacitly renewed on {day} for those that gave no notice in time",
    "extension-without-length": lambda c, act, code: (
        f"the extension by {code} of {act.on} names no day and the clause no length, so how long it lasts is not known"
    ),
    "not-renewed": lambda c, clause, day: (
        f"{_cite(clause, 'the clause on duration')}: notice in time against renewal, effective at the end of the term, {day}"
    ),
    "notice": _notice,
    "withdrawn": lambda c: "VCLT 70: released from further performance",
    "withdrawn-before-bound": lambda c: "not yet bound: the withdrawal takes effect at once",
    "nothing-to-withdraw": lambda c, act, code: f"the withdrawal by {code} of {act.on} finds no consent to withdraw",
    "partial": lambda c, act, code: (
        f"VCLT 44(1): {code} may withdraw only from the whole agreement; its {act.kind} of {act.on} from article {', '.join(act.articles)} alone has no effect unless all parties agree"
    ),
    "withdrawal-silent": lambda c, act, code: (
        f"VCLT 56(1): the agreement says nothing of withdrawal; the notice by {code} of {act.on} has effect only if the parties intended to admit withdrawal or its nature implies the right (then after twelve months, 56(2))"
    ),
    "withdrawal-excluded": lambda c, act, code: (
        f"{_cite(c.ledger.agreement.withdrawal, 'the clause on withdrawal')}: withdrawal is excluded; the notice by {code} of {act.on} needs the consent of all parties (VCLT 54(b))"
    ),
    "withdrawal-too-early": lambda c, act, code, opens, clause: (
        f"{_cite(clause, 'the clause on withdrawal')}: notice cannot be given before {opens}; that by {code} of {act.on} has no effect"
    ),
    "window-closed": lambda c, act, code, clause: (
        f"{_cite(clause, 'the clause on withdrawal')}: the notice by {code} of {act.on} came outside the time in which notice may be given"
    ),
    "withdrawal-no-date": lambda c, act, code, clause: (
        f"{_cite(clause, 'the clause on withdrawal')}: no date follows for the withdrawal by {code} of {act.on}"
    ),
    "not-while-conflict": lambda c, clause: f"{_cite(clause, 'the clause on withdrawal')}: no withdrawal before the end of the armed conflict",
    "prolonged": lambda c, day: f"the notice was prolonged by agreement until {day} (VCLT 54(b))",
    "nothing-to-prolong": lambda c, act, code: f"the extension by {code} of {act.on} finds no running notice to prolong",
    "nothing-to-revoke": lambda c, act, code: f"the revocation by {code} of {act.on} finds no notice that is still running (VCLT 68)",
    "not-revocable": lambda c, act, code, clause: (
        f"{_cite(clause, 'the clause on withdrawal')}: a notice cannot be revoked; that by {code} of {act.on} has no effect"
    ),
    "revoked": lambda c: "VCLT 68: a notice may be revoked before it takes effect",
    "bilateral-ends": lambda c: "between two parties the withdrawal of one ends the agreement",
    "expelled": lambda c: "VCLT 60(2)(a): excluded by decision of the organ or of all other parties",
    "expulsion-incomplete": lambda c, act, code: f"VCLT 60(2)(a): not all other parties have joined in the expulsion of {code} of {act.on}",
    "withdrawn-with": lambda c, clause, name: (
        f"{_cite(clause, 'the clause on withdrawal')}: withdrawal from {name} is withdrawal from this agreement"
    ),
    "terminated-by-agreement": lambda c: "VCLT 54(b): terminated by consent of all the parties",
    "nothing-to-terminate": lambda c, act, code: (
        f"the termination by {code} of {act.on} came before the agreement was in force; states that have not yet bound themselves withdraw (VCLT 18)"
    ),
    "termination-incomplete": lambda c, codes: f"VCLT 54(b): termination needs the consent of all parties; missing: {_few(codes)}",
    "parties-below": lambda c, clause, day: (
        f"{_cite(clause, 'the clause on termination')}: ends when fewer than {clause.parties_below} parties remain, {day}"
    ),
    "termination-clause": lambda c, clause, day: f"{_cite(clause, 'the clause on termination')}: ends upon {clause.when.describe()}, {day}",
    "no-parties": lambda c: "no party is left",
    "end-day": lambda c, day: f"so the agreement ends on {day}",
    "terminated": lambda c: "VCLT 70(1): the parties are released from further performance",
    "end-averted": lambda c: "the cause of ending has fallen away",
    "superseded": lambda c, later, day: f"VCLT 59(1): all parties are bound by {later} since {day}, which supersedes this agreement",
    "joined-as-amended": lambda c, name: f"VCLT 40(5)(a): consented to {name} after this amendment entered into force, so party to it as amended",
    "left-amended": lambda c, name: f"no longer bound by {name}, which this amends",
    "binds-all": lambda c, clause, name: (
        f"{_cite(clause, 'the clause on amendment')} of {name}: an amendment binds every party from its entry into force"
    ),
    "reservation-pending": lambda c: "VCLT 20: its reservation is not yet accepted as the agreement or Article 20(4)(c) requires",
    "reservation-void": lambda c, act, code, rule: void_reservation(rule, code, act),
    "version-amended": lambda c, name, day: f"VCLT 39, 40: both are bound by {name}, in force since {day}",
    "version-modified": lambda c, name, day: f"VCLT 41: modified between them by {name}, in force since {day}",
    "version-superseded": lambda c, name, day: f"VCLT 30(3), 30(4)(a): both are bound by the later {name}, in force since {day}",
    "version-prevails": lambda c, name, day: f"VCLT 30(2): {name}, binding on both since {day}, prevails",
    "version-subject": lambda c, name, day: f"VCLT 30(2): the agreement is subject to {name}, which binds both since {day} and prevails",
    "version-not-both": lambda c, name: f"VCLT 30(4)(b), 40(4), 40(5)(b): {name} does not bind both, so the text without it governs",
}
