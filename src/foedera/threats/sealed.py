"""A sealed round: which threats at least so many nations name, without anybody learning who named what; the values and the arithmetic of it.

Each nation splits its answer (0 or 1 for each threat) into Shamir shares, one file for each member of a committee of three to five nations; the
members compute on shares (`deeds/unseal.py`) and open nothing but bands of counts. Shamir, "How to share a secret", CACM 22 (1979).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from attrs import asdict, frozen

from foedera.model.errors import Unfit
from foedera.model.phrases import say

#: The prime field shares are in; large, so that the check that shares fit together fails to notice a misfit once in 10^18.
PRIME = 2**61 - 1
#: Fewer answers are not opened, and no threat that fewer nations name.
ANSWERS, NAMED = 5, 3
#: How many nations a committee has.
COMMITTEE = (3, 5)
#: What a public key looks like.
_KEY = re.compile(r"[0-9a-f]{64}")
#: How many threats one round can ask about, and how many nations.
MOST_THREATS, MOST_NATIONS = 1000, 200


@frozen(kw_only=True)
class Plan:
    """What a sealed round asks, of whom, and who computes: all must hold the same plan, its digest is in every file that follows.

    `minimum` is how many nations must name a threat for it to be told. The place of a nation in `committee` is the point its shares are taken at;
    `keys` is the public key (Ed25519) each of them signs with, so that the digest stands for the keys too.
    """

    round: str
    threats: tuple[str, ...]
    nations: tuple[str, ...]
    committee: tuple[str, ...]
    keys: Mapping[str, str]
    minimum: int = NAMED
    illustrative: bool = False

    @property
    def digest(self) -> str:
        """What tells this plan from any other."""
        return digest_of(asdict(self))

    @property
    def tolerated(self) -> int:
        """How many members of the committee may put their shares together and learn nothing: fewer than half."""
        return (len(self.committee) - 1) // 2

    def check(self) -> None:
        """Pass a plan that protects those who answer; Unfit with every fault of it where it does not."""
        if faults := tuple(self._faults()):
            raise Unfit(faults)

    def _faults(self) -> Iterator[tuple[str, str]]:
        for name, row in (("threats", self.threats), ("nations", self.nations), ("committee", self.committee)):
            if len(set(row)) != len(row):
                yield name, say("something stands there twice; leave one")
        if not COMMITTEE[0] <= len(self.committee) <= COMMITTEE[1]:
            yield (
                "committee",
                say("a committee has {few} to {many} members, this one {n}", few=COMMITTEE[0], many=COMMITTEE[1], n=len(self.committee)),
            )
        yield from self._key_faults()
        if self.minimum < NAMED:
            yield "minimum", say("a threat is told when at least {n} nations name it; a lower number would point at somebody", n=NAMED)
        if not ANSWERS <= len(self.nations) <= MOST_NATIONS:
            yield "nations", say("a sealed round is of {few} to {many} nations, this one of {n}", few=ANSWERS, many=MOST_NATIONS, n=len(self.nations))
        if not 1 <= len(self.threats) <= MOST_THREATS:
            yield "threats", say("a sealed round asks about 1 to {many} threats, this one about {n}", many=MOST_THREATS, n=len(self.threats))

    def _key_faults(self) -> Iterator[tuple[str, str]]:
        for member in self.committee:
            if member not in self.keys:
                yield (
                    "keys",
                    say("{member} has no key here; it makes one with `foedera threats sealed key` and gives you the public half", member=member),
                )
        for member, key in self.keys.items():
            if member not in self.committee:
                yield "keys", say("there is a key of {member}, which is no member of the committee", member=member)
            if not _KEY.fullmatch(key):
                yield "keys", say("the key of {member} is no public key: 64 digits from 0 to f", member=member)
        if len(set(self.keys.values())) != len(self.keys):
            yield "keys", say("two members have one key; each makes its own")


@frozen(kw_only=True)
class Share:
    """What one nation hands one member of the committee: a number for each threat, in the order of the plan, that says nothing by itself.

    `split` is the same in all files of one splitting, so that files of two splittings are not mixed; `salt` keeps its digest from being guessed.
    """

    plan: str
    nation: str
    member: str
    split: str
    salt: str
    values: tuple[int, ...]

    @property
    def digest(self) -> str:
        """What its receipt says of it."""
        return digest_of(asdict(self))


@frozen(kw_only=True)
class Receipt:
    """What a nation gives all members of what it handed over: the digest of each member's file. It says nothing of what it named."""

    plan: str
    nation: str
    split: str
    digests: Mapping[str, str]


def canonical(content: object) -> bytes:
    """Return what is digested and signed of a value: the same bytes on every machine."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of(content: object) -> str:
    """Return the SHA-256 of a value, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


def split(
    plan: Plan, nation: str, named: Collection[str], below: Callable[[int], int], token: Callable[[], str]
) -> tuple[tuple[Share, ...], Receipt]:
    """Split what a nation names into a file for each member of the committee, and the receipt for them.

    Args:
        plan: the round.
        nation: who answers.
        named: the threats it names; none is an answer too.
        below: gives a random number from 0 up to a bound (`secrets.randbelow`).
        token: gives a random text nobody guesses (`secrets.token_hex`).

    >>> import secrets
    >>> keys = {"A": "a" * 64, "B": "b" * 64, "C": "c" * 64}
    >>> plan = Plan(round="r", threats=("cyber", "flood"), nations=("A", "B", "C", "D", "E"), committee=("A", "B", "C"), keys=keys)
    >>> shares, receipt = split(plan, "E", ["cyber"], secrets.randbelow, secrets.token_hex)
    >>> [share.member for share in shares], joined_from({1: shares[0].values, 3: shares[2].values})
    (['A', 'B', 'C'], (1, 0))
    """
    plan.check()
    faults = [("nation", say("{nation} was not called to this round", nation=nation))] if nation not in plan.nations else []
    faults += [(threat, say("the round does not ask about '{threat}'", threat=threat[:80])) for threat in named if threat not in plan.threats]
    if faults:
        raise Unfit(tuple(faults))
    curves = [[int(threat in named), *(below(PRIME) for _ in range(plan.tolerated))] for threat in plan.threats]
    one = token()
    shares = tuple(
        Share(plan=plan.digest, nation=nation, member=member, split=one, salt=token(), values=tuple(_at(curve, point) for curve in curves))
        for point, member in enumerate(plan.committee, 1)
    )
    return shares, Receipt(plan=plan.digest, nation=nation, split=one, digests={share.member: share.digest for share in shares})


def _at(curve: Sequence[int], point: int) -> int:
    value = 0
    for coefficient in reversed(curve):
        value = (value * point + coefficient) % PRIME
    return value


def joined_from(shares: Mapping[int, Sequence[int]]) -> tuple[int, ...]:
    """Return what the shares at some points hide, where there are enough of them (Lagrange at zero)."""
    weights = {}
    for own in shares:
        above = below = 1
        for other in shares:
            if other != own:
                above, below = above * other % PRIME, below * (other - own) % PRIME
        weights[own] = above * pow(below, -1, PRIME) % PRIME
    columns = zip(*([weights[point] * value for value in values] for point, values in shares.items()), strict=True)
    return tuple(sum(column) % PRIME for column in columns)


def misfits(plan: Plan, member: str, shares: Sequence[Share], receipts: Sequence[Receipt] = ()) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the files a member has collected: whose, and what; nothing where they can go into the computation.

    With `receipts` each file must be the one its nation gave a receipt for.
    """
    known = {receipt.nation: receipt for receipt in receipts if receipt.plan == plan.digest}
    seen: set[str] = set()
    for share in shares:
        if share.plan != plan.digest:
            yield share.nation, say("this file is for another round, or for another state of this one")
        elif share.nation not in plan.nations:
            yield share.nation, say("{nation} was not called to this round", nation=share.nation)
        elif share.member != member:
            yield share.nation, say("this file is meant for {member}, not for {own}; give it back unread", member=share.member, own=member)
        elif len(share.values) != len(plan.threats) or not all(0 <= value < PRIME for value in share.values):
            yield share.nation, say("it does not hold one number for each threat of the round; ask {nation} for it again", nation=share.nation)
        elif receipts and share.nation not in known:
            yield share.nation, say("{nation} has given no receipt", nation=share.nation)
        elif receipts and known[share.nation].digests.get(member) != share.digest:
            yield share.nation, say("it is not the file {nation} gave a receipt for; it was changed, or split again", nation=share.nation)
        if share.nation in seen:
            yield share.nation, say("{nation} is there twice; one answer counts", nation=share.nation)
        seen.add(share.nation)
    if len(seen) < ANSWERS:
        yield (
            "",
            say("{n} nations have answered; fewer than {least} are not computed, each could be told from the others", n=len(seen), least=ANSWERS),
        )


def bands(answers: int, minimum: int) -> tuple[tuple[int, int], ...]:
    """Return the bands a count is told in: from the minimum up, each at least as wide as the minimum where there is room.

    The last takes in what is left, so that unanimity is not told apart from near-unanimity.

    >>> bands(5, 3), bands(12, 3)
    (((3, 5),), ((3, 5), (6, 8), (9, 12)))
    """
    found = [(start, start + minimum - 1) for start in range(minimum, answers + 1, minimum) if start + minimum - 1 <= answers]
    if not found:
        return ((minimum, answers),) if minimum <= answers else ()
    return (*found[:-1], (found[-1][0], answers))


def telling(answers: int, minimum: int) -> tuple[int, ...]:
    """Return the coefficients, lowest first, of the polynomial that takes a count to the number of its band, and to 0 below the minimum.

    Opening its value opens the band and nothing else: no count is ever there to be seen.

    >>> [_at(telling(7, 3), count) for count in range(8)]
    [0, 0, 0, 1, 1, 1, 1, 1]
    """
    values = [next((n for n, (low, high) in enumerate(bands(answers, minimum), 1) if low <= count <= high), 0) for count in range(answers + 1)]
    # Newton's divided differences at 0, 1, 2, …, then multiplied out.
    row, differences = values, []
    for step in range(1, answers + 2):
        differences.append(row[0])
        row = [(after - before) * pow(step, -1, PRIME) % PRIME for before, after in pairwise(row)]
    found = [0]
    for point in range(answers, -1, -1):
        shifted = [0, *found]
        found = [(up - point * down) % PRIME for up, down in zip(shifted, [*found, 0], strict=True)]
        found[0] = (found[0] + differences[point]) % PRIME
    return tuple(found[: answers + 1])
