"""What the pages of threats, rounds, positions and alignment ask of the database: as much of a large register as of a small one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foedera.deeds import assess, chair, declare, release
from foedera.deeds.powers import Actor
from foedera.library.threats import public_threats
from foedera.store.models import Membership, User
from foedera.threats.assessments import Ballot, Estimate, Round, Score
from foedera.threats.positions import Item
from foedera.threats.register import Source

pytestmark = pytest.mark.django_db
TODAY = dt.datetime.now(tz=dt.UTC).astimezone().date()
THREATS = tuple(threat.id for threat in public_threats())
NATIONS = ("FIN", "NOR", "SWE", "DNK", "EST", "LVA", "LTU", "POL", "DEU", "FRA", "NLD", "BEL")
ROUND = "queries-one"


def _officer(party: str) -> Actor:
    person, _ = User.objects.get_or_create(email=f"officer@{party}.example", defaults={"first_name": party, "last_name": "Officer"})
    Membership.objects.get_or_create(user=person, party=party, role="treaty-officer")
    return Actor(user=person.pk, name=str(person), memberships=((party, "treaty-officer"),))


def _client(party: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=_officer(party).user), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def _score(threat: str, level: int) -> Score:
    return Score(threat, Estimate(level, level, 4), Estimate(0, level, level), "moderate")


def _round(name: str, threats: tuple[str, ...], nations: tuple[str, ...], *, closed: bool = False) -> None:
    """A round Finland calls, open today or closed yesterday."""
    opens = TODAY - dt.timedelta(days=20)
    closes = TODAY + dt.timedelta(days=-1 if closed else 20)
    chair.call(_officer("FIN"), Round(id=name, title=name, threats=threats, nations=nations, opens=opens, closes=closes), "FIN", opens)


def _answered(nations: tuple[str, ...], threats: tuple[str, ...] = THREATS[:3]) -> None:
    """A closed round that all have answered, each open to Finland."""
    _round(ROUND, threats, nations, closed=True)
    for number, nation in enumerate(nations):
        who = _officer(nation)
        assess.hand_in(who, ROUND, Ballot(nation, tuple(_score(threat, 1 + number % 3) for threat in threats)), TODAY - dt.timedelta(days=5))
        if nation != "FIN":
            release.ballot(who, nation, ROUND, "FIN", TODAY)


def _item(nation: str, number: int) -> None:
    item = Item(id=f"item-{number}", nation=nation, kind="interest", topic=f"Topic {number}", about=("cyber",), sources=(Source(title="S"),))
    declare.declare(_officer(nation), item)
    release.item(_officer(nation), nation, item.id, "FIN")


def _asked(client: Client, address: str) -> int:
    """How many queries an address asks, its caches warm."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def _rounds(few: bool) -> None:
    for number in range(1 if few else 9):
        _round(f"queries-{number}", THREATS[3 * number : 3 * number + 3], NATIONS[:4])


def _nations(few: bool) -> None:
    _answered(NATIONS[:4] if few else NATIONS)


def _threats(few: bool) -> None:
    _answered(NATIONS[:4], THREATS[:3] if few else THREATS[:20])


def _items(few: bool) -> None:
    for number in range(1 if few else 12):
        _item(NATIONS[1 + number % 3], number)


@pytest.mark.parametrize(
    ("fill", "address"),
    [
        (_rounds, "/rounds/"),
        (_rounds, "/rounds/queries-0/"),
        (_nations, f"/rounds/{ROUND}/"),
        (_nations, f"/rounds/{ROUND}/picture/"),
        (_threats, f"/rounds/{ROUND}/"),
        (_threats, f"/rounds/{ROUND}/picture/"),
        (_threats, f"/rounds/{ROUND}/release/?nation=FIN"),
        (_rounds, "/"),
        (_nations, f"/threats/{THREATS[0]}/"),
        (_rounds, f"/threats/{THREATS[0]}/"),
        (_items, "/threats/"),
        (_items, "/positions/"),
        (_items, "/alignment/?nation=NOR"),
        (_nations, "/alignment/?nation=NOR"),
    ],
)
def test_queries_do_not_grow(register: Any, fill: Callable[[bool], None], address: str) -> None:
    """One round or nine, four nations or twelve, three threats or twenty, one item or a dozen: the page asks the same number of queries."""
    counts = []
    for few in (True, False):
        before = transaction.savepoint()
        fill(few)
        counts.append(_asked(_client("FIN"), address))
        transaction.savepoint_rollback(before)
    assert counts[0] == counts[1]
    assert counts[0] <= 45
