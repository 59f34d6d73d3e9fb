"""Who shares what: the nations that hold a threat at or above a level, how far two nations see alike, and the fewest agreements that would carry it.

The fewest agreements are a minimum set cover, solved exactly by HiGHS (Karp 1972).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np
from attrs import frozen

from foedera.threats.alignment import Reply
from foedera.threats.assessments import Ballot


@frozen
class Offer:
    """An agreement as something that carries a coalition: who is bound by it, and which threats it answers with a duty."""

    agreement: str
    bound: frozenset[str]
    threats: frozenset[str]


@frozen
class Cover:
    """The fewest agreements by which every nation that holds a threat is bound, together with another that holds it, to what answers it.

    `uncovered` are the nations of each threat for which no agreement offered does that. `proven` is whether fewer cannot do.
    """

    agreements: tuple[str, ...]
    uncovered: Mapping[str, tuple[str, ...]]
    proven: bool


def offers(replies: Iterable[Reply]) -> tuple[Offer, ...]:
    """Return the agreements behind what answers threats (`alignment.align`), as far as they oblige somebody on the day."""
    bound: dict[str, frozenset[str]] = {}
    threats: dict[str, set[str]] = {}
    for reply in replies:
        if reply.holds:
            bound[reply.answer.agreement] = reply.bound
            threats.setdefault(reply.answer.agreement, set()).add(reply.threat)
    return tuple(Offer(name, bound[name], frozenset(answered)) for name, answered in sorted(threats.items()))


def carried(shared: Mapping[str, Iterable[str]], replies: Iterable[Reply]) -> Cover:
    """Return the fewest agreements that carry what nations share (`Picture.shared`), of those behind what answers threats."""
    return fewest_agreements(shared, offers(replies))


def coalition(ballots: Iterable[Ballot], threat: str, level: int) -> tuple[str, ...]:
    """Return the nations whose best estimate puts the risk of a threat at or above a level: the largest group that shares it."""
    return tuple(sorted(b.nation for b in ballots if (score := b.score(threat)) is not None and score.risk >= level))


def overlap(ballots: Sequence[Ballot], threats: Iterable[str], level: int) -> dict[tuple[str, str], tuple[int, int]]:
    """Return for each two nations how many threats both hold at or above a level, and how many both scored."""
    listed = tuple(threats)
    held = {b.nation: {s.threat for s in b.scores if s.risk >= level and s.threat in listed} for b in ballots}
    said = {b.nation: {s.threat for s in b.scores if s.threat in listed} for b in ballots}
    return {(a, b): (len(held[a] & held[b]), len(said[a] & said[b])) for a, b in combinations(sorted(held), 2)}


def fewest_agreements(shared: Mapping[str, Iterable[str]], offers: Iterable[Offer]) -> Cover:
    """Return the fewest of the agreements offered that carry the coalitions, a threat with its nations each.

    >>> offers = [Offer("x/ab", frozenset("AB"), frozenset({"cyber"})), Offer("x/abc", frozenset("ABC"), frozenset({"cyber", "space"}))]
    >>> found = fewest_agreements({"cyber": "ABC", "space": "AD"}, offers)
    >>> found.agreements, dict(found.uncovered)
    (('x/abc',), {'space': ('A', 'D')})
    """
    listed = sorted(offers, key=lambda offer: offer.agreement)
    needs: list[tuple[str, str]] = []
    carriers: list[tuple[int, ...]] = []
    uncovered: dict[str, list[str]] = {}
    for threat, nations in shared.items():
        together = frozenset(nations)
        for nation in sorted(together):
            found = tuple(n for n, o in enumerate(listed) if threat in o.threats and nation in o.bound and len(o.bound & together) > 1)
            if found:
                needs.append((threat, nation))
                carriers.append(found)
            else:
                uncovered.setdefault(threat, []).append(nation)
    chosen, proven = _cover(len(listed), sorted(set(carriers)))
    return Cover(tuple(listed[n].agreement for n in chosen), {threat: tuple(nations) for threat, nations in uncovered.items()}, proven)


def _cover(count: int, needs: Sequence[tuple[int, ...]]) -> tuple[list[int], bool]:
    """Return the fewest columns of which each need holds one; of equal choices the first in order."""
    if not needs:
        return [], True
    import highspy

    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.0)
    none = np.array([], dtype=np.int32)
    # A hair more for later ones: of covers as small, always the same is found.
    cost = 1 + np.arange(count) * 1e-6
    solver.addCols(count, cost, np.zeros(count), np.ones(count), 0, none, none, np.array([]))
    solver.changeColsIntegrality(count, np.arange(count, dtype=np.int32), np.full(count, highspy.HighsVarType.kInteger))
    for need in needs:
        solver.addRow(1.0, np.inf, len(need), np.array(need, dtype=np.int32), np.ones(len(need)))
    solver.run()
    chosen = [number for number, value in enumerate(solver.getSolution().col_value) if value > 0.5]
    return chosen, solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
