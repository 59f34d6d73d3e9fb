"""Compute a sealed round with the other members of its committee: multiparty computation on shares (MPyC), which opens bands of counts alone.

It runs on a member's own machine and touches no register. It is safe against members that follow the protocol and are curious, as long as fewer
than half put together what they see; a nation's own files are checked inside the computation to be 0 or 1 for each threat.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import hashlib
import ipaddress
import secrets
import ssl
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from foedera.model.errors import FoederaError, Unfit
from foedera.model.phrases import few, say
from foedera.threats.sealed import PRIME, Plan, Receipt, Share, misfits, telling
from foedera.threats.sealed_outcomes import Key, Signed, key_faults, outcome, sign

#: How long members wait for one another, in seconds, before they give up.
PATIENCE = 120.0
#: How long a member may be gone before that counts as having dropped out: one that is done closes a moment before the others.
_GONE = 3.0


class CannotCompute(FoederaError):
    """A sealed round could not be computed: a member is missing, holds other files, or a nation's files are not what they must be."""


def unseal(
    plan: Plan,
    key: Key,
    shares: Sequence[Share],
    addresses: Sequence[str],
    receipts: Sequence[Receipt] = (),
    *,
    encrypted: bool = False,
    patience: float = PATIENCE,
) -> Signed:
    """Compute a sealed round together with the other members, who call this at the same time, and sign what came out; once in a process.

    Args:
        plan: the round.
        key: that of the member whose machine this is; the plan has its public half.
        shares: the files all nations gave this member.
        addresses: where each member listens, "host:port", in the order of the committee.
        receipts: what the nations gave for their files; with them no other file is taken.
        encrypted: whether members speak over mutual TLS, with the keys MPyC looks for in `.config`.
        patience: seconds after which a member that does not answer is given up.

    Raises:
        Unfit: the plan, the files or the addresses cannot be used; nothing was sent.
        CannotCompute: nothing was opened, or what was opened shows whose files are wrong.
    """
    plan.check()
    member = key.member
    faults = [*key_faults(plan, key), *misfits(plan, member, shares, receipts), *_unreachable(plan, addresses, encrypted=encrypted)]
    if encrypted and member in plan.committee:
        faults += _certificate_faults(plan.committee.index(member))
    if faults:
        raise Unfit(tuple(faults))
    ordered = sorted(shares, key=lambda share: share.nation)
    mpc = _runtime(plan.committee.index(member), addresses, plan.tolerated, encrypted=encrypted)
    loop = mpc._loop
    # What fails in MPyC's own tasks after a member has gone is seen by the watch; its own handler would stop the loop.
    loop.set_exception_handler(lambda _, __: None)
    # MPyC would listen on every address of the machine.
    loop.create_server = functools.partial(loop.create_server, host=addresses[mpc.pid].rsplit(":", 1)[0])
    attended = loop.create_task(_attended(mpc, plan, ordered, patience))
    while not (attended.done() or loop.is_closed()):
        # MPyC stops the loop where one of its tasks fails before its handler could be replaced; who has gone is still to be found out.
        with contextlib.suppress(RuntimeError):
            loop.run_until_complete(attended)
    return sign(outcome(plan, ordered, attended.result()), key)


def _unreachable(plan: Plan, addresses: Sequence[str], *, encrypted: bool) -> list[tuple[str, str]]:
    if len(addresses) != len(plan.committee):
        return [("peers", say("name an address for each of the {n} members, in the order of the committee", n=len(plan.committee)))]
    found: list[tuple[str, str]] = []
    for text in addresses:
        host, _, port = text.rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) < 65536:
            found.append(("peers", say("'{text}' is no address; write it like 127.0.0.1:11365", text=text[:80])))
        elif not encrypted and not _is_own(host):
            found.append(("peers", say("{host} is another machine: what members send must be encrypted there; see --tls", host=host[:80])))
    return found


def _certificate_faults(place: int) -> list[tuple[str, str]]:
    """Return why this member could not speak to the others: MPyC would try in silence until its patience ends."""
    authority, own, secret = (Path(".config") / name for name in ("mpyc_ca.crt", f"party_{place}.crt", f"party_{place}.key"))
    absent = [path for path in (authority, own, secret) if not path.is_file()]
    if absent:
        return [("tls", say("not there: {those}; how the committee makes them: docs/howto/seal-a-round.md", those=", ".join(map(str, absent))))]
    try:
        context = ssl.create_default_context(cafile=str(authority))
        context.load_cert_chain(own, secret)
    except (OSError, ValueError) as error:
        return [("tls", say("the certificates in .config cannot be used: {why}", why=str(error)[:200]))]
    return []


def _is_own(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _runtime(index: int, addresses: Sequence[str], tolerated: int, *, encrypted: bool) -> Any:
    """Return MPyC's runtime, which takes its options from the command line of the process.

    `--mix32-64bit` has members send numbers as bytes; without it they send pickles, which a hostile member could fill with anything.
    `--no-prss`: shared keys would grow with the committee and save nothing here.
    """
    own = sys.argv
    spoken = [option for address in addresses for option in ("-P", address)]
    try:
        # The import sets up a runtime of one; options it knows are taken off the command line.
        sys.argv = own[:1]
        from mpyc.runtime import setup

        sys.argv = [
            own[0],
            "--no-log",
            "--no-prss",
            "--mix32-64bit",
            "-T",
            str(tolerated),
            "-I",
            str(index),
            *spoken,
            *(["--ssl"] if encrypted else []),
        ]
        return setup()
    finally:
        sys.argv = own


async def _attended(mpc: Any, plan: Plan, shares: Sequence[Share], patience: float) -> list[int]:
    """Return what is opened, or give up when a member does not come, or leaves."""
    late = False
    try:
        await asyncio.wait_for(mpc.start(), patience)
    except TimeoutError:
        late = True
    # MPyC also calls it a start when all who had come are gone again: they gave up on somebody a moment earlier than this member.
    if missing := [name for name, peer in zip(plan.committee, mpc.parties, strict=True) if peer.pid != mpc.pid and peer.protocol is None]:
        if late:
            raise CannotCompute(say("not all members came within {n} s; missing: {those}", n=int(patience), those=few(missing, 5)))
        raise CannotCompute(say("not all members came before the others gave up; missing: {those}", those=few(missing, 5)))
    work = asyncio.ensure_future(_opened(mpc, plan, shares))
    watch = asyncio.ensure_future(_left(mpc, plan))
    try:
        done, _ = await asyncio.wait({work, watch}, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        if work in done:
            await asyncio.wait({asyncio.ensure_future(_all_done(mpc))}, timeout=_GONE)
            return work.result()
        if watch in done:
            raise CannotCompute(say("{member} dropped out; nothing was opened, begin again when all are there", member=watch.result()))
        raise CannotCompute(say("the members did not finish within {n} s; nothing was opened, begin again", n=int(patience)))
    finally:
        for task in (work, watch):
            task.cancel()
        for peer in mpc.parties:
            # What is still to be sent is sent before the line closes. MPyC's own way to end reads pickles.
            if peer.pid != mpc.pid and peer.protocol is not None:
                peer.protocol.close_connection()
        await asyncio.sleep(0.1)


async def _all_done(mpc: Any) -> None:
    """Pass when every member has seen what there is to see, the outcome or what is wrong: none closes its lines while another still listens."""
    number = mpc.SecFld(modulus=PRIME)
    await mpc.gather(mpc.input(number(0)))


async def _left(mpc: Any, plan: Plan) -> str:
    """Return the member that is gone, once one has been for a while."""
    gone = dict.fromkeys(plan.committee, 0.0)
    while True:
        await asyncio.sleep(0.25)
        for name, peer in zip(plan.committee, mpc.parties, strict=True):
            away = peer.pid != mpc.pid and (peer.protocol is None or peer.protocol.transport.is_closing())
            gone[name] = gone[name] + 0.25 if away else 0.0
            if gone[name] >= _GONE:
                return name


async def _opened(mpc: Any, plan: Plan, shares: Sequence[Share]) -> list[int]:
    """Return for each threat the number of its band, 0 below the minimum: all that is opened of the answers."""
    number = mpc.SecFld(modulus=PRIME)
    field = number.field
    await _same(mpc, number, plan, shares)
    answers = [[number(field(value)) for value in share.values] for share in shares]
    await _fitting(mpc, number, answers, shares)
    # An answer is 0 or 1 exactly where x (x - 1) = 0; for all that is opened of an honest answer is that zero.
    flat = [value for row in answers for value in row]
    zeros = await mpc.output(mpc.schur_prod(flat, [value - 1 for value in flat]))
    width = len(plan.threats)
    wrong = [share.nation for place, share in enumerate(shares) if any(int(zero) for zero in zeros[place * width : (place + 1) * width])]
    if wrong:
        raise CannotCompute(
            say("an answer is neither yes nor no: {those}; compute again without them, or with new files of theirs", those=few(wrong, 8))
        )
    counts = [functools.reduce(lambda one, other: one + other, column) for column in zip(*answers, strict=True)]
    *lower, top = telling(len(shares), plan.minimum)
    bands = [number(field(top)) for _ in counts]
    for coefficient in reversed(lower):
        bands = [product + coefficient for product in mpc.schur_prod(bands, counts)]
    return [int(value) for value in await mpc.output(bands)]


async def _same(mpc: Any, number: Any, plan: Plan, shares: Sequence[Share]) -> None:
    """Pass where all members hold files of the same splittings for the same plan."""
    said = "\n".join([plan.digest, *(f"{share.nation} {share.split}" for share in shares)])
    stamp = hashlib.sha256(said.encode()).digest()
    own = [int.from_bytes(stamp[start : start + 7], "big") for start in range(0, 28, 7)]
    heard = mpc.input([number(part) for part in own])
    opened = [[int(value) for value in await mpc.output(row)] for row in heard]
    if other := [name for name, parts in zip(plan.committee, opened, strict=True) if parts != own]:
        raise CannotCompute(say("these members hold files of other nations or other splittings: {those}; compare receipts", those=few(other, 5)))


async def _fitting(mpc: Any, number: Any, answers: Sequence[Sequence[Any]], shares: Sequence[Share]) -> None:
    """Pass where the files a nation gave the members lie on one curve each, of the degree they must have.

    A random combination of each nation's shares, with a random share added that hides it, is opened once from few shares and once from all; the two
    differ where the files do not fit together. The factors are drawn when the files can no longer change.
    """
    drawn = mpc.input([number(secrets.randbelow(PRIME)) for _ in range(len(answers[0]) + len(answers))])
    summed = [functools.reduce(lambda one, other: one + other, column) for column in zip(*drawn, strict=True)]
    factors = await mpc.output(summed[: len(answers[0])])
    masked = []
    for row, mask in zip(answers, summed[len(answers[0]) :], strict=True):
        for value, factor in zip(row, factors, strict=True):
            mask = mask + value * factor  # noqa: PLW2901 - the sum grows from the mask
        masked.append(mask)
    by_few = await mpc.output(masked)
    by_all = await mpc.output(masked, threshold=len(mpc.parties) - 1)
    wrong = [share.nation for share, one, other in zip(shares, by_few, by_all, strict=True) if int(one) != int(other)]
    # Each member opens from other shares than its neighbour; all must have seen none amiss before anything of the answers is opened.
    heard = [await mpc.output(row) for row in mpc.input([number(int(share.nation in wrong)) for share in shares])]
    wrong = [share.nation for place, share in enumerate(shares) if any(int(row[place]) for row in heard)]
    if wrong:
        raise CannotCompute(
            say("files that do not fit together: {those}; compute again without them, or with new files of theirs", those=few(wrong, 8))
        )
