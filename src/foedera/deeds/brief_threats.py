"""Brief on a round of assessment: join its common picture, what changed, and what the law answers, into what a briefing says.

`brief_on` is for those who may see all of a picture (a round in files, a worked example), `brief_on_published` for all others; nations are named only
where they have released their scores.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from foedera.interchange.briefings import Briefing, Ranked
from foedera.model.clauses import article as cite
from foedera.model.phrases import N_, Phrase, joined, say
from foedera.threats.assessments import Round
from foedera.threats.change import Change
from foedera.threats.coalitions import carried
from foedera.threats.disclosure import Disclosed
from foedera.threats.friction import Friction, headline
from foedera.threats.picture import LEVEL, Figures, Outlier, Picture
from foedera.threats.policy import Aligned
from foedera.threats.register import Source, Threat
from foedera.threats.scales import LEVELS, SPOKEN


def brief_on(
    picture: Picture,
    threats: Mapping[str, Threat],
    *,
    changed: Change | None = None,
    law: Aligned | None = None,
    nation: str = "",
    released: Mapping[str, str] | None = None,
    readers: Collection[str] = (),
) -> Briefing:
    """Return what a briefing says of a round.

    Args:
        picture: the common picture.
        threats: the threats by id.
        changed: what changed since the round it revises.
        law: what answers what on the day of the briefing; None leaves gaps and limits out.
        nation: the reader's nation, whose limits are shown; none shows no limits.
        released: the names of the nations whose scores are open to the reader, by code, where not all of a round may be.
        readers: the names of those whose eyes alone it is for.
    """
    asked, names = picture.round, released or {}
    there, named = {figures.threat for figures in picture.figures}, bool(names) and names.keys() >= set(picture.answered)
    cover = carried(picture.shared, law.alignment.replies) if law is not None else None
    agreements = {bond.agreement.id: bond.title for bond in law.alignment.bonds} if law is not None else {}
    return Briefing(
        title=asked.title,
        horizon=asked.horizon,
        closed=asked.over,
        illustrative=asked.illustrative,
        called=len(asked.nations),
        answered=len(picture.answered),
        level=picture.level,
        ranking=tuple(_ranked(figures, threats, names) for figures in picture.figures),
        proven=picture.ranking.proven,
        agreement=tuple(_agreement(picture)),
        outlook=changed.said if changed is not None else (),
        gaps=_gaps(law, there, threats),
        limits=_limits(law, nation),
        sources=tuple(_sources(there, threats)),
        seed=picture.stability.seed,
        simulations=picture.stability.simulations,
        over=tuple(names[nation] for nation in picture.answered) if named else (),
        apart=tuple(_apart(found, threats, names) for found in picture.outliers) if named else (),
        readers=tuple(readers),
        carriers=tuple(agreements[name] for name in cover.agreements) if cover is not None else (),
        carried=cover.proven if cover is not None else None,
        alone=tuple((_title(name, threats), len(nations)) for name, nations in cover.uncovered.items()) if cover is not None else (),
    )


def brief_on_published(
    told: Disclosed, asked: Round, threats: Mapping[str, Threat], *, answered: int, law: Aligned | None = None, nation: str = ""
) -> Briefing:
    """Return a briefing on what was published of a round: ranges, most dangerous first, and nothing from which a single score could be told."""
    there = {*(found.threat for found in told.told), *told.silent}
    silent = say("kept silent: too few nations scored it")
    rows = [Ranked(title=_title(found.threat, threats), told=(found.lowest, found.highest)) for found in told.told]
    return Briefing(
        title=asked.title,
        horizon=asked.horizon,
        closed=asked.over,
        illustrative=told.illustrative,
        called=len(asked.nations),
        answered=answered,
        level=LEVEL,
        ranking=(*rows, *(Ranked(title=_title(name, threats), why=silent) for name in told.silent)),
        proven=None,
        gaps=_gaps(law, there, threats),
        limits=_limits(law, nation),
        sources=tuple(_sources(there, threats)),
        minimum=told.minimum,
    )


def _ranked(figures: Figures, threats: Mapping[str, Threat], names: Mapping[str, str]) -> Ranked:
    return Ranked(
        title=_title(figures.threat, threats),
        place=figures.place,
        borda=figures.borda,
        rank=figures.borda_rank,
        copeland=figures.copeland,
        median=figures.median,
        scored=figures.scored,
        first=figures.first,
        last=figures.last,
        holds=len(figures.holds),
        named=tuple(names[nation] for nation in figures.holds if nation in names),
        elsewhere=bool(figures.elsewhere),
        why="" if figures.scored else say("no score of it is counted: nothing is known of it, which is not the same as nothing to fear"),
    )


def _apart(found: Outlier, threats: Mapping[str, Threat], names: Mapping[str, str]) -> Phrase:
    text = N_("{nation} holds {threat} to be {level}; the middle of the others is {others}")
    level, others = SPOKEN[LEVELS[found.level]], SPOKEN[LEVELS[found.others]]
    return say(text, nation=names[found.nation], threat=_title(found.threat, threats), level=level, others=others)


def _title(name: str, threats: Mapping[str, Threat]) -> str:
    return threats[name].title if name in threats else name


def _agreement(picture: Picture) -> Iterator[str]:
    """Yield in words how far the nations agree; what cannot be computed is said to be unknown."""
    if picture.concordance is not None:
        yield say(
            "Kendall's W over the {n} threats all of them scored: {w} (0 none, 1 full agreement)",
            n=picture.compared,
            w=f"{picture.concordance.w:.2f}",
        )
    else:
        yield say("Kendall's W is not known: it takes threats that all of at least two nations scored")
    if picture.alpha is not None:
        yield say("Krippendorff's alpha over all scores, ordinal: {alpha} (0 as by chance, 1 full agreement)", alpha=f"{picture.alpha:.2f}")
    else:
        yield say("Krippendorff's alpha is not known: it takes scores of at least two nations that differ somewhere")


def _gaps(law: Aligned | None, there: Collection[str], threats: Mapping[str, Threat]) -> tuple[str, ...]:
    return () if law is None else tuple(_title(name, threats) for name in law.alignment.unanswered if name in there)


def _limits(law: Aligned | None, nation: str) -> tuple[tuple[str, str], ...]:
    return () if law is None else tuple(_limit(found) for found in law.frictions if found.item.nation == nation)


def _limit(found: Friction) -> tuple[str, str]:
    place = joined([found.agreement, cite(found.article)], ", ") if found.article else found.agreement
    bound = say("it is bound") if found.bound else say("it is not bound")
    return headline(found), say("{place} ({bound}): {why}", place=place, bound=bound, why=found.why)


def _sources(names: Collection[str], threats: Mapping[str, Threat]) -> Iterator[Source]:
    """Yield the sources of the threats, each once."""
    yield from dict.fromkeys(source for name, threat in threats.items() if name in names for source in threat.sources)
