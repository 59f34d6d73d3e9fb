"""When a state was through with its procedure at home: parliament, people or silence had agreed, and only the instrument was left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from foedera.law.docket import Docket
from foedera.model.errors import UnknownAgreement
from foedera.ratification.calendars import Calendars
from foedera.ratification.procedures import Procedure
from foedera.ratification.progress import Taken, seen
from foedera.ratification.track import Track, track

#: The steps at home that decide.
_DECISIVE = frozenset(("vote", "tacit", "referendum"))


def through(found: Track) -> dt.date | None:
    """Return the day a state was through at home; None where it is not, or its day is not on record.

    It is the day of the last step that decides. Where that was taken but not recorded, it was at the latest on the day of the next one that was. On a
    path on which nobody but the executive decides it is the day the instrument was signed.
    """
    if found.path is None:
        return None
    needed = [stage for stage in found.stages if stage.step.kind in _DECISIVE and not (stage.step.optional and stage.on is None)]
    needed = needed or [stage for stage in found.stages if stage.step.kind == "instrument"]
    if not needed or not all(stage.settled for stage in needed):
        return None
    last = max(found.stages.index(stage) for stage in needed)
    days = [stage.on for stage in found.stages[last:] if stage.on is not None and stage.settled]
    return days[0] if days else None


def approvals(
    docket: Docket,
    procedures: Mapping[str, Procedure],
    log: Iterable[Taken],
    on: dt.date,
    calendars: Calendars | None = None,
) -> dict[str, dict[str, dt.date]]:
    """Return by agreement on what day states were through at home, as far as the record, as the docket knows it, says on a day."""
    found: dict[str, dict[str, dt.date]] = {}
    lines = tuple(log)
    pairs = dict.fromkeys((line.agreement, line.state) for line in seen(lines, on, docket.known))
    for agreement, state in pairs:
        procedure = procedures.get(state)
        if procedure is None:
            continue
        try:
            timeline = docket.timeline(agreement)
        except UnknownAgreement:
            continue
        own = [line for line in lines if line.agreement == agreement and line.state == state]
        day = through(track(procedure, state, timeline, own, on, calendars))
        if day is not None:
            found.setdefault(agreement, {})[state] = day
    return found
