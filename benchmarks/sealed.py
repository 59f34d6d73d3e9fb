"""Compute a sealed round by its committee, a process each on this machine, and print what it took, as one JSON object: `sealed.py 5 30 200`."""

from __future__ import annotations

import json
import multiprocessing
import random
import secrets
import sys
import time
from collections.abc import Sequence

from foedera.threats.sealed import Plan, Share, split
from foedera.threats.sealed_outcomes import Key, Signed


def member(key: Key, plan: Plan, shares: Sequence[Share], addresses: Sequence[str], told: multiprocessing.Queue[tuple[Signed, float]]) -> None:
    """Compute as one member and tell the outcome and the seconds it took."""
    from foedera.deeds.unseal import unseal

    start = time.perf_counter()
    found = unseal(plan, key, shares, addresses, patience=600)
    told.put((found, time.perf_counter() - start))


def main(committee: int, nations: int, threats: int) -> None:
    """Compute one round of that size, each nation naming about a third of the threats; all members must come to the same."""
    names = tuple(f"N{number:02}" for number in range(nations))
    asked = tuple(f"threat-{number}" for number in range(threats))
    held = [Key(member=name, secret=secrets.token_hex(32)) for name in names[:committee]]
    keys = {key.member: key.public for key in held}
    plan = Plan(round="benchmark", threats=asked, nations=names, committee=names[:committee], keys=keys, illustrative=True)
    drawn = random.Random(1)
    rows = [split(plan, name, [threat for threat in asked if drawn.random() < 1 / 3], secrets.randbelow, secrets.token_hex)[0] for name in names]
    context = multiprocessing.get_context("spawn")
    told = context.Queue()
    addresses = [f"127.0.0.1:{23500 + place}" for place in range(committee)]
    running = [context.Process(target=member, args=(key, plan, [row[place] for row in rows], addresses, told)) for place, key in enumerate(held)]
    for process in running:
        process.start()
    ended = [told.get(timeout=900) for _ in running]
    for process in running:
        process.join()
    assert len({found.digest for found, _ in ended}) == 1
    seconds = round(max(took for _, took in ended), 1)
    print(json.dumps({"committee": committee, "nations": nations, "threats": threats, "seconds": seconds, "told": len(ended[0][0].outcome.told)}))


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:4]))
