"""The tables of a common picture as files have them: columns with their meanings, rows each saying of which round and over whose answers they are."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from foedera.interchange.tables import SEPARATOR, Column, Row, Table
from foedera.threats.assessments import Ballot, Round
from foedera.threats.change import Change
from foedera.threats.disclosure import Disclosed
from foedera.threats.picture import Picture
from foedera.threats.scales import LEVELS

_THREAT = (Column("threat", "text", "id of the threat"), Column("title", "text", "its title"))
#: What every row says of itself.
_MARKS = (
    Column("round", "text", "id of the round"),
    Column("answers", "text", "codes of the nations whose answers it is computed from; nothing: it is what was published of all"),
    Column("illustrative", "boolean", "whether the round is an invented example"),
)
_LEVELS = tuple(
    Column(name.replace("-", "_"), "integer", f"how many nations hold it at the level {name}; nothing: no score is counted") for name in LEVELS
)
_NINE = "in nine of ten simulated rounds; nothing: not known"
_FIRST, _LAST = Column("rank_first", "integer", f"lowest rank {_NINE}"), Column("rank_last", "integer", f"highest rank {_NINE}")
_TOP = Column("top", "number", "share of simulated rounds in which it is among the first three")
_SCORED = Column("scored", "integer", "of how many nations a score is counted")


@frozen(kw_only=True)
class Told:
    """What tables of a round are made of: the round, titles by the threats' ids, the answers open to the reader and what is computed of them."""

    asked: Round
    titles: dict[str, str]
    ballots: tuple[Ballot, ...]
    picture: Picture
    change: Change | None


def _table(name: str, row: str, *columns: Column) -> Table:
    return Table(name, row, (*columns, *_MARKS))


def ranking(told: Told) -> tuple[Table, list[Row]]:
    """Return the joint ranking; what is unknown is None."""
    table = _table(
        "ranking",
        "a threat of the round",
        *_THREAT,
        Column("kemeny", "integer", "place in the exact joint order (Kemeny); nothing: no score is counted"),
        Column("elsewhere", "boolean", "whether another order as good puts it elsewhere; nothing: no score is counted"),
        Column("borda", "number", "mean of the points of those that scored it, 0 to 1"),
        Column("copeland", "integer", "threats it is put above by more nations than not, less those it is put below"),
        Column("median", "text", "median level of risk, the lower of two"),
        _SCORED,
        *_LEVELS,
        _FIRST,
        _LAST,
        _TOP,
        Column("at_or_above", "integer", "how many nations hold it at or above the level asked"),
    )
    rows = [
        {
            **_named(told, found.threat),
            "kemeny": found.place,
            "elsewhere": found.elsewhere,
            "borda": found.borda,
            "copeland": found.copeland,
            "median": _level(found.median),
            "scored": found.scored,
            **_counts(found.counts, found.scored),
            "rank_first": found.first,
            "rank_last": found.last,
            "top": found.top,
            "at_or_above": len(found.holds) if found.scored else None,
        }
        for found in told.picture.figures
    ]
    return table, rows


def levels(told: Told) -> tuple[Table, list[Row]]:
    """Return the heat map: a threat a row, how many nations at each level, then the level of each nation whose answer is open."""
    own = {ballot.nation: {score.threat: score.risk for score in ballot.scores} for ballot in told.ballots}
    columns = (Column(code, "text", f"level of risk {code} gives it; nothing: no score of it is open") for code in own)
    table = _table("levels", "a threat of the round", *_THREAT, _SCORED, *_LEVELS, *columns)
    rows = [
        {
            **_named(told, found.threat),
            "scored": found.scored,
            **_counts(found.counts, found.scored),
            **{code: _level(said.get(found.threat)) for code, said in own.items()},
        }
        for found in told.picture.figures
    ]
    return table, rows


def stability(told: Told) -> tuple[Table, list[Row]]:
    """Return how firm each rank is, with the seed that gives the same again."""
    table = _table(
        "stability",
        "a threat of the round",
        *_THREAT,
        Column("rank", "number", "rank by Borda; equals share the mean of theirs; nothing: not known"),
        _FIRST,
        Column("rank_middle", "integer", "middle rank of the simulated rounds"),
        _LAST,
        _TOP,
        Column("above_next", "number", "share of simulated rounds in which it ranks above the threat of the next row, ties counted half"),
        Column("simulations", "integer", "how many rounds were drawn"),
        Column("seed", "integer", "the seed they were drawn with"),
    )
    firm = told.picture.stability
    rows = [
        {
            **_named(told, found.threat),
            "rank": found.borda_rank,
            "rank_first": found.first,
            "rank_middle": found.middle,
            "rank_last": found.last,
            "top": found.top,
            "above_next": found.above_next,
            "simulations": firm.simulations,
            "seed": firm.seed,
        }
        for found in told.picture.figures
    ]
    return table, rows


def coalitions(told: Told) -> tuple[Table, list[Row]]:
    """Return who shares which threat, by code."""
    table = _table(
        "coalitions",
        "a threat of the round",
        *_THREAT,
        Column("level", "text", "the level of risk from which a nation is said to share it"),
        Column("at_or_above", "integer", "how many nations hold it at that level or above; nothing: no score is counted"),
        _SCORED,
        Column("nations", "text", "codes of those that hold it so"),
    )
    rows = [
        {
            **_named(told, found.threat),
            "level": LEVELS[told.picture.level],
            "at_or_above": len(found.holds) if found.scored else None,
            "scored": found.scored,
            "nations": SEPARATOR.join(found.holds) or None,
        }
        for found in told.picture.figures
    ]
    return table, rows


def outliers(told: Told) -> tuple[Table, list[Row]]:
    """Return who stands apart on what."""
    table = _table(
        "outliers",
        "a nation that stands apart from the others on a threat",
        Column("nation", "text", "code of the nation"),
        *_THREAT,
        Column("level", "text", "its level of risk"),
        Column("others", "text", "the median of the others"),
    )
    rows = [
        {**_named(told, found.threat), "nation": found.nation, "level": _level(found.level), "others": _level(found.others)}
        for found in told.picture.outliers
    ]
    return table, rows


def changes(told: Told) -> tuple[Table, list[Row]]:
    """Return what changed since the round it revises; no row where that round is not open to the reader, or it revises none."""
    table = _table(
        "changes",
        "a threat of the round or of the one before",
        *_THREAT,
        Column("rank_before", "integer", "place in the round before; nothing: not asked there, or no score is counted"),
        Column("rank_now", "integer", "place in this round"),
        Column("moved", "integer", "places it rose (above zero) or fell; nothing: one of the two is not known"),
        Column("median_before", "text", "median level of risk in the round before"),
        Column("median_now", "text", "median level of risk in this round"),
    )
    rows = [
        {
            **_named(told, moved.threat),
            "rank_before": moved.place_before,
            "rank_now": moved.place_now,
            "moved": moved.moved,
            "median_before": _level(moved.median_before),
            "median_now": _level(moved.median_now),
        }
        for moved in (told.change.rows if told.change is not None else ())
    ]
    return table, rows


def published(asked: Round, titles: dict[str, str], told: Disclosed) -> tuple[Table, list[Row]]:
    """Return the ranges that were published of a round, and the threats that are kept silent."""
    table = _table(
        "published",
        "a threat of the round",
        *_THREAT,
        Column("lowest", "text", "lower end of the range of risk; nothing: too few nations scored it"),
        Column("highest", "text", "upper end of the range of risk"),
        Column("minimum", "integer", "how many nations lie at the lower end or below at least, and as many at the upper end or above"),
        Column("of", "text", "id of the round the range was computed in"),
    )
    marks: Row = {"minimum": told.minimum, "round": asked.id, "answers": None, "illustrative": told.illustrative}
    rows: list[Row] = [
        {**_titled(titles, found.threat), "lowest": _level(found.lowest), "highest": _level(found.highest), "of": found.round, **marks}
        for found in told.told
    ]
    rows += [{**_titled(titles, name), "lowest": None, "highest": None, "of": None, **marks} for name in told.silent]
    return table, rows


#: The tables of a picture, by their name in the address.
TABLES: dict[str, Callable[[Told], tuple[Table, list[Row]]]] = {
    made.__name__: made for made in (ranking, levels, stability, coalitions, outliers, changes)
}


def about(asked: Round, ballots: tuple[Ballot, ...] | None) -> dict[str, str]:
    """Return what a file says of itself; `ballots` are those it is computed from, None where it is what was published of all."""
    return {
        "asked": asked.closes.isoformat(),
        "source": f"round {asked.id}: {asked.title}",
        "answers": "all that counted, as published" if ballots is None else SEPARATOR.join(ballot.nation for ballot in ballots),
        "computed": "Figures are computed by Foedera from these answers; a score that is not among them is unknown, never zero.",
        "illustrative": asked.id if asked.illustrative else "none",
    }


def _named(told: Told, threat: str) -> Row:
    answers = SEPARATOR.join(ballot.nation for ballot in told.ballots)
    return {**_titled(told.titles, threat), "round": told.asked.id, "answers": answers, "illustrative": told.asked.illustrative}


def _titled(titles: dict[str, str], threat: str) -> Row:
    return {"threat": threat, "title": titles.get(threat, threat)}


def _counts(counts: tuple[int, ...], scored: int) -> Row:
    """Return how many nations hold each level; nothing of a threat of which no score is counted."""
    return {name.replace("-", "_"): count if scored else None for name, count in zip(LEVELS, counts, strict=True)}


def _level(level: int | None) -> str | None:
    return None if level is None else LEVELS[level]
