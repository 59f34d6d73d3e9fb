"""How a state comes to consent to an agreement: the paths its constitution knows, their steps, the periods between them, the duties that follow.

A procedure is data with its sources; where a state stands on a path is computed by `foedera.ratification.track`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from fractions import Fraction

from attrs import frozen

from foedera.model.agreements import Source
from foedera.model.phrases import N_, Phrase, joined, say, say_n

#: Whose procedure the duties of all states stand in.
EVERY_STATE = "*"

#: How a path gives consent at home.
FORMS = {
    "law": N_("by a law"),
    "resolution": N_("by a resolution"),
    "tacit": N_("by silence for a period"),
    "executive": N_("by the executive"),
    "referendum": N_("by the people"),
}

#: What a step can be.
KINDS = {
    "signature": N_("signature"),
    "review": N_("review"),
    "submission": N_("submission to parliament"),
    "committee": N_("committee"),
    "vote": N_("vote"),
    "tacit": N_("a period of silence"),
    "referendum": N_("referendum"),
    "assent": N_("assent"),
    "promulgation": N_("promulgation"),
    "instrument": N_("instrument signed"),
    "deposit": N_("deposit"),
    "notification": N_("notification"),
    "other": N_("other step"),
}

#: Steps that are taken in parliament; where bills lapse, these begin anew.
PARLIAMENTARY = frozenset(("submission", "committee", "vote", "tacit"))

#: What agreements a path is for, in the words of constitutions; a path that names none is for any.
SUBJECTS = {
    "peace": N_("peace and alliances"),
    "defence": N_("defence"),
    "international-organisation": N_("international organisation"),
    "finance": N_("public money"),
    "modifies-law": N_("change of law"),
    "persons": N_("status of persons"),
    "territory": N_("territory"),
    "transfer-of-powers": N_("transfer of powers"),
    "mixed": N_("powers of several levels of the state"),
}

#: In what a period is counted. `month_ends = 1` is the last day of the following month.
UNITS = ("days", "working_days", "sitting_days", "weeks", "months", "years", "month_ends")

#: Of whom a majority is counted.
MAJORITIES = {
    "votes-cast": N_("of the votes cast"),
    "present": N_("of those present"),
    "members": N_("of the members"),
    "all-members": N_("of all members"),
}

#: What becomes of pending business when a chamber is dissolved.
DISSOLUTIONS = {"bills-lapse": N_("begins anew"), "bills-continue": N_("goes on"), "mixed": N_("it depends")}

#: The effect of agreements at home.
EFFECTS = {"monist": N_("law of the land once in force"), "dualist": N_("needs a law to have effect at home"), "mixed": N_("it depends")}

#: When a constitutional review comes.
STAGES = {
    "before-signature": N_("before signature"),
    "before-consent": N_("before consent"),
    "after-promulgation": N_("after promulgation"),
    "any": N_("at any time"),
}

#: What starts the clock of a duty, besides `step:<id>`.
EVENTS = {
    "signature": N_("signature"),
    "consent": N_("consent"),
    "later-consent": N_("consent once the agreement is in force"),
    "deposit": N_("deposit"),
    "entry-into-force": N_("entry into force"),
    "conclusion": N_("conclusion"),
}

#: The step of a path or, for progress only, what is no step of it: that somebody had powers to sign.
FULL_POWERS = "full-powers"
DUTY = "duty:"
STEP = "step:"

#: A number of units in words; written out here so that the translators' tool finds singular and plural together.
_LENGTHS: dict[str, Callable[[int], Phrase]] = {
    "days": lambda n: say_n("{n} day", "{n} days", n),
    "working_days": lambda n: say_n("{n} working day", "{n} working days", n),
    "sitting_days": lambda n: say_n("{n} sitting day", "{n} sitting days", n),
    "weeks": lambda n: say_n("{n} week", "{n} weeks", n),
    "months": lambda n: say_n("{n} month", "{n} months", n),
    "years": lambda n: say_n("{n} year", "{n} years", n),
}


@frozen(kw_only=True)
class TimeLimit:
    """A period from a day, as constitutions and standing orders state them.

    `since` is the step it runs from (empty: what the text around it says). Sitting days are those of `chambers`, on which each of them sits or, with
    `counting = "any"`, one of them. The day it runs from does not count unless `inclusive`. With `if_not_working = "next"` a last day that is
    no working day gives way to the next one. `unless` are steps that change the period, such as an extension: once one is on record its end is open.

    >>> TimeLimit(length=21, unit="sitting_days", chambers=("commons", "lords"), since="laid").describe()
    '21 sitting days'
    """

    length: int
    unit: str
    since: str = ""
    chambers: tuple[str, ...] = ()
    counting: str = "each"
    inclusive: bool = False
    if_not_working: str = ""
    unless: tuple[str, ...] = ()

    def describe(self) -> Phrase:
        """Return its length in words."""
        if self.unit == "month_ends":
            return say("the end of the following month") if self.length == 1 else say("the end of the {n}th month following", n=self.length)
        return _LENGTHS[self.unit](self.length)


@frozen(kw_only=True)
class Majority:
    """What must vote for it: a share of those that count; in words where it cannot be said so.

    >>> Majority(of="present", share=Fraction(2, 3)).describe()
    'at least 2/3 of those present'
    """

    of: str = ""
    share: Fraction | None = None
    more_than: bool = False
    text: str = ""

    def describe(self) -> str:
        """Return it in words."""
        if self.share is None:
            return self.text
        whom = say(MAJORITIES[self.of])
        found = say("more than {share} {whom}" if self.more_than else "at least {share} {whom}", share=str(self.share), whom=whom)
        return joined((found, self.text), "; ") if self.text else found


@frozen(kw_only=True)
class Chamber:
    """A house of parliament."""

    id: str
    name: str
    seats: int | None = None


@frozen(kw_only=True)
class Step:
    """One stage of a path.

    `after` are the steps that must have come before (None: the one before it in the file). `minimum` is a period that must have run, `deadline` one
    by whose last day it must come. `lapses` says whether it begins anew when the chamber the business lies before is dissolved; None: not on record.
    """

    id: str
    kind: str
    action: str
    actor: str = ""
    chamber: str = ""
    majority: Majority | None = None
    after: tuple[str, ...] | None = None
    minimum: TimeLimit | None = None
    deadline: TimeLimit | None = None
    optional: bool = False
    lapses: bool | None = False
    ref: str = ""

    @property
    def chambers(self) -> tuple[str, ...]:
        """The chambers it is taken in, as far as named."""
        if self.chamber:
            return (self.chamber,)
        return self.minimum.chambers if self.minimum is not None and self.kind in PARLIAMENTARY else ()

    def describe(self) -> str:
        """Return who does what."""
        return say("{actor} {action}", actor=self.actor, action=self.action) if self.actor else self.action


@frozen(kw_only=True)
class Path:
    """One way of coming to consent: what it covers and its steps in order."""

    id: str
    title: str
    form: str
    steps: tuple[Step, ...]
    default: bool = False
    covers: tuple[str, ...] = ()
    ref: str = ""

    def step(self, name: str) -> Step | None:
        """Return a step by its id, None where there is none."""
        return next((step for step in self.steps if step.id == name), None)

    @property
    def act(self) -> Step:
        """The step that is the act towards the other states: the last one that must be taken."""
        return next((step for step in reversed(self.steps) if not step.optional), self.steps[-1])

    def towards_others(self, step: Step) -> bool:
        """Return whether a step is an act towards the other states, which is recorded with the agreement, not at home."""
        return step is self.act or step.kind in ("signature", "deposit")

    def preceding(self) -> Mapping[str, tuple[str, ...]]:
        """Return for each step those that come directly before it: the ones it names, else the one before it.

        >>> steps = (Step(id="a", kind="vote", action="votes"), Step(id="b", kind="assent", action="signs"))
        >>> Path(id="law", title="By law", form="law", steps=steps).preceding()
        {'a': (), 'b': ('a',)}
        """
        found: dict[str, tuple[str, ...]] = {}
        before: tuple[str, ...] = ()
        for step in self.steps:
            found[step.id] = before if step.after is None else step.after
            before = (step.id,)
        return found


@frozen(kw_only=True)
class Duty:
    """What must be reported, registered or published, when its clock starts and how long there is.

    `when` is one of `EVENTS` or `step:<id>`; without `within` no fixed period is given. `binding` says which instruments it is for, `paths` on which
    ways of consent (empty: all); a step in `met_by` does it along with the rest it does. `since` and `until` bound what it holds for by the day its
    clock starts: duties change. What is `shared` is done for all once one has done it, as with registration.
    """

    id: str
    what: str
    when: str
    within: TimeLimit | None = None
    to: str = ""
    binding: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    met_by: tuple[str, ...] = ()
    shared: bool = False
    since: dt.date | None = None
    until: dt.date | None = None
    ref: str = ""
    confidence: str = ""
    source: str = ""

    def holds(self, start: dt.date) -> bool:
        """Return whether it holds for what happened on a day."""
        return (self.since is None or self.since <= start) and (self.until is None or start < self.until)


@frozen(kw_only=True)
class Basis:
    """A rule a procedure rests on, in our own words."""

    ref: str
    rule: str
    source: str = ""


@frozen(kw_only=True)
class Executive:
    """Whether and when agreements are concluded without parliament."""

    possible: bool
    when: str = ""
    ref: str = ""


@frozen(kw_only=True)
class Referendum:
    """Whether the people may be asked, must be, and whether that binds."""

    possible: bool
    mandatory: bool = False
    binding: bool | None = None
    when: str = ""
    ref: str = ""


@frozen(kw_only=True)
class Review:
    """Who examines whether an agreement fits the constitution, when and at what stage."""

    body: str
    when: str = ""
    stage: str = ""
    ref: str = ""


@frozen(kw_only=True)
class Procedure:
    """A state's procedure, as of a day and with sources; `note` says what it leaves out. Of `EVERY_STATE` it holds duties only."""

    state: str
    as_of: dt.date
    confidence: str
    paths: tuple[Path, ...] = ()
    duties: tuple[Duty, ...] = ()
    chambers: tuple[Chamber, ...] = ()
    legal_basis: tuple[Basis, ...] = ()
    sources: tuple[Source, ...] = ()
    executive: Executive | None = None
    referendum: Referendum | None = None
    review: Review | None = None
    deposit_by: str = ""
    final_act: str = ""
    effect: str = ""
    dissolution: str = ""
    dissolution_ref: str = ""
    note: str = ""
    illustrative: bool = False

    @property
    def default(self) -> Path | None:
        """The path taken where nothing else is said."""
        return next((path for path in self.paths if path.default), None)

    def path(self, name: str) -> Path | None:
        """Return a path by its id, None where there is none."""
        return next((path for path in self.paths if path.id == name), None)

    def chamber(self, name: str) -> Chamber | None:
        """Return a chamber by its id, None where there is none."""
        return next((chamber for chamber in self.chambers if chamber.id == name), None)


def applying(procedures: Mapping[str, Procedure], state: str) -> tuple[Procedure, ...]:
    """Return the procedures whose duties a state has, as far as they are at hand: its own, and that of every state."""
    return tuple(found for code in (state, EVERY_STATE) if (found := procedures.get(code)) is not None)
