"""Registers for the tests of the store: empty ones, and ones with the bundled collection on record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.registers import Place, new_place


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with new_place(tmp_path_factory.mktemp("made")) as place:
        place.ask("make")
        yield place


@pytest.fixture
def empty_place(tmp_path: Path, _made: Place) -> Iterator[Place]:
    """A register of its own in which nothing was done yet, its tables made."""
    with new_place(tmp_path / "empty", like=_made) as own:
        yield own


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with new_place(tmp_path_factory.mktemp("filled")) as place:
        place.ask("fill")
        yield place


@pytest.fixture
def place(tmp_path: Path, _filled: Place) -> Iterator[Place]:
    """A register of its own with the bundled collection on record."""
    with new_place(tmp_path / "register", like=_filled) as own:
        yield own
