"""Who may do what: people have roles for parties, roles give powers. A refusal says which power was missing, for whom, and is logged."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from foedera.model.errors import NotAllowed
from foedera.model.phrases import N_, joined, say
from foedera.store import logs

#: What can be done, in the words of a refusal.
POWERS = {
    "read": N_("read the register"),
    "export": N_("take copies of the register"),
    "suppose": N_("keep suppositions"),
    "comment": N_("comment on agreements"),
    "draft": N_("prepare drafts"),
    "assess": N_("assess threats and draft positions"),
    "release": N_("release what a nation keeps for itself"),
    "chair": N_("chair rounds of assessment"),
    "record": N_("record acts"),
    "import": N_("import from files"),
    "audit": N_("read the log of what was done and refused"),
    "administer": N_("administer people and settings"),
}

#: The roles of people, and the powers each gives. Who administers does not by that record, who audits does not by that administer.
ROLES: dict[str, frozenset[str]] = {
    "reader": frozenset({"read", "export"}),
    "treaty-officer": frozenset({"read", "export", "suppose", "comment", "draft", "assess", "release", "chair", "record", "import"}),
    "negotiator": frozenset({"read", "export", "suppose", "comment", "draft", "assess"}),
    "programme-manager": frozenset({"read", "export", "suppose", "comment"}),
    "analyst": frozenset({"read", "export", "suppose", "comment", "assess"}),
    "security-officer": frozenset({"read", "export", "comment", "audit"}),
    "auditor": frozenset({"read", "export", "audit"}),
    "administrator": frozenset({"read", "administer", "audit"}),
}

#: The roles as they are spoken, so that they are found and translated.
SPOKEN = {
    "reader": N_("reader"),
    "treaty-officer": N_("treaty officer"),
    "negotiator": N_("negotiator"),
    "programme-manager": N_("programme manager"),
    "analyst": N_("analyst"),
    "security-officer": N_("security officer"),
    "auditor": N_("auditor"),
    "administrator": N_("administrator"),
}

#: Powers that change nothing.
READING = frozenset({"read", "export", "audit"})

#: Powers over what is common to all: a role for any one party gives them for the register as a whole.
COMMON = frozenset({"read", "export"})

#: The party of a membership for the register as a whole.
ALL = ""


@frozen
class Actor:
    """Who acts: a person, a program with a person's token, or the machine's own operator (`user` None, `operator` true).

    `memberships` are pairs of party and role; `scopes`, where not None, bound the powers (of a token).
    """

    user: int | None = None
    name: str = ""
    memberships: tuple[tuple[str, str], ...] = ()
    scopes: frozenset[str] | None = None
    address: str = ""
    operator: bool = False

    def powers(self, party: str = ALL) -> frozenset[str]:
        """Return the powers this actor has for a party, those for the register as a whole included."""
        if self.operator:
            return frozenset(POWERS)
        found = frozenset(power for own, role in self.memberships for power in ROLES.get(role, ()) if own in (ALL, party) or power in COMMON)
        return found if self.scopes is None else found & self.scopes

    def may(self, power: str, party: str = ALL) -> bool:
        """Return whether this actor has a power for a party."""
        return power in self.powers(party)

    def parties_with(self, power: str) -> tuple[str, ...]:
        """Return the parties for which this actor has a power; the register as a whole (empty) first."""
        found = {own for own, _ in self.memberships if self.may(power, own)}
        return (ALL,) if self.operator else tuple(sorted(found))

    @property
    def nations(self) -> tuple[str, ...]:
        """The parties this actor is a member of. What a nation assesses is open to these alone: not to the register's officers, nor its operator."""
        return tuple(dict.fromkeys(party for party, _ in self.memberships if party != ALL))

    @property
    def only_reads(self) -> bool:
        """Whether this is a program with a token that is for reading alone: it changes nothing, not even what is its owner's own."""
        return self.scopes is not None and self.scopes <= READING

    def sees(self, party: str) -> bool:
        """Return whether what is kept for a party (drafts, comments) is open to this actor: its members, and those of the register as a whole.

        Members for the register keep their own; they do not look into a party's desk unless they are its members too.
        """
        return self.operator or any(own == party for own, _ in self.memberships)


#: Anybody who reaches the pages without an account, where reading is open to everybody.
READER = Actor(name="", memberships=((ALL, "reader"),))
#: The operator of the machine, at its command line.
OPERATOR = Actor(name="operator", operator=True)


@frozen
class Need:
    """A power needed for one of several parties (any of them suffices); for the register as a whole it always suffices."""

    power: str
    parties: tuple[str, ...] = ()

    def met_by(self, actor: Actor) -> str | None:
        """Return the party for which the actor has the power (empty: the register), None where it has it for none."""
        if actor.may(self.power):
            return ALL
        return next((party for party in self.parties if actor.may(self.power, party)), None)


def require(actor: Actor, power: str, deed: str, subject: str = "", parties: Iterable[str] = ()) -> str:
    """Return the party for which the actor may do this; NotAllowed, and a line in the log, where it may not."""
    need = Need(power, tuple(parties))
    found = need.met_by(actor)
    if found is not None:
        return found
    roles = joined([say(SPOKEN[role]) for role in _roles_with(power)], ", ")
    who, what = _spoken(actor), say(POWERS[power])
    if need.parties:
        text = N_("{who} may not {what} for {whom}; an administrator can give a role that may ({roles})")
        why = say(text, who=who, what=what, whom=joined(need.parties, N_(" or ")), roles=roles)
    else:
        why = say("{who} may not {what}; an administrator can give a role that may ({roles})", who=who, what=what, roles=roles)
    logs.note(actor.name, deed, subject, allowed=False, why=why, address=actor.address)
    raise NotAllowed(why)


def require_member(actor: Actor, power: str, deed: str, subject: str, party: str) -> None:
    """Pass a member of a party that has a power for it; NotAllowed, and a line in the log, for all others.

    For what is kept on a party's own desk: a power for the register as a whole does not open it.
    """
    require(actor, power, deed, subject, [party])
    if not actor.sees(party):
        why = say("{who} is no member of {party}; what is kept for a party is for its members alone", who=_spoken(actor), party=party)
        logs.note(actor.name, deed, subject, allowed=False, why=why, party=party, address=actor.address)
        raise NotAllowed(why)


def require_nation(actor: Actor, power: str, deed: str, nation: str) -> None:
    """Pass a member of a nation that has a power for it; NotAllowed, and a line in the log that names nothing, for all others.

    For what a nation assesses: what `require_member` leaves to the operator of the machine is not open to it here.
    """
    require_member(actor, power, deed, "", nation)
    if nation not in actor.nations:
        why = say("{who} is no member of {party}; what is kept for a party is for its members alone", who=_spoken(actor), party=nation)
        logs.note(actor.name, deed, "", allowed=False, why=why, party=nation, address=actor.address)
        raise NotAllowed(why)


def require_writing(actor: Actor, deed: str, subject: str = "") -> None:
    """Refuse a token that is for reading alone; for what belongs to a person and needs no power of its own."""
    if actor.only_reads:
        why = f"this token is for {', '.join(sorted(actor.scopes or ()))} only; its owner can issue one that may do more under My account"
        logs.note(actor.name, deed, subject, allowed=False, why=why, address=actor.address)
        raise NotAllowed(why)


def _spoken(actor: Actor) -> str:
    """Return who asks as a refusal names them."""
    return actor.name or say("a visitor without an account")


def _roles_with(power: str) -> list[str]:
    return [role for role, powers in ROLES.items() if power in powers]
