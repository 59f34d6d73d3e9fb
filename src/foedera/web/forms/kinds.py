"""Kinds of act as the form offers them: in groups, each with what it does in law in plain words, and the fields that matter for it."""

from __future__ import annotations

from attrs import frozen

from foedera.deeds.record import by_name
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.phrases import N_

_CONSENT = ("effective",)
_ANSWER = ("of",)


@frozen
class Kind:
    """A kind of act: its code, what it does, which fields matter beside who, when and source; `answers` are the kinds of act it answers."""

    code: str
    meaning: str
    fields: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


GROUPS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    (
        N_("Signature and consent"),
        (
            Kind("signature", N_("Signs the agreement. It binds only where the agreement says that signature is enough.")),
            Kind("ratification", N_("Expresses consent to be bound after signature; it counts towards the entry into force.")),
            Kind("acceptance", N_("Expresses consent to be bound, as ratification does."), _CONSENT),
            Kind("approval", N_("Expresses consent to be bound, as ratification does."), _CONSENT),
            Kind("accession", N_("Expresses consent to be bound, usually by a state that did not sign.")),
            Kind("definitive-signature", N_("A signature that is itself the consent to be bound.")),
            Kind("notification", N_("Notifies that internal procedures are complete; it expresses consent unless the agreement says otherwise.")),
            Kind("formal-confirmation", N_("Expresses the consent of an international organisation.")),
            Kind("consent", N_("Expresses consent to be bound by another means that was agreed.")),
            Kind("succession", N_("A successor state declares itself bound by what bound its predecessor, from the day it names."), ("effective",)),
            Kind("succession-to-signature", N_("A successor state takes the place of its predecessor as signatory.")),
            Kind("invitation", N_("Invites states to join an agreement that is open to those invited."), ("to",)),
            Kind("refusal", N_("The author declares that it will not become a party; its duties as signatory end.")),
        ),
    ),
    (
        N_("Leaving and ending"),
        (
            Kind(
                "withdrawal",
                N_("Gives notice of leaving; it takes effect when the notice has run. By who is not yet bound, it takes back signature or consent."),
                ("effective",),
            ),
            Kind("revocation-of-withdrawal", N_("Takes back a notice of withdrawal that has not taken effect."), _ANSWER, ("withdrawal",)),
            Kind("termination", N_("Ends the agreement once all parties, or its organ, have declared it."), ("effective",)),
            Kind(
                "extension",
                N_("Extends the running term once every party has joined in it; or prolongs a notice of withdrawal."),
                ("until", "effective", "of"),
                ("withdrawal",),
            ),
            Kind("expulsion", N_("Excludes a party: by the organ at once, else when all others have joined in it."), ("to",)),
        ),
    ),
    (
        N_("Suspension"),
        (
            Kind(
                "suspension",
                N_("Suspends the operation of the agreement towards those addressed, or towards all; it stays in force."),
                ("to", "effective", "until", "articles", "id"),
            ),
            Kind("resumption", N_("Lifts the author's own suspension."), ("to", "of"), ("suspension",)),
            Kind("armed-conflict", N_("Puts off a withdrawal while the conflict lasts, where the agreement says so."), ("until",)),
        ),
    ),
    (
        N_("Reservations and objections"),
        (
            Kind(
                "reservation", N_("Excludes or modifies the effect of certain articles for its author."), ("articles", "of", "id"), ("reservation",)
            ),
            Kind("acceptance-of-reservation", N_("Accepts a reservation of another party."), _ANSWER, ("reservation",)),
            Kind(
                "objection",
                N_("Objects to a reservation of another party; it may say that the agreement is then not in force between the two."),
                ("of", "precludes", "articles", "id"),
                ("reservation",),
            ),
            Kind("withdrawal-of-objection", N_("Takes an objection back; the reservation is then accepted."), _ANSWER, ("objection",)),
            Kind(
                "withdrawal-of-reservation",
                N_("Takes a reservation back, wholly or for some articles."),
                ("of", "articles", "effective"),
                ("reservation",),
            ),
        ),
    ),
    (
        N_("Provisional application"),
        (
            Kind(
                "provisional-application",
                N_("Applies the agreement before it is in force, where the agreement provides for it."),
                ("articles", "effective"),
            ),
            Kind("refusal-of-provisional-application", N_("Keeps the author out of provisional application, or ends it.")),
            Kind("end-of-provisional-application", N_("Ends provisional application by the author.")),
        ),
    ),
    (
        N_("For the record only"),
        (
            Kind("declaration", N_("A declaration that is no reservation. It changes no status."), ("articles",)),
            Kind("invocation", N_("An article was invoked, for instance on consultation or assistance. It changes no status."), ("articles", "to")),
            Kind(
                "territorial-application",
                N_("Says to which territories the author extends or limits the agreement. It changes no status."),
                ("effective",),
            ),
            Kind("event", N_("Anything else a reader of the log should know. It changes no status.")),
            Kind(
                "correction",
                N_("Gives an act on record another date. To say that an act was recorded in error, use “correct” in the history instead."),
                ("of", "effective"),
                (),
            ),
        ),
    ),
)

KINDS: dict[str, Kind] = {kind.code: kind for _, kinds in GROUPS for kind in kinds}


def answerable(agreement: Agreement, kind: Kind) -> list[tuple[str, Act]]:
    """Return the acts on record an act of this kind may answer, each with the name it is answered by: those that are not struck."""
    struck = {act.of for act in agreement.acts if act.strikes}
    found = ((name, act) for name, act in by_name(agreement) if name not in struck and not act.strikes)
    return [(name, act) for name, act in found if not kind.answers or act.kind in kind.answers]
