"""Answers that took long, kept in this process for the register as it stands."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from foedera.store.register import Register

T = TypeVar("T")


class Answers:
    """Answers of one sort, the least asked for dropped first; one thread at a time computes one, others take what is kept without waiting for it."""

    def __init__(self, most: int) -> None:
        """Keep at most so many for each state of the register."""
        self._most = most
        self._kept: WeakKeyDictionary[Register, OrderedDict[Hashable, Any]] = WeakKeyDictionary()
        self._looking, self._computing = threading.Lock(), threading.Lock()

    def get(self, register: Register, asked: Hashable, compute: Callable[[], T]) -> T:
        """Return the answer to what is asked, computed where none is kept; asked twice at once it is computed once."""
        found = self._look(register, asked)
        if not found:
            with self._computing:
                found = self._look(register, asked)
                if not found:
                    found = [compute()]
                    self._keep(register, asked, found)
        answer: T = found[0]
        return answer

    def _look(self, register: Register, asked: Hashable) -> list[Any]:
        """Return the answer kept, in a list of its own; an empty one where there is none."""
        with self._looking:
            kept = self._kept.get(register, OrderedDict())
            if asked not in kept:
                return []
            kept.move_to_end(asked)
            return [kept[asked]]

    def _keep(self, register: Register, asked: Hashable, found: list[Any]) -> None:
        with self._looking:
            kept = self._kept.setdefault(register, OrderedDict())
            kept[asked] = found[0]
            while len(kept) > self._most:
                kept.popitem(last=False)
