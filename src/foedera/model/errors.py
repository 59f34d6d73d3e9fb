"""Everything that can be wrong, in one tree: faults of files are collected as `Fault` values, faults of calls are raised.

FoederaError
├── UsageError            the call itself is wrong (exit status 2)
│   ├── UnknownAgreement  no agreement of that id, no file of that path
│   ├── UnknownParty      a code the vocabulary does not hold, or no participant
│   ├── Unfit             what was given cannot be done as it is; carries what is wrong, field by field
│   └── OutOfDate         somebody else was faster: look again before you do it
├── NotAllowed            the one who asks lacks the power for it; the refusal is logged
├── NotThere              nothing of that number or key, or nothing the one who asks may see
└── FaultyFile            a file cannot be read into the model; carries its faults (exit status 1)
    └── CyclicLinks       agreements whose law waits for one another
"""

from __future__ import annotations

from attrs import frozen

from foedera.model.phrases import N_, Phrase, joined, say

#: How a fault is told, by its severity.
_TOLD = {
    "error": N_("{place}: error {code}: {message}"),
    "warning": N_("{place}: warning {code}: {message}"),
    "note": N_("{place}: note {code}: {message}"),
}
#: A fault a line.
_LINES = "\n"


@frozen(order=True)
class Fault:
    """One thing wrong in one place of one file, and how to mend it.

    `line` and `column` count from 1; `severity` is error, warning or note. `code` (F001 …) is stable and has an entry in the reference.

    >>> print(Fault("a.toml", 3, 1, "error", "F010", "unknown key 'titel'", "did you mean 'title'?"))
    a.toml:3:1: error F010: unknown key 'titel' (did you mean 'title'?)
    """

    file: str
    line: int
    column: int
    severity: str
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Return the fault as compilers print theirs: place, severity, code, what, how to mend."""
        return str.__str__(self.told)

    @property
    def told(self) -> Phrase:
        """The fault as one sentence, which can be said in other languages."""
        message = say("{message} ({hint})", message=self.message, hint=self.hint) if self.hint else self.message
        return say(_TOLD[self.severity], place=f"{self.file}:{self.line}:{self.column}", code=self.code, message=message)

    def as_json(self) -> dict[str, object]:
        """Return the object `check --json` prints for this fault, keys in the order of the contract."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "severity": self.severity,
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
        }


class FoederaError(Exception):
    """The root of all errors this library raises on purpose."""


class UsageError(FoederaError):
    """The call is wrong: an argument is missing, impossible or contradicts another."""


class UnknownAgreement(UsageError):
    """No agreement has this id and no file this path."""


class UnknownParty(UsageError):
    """No party has this code, or it never took part in the agreement asked about."""


class Unfit(UsageError):
    """What was given cannot be done as it is; `faults` are pairs of a field (empty: the whole) and what is wrong with it and how to mend it."""

    def __init__(self, faults: tuple[tuple[str, str], ...]) -> None:
        """Keep the faults; the message is all of them."""
        super().__init__(joined([say("{field}: {text}", field=field, text=text) if field else text for field, text in faults], "; "))
        self.faults = faults


class OutOfDate(UsageError):
    """The record has changed since the one who acts looked at it."""


class NotAllowed(FoederaError):
    """The one who asks lacks the power for it."""


class NotThere(FoederaError):
    """Nothing of that number or key, or nothing the one who asks may see: the answer is the same for both."""


class FaultyFile(FoederaError):
    """A file could not be read into the model; `faults` says where, why and how to mend each place."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep the faults; the message is all of them, a line each."""
        super().__init__(joined([fault.told for fault in faults], _LINES))
        self.faults = faults


class CyclicLinks(FaultyFile):
    """Agreements whose entry into force waits for one another, so that none can be computed."""
