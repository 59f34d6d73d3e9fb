"""Policy alignment of what ships: public threats, positions and answers against the collection, on days a lawyer can check."""

from __future__ import annotations

import datetime as dt

from foedera.library.answers import public_answers
from foedera.library.collection import Collection
from foedera.library.national_positions import public_positions
from foedera.library.threats import public_threats, taxonomy
from foedera.threats.policy import aligned, looked_at
from foedera.threats.trace import backward

DAY = dt.date(2026, 11, 25)


def test_what_ships_is_in_place() -> None:
    """Every answer points to what its agreement has; the kinds are those of the taxonomy; the alliance answers an armed attack on its members."""
    held = Collection()
    names = looked_at(public_answers(), public_positions())
    assert [name for name in names if name not in held] == []
    threats = public_threats()
    found = aligned(held.docket, names, threats, taxonomy(), public_answers(), public_positions(), DAY, {"FIN": [t.id for t in threats]})
    attacked = next(cover for cover in found.alignment.of("FIN") if cover.threat == "armed-attack-europe")
    assert "nato/north-atlantic-treaty, Article 5, assist" in attacked.why
    before = aligned(held.docket, names, threats, taxonomy(), public_answers(), (), dt.date(2023, 4, 3), {"FIN": ["armed-attack-europe"]})
    assert "nato/north-atlantic-treaty, Article 5" not in before.alignment.covers[0].why
    article = backward(found.trace, "nato/north-atlantic-treaty", "5")
    assert dt.date(2001, 9, 12) in {row.exercise.on for row in article if row.exercise}
    assert {f.agreement for f in found.frictions if f.item.nation == "AUT"} >= {"eu/treaty-on-european-union"}
