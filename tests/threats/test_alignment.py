"""What answers what, on a small invented collection a lawyer can check by hand: one alliance, one arrangement, one pact nobody has read yet."""

from __future__ import annotations

import datetime as dt

import pytest

from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.clauses import Review
from foedera.model.errors import Unfit
from foedera.model.provisions import Obligation, Provision
from foedera.threats.alignment import Alignment, Answer, Bond, align
from foedera.threats.friction import frictions, headline
from foedera.threats.positions import Item
from foedera.threats.register import Kind, Taxonomy, Threat
from foedera.threats.trace import Link, backward, forward, trace

DAY = dt.date(2026, 11, 25)
KINDS = Taxonomy(
    "1",
    (
        Kind(id="attack", name="Attack", meaning=""),
        Kind(id="cyber", name="Cyber", meaning=""),
        Kind(id="ransom", name="Ransom", meaning="", within="cyber"),
        Kind(id="flood", name="Flood", meaning=""),
    ),
)
THREATS = tuple(Threat(id=f"t-{kind}", title=kind, kind=kind) for kind in ("attack", "cyber", "ransom", "flood"))

ALLIANCE = Agreement(
    id="x/alliance",
    title="Alliance",
    aims=("common defence",),
    areas=("collective-defence",),
    review=Review(article="9"),
    provisions=(
        Provision(
            article="5",
            function="mutual-assistance",
            summary="",
            obligations=(
                Obligation("assist", "assist the one attacked"),
                Obligation("report", "report"),
                Obligation("arm", "use force", force="may"),
            ),
        ),
        Provision(article="6", function="consultation", summary="", obligations=(Obligation("warn", "warn of ransoms"),)),
        Provision(article="7", function="basing", summary="", obligations=(Obligation("host", "host bases"),)),
        Provision(article="9", function="review", summary=""),
    ),
    acts=(
        Act(dt.date(2001, 9, 12), "invocation", ("X",), articles=("5",), id="a"),
        Act(dt.date(2002, 1, 1), "event", ("X",), articles=("5",), id="wrong"),
        Act(dt.date(2002, 2, 1), "correction", ("X",), of="wrong", strikes=True),
        Act(dt.date(2010, 1, 1), "event", ("X",), articles=("9",)),
        Act(dt.date(2020, 1, 1), "event", ("X",), articles=("9",)),
    ),
)
ARRANGEMENT = Agreement(
    id="x/arrangement",
    title="Arrangement",
    binding=False,
    provisions=(Provision(article="1", function="consultation", summary="", obligations=(Obligation("share", "share warnings", force="should"),)),),
)
PACT = Agreement(
    id="x/pact", title="Pact", provisions=(Provision(article="1", function="basing", summary="", obligations=(Obligation("o", "host"),)),)
)
BONDS = (
    Bond(agreement=ALLIANCE, bound=frozenset({"AAA", "BBB"})),
    Bond(agreement=ARRANGEMENT, bound=frozenset({"CCC"})),
    Bond(agreement=PACT, bound=frozenset({"CCC"})),
)
ANSWERS = (
    Answer(agreement="x/alliance", aim="common defence", kinds=("attack",), why="it says so"),
    Answer(agreement="x/alliance", article="5", obligation="assist", kinds=("attack",), why="an attack on one"),
    Answer(agreement="x/alliance", article="5", obligation="arm", kinds=("flood",), why="a right only"),
    Answer(agreement="x/alliance", article="6", kinds=("ransom",), why="ransoms"),
    Answer(agreement="x/arrangement", article="1", kinds=("cyber",), why="warnings"),
)


def found() -> Alignment:
    """The alignment of the small collection."""
    return align(THREATS, KINDS, BONDS, ANSWERS, {"AAA": {"t-attack", "t-flood"}, "CCC": ["t-attack", "t-ransom"]})


@pytest.mark.parametrize(
    ("threat", "agreement", "places"),
    [
        ("t-attack", "x/alliance", ["common defence", "Article 5, assist"]),
        ("t-attack", "x/arrangement", []),
        ("t-cyber", "x/alliance", []),  # an answer to ransoms is none to all of cyber
        ("t-cyber", "x/arrangement", ["Article 1"]),
        ("t-ransom", "x/alliance", ["Article 6"]),
        ("t-ransom", "x/arrangement", ["Article 1"]),  # one to cyber is one to ransoms
        ("t-flood", "x/alliance", ["Article 5, arm"]),
        ("t-flood", "x/pact", []),
    ],
)
def test_a_cell_says_which_clause(threat: str, agreement: str, places: list[str]) -> None:
    """The matrix threats × agreements."""
    assert [reply.answer.place for reply in found().cell(threat, agreement)] == places


def test_what_no_obligation_answers() -> None:
    """A right obliges nobody, a recommendation neither; an agreement that binds nobody on the day answers nothing."""
    assert found().unanswered == ("t-cyber", "t-flood")
    nobody = align(THREATS, KINDS, [Bond(agreement=ALLIANCE)], ANSWERS)
    assert nobody.unanswered == tuple(threat.id for threat in THREATS)


def test_an_aim_obliges_nobody() -> None:
    """Even where the articles of the agreement's obligations are not on record."""
    nameless = Agreement(
        id="x/n",
        title="N",
        aims=("peace",),
        provisions=(Provision(article="", function="notice", summary="", obligations=(Obligation("o", "tell"),)),),
    )
    answer = Answer(agreement="x/n", aim="peace", kinds=("attack",), why="")
    (reply,) = align(THREATS, KINDS, [Bond(agreement=nameless, bound=frozenset({"AAA"}))], [answer]).replies
    assert not reply.holds


def test_a_nation_is_answered_by_what_binds_it() -> None:
    """Of each nation only the threats it names; what binds others is shown as such."""
    covers = {(cover.nation, cover.threat): cover for cover in found().covers}
    assert set(covers) == {("AAA", "t-attack"), ("AAA", "t-flood"), ("CCC", "t-attack"), ("CCC", "t-ransom")}
    assert covers["AAA", "t-attack"].answered
    assert covers["AAA", "t-attack"].why == "answered by x/alliance, Article 5, assist, which bind AAA"
    assert covers["CCC", "t-attack"].why == "answered by x/alliance, Article 5, assist, which do not bind CCC"
    assert covers["AAA", "t-flood"].why == "no obligation of the agreements looked at answers it"
    assert [cover.threat for cover in found().of("CCC")] == ["t-attack", "t-ransom"]


def test_what_answers_nothing_and_what_nobody_has_read() -> None:
    """An obligation without an answer is idle; a whole agreement without any is unknown, not idle. A right is never idle."""
    assert [(idle.article, idle.obligation.id) for idle in found().idle] == [("5", "report"), ("7", "host")]
    assert found().unread == ("x/pact",)
    fewer = align(THREATS[:1], KINDS, BONDS, ANSWERS)
    (why,) = {str(idle.why) for idle in fewer.idle if idle.obligation.id == "warn"}
    assert why == "it answers ransom, and no threat of the list is of that kind and in its reach"


def test_an_aim_does_not_answer_for_a_duty_whose_article_is_not_on_record() -> None:
    """Neither has an article; that does not make the one an answer of the other."""
    told = Provision(article="", function="logistics", summary="", obligations=(Obligation("supply", "supply"),))
    pact = Agreement(id="x/told", title="Told", aims=("mutual help",), provisions=(told,))
    answers = [Answer(agreement="x/told", aim="mutual help", kinds=("flood",), why="said")]
    idle = align([THREATS[0]], KINDS, [Bond(agreement=pact, bound=frozenset("AB"))], answers).idle
    assert [(i.obligation.id, str(i.why)) for i in idle] == [("supply", "no answer to a threat is on record for it")]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({}, "an answer is an aim or an article"),
        ({"aim": "peace"}, "has no aim 'peace'"),
        ({"aim": "common defence", "obligation": "assist"}, "name the article obligation 'assist' stands in"),
        ({"article": "99"}, "no provision '99'"),
        ({"article": "5", "obligation": "asist"}, "Article 5 of x/alliance has no obligation 'asist'"),
        ({"article": "5", "kinds": ("dragons",)}, "'dragons' is no kind of threat"),
    ],
)
def test_an_answer_that_points_nowhere_is_refused(wrong: dict[str, str], said: str) -> None:
    """With what is missing where."""
    answer = Answer(**{"agreement": "x/alliance", "kinds": ("attack",), "why": "", **wrong})  # type: ignore[arg-type]
    with pytest.raises(Unfit, match=said):
        align(THREATS, KINDS, BONDS, [answer])


def test_the_trace_walks_both_ways() -> None:
    """From a threat to the aim, the clause, its use and its latest review; back from the clause to the threat."""
    rows = trace(found())
    (row,) = forward(rows, "t-attack")
    assert (row.aim, row.article, row.obligation, row.holds) == ("common defence", "5", "assist", True)
    assert row.exercise is ALLIANCE.acts[0]  # the event of 2002 was struck
    assert row.evaluation is ALLIANCE.acts[4]
    assert row in backward(rows, "x/alliance", "5", "assist")
    assert [r.threat for r in backward(rows, "x/alliance", "6")] == ["t-ransom"]
    assert [r.threat for r in backward(rows, "x/alliance", "6", "warn")] == ["t-ransom"]
    assert [r.threat for r in backward(rows, "x/alliance", "7")] == [None]


def test_no_gap_hides_in_the_trace() -> None:
    """Every threat has a row, every idle obligation too; a walk forward and one back find the same rows."""
    rows = trace(found())
    assert {row.threat for row in rows} - {None} == {threat.id for threat in THREATS}
    assert {(row.article, row.obligation) for row in rows if row.threat is None} == {("5", "report"), ("7", "host")}
    for row in rows:
        if row.agreement and row.article and row.threat:
            assert row in backward(rows, row.agreement, row.article, row.obligation or "")
            assert row in forward(rows, row.threat)
    assert trace(align(THREATS[3:], KINDS, (), ())) == (Link(threat="t-flood"),)
    (aim,) = trace(align(THREATS[:1], KINDS, BONDS[:1], ANSWERS[:1]))[:1]
    assert (aim.aim, aim.article, aim.holds, aim.exercise) == ("common defence", None, False, None)


def item(**fields: object) -> Item:
    """A red line of BBB."""
    return Item(**{"id": "i", "nation": "BBB", "kind": "red-line", "topic": "No foreign bases", **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("limit", "touched"),
    [
        (item(about=("basing",)), [("x/alliance", "7", True), ("x/pact", "1", False)]),
        (item(about=("basing",), agreements=("x/alliance",)), [("x/alliance", "7", True)]),
        (item(agreements=("x/alliance",)), [("x/alliance", "", True)]),
        (item(about=("space",), agreements=("x/alliance",)), [("x/alliance", "", True)]),
        (item(about=("collective-defence",)), [("x/alliance", "", True)]),
        (item(about=("ransom",)), [("x/alliance", "6", True)]),
        (item(kind="priority", about=("basing",)), []),
        (item(about=("basing",), until=DAY), []),
        (item(about=("basing",), since=dt.date(2027, 1, 1)), []),
    ],
)
def test_where_a_clause_touches_a_limit(limit: Item, touched: list[tuple[str, str, bool]]) -> None:
    """By function, area, kind of threat or name; only limits, only while they hold."""
    found = frictions([limit], BONDS, ANSWERS, DAY)
    assert [(f.agreement, f.article, f.bound) for f in found] == touched


def test_a_touch_says_why() -> None:
    """In words, and what is touched in one line."""
    (friction,) = frictions([item(about=("basing",), agreements=("x/alliance",))], BONDS, ANSWERS, DAY)
    assert friction.why == "the red line names the agreement; the article is about basing"
    assert headline(friction) == "BBB, red line: No foreign bases"
