"""Registers for the tests of the store: empty ones, and ones with the bundled collection on record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.registers import Place, new_place


@pytest.fixture(scope="session")
def made_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A register with its tables made, to make others like it."""
    with new_place(tmp_path_factory.mktemp("made")) as place:
        place.ask("make")
        yield place


@pytest.fixture
def empty_place(tmp_path: Path, made_place: Place) -> Iterator[Place]:
    """A register of its own in which nothing was done yet, its tables made."""
    with new_place(tmp_path / "empty", like=made_place) as own:
        yield own


@pytest.fixture(scope="session")
def filled_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A register with the bundled collection on record, to make others like it."""
    with new_place(tmp_path_factory.mktemp("filled")) as place:
        place.ask("fill")
        yield place


@pytest.fixture
def place(tmp_path: Path, filled_place: Place) -> Iterator[Place]:
    """A register of its own with the bundled collection on record."""
    with new_place(tmp_path / "register", like=filled_place) as own:
        yield own
