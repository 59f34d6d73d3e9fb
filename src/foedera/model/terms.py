"""The words of the closed vocabularies, as they are spoken: kinds of act and agreement, statuses, areas, functions, roles.

A code such as "end-of-provisional-application" stays as it is in data; here is what a face says for it.
"""

from __future__ import annotations

from collections.abc import Mapping

from foedera.model.phrases import N_, Phrase, say

_WORDS = (
    # Kinds of act.
    N_("correction"),
    N_("event"),
    N_("declaration"),
    N_("invocation"),
    N_("armed conflict"),
    N_("territorial application"),
    N_("invitation"),
    N_("reservation"),
    N_("acceptance of reservation"),
    N_("objection"),
    N_("withdrawal of objection"),
    N_("withdrawal of reservation"),
    N_("signature"),
    N_("succession to signature"),
    N_("definitive signature"),
    N_("ratification"),
    N_("acceptance"),
    N_("approval"),
    N_("accession"),
    N_("formal confirmation"),
    N_("consent"),
    N_("notification"),
    N_("succession"),
    N_("provisional application"),
    N_("refusal of provisional application"),
    N_("end of provisional application"),
    N_("refusal"),
    N_("suspension"),
    N_("resumption"),
    N_("extension"),
    N_("withdrawal"),
    N_("revocation of withdrawal"),
    N_("expulsion"),
    N_("termination"),
    # Kinds of agreement.
    N_("treaty"),
    N_("protocol"),
    N_("amendment"),
    N_("exchange of notes"),
    N_("executive agreement"),
    N_("memorandum"),
    N_("arrangement"),
    N_("roadmap"),
    # Statuses of an agreement.
    N_("not open"),
    N_("open"),
    N_("in force"),
    N_("suspended"),
    N_("terminated"),
    # Statuses of a participant.
    N_("signatory"),
    N_("contracting"),
    N_("provisional"),
    N_("party"),
    N_("withdrawing"),
    N_("withdrawn"),
    # Changes that are no status.
    N_("renewed"),
    N_("extended"),
    N_("ceased"),
    N_("ended"),
    # Kinds of party.
    N_("state"),
    N_("organisation"),
    N_("territory"),
    # Forces of an obligation.
    N_("shall"),
    N_("shall not"),
    N_("may"),
    N_("should"),
    # Roles in an obligation.
    N_("all parties"),
    N_("assisting party"),
    N_("attacked party"),
    N_("depositary"),
    N_("each party"),
    N_("host state"),
    N_("invited state"),
    N_("organ"),
    N_("originating party"),
    N_("other parties"),
    N_("receiving state"),
    N_("recipient party"),
    N_("requesting party"),
    N_("sending state"),
    N_("third states"),
    N_("threatened party"),
    # Areas of cooperation.
    N_("access and overflight"),
    N_("air defence"),
    N_("arms control"),
    N_("basing"),
    N_("border security"),
    N_("capability development"),
    N_("collective defence"),
    N_("command and control"),
    N_("confidence building"),
    N_("consultation"),
    N_("counter terrorism"),
    N_("crisis response"),
    N_("cyber"),
    N_("disaster relief"),
    N_("exercises"),
    N_("export control"),
    N_("host nation support"),
    N_("hybrid threats"),
    N_("industrial cooperation"),
    N_("information security"),
    N_("intelligence sharing"),
    N_("logistics"),
    N_("maritime security"),
    N_("military mobility"),
    N_("missile defence"),
    N_("non aggression"),
    N_("nuclear"),
    N_("partnerships"),
    N_("peace support"),
    N_("personnel exchange"),
    N_("policing"),
    N_("political dialogue"),
    N_("procurement"),
    N_("research and development"),
    N_("space"),
    N_("standardisation"),
    N_("status of forces"),
    N_("strategic lift"),
    N_("technology transfer"),
    N_("training"),
    # Functions of a provision.
    N_("arms limitation"),
    N_("capability"),
    N_("claims"),
    N_("contribution"),
    N_("decision making"),
    N_("definitions"),
    N_("dispute settlement"),
    N_("duration"),
    N_("economic cooperation"),
    N_("entry and exit"),
    N_("entry into force"),
    N_("finance"),
    N_("forces and command"),
    N_("general cooperation"),
    N_("industry"),
    N_("information sharing"),
    N_("institutions"),
    N_("intellectual property"),
    N_("jurisdiction"),
    N_("languages"),
    N_("liaison"),
    N_("mutual assistance"),
    N_("peaceful settlement"),
    N_("personnel"),
    N_("political cooperation"),
    N_("privileges and immunities"),
    N_("purpose"),
    N_("registration"),
    N_("relation to other agreements"),
    N_("reporting"),
    N_("reservations"),
    N_("review"),
    N_("sovereignty safeguard"),
    N_("taxation and customs"),
    N_("territorial scope"),
    N_("third party rule"),
    N_("verification"),
    # How sure a fact is, and how its day is known.
    N_("high"),
    N_("medium"),
    N_("moderate"),
    N_("low"),
    N_("day"),
    N_("not later than"),
    # Words of final clauses: who may join, whom an amendment binds, which reservations, provisional application.
    N_("all"),
    N_("negotiating"),
    N_("accepting"),
    N_("none"),
    N_("listed"),
    N_("compatible"),
    N_("default"),
    N_("tacit 12 months"),
    N_("deposit"),
    N_("permitted"),
    # Means of settling disputes.
    N_("negotiation"),
    N_("good offices"),
    N_("mediation"),
    N_("conciliation"),
    N_("inquiry"),
    N_("arbitration"),
    N_("court"),
    # Keys of sharing costs.
    N_("agreed shares"),
    N_("equal"),
    N_("gni"),
    N_("costs lie where they fall"),
    N_("reimbursement"),
    N_("common funding"),
    # Jurisdiction: whose right, of which kind.
    N_("sending"),
    N_("receiving"),
    N_("exclusive"),
    N_("primary"),
    N_("concurrent"),
)

#: Relations between agreements are keys of a file, with underscores.
_RELATIONS = (
    N_("amends"),
    N_("modifies"),
    N_("protocol to"),
    N_("implements"),
    N_("supersedes"),
    N_("extends"),
    N_("subject to"),
    N_("prevails over"),
)

#: For each code of a vocabulary the words for it.
TERMS: Mapping[str, str] = {word.replace(" ", "-"): word for word in _WORDS} | {word.replace(" ", "_"): word for word in _RELATIONS}


def _term(code: str, message: str) -> Phrase:
    phrase = Phrase(code)
    phrase.msgid, phrase.plural, phrase.fields = message, "", {}
    return phrase


_TERM = {code: _term(code, message) for code, message in TERMS.items()}
_SPOKEN = {code: say(message) for code, message in TERMS.items()}


def word(code: str) -> str:
    """Return a code as a phrase: as text the code itself, said in the words for it; what is in no vocabulary as it is.

    >>> word("in-force"), word("in-force").msgid
    ('in-force', 'in force')
    """
    return _TERM.get(code, code)


def spoken(code: str) -> str:
    """Return the words for a code, as text too.

    >>> spoken("in-force")
    'in force'
    """
    return _SPOKEN.get(code) or code.replace("-", " ")
