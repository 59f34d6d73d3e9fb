"""Final clauses in words, for every face: what the text says, and where it is silent the rule that holds instead."""

from __future__ import annotations

from foedera.model.agreements import Agreement
from foedera.model.clauses import article as cite


def clauses_in_words(agreement: Agreement) -> list[tuple[str, str]]:
    """Return what the final clauses say, each with its article; where one is silent, the VCLT rule that holds instead."""
    words: list[tuple[str, str]] = []
    entry = agreement.entry_into_force
    if entry is None:
        words.append(("entry into force", "no clause: when all negotiating states have consented (VCLT 24(2))"))
    else:
        later = f"; later parties: {entry.later.describe()}" if entry.later is not None else ""
        then = "" if entry.then.describe() == "the same day" else f"; then {entry.then.describe()}"
        words.append(("entry into force", _at(entry.article) + entry.when.describe() + then + later))
    if agreement.consent is not None and agreement.consent.open_to != ("all",):
        words.append(("open to", _at(agreement.consent.article) + ", ".join(agreement.consent.open_to)))
    duration = agreement.duration
    if duration is None:
        words.append(("duration", "no clause: indefinite"))
    else:
        length = duration.length()
        term = length.describe() if length is not None else f"until {duration.until}" if duration.until else "indefinite"
        renewal = ""
        if duration.renewal is not None:
            how = "tacitly " if duration.renewal.tacit else ""
            notice = duration.renewal.unless_notice.describe()
            renewal = f", renewed {how}for {duration.renewal.length().describe()} unless notice is given {notice} before"
        words.append(("duration", _at(duration.article) + term + renewal))
    leave = agreement.withdrawal
    if leave is None:
        words.append(("withdrawal", "no clause: VCLT 56"))
    else:
        parts = [f"notice of {leave.notice.describe()}"] if leave.notice is not None else []
        parts += [f"after {leave.after.describe()} in force"] if leave.after is not None else []
        parts += ["excluded"] if leave.permitted is False else []
        parts += [f"not during {leave.not_while}"] if leave.not_while else []
        words.append(("withdrawal", _at(leave.article) + (", ".join(parts) or "permitted")))
    if agreement.reservations is not None:
        words.append(("reservations", _at(agreement.reservations.article) + agreement.reservations.permitted))
    if agreement.amendment is not None:
        words.append(("amendments", _at(agreement.amendment.article) + f"bind {agreement.amendment.binds}"))
    if agreement.termination is not None and agreement.termination.parties_below:
        words.append(("termination", _at(agreement.termination.article) + f"below {agreement.termination.parties_below} parties"))
    if agreement.dispute_settlement:
        words.append(("disputes", " → ".join(step.means for step in agreement.dispute_settlement)))
    if agreement.finance is not None and agreement.finance.key:
        words.append(("costs", _at(agreement.finance.article) + agreement.finance.key.replace("-", " ")))
    words += _matters(agreement)
    clauses = (("entry into force", entry), ("duration", duration), ("withdrawal", leave))
    notes = {name: clause.note for name, clause in clauses if clause is not None and clause.note}
    return [(name, f"{text} ({notes[name]})" if name in notes else text) for name, text in words]


def _at(article: str) -> str:
    return f"{cite(article)}: " if article else ""


def _matters(agreement: Agreement) -> list[tuple[str, str]]:
    """Return what the agreement says of review, jurisdiction and the protection of information."""
    words: list[tuple[str, str]] = []
    review = agreement.review
    if review is not None:
        first = [f"first after {review.first.describe()}"] if review.first is not None else []
        every = [f"then every {review.every.describe()}" if first else f"every {review.every.describe()}"] if review.every is not None else []
        words.append(("review", _at(review.article) + ", ".join(first + every)))
    for rule in agreement.jurisdiction:
        when = f" ({rule.when})" if rule.when else ""
        waiver = ", may be waived" if rule.waivable else ""
        words.append(("jurisdiction", f"{_at(rule.article)}{rule.kind} right of the {rule.holder} state over {rule.over}{when}{waiver}"))
    security = agreement.security
    if security is not None:
        parts = [f"up to {security.classification_ceiling}"] if security.classification_ceiling else []
        parts += ["the originator keeps control"] if security.originator_control else []
        parts += ["no release to third parties without consent"] if security.third_party_rule else []
        parts += [f"under {security.information_agreement}"] if security.information_agreement else []
        if parts:
            words.append(("information", _at(security.article) + "; ".join(parts)))
    return words
