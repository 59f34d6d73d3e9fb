"""Answers kept for the register as it stands: each computed once, the least asked for dropped, nobody waits for what another computes."""

from __future__ import annotations

import threading

from foedera.deeds.kept_answers import Answers
from foedera.store.register import Register


def register() -> Register:
    """A register of nothing."""
    return Register(1, references=())


def test_an_answer_is_computed_once_for_each_state_of_the_register() -> None:
    """However many ask at once; another state of the register, and another question, are answered anew."""
    answers, here, asked = Answers(8), register(), list[str]()
    start = threading.Barrier(4)

    def ask() -> None:
        start.wait(10)
        answers.get(here, "what", lambda: asked.append("here"))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    answers.get(register(), "what", lambda: asked.append("there"))
    answers.get(here, "why", lambda: asked.append("why"))
    assert asked == ["here", "there", "why"]


def test_the_least_asked_for_is_dropped_first() -> None:
    """Of two kept the one asked again stays."""
    answers, here, asked = Answers(2), register(), list[str]()
    for what in ("a", "b", "a", "c", "a", "b"):
        assert answers.get(here, what, lambda what=what: asked.append(what) or what) == what  # type: ignore[misc]
    assert asked == ["a", "b", "c", "b"]


def test_what_is_kept_is_given_while_another_answer_is_computed() -> None:
    """A forecast that takes seconds holds up nobody who asks for one that is there."""
    answers, here = Answers(8), register()
    answers.get(here, "kept", lambda: 1)
    begun, done = threading.Event(), threading.Event()

    def slow() -> int:
        begun.set()
        assert done.wait(10)
        return 2

    thread = threading.Thread(target=answers.get, args=(here, "slow", slow))
    thread.start()
    assert begun.wait(10)
    found: list[int] = []
    other = threading.Thread(target=lambda: found.append(answers.get(here, "kept", lambda: 3)))
    other.start()
    other.join(5)
    assert found == [1]
    done.set()
    thread.join(10)
    assert answers.get(here, "slow", lambda: 4) == 2
