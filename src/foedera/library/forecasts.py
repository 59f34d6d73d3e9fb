"""A forecast, and what a change does, as plain data: days as texts, shares between 0 and 1, reasons as sentences; unknown is null."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import asdict

from foedera.library.foretelling import write_event
from foedera.library.supposing import write_act
from foedera.library.weighing import Weighed
from foedera.ratification.forecast import CHANCES, Spread
from foedera.ratification.foretelling import Came, Foretold
from foedera.ratification.survival import Comparison, Curve


def as_json(found: Foretold) -> dict[str, Any]:
    """Return a forecast as one object."""
    told = found.forecast
    return {
        "agreement": told.agreement,
        "on": told.on.isoformat(),
        "known": _day(told.known),
        "entry": _spread(told.entry),
        "years": [{"year": year, "in_force": share} for year, share in told.years],
        "signed": len(found.prospect.signed),
        "consented": len(found.prospect.consented),
        "not_through": list(found.missing),
        "states": [
            {
                "party": state.party,
                "tempo": state.tempo,
                "consent": _spread(state.consent),
                "completes": state.completes,
                "through": _day(found.home.get(state.party)),
                "because": list(state.why),
            }
            for state in told.states
        ],
        "influences": [asdict(one) for one in told.influences],
        "events": [write_event(event) for event in told.events],
        "simulations": told.simulations,
        "seed": told.seed,
        "learned_from": {
            "agreements": [history.agreement for history in found.lesson.histories],
            "used": found.lesson.model.agreements,
            "consents": found.lesson.model.consents,
            "because": list(found.learned),
            "months_to_consent": curve_json(found.curve),
            "months_to_deposit": list(found.lags),
        },
        "happened": _happened(found),
        "because": list(told.why),
        "open_questions": list(told.open_questions),
    }


def weighed_json(found: Weighed) -> dict[str, Any]:
    """Return what a change does as one object: acts and events supposed, what comes and falls away, the forecast without and with it."""
    return {
        "party": found.turn.party,
        "turn": found.turn.kind,
        "until": _day(found.turn.until),
        "on": found.on.isoformat(),
        "supposed_acts": [write_act(act) for act in found.acts],
        "supposed_events": [write_event(event) for event in found.events],
        "changes": [difference.as_json() for difference in found.changes],
        "looked_at_by": [{"agreement": one.agreement.id, "because": str(one.what)} for one in found.looking],
        "without": _in_short(found.without),
        "with": _in_short(found.with_it),
        "no_forecast": list(found.no_forecast),
        "notes": list(found.notes),
    }


def curve_json(curve: Curve | None) -> dict[str, Any] | None:
    """Return a survival curve as one object."""
    if curve is None:
        return None
    low, high = curve.bounds
    steps = [asdict(step) for step in curve.steps]
    return {"watched": curve.watched, "came": curve.came, "median": curve.median, "median_lowest": low, "median_highest": high, "steps": steps}


def comparison_json(found: Comparison | None) -> dict[str, Any] | None:
    """Return how two groups compare as one object."""
    return asdict(found) if found is not None else None


def _in_short(found: Foretold | None) -> dict[str, Any] | None:
    if found is None:
        return None
    told = found.forecast
    return {
        "entry": _spread(told.entry),
        "years": [{"year": year, "in_force": share} for year, share in told.years],
        "because": list(told.why),
        "open_questions": list(told.open_questions),
    }


def _happened(found: Foretold) -> dict[str, Any] | None:
    happened = found.happened
    if happened is None:
        return None
    return {
        "entry": _came(happened.entry) if happened.entry is not None else None,
        "consents": [{"party": code, **_came(came)} for code, came in sorted(happened.consents.items())],
    }


def _came(came: Came) -> dict[str, Any]:
    return {"on": came.day.isoformat(), "not_later_than": came.by, "within": came.within}


def _spread(spread: Spread) -> dict[str, Any]:
    days = {f"{chance * 100:02.0f}": _day(day) for chance, day in zip(CHANCES, spread.days, strict=True)}
    return {"by_chance": days, "never": spread.never}


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None
