"""Final clauses in words, for every face: what the text says, and where it is silent the rule that holds instead."""

from __future__ import annotations

from foedera.model.agreements import Agreement
from foedera.model.clauses import Duration, Finance, Security, Withdrawal
from foedera.model.clauses import article as cite
from foedera.model.phrases import Phrase, dated, joined, say
from foedera.model.terms import spoken, word

_ENTRY = say("entry into force")
_DURATION = say("duration")
_WITHDRAWAL = say("withdrawal")


def clauses_in_words(agreement: Agreement) -> list[tuple[Phrase, str]]:
    """Return what the final clauses say, each with its article; where one is silent, the VCLT rule that holds instead."""
    duration, leave = agreement.duration, agreement.withdrawal
    words = [(_ENTRY, _entry(agreement))]
    if agreement.consent is not None and agreement.consent.open_to != ("all",):
        words.append((say("open to"), _at(agreement.consent.article, joined([word(who) for who in agreement.consent.open_to], ", "))))
    words.append((_DURATION, _term(duration) if duration is not None else say("no clause: indefinite")))
    words.append((_WITHDRAWAL, _leaving(leave) if leave is not None else say("no clause: VCLT 56")))
    if agreement.reservations is not None:
        words.append((say("reservations"), _at(agreement.reservations.article, word(agreement.reservations.permitted))))
    if agreement.amendment is not None:
        words.append((say("amendments"), _at(agreement.amendment.article, say("bind {whom}", whom=word(agreement.amendment.binds)))))
    if agreement.termination is not None and agreement.termination.parties_below:
        below = say("below {n} parties", n=agreement.termination.parties_below)
        words.append((say("termination"), _at(agreement.termination.article, below)))
    if agreement.dispute_settlement:
        words.append((say("disputes"), joined([word(step.means) for step in agreement.dispute_settlement], " → ")))
    words += _costs(agreement.finance)
    words += _matters(agreement)
    words += _security(agreement.security)
    clauses = ((_ENTRY, agreement.entry_into_force), (_DURATION, duration), (_WITHDRAWAL, leave))
    notes = {name: clause.note for name, clause in clauses if clause is not None and clause.note}
    return [(name, say("{text} ({note})", text=text, note=notes[name]) if name in notes else text) for name, text in words]


def _at(article: str, text: str) -> str:
    """Return what a clause says, with its article where that is known."""
    return say("{rule}: {text}", rule=cite(article), text=text) if article else text


def _entry(agreement: Agreement) -> str:
    clause = agreement.entry_into_force
    if clause is None:
        return say("no clause: when all negotiating states have consented (VCLT 24(2))")
    text = _at(clause.article, clause.when.describe())
    then = clause.then.describe()
    if then != "the same day":
        text = say("{text}; then {period}", text=text, period=then)
    return say("{text}; later parties: {period}", text=text, period=clause.later.describe()) if clause.later is not None else text


def _term(clause: Duration) -> str:
    length = clause.length()
    indefinite = say("until {day}", day=dated(clause.until)) if clause.until else say("indefinite")
    text = _at(clause.article, length.describe() if length is not None else indefinite)
    renewal = clause.renewal
    if renewal is None:
        return text
    more, notice = renewal.length().describe(), renewal.unless_notice.describe()
    if renewal.tacit:
        return say("{text}, renewed tacitly for {period} unless notice is given {notice} before", text=text, period=more, notice=notice)
    return say("{text}, renewed for {period} unless notice is given {notice} before", text=text, period=more, notice=notice)


def _leaving(clause: Withdrawal) -> str:
    parts = [say("notice of {period}", period=clause.notice.describe())] if clause.notice is not None else []
    parts += [say("after {period} in force", period=clause.after.describe())] if clause.after is not None else []
    parts += [say("excluded")] if clause.permitted is False else []
    parts += [say("not during {what}", what=word(clause.not_while))] if clause.not_while else []
    return _at(clause.article, joined(parts, ", ") if parts else say("permitted"))


def _costs(clause: Finance | None) -> list[tuple[Phrase, str]]:
    return [(say("costs"), _at(clause.article, spoken(clause.key)))] if clause is not None and clause.key else []


def _matters(agreement: Agreement) -> list[tuple[Phrase, str]]:
    """Return what the agreement says of review and jurisdiction."""
    words: list[tuple[Phrase, str]] = []
    review = agreement.review
    if review is not None:
        parts = [say("first after {period}", period=review.first.describe())] if review.first is not None else []
        if review.every is not None:
            every = review.every.describe()
            parts.append(say("then every {period}", period=every) if parts else say("every {period}", period=every))
        words.append((say("review"), _at(review.article, joined(parts, ", "))))
    for rule in agreement.jurisdiction:
        right = say("{kind} right of the {holder} state over {over}", kind=word(rule.kind), holder=word(rule.holder), over=rule.over)
        right = say("{text} ({note})", text=right, note=rule.when) if rule.when else right
        right = say("{text}, may be waived", text=right) if rule.waivable else right
        words.append((say("jurisdiction"), _at(rule.article, right)))
    return words


def _security(clause: Security | None) -> list[tuple[Phrase, str]]:
    """Return how information is protected."""
    if clause is None:
        return []
    parts = [say("up to {level}", level=clause.classification_ceiling)] if clause.classification_ceiling else []
    parts += [say("the originator keeps control")] if clause.originator_control else []
    parts += [say("no release to third parties without consent")] if clause.third_party_rule else []
    parts += [say("under {agreement}", agreement=clause.information_agreement)] if clause.information_agreement else []
    return [(say("information"), _at(clause.article, joined(parts, "; ")))] if parts else []
