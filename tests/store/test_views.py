"""Views are what the engine says: after whatever was recorded in whatever order, those written live equal those computed anew, row by row."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from attrs import evolve
from django.db import connection, models
from tests.conftest import TODAY

from foedera.interchange.files import law_text
from foedera.law.timeline import Timeline
from foedera.library.collection import Collection
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.store import register as kept
from foedera.store.models import Agenda, Area, Entry, LogEntry, RecordedAct, Recording, Reference, Span, Text
from foedera.store.rebuilding import rebuild
from foedera.store.writing import Addition, Provenance, record

pytestmark = pytest.mark.django_db

VIEWS = (Entry, Area, Span, Reference, Agenda)
BY_TEST = Provenance(deed="test")


@pytest.fixture
def emptied(db: None) -> Iterator[None]:
    """A register with nothing on record: the guards are taken off inside the test's transaction, which is rolled back."""
    record_tables = ("store_recording", "store_text", "store_recordedact", "store_logentry")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in record_tables:
                cursor.execute(f"DROP TRIGGER {table}_refused ON {table}")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'store_%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("DELETE FROM store_words")
    for table in (*VIEWS, Text, RecordedAct, Recording, LogEntry):
        table.objects.all()._raw_delete(connection.alias)
    kept.forget()
    yield
    kept.forget()


def everything() -> dict[str, Counter[tuple[Any, ...]]]:
    """Return the rows of every view, whatever their numbers and order."""
    found: dict[str, Counter[tuple[Any, ...]]] = {}
    for view in VIEWS:
        columns = [field.attname for field in view._meta.concrete_fields if not isinstance(field, models.AutoField)]
        found[view.__name__] = Counter(tuple(map(repr, row)) for row in view._default_manager.values_list(*columns))
    with connection.cursor() as cursor:
        cursor.execute("SELECT agreement, vector::text FROM store_words" if connection.vendor == "postgresql" else "SELECT * FROM store_words")
        found["words"] = Counter(cursor.fetchall())
    return found


def says(timeline: Timeline, day: dt.date) -> set[tuple[Any, ...]]:
    """Return what the engine says of an agreement on a day."""
    standing = timeline.standing(day)
    found = {(p.party, p.status, p.since, p.until) for p in standing.participants}
    if standing.status != "not-open":
        found.add(("", standing.status, standing.in_force_since, standing.expected))
    return found


def shown(rows: list[Span], day: dt.date) -> set[tuple[Any, ...]]:
    """Return what the spans of an agreement show on a day."""
    on_day = [row for row in rows if row.seen <= day and (row.gone is None or day < row.gone)]
    return {(row.party, row.status, row.since, row.until) for row in on_day if row.party or row.status != "not-open"}


def agree_with_the_engine(rng: random.Random, names: list[str]) -> int:
    """Compare spans with the engine's answers on days of change, the days before, and days at random; return how many were compared."""
    fresh = kept.Register(kept.revision())
    count = 0
    for name in names:
        timeline = fresh.docket.timeline(name)
        rows = list(Span.objects.filter(agreement=name))
        changes = timeline.change_days()
        days = {*changes, *(day - dt.timedelta(days=1) for day in changes), TODAY}
        days |= {dt.date(1900, 1, 1) + dt.timedelta(days=rng.randrange(55_000)) for _ in range(10)}
        for day in sorted(days):
            assert shown(rows, day) == says(timeline, day), f"{name} on {day}"
            count += 1
    return count


def in_turn(agreement: Agreement, rng: random.Random) -> list[Act]:
    """Return an agreement's acts in a random order, but what answers an act after it."""
    waiting = rng.sample(agreement.acts, len(agreement.acts))
    done: list[Act] = []
    while waiting:
        said = {act.id for act in done if act.id} | {""}
        free = [act for act in waiting if act.of in said] or waiting
        done.append(free[0])
        waiting.remove(free[0])
    return done


def steps(rng: random.Random, count: int) -> Iterator[Addition]:
    """Yield what a register would be told of real agreements: each law after those it points to, acts of all in a random order and in batches."""
    collection = Collection()
    chosen: dict[str, None] = {}

    def choose(name: str) -> None:
        if name in chosen or name not in collection:
            return
        reading = collection.reading(collection.path_of(name) or pytest.fail(name))
        for _, target in reading.references:
            if target != name:
                choose(target)
        chosen[name] = None

    for name in rng.sample(sorted(collection.ids()), len(collection.ids())):
        if len(chosen) < count:
            choose(name)
    left: dict[str, list[Act]] = {}
    for name in chosen:
        left[name] = in_turn(collection[name], rng)
        yield Addition(name, law_text(collection[name]), tuple(left[name].pop() for _ in range(rng.randrange(2)) if left[name]))
        for _ in range(rng.randrange(3)):
            other = rng.choice(list(left))
            if acts := tuple(left[other].pop(0) for _ in range(min(rng.randrange(1, 9), len(left[other])))):
                yield Addition(other, None, acts)
    while left := {name: acts for name, acts in left.items() if acts}:
        name = rng.choice(list(left))
        yield Addition(name, None, tuple(left[name].pop(0) for _ in range(min(rng.randrange(1, 30), len(left[name])))))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.usefixtures("emptied")
def test_live_views_equal_those_computed_anew(seed: int) -> None:
    """Real agreements told in a random order: at the end, and after corrections and a new law, nothing differs from a rebuilt register."""
    rng = random.Random(seed)
    for addition in steps(rng, 24):
        record([addition], BY_TEST, TODAY)
    names = sorted(kept.current().ids())
    for _ in range(6):  # strike an act, as the deed does; withdraw one party; adopt a law anew
        agreement = kept.current()[rng.choice(names)]
        if not agreement.acts:
            continue
        number = rng.randrange(len(agreement.acts)) + 1
        wrong = agreement.acts[number - 1]
        striking = Act(wrong.on, "correction", wrong.by, known=TODAY, of=wrong.id or kept.act_name(number), strikes=True, note="wrong")
        leaving = Act(dt.date(2020, 1, 1), "withdrawal", wrong.by[:1])
        record([Addition(agreement.id, law_text(evolve(agreement, place="Elsewhere")), (striking, leaving))], BY_TEST, TODAY)
    live = everything()
    assert sum(live["Span"].values()) > 100
    assert rebuild(TODAY) == len(names)
    anew = everything()
    for view, rows in live.items():
        assert rows == anew[view], view
    assert agree_with_the_engine(rng, names) > 400


@pytest.mark.usefixtures("emptied")
def test_additions_in_one_recording_equal_one_by_one() -> None:
    """The same told at once, as an import does, gives the same views."""
    told = list(steps(random.Random(7), 12))
    record(told, BY_TEST, TODAY)
    at_once = everything()
    laws = dict(Text.objects.values_list("agreement", "law"))
    assert at_once["Entry"]
    rebuild(TODAY)
    assert everything() == at_once
    assert sorted(laws) == sorted({addition.agreement for addition in told})
    assert RecordedAct.objects.count() == sum(len(addition.acts) for addition in told)


def test_a_rebuild_mends_what_was_damaged(register: Any) -> None:
    """Rows lost, doubled or left over from agreements that are not on record: a rebuild leaves what the record says."""
    whole = everything()
    Span.objects.filter(agreement__startswith="nato/").delete()
    Reference.objects.all().delete()
    Agenda.objects.bulk_create([Agenda(agreement="nobody/knows", on=TODAY), Agenda(agreement="anzus/treaty", on=TODAY)])
    Entry.objects.create(agreement="nobody/knows", family="nobody", title="T", kind="treaty", binding=True, sort="t")
    assert everything() != whole
    rebuild(TODAY)
    assert everything() == whole


def test_the_bundled_collection_is_shown_as_the_engine_sees_it(register: Any) -> None:
    """Every agreement that ships, on its days of change and others."""
    assert agree_with_the_engine(random.Random(1), sorted(register.ids())) > 1500
