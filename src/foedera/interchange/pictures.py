"""A common picture as plain data: the round, the whole, each threat in the order of the ranking, and what changed; unknown is null."""

from __future__ import annotations

from typing import Any

from attrs import asdict

from foedera.threats.change import Change
from foedera.threats.picture import Figures, Picture
from foedera.threats.scales import LEVELS, level_name, level_names


def as_json(found: Picture, changed: Change | None = None) -> dict[str, Any]:
    """Return a picture as one object, levels by their names (`scales.LEVELS`)."""
    asked = found.round
    return {
        "round": asked.id,
        "title": asked.title,
        "illustrative": asked.illustrative,
        "called": list(asked.nations),
        "answered": list(found.answered),
        "silent": list(found.silent),
        "seed": found.stability.seed,
        "simulations": found.stability.simulations,
        "level": LEVELS[found.level],
        "kemeny": {"agreement": found.ranking.agreement, "bound": found.ranking.bound, "proven": found.ranking.proven},
        "kendall_w": asdict(found.concordance) if found.concordance is not None else None,
        "compared": found.compared,
        "krippendorff_alpha": found.alpha,
        "threats": [_figures(figures) for figures in found.figures],
        "outliers": [{**asdict(o), "level": level_name(o.level), "others": level_name(o.others)} for o in found.outliers],
        "pairs": pairs(found),
        "changed": _change(changed) if changed is not None else None,
        "because": list(found.why),
    }


def pairs(found: Picture) -> list[dict[str, Any]]:
    """Return for each two nations how many threats both hold at or above the level, and how many both scored."""
    return [{"nations": list(pair), "both_hold": held, "both_scored": scored} for pair, (held, scored) in found.overlap.items()]


def _figures(figures: Figures) -> dict[str, Any]:
    counts = dict(zip(LEVELS, figures.counts, strict=True))
    return {**asdict(figures), "counts": counts, "median": level_names(figures.median)}


def _change(changed: Change) -> dict[str, Any]:
    rows = [
        {**asdict(row), "moved": row.moved, "median_before": level_names(row.median_before), "median_now": level_names(row.median_now)}
        for row in changed.rows
    ]
    return {**asdict(changed), "rows": rows}
