"""Fixtures shared by the tests of store, deeds and faces: a register with the bundled collection on record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

#: The day the pages read off their clock: views computed for another would be computed anew in each test.
TODAY = dt.datetime.now(dt.UTC).date()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database, made once and filled with the collection that ships; each test's own changes are rolled back."""
    from foedera.deeds.adopt import adopt_bundled

    with django_db_blocker.unblock():
        adopt_bundled(TODAY)


@pytest.fixture(autouse=True)
def _own_register(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test sees what this process read of a record that another test wrote and rolled back: revisions come again with other content."""
    if "db" not in request.fixturenames:
        yield
        return
    from foedera.store import register as kept

    base = kept._Kept.register if kept._Kept.register is not None and kept._Kept.register.revision == 1 else None
    yield
    kept._Kept.register = base or (kept._Kept.register if kept._Kept.register is not None and kept._Kept.register.revision == 1 else None)


@pytest.fixture
def register(db: None) -> Any:
    """The register, with the bundled collection on record."""
    from foedera.store.register import current

    return current()
