"""What answers what: the aims, articles and obligations of agreements that answer kinds of threat, and what follows for each nation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from foedera.model.agreements import Agreement
from foedera.model.clauses import article as cite
from foedera.model.errors import Unfit
from foedera.model.phrases import Phrase, joined, say
from foedera.model.provisions import Obligation, Provision
from foedera.threats.register import Source, Taxonomy, Threat

#: The region of a threat that is everywhere.
EVERYWHERE = "world"
#: The forces that make a duty; a right ("may") or an aim ("should") obliges nobody.
DUTIES = frozenset({"shall", "shall-not"})


@frozen(kw_only=True)
class Answer:
    """What an agreement says against kinds of threat, why it counts as an answer, and where that is seen.

    It is one of the agreement's `aims` (in the words of its file), an `article`, or one `obligation` in it (its id); where an obligation is named,
    so is its article. An answer to a kind answers the narrower kinds within it too, never the wider one. A text may answer several kinds. Where
    the text is bound to `regions` it answers what threatens one of these, or the whole world; without any it is bound to none.

    >>> Answer(agreement="nato/north-atlantic-treaty", article="5", obligation="assist", kinds=("state-aggression",), why="An armed attack …").place
    'Article 5, assist'
    """

    agreement: str
    kinds: tuple[str, ...]
    why: str
    article: str = ""
    obligation: str = ""
    aim: str = ""
    regions: tuple[str, ...] = ()
    confidence: str = ""
    sources: tuple[Source, ...] = ()
    illustrative: bool = False

    @property
    def place(self) -> str:
        """Where in the agreement it stands: the article, with the obligation where one is meant; else the aim in its own words."""
        if not self.article:
            return self.aim
        return joined([cite(self.article), self.obligation], ", ") if self.obligation else cite(self.article)


@frozen(kw_only=True)
class Bond:
    """An agreement on a day: its text, and who is bound by it that day (as the law engine says; empty before entry into force and after the end)."""

    agreement: Agreement
    bound: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """The title tables show."""
        return self.agreement.short_title or self.agreement.title


@frozen(kw_only=True)
class Reply:
    """An answer to one threat, resolved: the provision it stands in, the duties that carry it, and who is bound by them on the day.

    `duties` are the obligations that oblige somebody; an aim, a right or an article without obligations on record has none. `binding` is whether
    they bind in law or are a political commitment.
    """

    threat: str
    answer: Answer
    duties: tuple[Obligation, ...]
    bound: frozenset[str]
    binding: bool

    @property
    def holds(self) -> bool:
        """Whether somebody is obliged by it on the day."""
        return bool(self.duties and self.bound)


@frozen(kw_only=True)
class Cover:
    """One nation and one threat it has named: the replies that bind the nation on the day, and those it stands outside of."""

    nation: str
    threat: str
    own: tuple[Reply, ...]
    others: tuple[Reply, ...]

    @property
    def answered(self) -> bool:
        """Whether an obligation of an agreement that binds the nation answers the threat."""
        return bool(self.own)

    @property
    def why(self) -> Phrase:
        """In words: by what it is answered, or why it is not."""
        if self.own:
            return say("answered by {those}, which bind {nation}", those=_places(self.own), nation=self.nation)
        if self.others:
            return say("answered by {those}, which do not bind {nation}", those=_places(self.others), nation=self.nation)
        return say("no obligation of the agreements looked at answers it")


@frozen(kw_only=True)
class Idle:
    """An obligation no threat of the list calls for: nobody has put down what it answers, or only other kinds of threat than those listed."""

    agreement: str
    article: str
    obligation: Obligation
    why: Phrase


@frozen(kw_only=True)
class Alignment:
    """Threats against agreements: who answers what on a day, what stays unanswered, and what answers nothing here.

    `unread` are agreements for which nobody has put down any answer: what they answer is unknown, and their obligations are not called idle.
    """

    threats: tuple[Threat, ...]
    bonds: tuple[Bond, ...]
    replies: tuple[Reply, ...]
    covers: tuple[Cover, ...]
    unanswered: tuple[str, ...]
    idle: tuple[Idle, ...]
    unread: tuple[str, ...]

    def cell(self, threat: str, agreement: str) -> tuple[Reply, ...]:
        """Return the replies of one agreement to one threat, in the order of the file; the cells of the matrix threats × agreements."""
        return tuple(reply for reply in self.replies if reply.threat == threat and reply.answer.agreement == agreement)

    def of(self, nation: str) -> tuple[Cover, ...]:
        """Return how one nation's threats are answered."""
        return tuple(cover for cover in self.covers if cover.nation == nation)


def align(
    threats: Sequence[Threat],
    taxonomy: Taxonomy,
    bonds: Sequence[Bond],
    answers: Sequence[Answer],
    named: Mapping[str, Collection[str]] | None = None,
) -> Alignment:
    """Return which aims and obligations of which agreements answer which threats, and of which nations.

    Args:
        threats: the threats asked about.
        taxonomy: the kinds of threat; an answer to a kind answers those within it.
        bonds: the agreements looked at, each with those it binds on the day.
        answers: what agreements say against kinds of threat; those about agreements that are not looked at are left aside.
        named: for each nation the ids of the threats it holds (of its own ballot, or released).

    Raises:
        Unfit: an answer points to an article, an obligation or an aim its agreement does not have, or to a kind the taxonomy does not.
    """
    by_id = {bond.agreement.id: bond for bond in bonds}
    looked_at = [answer for answer in answers if answer.agreement in by_id]
    if faults := [fault for answer in looked_at for fault in misplaced(answer, by_id[answer.agreement].agreement, taxonomy)]:
        raise Unfit(tuple(faults))
    replies = tuple(
        _reply(threat.id, answer, by_id[answer.agreement])
        for threat in threats
        for answer in looked_at
        if not wider(taxonomy, threat.kind).isdisjoint(answer.kinds) and reaches(answer, threat)
    )
    holding = [reply for reply in replies if reply.holds]
    met = {reply.threat for reply in holding}
    read = {answer.agreement for answer in looked_at}
    return Alignment(
        threats=tuple(threats),
        bonds=tuple(bonds),
        replies=replies,
        covers=tuple(_covers(named or {}, [threat.id for threat in threats], holding)),
        unanswered=tuple(threat.id for threat in threats if threat.id not in met),
        idle=tuple(idle for bond in bonds if bond.agreement.id in read for idle in _idle(bond.agreement, looked_at, replies)),
        unread=tuple(bond.agreement.id for bond in bonds if bond.agreement.id not in read),
    )


def reaches(answer: Answer, threat: Threat) -> bool:
    """Return whether an answer is for where a threat is: an answer bound to no region is, and to a threat bound to none, or to the world, each is.

    >>> pacific = Answer(agreement="anzus/treaty", kinds=("state-aggression",), why="…", regions=("Pacific",))
    >>> attacks = [Threat(id="x", title="Armed attack", kind="state-aggression", regions=where) for where in (("Europe",), ("Pacific", "Europe"), ())]
    >>> [reaches(pacific, attack) for attack in attacks]
    [False, True, True]
    """
    return not answer.regions or not threat.regions or EVERYWHERE in threat.regions or not set(answer.regions).isdisjoint(threat.regions)


def wider(taxonomy: Taxonomy, kind: str) -> frozenset[str]:
    """Return a kind with all the kinds it lies within.

    >>> from foedera.threats.register import Kind
    >>> kinds = Taxonomy("1", (Kind(id="cyber", name="Cyber", meaning=""), Kind(id="ransom", name="Ransom", meaning="", within="cyber")))
    >>> sorted(wider(kinds, "ransom")), sorted(wider(kinds, "cyber"))
    (['cyber', 'ransom'], ['cyber'])
    """
    found: set[str] = set()
    while kind and kind not in found:
        found.add(kind)
        above = taxonomy.find(kind)
        kind = above.within if above is not None else ""
    return frozenset(found)


def unplaced(answer: Answer) -> Iterator[tuple[str, str]]:
    """Yield why an answer points to nothing, whatever its agreement has, with the name of the field."""
    if not answer.article and not answer.aim:
        yield "article", say("{agreement}: an answer is an aim or an article of the agreement; name one", agreement=answer.agreement)
    if answer.obligation and not answer.article:
        yield (
            "obligation",
            say("{agreement}: name the article obligation '{text}' stands in", agreement=answer.agreement, text=answer.obligation[:80]),
        )


def misplaced(answer: Answer, agreement: Agreement, taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    """Yield what an answer points to that is not there, with the name of the field."""
    yield from unplaced(answer)
    if answer.aim and answer.aim not in agreement.aims:
        yield "aim", say("{agreement} has no aim '{text}'; write it as its file does", agreement=agreement.id, text=answer.aim[:80])
    if answer.article and not (there := _provisions(agreement, answer.article)):
        yield "article", say("{agreement} has no provision '{text}' on record", agreement=agreement.id, text=answer.article[:80])
    elif answer.article and answer.obligation and answer.obligation not in {o.id for provision in there for o in provision.obligations}:
        yield (
            "obligation",
            say(
                "{article} of {agreement} has no obligation '{text}'",
                article=cite(answer.article),
                agreement=agreement.id,
                text=answer.obligation[:80],
            ),
        )
    for kind in answer.kinds:
        if taxonomy.find(kind) is None:
            yield "kinds", say("'{text}' is no kind of threat of the taxonomy", text=kind[:80])


def _provisions(agreement: Agreement, article: str) -> list[Provision]:
    return [provision for provision in agreement.provisions if provision.article == article]


def _obligations(answer: Answer, agreement: Agreement) -> list[Obligation]:
    """Return the obligations an answer means: the one it names, or all of its article; an aim obliges nobody."""
    if not answer.article:
        return []
    found = [o for provision in _provisions(agreement, answer.article) for o in provision.obligations]
    return [o for o in found if not answer.obligation or o.id == answer.obligation]


def _reply(threat: str, answer: Answer, bond: Bond) -> Reply:
    duties = tuple(o for o in _obligations(answer, bond.agreement) if o.force in DUTIES)
    return Reply(threat=threat, answer=answer, duties=duties, bound=bond.bound, binding=bond.agreement.binding)


def _covers(named: Mapping[str, Collection[str]], order: Sequence[str], holding: Sequence[Reply]) -> Iterator[Cover]:
    for nation, own in named.items():
        for threat in order:
            if threat in own:
                there = [reply for reply in holding if reply.threat == threat]
                yield Cover(
                    nation=nation,
                    threat=threat,
                    own=tuple(reply for reply in there if nation in reply.bound),
                    others=tuple(reply for reply in there if nation not in reply.bound),
                )


def _idle(agreement: Agreement, answers: Iterable[Answer], replies: Iterable[Reply]) -> Iterator[Idle]:
    used = {(reply.answer.article, o.id) for reply in replies if reply.answer.agreement == agreement.id for o in reply.duties}
    # An aim has no article; it must not be taken for an answer of the duties whose article is not on record.
    clauses = [answer for answer in answers if answer.agreement == agreement.id and answer.article]
    for provision in agreement.provisions:
        for obligation in provision.obligations:
            if obligation.force not in DUTIES or (provision.article, obligation.id) in used:
                continue
            kinds = {
                kind
                for answer in clauses
                if answer.article == provision.article and answer.obligation in ("", obligation.id)
                for kind in answer.kinds
            }
            other = say("it answers {kinds}, and no threat of the list is of that kind and in its reach", kinds=", ".join(sorted(kinds)))
            why = other if kinds else say("no answer to a threat is on record for it")
            yield Idle(agreement=agreement.id, article=provision.article, obligation=obligation, why=why)


def _places(replies: Iterable[Reply]) -> Phrase:
    return joined(tuple(dict.fromkeys(say("{agreement}, {place}", agreement=r.answer.agreement, place=r.answer.place) for r in replies)), "; ")
