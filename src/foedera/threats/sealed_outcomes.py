"""What a sealed round came to: the threats told, each in its band, signed by every member of the committee; and what is amiss with what they hand in.

Signatures are Ed25519 (RFC 8032) over the canonical form the digests are made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import asdict, field, frozen

from foedera.model.phrases import say
from foedera.threats.sealed import ANSWERS, Plan, Receipt, Share, bands, canonical, digest_of


@frozen(order=True)
class Told:
    """A threat that enough nations named, and between how many and how many."""

    threat: str
    lowest: int
    highest: int


@frozen(kw_only=True)
class Outcome:
    """What a sealed round reveals, the same for every member: who answered, and which threats at least `minimum` of them named.

    `splits` names the splitting of each nation that went in, so that it can be seen that all members computed on the same.
    """

    plan: str
    minimum: int
    splits: Mapping[str, str]
    told: tuple[Told, ...]
    illustrative: bool = False

    @property
    def digest(self) -> str:
        """What the members compare."""
        return digest_of(asdict(self))


@frozen(kw_only=True)
class Key:
    """A member's key pair: `secret` is for that member alone, 32 bytes in hexadecimal."""

    member: str
    secret: str = field(repr=False)

    @property
    def public(self) -> str:
        """What stands in the plan."""
        from nacl.signing import SigningKey

        return bytes(SigningKey(bytes.fromhex(self.secret)).verify_key).hex()


@frozen(kw_only=True)
class Signed:
    """An outcome as a member of the committee vouches for it."""

    outcome: Outcome
    member: str
    signature: str

    @property
    def digest(self) -> str:
        """The outcome's: the same for every member."""
        return self.outcome.digest

    def holds(self, public: str) -> bool:
        """Return whether the signature was made with a key over this outcome, in this member's name."""
        from nacl.exceptions import BadSignatureError
        from nacl.signing import VerifyKey

        try:
            VerifyKey(bytes.fromhex(public)).verify(_vouched(self.outcome, self.member), bytes.fromhex(self.signature))
        # PyNaCl speaks of bytes that are no key and no signature as ValueError, of another length than they must have as that too.
        except (BadSignatureError, ValueError):
            return False
        return True


def _vouched(found: Outcome, member: str) -> bytes:
    return canonical({"foedera": "sealed-outcome", "member": member, "outcome": asdict(found)})


def outcome(plan: Plan, shares: Sequence[Share], opened: Sequence[int]) -> Outcome:
    """Return what the opened numbers of bands say, one for each threat of the plan."""
    there = bands(len(shares), plan.minimum)
    told = tuple(Told(threat, *there[number - 1]) for threat, number in zip(plan.threats, opened, strict=True) if number)
    splits = {share.nation: share.split for share in sorted(shares, key=lambda share: share.nation)}
    return Outcome(plan=plan.digest, minimum=plan.minimum, splits=splits, told=told, illustrative=plan.illustrative)


def sign(found: Outcome, key: Key) -> Signed:
    """Return an outcome signed by the member whose key this is.

    >>> key = Key(member="A", secret="5" * 64)
    >>> signed = sign(Outcome(plan="p", minimum=3, splits={}, told=()), key)
    >>> signed.holds(key.public), signed.holds(Key(member="A", secret="6" * 64).public)
    (True, False)
    """
    from nacl.signing import SigningKey

    return Signed(outcome=found, member=key.member, signature=SigningKey(bytes.fromhex(key.secret)).sign(_vouched(found, key.member)).signature.hex())


def key_faults(plan: Plan, key: Key) -> Iterator[tuple[str, str]]:
    """Yield why a key cannot sign for a plan: another's, or not the one that stands there."""
    if key.member not in plan.committee:
        yield key.member, say("{member} is no member of the committee", member=key.member)
    elif plan.keys.get(key.member) != key.public:
        yield key.member, say("this is not the key of {member} the plan was written with; use that one, or write the plan again", member=key.member)


def disagreements(plan: Plan, signed: Sequence[Signed], receipts: Sequence[Receipt] = ()) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with what the members hand in: whose, and what; nothing where it can go on record.

    One outcome of each member, signed with its key of the plan, all of this plan and alike, and such as the plan allows; with receipts, of the
    answers those were given for.
    """
    members = [found.member for found in signed]
    for member in plan.committee:
        if member not in members:
            yield member, say("the outcome of {member} is missing", member=member)
    for place, found in enumerate(signed):
        member = found.member
        if member not in plan.committee:
            yield member, say("{member} is no member of the committee", member=member)
        elif member in members[:place]:
            yield member, say("the outcome of {member} is there twice", member=member)
        elif not found.holds(plan.keys.get(member, "")):
            yield (
                member,
                say("the signature is not that of {member} over this outcome; it was changed, or made with another key", member=member),
            )
        if found.outcome.plan != plan.digest:
            yield member, say("this outcome is of another round, or of another state of this one")
        elif found.digest != signed[0].digest:
            yield member, say("this outcome differs from the first; compute again before anything is put on record")
    if signed and signed[0].outcome.plan == plan.digest:
        for what in _impossible(plan, signed[0].outcome):
            yield signed[0].member, what
        for nation, what in receipt_faults(plan, receipts):
            yield nation, what
        for receipt in receipts:
            if receipt.plan == plan.digest and signed[0].outcome.splits.get(receipt.nation) != receipt.split:
                yield receipt.nation, say("what {nation} gave a receipt for did not go into the outcome", nation=receipt.nation)


def _impossible(plan: Plan, found: Outcome) -> Iterator[str]:
    """Yield what no computation of this plan comes to, whoever signed it: it would be told to all."""
    if found.minimum != plan.minimum:
        yield say("the outcome tells threats that {n} nations name; the plan says {least}", n=found.minimum, least=plan.minimum)
    if found.illustrative != plan.illustrative:
        yield say("the outcome and the plan do not agree on whether this is an invented example")
    if strangers := sorted(set(found.splits) - set(plan.nations)):
        yield say("{nation} was not called to this round", nation=strangers[0])
    if len(found.splits) < ANSWERS:
        yield say(
            "{n} nations have answered; fewer than {least} are not computed, each could be told from the others", n=len(found.splits), least=ANSWERS
        )
    there = bands(len(found.splits), plan.minimum)
    names = [told.threat for told in found.told]
    for told in found.told:
        if told.threat not in plan.threats:
            yield say("the round does not ask about '{threat}'", threat=told.threat[:80])
        elif (told.lowest, told.highest) not in there:
            yield say(
                "'{threat}' is told as named by {low} to {high} nations; that is no band of this round",
                threat=told.threat,
                low=told.lowest,
                high=told.highest,
            )
    if len(set(names)) != len(names):
        yield say("a threat is told twice")


def receipt_faults(plan: Plan, receipts: Sequence[Receipt]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with receipts, each by itself: for another round, of a stranger, for another committee, twice."""
    seen: set[str] = set()
    for receipt in receipts:
        if receipt.plan != plan.digest:
            yield receipt.nation, say("this receipt is for another round, or for another state of this one")
        elif receipt.nation not in plan.nations:
            yield receipt.nation, say("{nation} was not called to this round", nation=receipt.nation)
        elif set(receipt.digests) != set(plan.committee):
            yield receipt.nation, say("this receipt is not for a file to each member of the committee; split again")
        if receipt.nation in seen:
            yield receipt.nation, say("the receipt of {nation} is there twice; one counts", nation=receipt.nation)
        seen.add(receipt.nation)
