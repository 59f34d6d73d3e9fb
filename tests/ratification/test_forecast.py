"""The forecast: what it learns, what it draws, what events do to it, and that it says what it does not know."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from foedera.law.docket import Docket
from foedera.law.prospects import prospect
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.clauses import Consent, EntryIntoForce
from foedera.model.conditions import ALL, AllOf, Condition, Consents, InForce, Population, Signatures
from foedera.model.errors import Unfit
from foedera.model.parties import Parties, Party
from foedera.model.periods import SAME_DAY, Period
from foedera.ratification.draws import draw
from foedera.ratification.events import Event, befall
from foedera.ratification.forecast import CHANCES, Forecast, forecast
from foedera.ratification.hazards import fared, fit
from foedera.ratification.history import MONTH, Course, History, distinct, history_of, lags
from foedera.ratification.learning import instructive, learn

START = dt.date(2020, 1, 1)
CODES = tuple(f"X-{number:02}" for number in range(12))
PARTIES = Parties({code: Party(code, code) for code in CODES})


def simulated_past(count: int, seed: int, rate: float = 0.06, slow: str = "X-00") -> list[History]:
    """Return invented histories: each agreement has a readiness of its own, one state is four times as slow as the others."""
    rng = np.random.default_rng(seed)
    found = []
    for number in range(count):
        frail = rng.gamma(3.0, 1 / 3)
        months = rng.exponential(1.0, len(CODES)) / (rate * frail * np.array([0.25 if code == slow else 1.0 for code in CODES]))
        courses = tuple(Course(code, 0.0, float(age) if age < 200 else None) for code, age in zip(CODES, months, strict=True))
        found.append(History(f"x/past-{number}", dt.date(1980, 1, 1) + dt.timedelta(days=number), courses, 200.0))
    return found


def agreement(condition: Condition, acts: tuple[Act, ...] = (), then: Period = SAME_DAY) -> Agreement:
    """Return an invented agreement that twelve states signed on one day."""
    clause = EntryIntoForce(when=condition, then=then, article="9")
    return Agreement(id="x/y", title="Invented", opened=START, entry_into_force=clause, acts=(Act(START, "signature", CODES), *acts))


def foreseen(found: Agreement, on: dt.date, *events: Event, seed: int = 1, simulations: int = 4000) -> Forecast:
    """Return the forecast of an agreement by what invented histories teach."""
    history = history_of(found, on)
    assert history is not None
    model = fit(simulated_past(40, 7), history.age(on))
    assert model is not None
    docket = Docket(lambda name: found if name == found.id else None, PARTIES)
    return forecast(prospect(docket, "x/y", on), model, history, seed=seed, simulations=simulations, events=events)


def test_what_made_the_past_is_found_again() -> None:
    """From sixty agreements the rate, the slow state and how much agreements differ come back."""
    found = fit(simulated_past(60, 3, rate=0.05), 0.0)
    assert found is not None
    early = found.signed[(found.edges[:-1] >= 3) & (found.edges[1:] <= 36)]
    others = float(np.mean([tempo for code, tempo in found.tempo.items() if code != "X-00"]))
    assert float(np.mean(early)) * others == pytest.approx(0.05, rel=0.25)
    assert found.tempo["X-00"] < 0.6 < 0.8 < min(tempo for code, tempo in found.tempo.items() if code != "X-00")
    assert 1.5 < found.spread < 6.0


def test_its_own_pace_counts() -> None:
    """An agreement half of whose signatories have consented within a year is expected to go on quicker than one with none."""
    model = fit(simulated_past(80, 5), 12.0)
    assert model is not None
    quick = History("x/q", START, tuple(Course(code, 0.0, 3.0 + number if number < 6 else None) for number, code in enumerate(CODES)), 12.0)
    none = History("x/n", START, tuple(Course(code, 0.0, None) for code in CODES), 12.0)
    assert model.expected(quick) > 1.2 * model.expected(none)
    assert fared(quick, 12.0)[0] > fared(none, 12.0)[0]


def test_a_forecast_is_a_spread_with_reasons() -> None:
    """Six of twelve: the days rise with their chance, the shares by year too, and it says its rule, its record and its seed."""
    found = foreseen(agreement(Consents(6)), dt.date(2020, 7, 1))
    days = [day for day in found.entry.days if day is not None]
    assert len(found.entry.days) == len(CHANCES)
    assert days == sorted(days)
    assert days[0] > dt.date(2020, 7, 1)
    shares = [share for _, share in found.years]
    assert shares == sorted(shares)
    said = " ".join(found.why)
    assert "Article 9" in said
    assert "seed 1" in said
    assert "12 signed, 0 consented" in said
    assert foreseen(agreement(Consents(6)), dt.date(2020, 7, 1)) == found
    assert foreseen(agreement(Consents(6)), dt.date(2020, 7, 1), seed=2).entry != found.entry


def test_deposits_update_it() -> None:
    """Each deposit brings the middle day nearer; what has been deposited is as it is."""
    on, middles = dt.date(2021, 1, 1), []
    for given_so_far in (0, 2, 4):
        acts = tuple(Act(dt.date(2020, 6 + number, 1), "ratification", (CODES[number + 1],)) for number in range(given_so_far))
        found = foreseen(agreement(Consents(6), acts), on)
        middle = found.entry.day(0.5)
        assert middle is not None
        middles.append(middle)
        assert not {state.party for state in found.states} & {act.by[0] for act in acts}
    assert middles[0] > middles[1] > middles[2]


def test_the_slow_state_decides_where_all_are_needed() -> None:
    """Where all twelve must consent the slow one completes most often, and moves the date most; without it nothing comes."""
    found = foreseen(agreement(Consents(ALL, Population(("signatories",)))), dt.date(2020, 7, 1))
    assert found.states[0].party == "X-00"
    assert found.states[0].completes > 0.25
    assert found.influences[0].never is None
    by_party = {one.party: one for one in found.influences}
    hurried = {party: one.at_once or 0.0 for party, one in by_party.items()}
    assert min(hurried, key=hurried.__getitem__) == "X-00"
    assert by_party["X-00"].share_without == 0.0


def test_then_counts() -> None:
    """Ninety days after the sixth consent is ninety days later in every simulation."""
    plain = foreseen(agreement(Consents(6)), dt.date(2020, 7, 1))
    later = foreseen(agreement(Consents(6), then=Period(days=90)), dt.date(2020, 7, 1))
    for one, other in zip(plain.entry.days, later.entry.days, strict=True):
        assert one is not None
        assert other == one + dt.timedelta(days=90)


def test_events_do_what_they_say() -> None:
    """A refusal of the one that is needed: never. Its consent on a day: on that day at the earliest. A pause: not within it."""
    on, rule = dt.date(2020, 7, 1), Consents(ALL, Population(("X-01", "X-02")))
    refused = foreseen(agreement(rule), on, Event(party="X-01", kind="refuses", since=dt.date(2020, 7, 2)))
    assert refused.entry.never == 1.0
    assert "supposed, not known" in " ".join(refused.why)
    half = foreseen(agreement(rule), on, Event(party="X-01", kind="refuses", since=dt.date(2020, 7, 2), chance=0.5))
    assert 0.45 < half.entry.never < 0.6
    settled = foreseen(
        agreement(rule),
        on,
        Event(party="X-01", kind="consents", since=dt.date(2020, 9, 1)),
        Event(party="X-02", kind="consents", since=dt.date(2020, 8, 1)),
    )
    assert set(settled.entry.days) == {dt.date(2020, 9, 1)}
    pause = Event(party="X-01", kind="election", since=dt.date(2020, 8, 1), until=dt.date(2021, 2, 1))
    paused = foreseen(agreement(Consents(ALL, Population(("X-01",)))), on, pause)
    free = foreseen(agreement(Consents(ALL, Population(("X-01",)))), on)
    assert not any(day is not None and dt.date(2020, 8, 1) <= day < dt.date(2021, 2, 1) for day in paused.entry.days)
    assert paused.entry.day(0.5) is not None
    assert free.entry.day(0.5) is not None
    assert paused.entry.day(0.5) > free.entry.day(0.5)  # type: ignore[operator]


@given(
    st.lists(st.integers(1, 2000), min_size=1, max_size=20),
    st.sampled_from(["dissolution", "election", "referendum-lost", "refuses", "delays"]),
    st.integers(1, 500),
    st.integers(1, 500),
)
def test_what_hinders_never_hurries(days: list[int], kind: str, since: int, long: int) -> None:
    """No hindrance brings a consent forward, and none touches one that came before it."""
    first = dt.date(2021, 1, 1)
    drawn = np.array([float(first.toordinal() + number) for number in days])
    start = first + dt.timedelta(days=since)
    event = Event(party="X-01", kind=kind, since=start, until=start + dt.timedelta(days=long))
    found = befall({"X-01": drawn}, [event], first, np.random.default_rng(1))["X-01"]
    assert (found >= drawn).all()
    if kind != "delays":
        assert (found[drawn < start.toordinal()] == drawn[drawn < start.toordinal()]).all()


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (Event(party="X-01", kind="meteorite", since=START), "events.kind"),
        (Event(party="X-01", kind="election", since=START), "events.until"),
        (Event(party="X-01", kind="change-of-government", since=START, times=0.0), "events.times"),
        (Event(party="X-01", kind="refuses", since=START, chance=1.5), "events.chance"),
        (Event(party="X-99", kind="refuses", since=START), "events.party"),
    ],
)
def test_impossible_events_are_refused(event: Event, field: str) -> None:
    """Each with its place."""
    with pytest.raises(Unfit) as raised:
        foreseen(agreement(Consents(6)), dt.date(2020, 7, 1), event)
    assert field in {place for place, _ in raised.value.faults}


def test_what_is_certain_is_not_forecast() -> None:
    """An agreement in force, or sure to be, has no forecast."""
    acts = (Act(dt.date(2020, 2, 1), "ratification", CODES[:6]),)
    with pytest.raises(Unfit, match="certain"):
        foreseen(agreement(Consents(6), acts, then=Period(years=1)), dt.date(2020, 7, 1))


def test_what_no_history_tells_is_an_open_question() -> None:
    """Where it waits for another agreement, no day follows, and the answer says what it waits for."""
    found, other = agreement(InForce("x/z")), Agreement(id="x/z", title="Other", opened=START)
    model = fit(simulated_past(40, 7), 6.0)
    assert model is not None
    docket = Docket({"x/y": found, "x/z": other}.get, PARTIES)
    told = forecast(prospect(docket, "x/y", dt.date(2020, 7, 1)), model, history_of(found, dt.date(2020, 7, 1)))
    assert told.entry.never == 1.0
    assert "x/z" in " ".join(told.open_questions)


def test_who_is_through_at_home_only_deposits() -> None:
    """With an approval on record the deposit is near; without one the whole way lies ahead."""
    model = fit(simulated_past(40, 7), 6.0)
    assert model is not None
    courses = (Course("X-01", 0.0, None, approved=5.0), Course("X-02", 0.0, None))
    lives = draw(model, History("x/y", START, courses, 6.0), np.random.default_rng(1), 4000)
    ages = dict(zip(lives.parties, lives.ages.T, strict=True))
    assert np.median(ages["X-01"]) < 7.0 < np.median(ages["X-02"])


@pytest.mark.parametrize(("seen", "mean"), [([], 1.25), ([0.0] * 5, 5 / 9), ([4.0] * 5, 25 / 9), ([4.0] * 500, 2005 / 504)])
def test_how_long_deposits_took_is_learned(seen: list[float], mean: float) -> None:
    """Deposits on record weigh against five of one month each; one long wait does not make all wait so long."""
    model = fit(simulated_past(40, 7), 6.0)
    assert model is not None
    lives = draw(model, History("x/y", START, (Course("X-01", 0.0, None, approved=5.0),), 6.0), np.random.default_rng(1), 40_000, lags=seen)
    assert lives.ages.mean() - 6.0 == pytest.approx(mean, rel=0.03)


def test_a_bound_is_no_date() -> None:
    """A consent known only as "not later than" teaches nothing of how long it took; the day at home, where known, does."""
    acts = (Act(START, "signature", ("X-01", "X-02")), Act(dt.date(2021, 1, 1), "acceptance", ("X-01",), precision="not-later-than"))
    found = history_of(Agreement(id="x/y", title="", acts=acts), dt.date(2022, 1, 1))
    assert found is not None
    assert (found.unclear, [course.party for course in found.courses]) == (("X-01",), ["X-02"])
    told = history_of(Agreement(id="x/y", title="", acts=acts), dt.date(2022, 1, 1), approved={"X-01": dt.date(2020, 7, 1)})
    assert told is not None
    assert told.unclear == ()
    assert next(course for course in told.courses if course.party == "X-01").through == pytest.approx(182 / MONTH)


def test_bounded_consents_are_spread_up_to_their_bound() -> None:
    """To learn from, they are spread evenly from signature to the bound, in an order of each agreement's own; a day at home known is kept."""
    acts = (Act(START, "signature", CODES[:5]), Act(dt.date(2021, 1, 1), "acceptance", CODES[:5], precision="not-later-than"))
    found = history_of(Agreement(id="x/y", title="", acts=acts), dt.date(2022, 1, 1), approved={"X-04": dt.date(2020, 7, 1)}, spread=True)
    assert found is not None
    assert found.spread == CODES[:4]
    days = {course.party: course.consented for course in found.courses}
    assert days["X-04"] is None
    whole = (dt.date(2021, 1, 1) - START).days / MONTH
    assert sorted(age for age in days.values() if age is not None) == pytest.approx([whole * share for share in (0.25, 0.5, 0.75, 1.0)], abs=0.04)
    again = history_of(Agreement(id="x/z", title="", acts=acts), dt.date(2022, 1, 1), spread=True)
    assert again is not None
    assert len({min(history.courses, key=lambda one: one.consented or math.inf).party for history in (found, again)}) == 2


def test_what_was_not_known_is_not_seen() -> None:
    """A consent that became known later is not in the history of an earlier day of the record; a struck one is in none."""
    acts = (
        Act(START, "signature", CODES[:3]),
        Act(dt.date(2020, 6, 1), "ratification", ("X-00",), known=dt.date(2020, 9, 1)),
        Act(dt.date(2020, 6, 1), "ratification", ("X-01",), id="wrong"),
        Act(dt.date(2020, 8, 1), "correction", ("X-01",), of="wrong", strikes=True),
    )
    found = Agreement(id="x/y", title="", acts=acts)
    given_by = {
        (on, known): {c.party for c in history.courses if c.consented is not None}
        for on, known in ((dt.date(2020, 7, 1), dt.date(2020, 7, 1)), (dt.date(2020, 7, 1), None), (dt.date(2020, 10, 1), None))
        if (history := history_of(found, on, known)) is not None
    }
    assert given_by[dt.date(2020, 7, 1), dt.date(2020, 7, 1)] == {"X-01"}
    assert given_by[dt.date(2020, 7, 1), None] == {"X-00", "X-01"}
    assert given_by[dt.date(2020, 10, 1), None] == {"X-00"}


def test_it_learns_from_its_kind_first() -> None:
    """Protocols to the same agreement teach before others; where they are too few, agreements of its size do; those accepted together count once."""

    def signed(name: str, opened: dt.date, months: list[int], **more: object) -> Agreement:
        acts = [Act(opened, "signature", CODES)]
        acts += [Act(opened + dt.timedelta(days=30 * age), "acceptance", (code,)) for code, age in zip(CODES, months, strict=False)]
        return evolve(Agreement(id=name, title="", acts=tuple(acts)), **more)

    links = {"protocol_to": ("x/treaty",)}
    spans = [[2, 3, 4, 5, 6, 7, 8, 9, 10], [1, 2, 5, 6, 7, 9, 11, 12], [3, 4, 6, 8, 9, 10, 12, 14]]
    kind = [signed(f"x/protocol-{number}", dt.date(2000 + number, 1, 1), months, kind="protocol", links=links) for number, months in enumerate(spans)]
    others = [signed(f"x/other-{number}", dt.date(1990 + number, 1, 1), [20, 30, 40, 50, 60, 70, 80, 90]) for number in range(4)]
    own = evolve(agreement(Consents(ALL, Population(("signatories",)))), kind="protocol", links=links)
    on = dt.date(2020, 3, 1)
    lesson = learn(own, [*kind, *others, own], on)
    assert lesson is not None
    assert {history.agreement for history in lesson.histories} == {"x/protocol-0", "x/protocol-1", "x/protocol-2"}
    assert "its kind" in lesson.why
    wider = learn(own, [*kind[:2], *others], on)
    assert wider is not None
    assert len(wider.histories) == 6
    named = learn(own, [*kind, *others], on, like=["x/other-0", "x/other-1", "x/other-2"])
    assert named is not None
    assert {history.agreement for history in named.histories} == {"x/other-0", "x/other-1", "x/other-2"}
    assert learn(own, kind[:1], on) is None
    twice = [history_of(kind[0], on), history_of(evolve(kind[0], id="x/twin"), on)]
    assert len(distinct(history for history in twice if history is not None)) == 1


def test_who_is_bound_by_signature_teaches_nothing() -> None:
    """An agreement that binds by signature has signatories that never ratify; to take them for slow ones would be wrong."""
    signed = (Act(START, "signature", CODES),)
    by_signature = Agreement(id="x/s", title="", acts=signed, consent=Consent(by_signature=True))
    by_number = Agreement(id="x/n", title="", acts=signed, entry_into_force=EntryIntoForce(when=Signatures(2)))
    political = Agreement(id="x/p", title="", acts=signed, binding=False)
    mixed = Agreement(id="x/m", title="", acts=signed, entry_into_force=EntryIntoForce(when=AllOf((Signatures(2), Consents(2)))))
    plain = Agreement(id="x/c", title="", acts=signed)
    assert [instructive(one) for one in (by_signature, by_number, political, mixed, plain)] == [False, False, False, True, True]


def test_lags_are_read_where_both_days_are_known() -> None:
    """From home to deposit: only where both are on record, and never negative."""
    courses = (Course("X-01", 0.0, 6.0, 5.0), Course("X-02", 0.0, None, 4.0), Course("X-03", 0.0, 3.0), Course("X-04", 0.0, 3.0, 3.5))
    assert lags([History("x/y", START, courses, 12.0)]) == [1.0]


def test_two_states_learn_from_the_whole_lives_of_agreements_between_few() -> None:
    """At an age at which nearly all such agreements are in force those that are tell how long it takes; agreements of forty do not."""
    pairs = [
        Agreement(
            id=f"x/pair-{number}",
            title="",
            acts=(
                Act(dt.date(2000 + number, 1, 1), "signature", ("X-01", "X-02")),
                Act(dt.date(2000 + number, 7, 1), "ratification", ("X-01",)),
                Act(dt.date(2000 + number, 10, 1), "ratification", ("X-02",)),
            ),
        )
        for number in range(6)
    ]
    many = [
        Agreement(
            id=f"x/many-{number}",
            title="",
            acts=(
                Act(dt.date(1990 + number, 1, 1), "signature", CODES),
                *(Act(dt.date(1995 + number + place, 1, 1), "ratification", (code,)) for place, code in enumerate(CODES)),
            ),
        )
        for number in range(5)
    ]
    own = Agreement(id="x/own", title="", acts=(Act(dt.date(2018, 6, 1), "signature", ("X-01", "X-02")),))
    lesson = learn(own, [*pairs, *many], dt.date(2020, 1, 1))
    assert lesson is not None
    assert {history.agreement for history in lesson.histories} == {pair.id for pair in pairs}
    assert lesson.model.landmark == pytest.approx(579 / MONTH)
    assert "all of their lives" in lesson.why
    lives = draw(lesson.model, history_of(own, dt.date(2020, 1, 1)), np.random.default_rng(1), 4000)  # type: ignore[arg-type]
    assert 19 < np.median(lives.ages) < 40
