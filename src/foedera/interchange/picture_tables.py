"""The tables of a common picture as files have them: columns with their meanings, rows each saying of which round and over whose answers they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any

from attrs import frozen

from foedera.interchange.tables import SEPARATOR, Column, Kind, Row, Table
from foedera.threats.assessments import Ballot, Round
from foedera.threats.change import Change
from foedera.threats.disclosure import Disclosed
from foedera.threats.picture import Figures, Picture
from foedera.threats.scales import LEVELS, level_name

#: A column, and how what stands in it is found of what a row is about.
_Cell = tuple[Column, Callable[[Any], Any]]


@frozen(kw_only=True)
class Told:
    """What tables of a round are made of: the round, titles by the threats' ids, the answers open to the reader and what is computed of them."""

    asked: Round
    titles: Mapping[str, str]
    ballots: tuple[Ballot, ...]
    picture: Picture
    change: Change | None


def _cell(name: str, kind: Kind, meaning: str, field: str = "") -> _Cell:
    """Return a column of what a thing's field of that name says, or of another `field`."""
    return Column(name, kind, meaning), attrgetter(field or name)


def _level(name: str, meaning: str, field: str = "") -> _Cell:
    """Return a column of a level, which files name by its word."""
    read = attrgetter(field or name)
    return Column(name, "text", meaning), lambda thing: level_name(read(thing))


def _median(name: str, meaning: str) -> tuple[_Cell, _Cell]:
    """Return the columns of a median: the lower and the upper of the two middle levels."""
    read = attrgetter(name)

    def at(place: int) -> Callable[[Any], str | None]:
        return lambda thing: None if (middle := read(thing)) is None else level_name(middle[place])

    lower = Column(f"{name}_lower", "text", f"{meaning}: the lower of the two in the middle"), at(0)
    upper = Column(f"{name}_upper", "text", f"{meaning}: the upper of the two, the same where they do not differ"), at(1)
    return lower, upper


def _count(place: int, name: str) -> _Cell:
    """Return the column of how many nations hold a threat at a level."""
    column = Column(name.replace("-", "_"), "integer", f"how many nations hold it at the level {name}; nothing: no score is counted")
    return column, lambda found: found.counts[place] if found.scored else None


def _threat(titles: Mapping[str, str], read: Callable[[Any], str] = attrgetter("threat")) -> tuple[_Cell, ...]:
    """Return the columns of which threat a row is about."""
    return (
        (Column("threat", "text", "id of the threat"), read),
        (Column("title", "text", "its title"), lambda thing: titles.get(read(thing), read(thing))),
    )


_NINE = "in nine of ten simulated rounds; nothing: not known"
_FIRST, _LAST = _cell("rank_first", "integer", f"lowest rank {_NINE}", "first"), _cell("rank_last", "integer", f"highest rank {_NINE}", "last")
_TOP = _cell("top", "number", "share of simulated rounds in which it is among the first three")
_SCORED = _cell("scored", "integer", "of how many nations a score is counted")
_COUNTS = tuple(_count(place, name) for place, name in enumerate(LEVELS))


def _laid(asked: Round, ballots: Iterable[Ballot] | None, name: str, row: str, things: Iterable[Any], *cells: _Cell) -> tuple[Table, list[Row]]:
    """Return a table and its rows, one for each thing, with what every row says of itself: the round, whose answers, whether it is invented."""
    answers = None if ballots is None else SEPARATOR.join(ballot.nation for ballot in ballots)
    marks: tuple[_Cell, ...] = (
        (Column("round", "text", "id of the round"), lambda _: asked.id),
        (
            Column("answers", "text", "codes of the nations whose answers it is computed from; nothing: it is what was published of all"),
            lambda _: answers,
        ),
        (Column("illustrative", "boolean", "whether the round is an invented example"), lambda _: asked.illustrative),
    )
    every = (*cells, *marks)
    return Table(name, row, tuple(column for column, _ in every)), [{column.name: read(thing) for column, read in every} for thing in things]


def _of_threats(told: Told, name: str, *cells: _Cell) -> tuple[Table, list[Row]]:
    """Return a table of the threats of the picture, in the order of the joint ranking."""
    return _laid(told.asked, told.ballots, name, "a threat of the round", told.picture.figures, *_threat(told.titles), *cells)


def ranking(told: Told) -> tuple[Table, list[Row]]:
    """Return the joint ranking; what is unknown is None."""
    return _of_threats(
        told,
        "ranking",
        _cell("kemeny", "integer", "place in the exact joint order (Kemeny); nothing: no score is counted", "place"),
        _cell("elsewhere", "boolean", "whether another order as good puts it elsewhere; nothing: no score is counted"),
        _cell("borda", "number", "mean of the points of those that scored it, 0 to 1"),
        _cell("copeland", "integer", "threats it is put above by more nations than not, less those it is put below"),
        *_median("median", "median level of risk"),
        _SCORED,
        *_COUNTS,
        _FIRST,
        _LAST,
        _TOP,
        (Column("at_or_above", "integer", "how many nations hold it at or above the level asked"), _holding),
    )


def levels(told: Told) -> tuple[Table, list[Row]]:
    """Return the heat map: a threat a row, how many nations at each level, then the level of each nation whose answer is open."""
    return _of_threats(told, "levels", _SCORED, *_COUNTS, *(_own(ballot) for ballot in told.ballots))


def stability(told: Told) -> tuple[Table, list[Row]]:
    """Return how firm each rank is, with the seed that gives the same again."""
    firm = told.picture.stability
    return _of_threats(
        told,
        "stability",
        _cell("rank", "number", "rank by Borda; equals share the mean of theirs; nothing: not known", "borda_rank"),
        _FIRST,
        _cell("rank_middle", "integer", "middle rank of the simulated rounds", "middle"),
        _LAST,
        _TOP,
        _cell("above_next", "number", "share of simulated rounds in which it ranks above the threat of the next row, ties counted half"),
        (Column("simulations", "integer", "how many rounds were drawn"), lambda _: firm.simulations),
        (Column("seed", "integer", "the seed they were drawn with"), lambda _: firm.seed),
    )


def coalitions(told: Told) -> tuple[Table, list[Row]]:
    """Return who shares which threat, by code."""
    level = LEVELS[told.picture.level]
    return _of_threats(
        told,
        "coalitions",
        (Column("level", "text", "the level of risk from which a nation is said to share it"), lambda _: level),
        (Column("at_or_above", "integer", "how many nations hold it at that level or above; nothing: no score is counted"), _holding),
        _SCORED,
        (Column("nations", "text", "codes of those that hold it so"), lambda found: SEPARATOR.join(found.holds) or None),
    )


def outliers(told: Told) -> tuple[Table, list[Row]]:
    """Return who stands apart on what."""
    return _laid(
        told.asked,
        told.ballots,
        "outliers",
        "a nation that stands apart from the others on a threat",
        told.picture.outliers,
        _cell("nation", "text", "code of the nation"),
        *_threat(told.titles),
        _level("level", "its level of risk"),
        _level("others", "the median of the others"),
    )


def changes(told: Told) -> tuple[Table, list[Row]]:
    """Return what changed since the round it revises; no row where that round is not open to the reader, or it revises none."""
    return _laid(
        told.asked,
        told.ballots,
        "changes",
        "a threat of the round or of the one before",
        told.change.rows if told.change is not None else (),
        *_threat(told.titles),
        _cell("rank_before", "integer", "place in the round before; nothing: not asked there, or no score is counted", "place_before"),
        _cell("rank_now", "integer", "place in this round", "place_now"),
        _cell("moved", "integer", "places it rose (above zero) or fell; nothing: one of the two is not known"),
        *_median("median_before", "median level of risk in the round before"),
        *_median("median_now", "median level of risk in this round"),
    )


def published(asked: Round, titles: Mapping[str, str], told: Disclosed) -> tuple[Table, list[Row]]:
    """Return the ranges that were published of a round, and the threats that are kept silent."""
    found = {each.threat: each for each in told.told}
    return _laid(
        asked,
        None,
        "published",
        "a threat of the round",
        (*found, *told.silent),
        *_threat(titles, str),
        (
            Column("lowest", "text", "lower end of the range of risk; nothing: too few nations scored it"),
            lambda name: LEVELS[found[name].lowest] if name in found else None,
        ),
        (Column("highest", "text", "upper end of the range of risk"), lambda name: LEVELS[found[name].highest] if name in found else None),
        (
            Column("minimum", "integer", "how many nations lie at the lower end or below at least, and as many at the upper end or above"),
            lambda _: told.minimum,
        ),
        (Column("of", "text", "id of the round the range was computed in"), lambda name: found[name].round if name in found else None),
    )


#: The tables of a picture, by their name in the address.
TABLES: dict[str, Callable[[Told], tuple[Table, list[Row]]]] = {
    made.__name__: made for made in (ranking, levels, stability, coalitions, outliers, changes)
}


def about(asked: Round, ballots: tuple[Ballot, ...] | None) -> dict[str, str]:
    """Return what a file says of itself; `ballots` are those it is computed from, None where it is what was published of all."""
    return {
        "asked": asked.over.isoformat(),
        "source": f"round {asked.id}: {asked.title}",
        "answers": "all that counted, as published" if ballots is None else SEPARATOR.join(ballot.nation for ballot in ballots),
        "computed": "Figures are computed by Foedera from these answers; a score that is not among them is unknown, never zero.",
        "illustrative": asked.id if asked.illustrative else "none",
    }


def _own(ballot: Ballot) -> _Cell:
    """Return the column of one nation's levels."""
    said = {score.threat: score.risk for score in ballot.scores}
    column = Column(ballot.nation, "text", f"level of risk {ballot.nation} gives it; nothing: no score of it is open")
    return column, lambda found: level_name(said.get(found.threat))


def _holding(found: Figures) -> int | None:
    return len(found.holds) if found.scored else None
