"""How much CPU the command line needs to start and answer, beside the bare interpreter, in turn; one JSON object."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
from pathlib import Path

PROGRAM = str(Path(sys.executable).parent / "foedera")
COMMANDS = {
    "python3 -c pass": [sys.executable, "-c", "pass"],
    "foedera --help": [PROGRAM, "--help"],
    "foedera status anzus/treaty --json": [PROGRAM, "status", "anzus/treaty", "--json"],
    "foedera status nato/north-atlantic-treaty": [PROGRAM, "status", "nato/north-atlantic-treaty"],
    "foedera list": [PROGRAM, "list"],
}


def cpu(command: list[str]) -> float:
    """Return the CPU milliseconds of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def main(runs: int = 15) -> None:
    """Run the commands in turn and print the median of each."""
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(runs):
        for name, command in COMMANDS.items():
            taken[name].append(cpu(command))
    print(json.dumps({name: round(statistics.median(values), 1) for name, values in taken.items()}))


if __name__ == "__main__":
    main()
