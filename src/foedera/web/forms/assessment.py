"""The form a nation answers a round with: for each threat likelihood and impact, each with its range, and how sure it is; read as one ballot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from foedera.model.phrases import N_, say
from foedera.threats.assessments import Ballot, Estimate, Score
from foedera.threats.scales import CONFIDENCE, IMPACT, LEVELS, LIKELIHOOD

#: What is asked of each threat, with what its levels mean.
QUESTIONS = {
    "likelihood": (N_("How likely"), N_("that it shows itself against your nation within the period"), LIKELIHOOD),
    "impact": (N_("With what impact"), N_("on your nation, if it occurs"), IMPACT),
}
#: The fields of an estimate: the best first, since the others are read as it where they are left empty.
ENDS = {"best": N_("Best estimate"), "lowest": N_("At the lowest"), "highest": N_("At the highest")}


@frozen
class Answered:
    """What was typed: the scores that could be read, what is to be mended by field, and every field as it came."""

    scores: tuple[Score, ...]
    faults: tuple[tuple[str, str], ...]
    values: Mapping[str, str]


def field(threat: str, question: str, end: str = "") -> str:
    """Return what a field of the form is called.

    >>> field("cyber", "likelihood", "best"), field("cyber", "confidence")
    ('cyber:likelihood:best', 'cyber:confidence')
    """
    return ":".join(part for part in (threat, question, end) if part)


def fields(threats: Iterable[str]) -> list[str]:
    """Return every field of the form that asks about these threats."""
    return [name for threat in threats for name in (*(field(threat, q, end) for q in QUESTIONS for end in ENDS), field(threat, "confidence"))]


def filled(ballot: Ballot | None) -> dict[str, str]:
    """Return the fields as a ballot given before fills them; none where there is none."""
    values: dict[str, str] = {}
    for score in ballot.scores if ballot is not None else ():
        for question, estimate in (("likelihood", score.likelihood), ("impact", score.impact)):
            for end in ENDS:
                values[field(score.threat, question, end)] = str(getattr(estimate, end))
        values[field(score.threat, "confidence")] = score.confidence
    return values


def read(data: Mapping[str, str], threats: Iterable[str]) -> Answered:
    """Return what a form says of these threats; one of which nothing is said is left out, one of which half is said is a fault.

    >>> typed = {"cyber:likelihood:best": "3", "cyber:likelihood:highest": "4", "cyber:impact:best": "2", "cyber:confidence": "low"}
    >>> read(typed, ["cyber", "space"]).scores[0].likelihood
    Estimate(lowest=3, best=3, highest=4)
    """
    threats = list(threats)
    values = {name: data.get(name, "").strip()[:20] for name in fields(threats)}
    scores: list[Score] = []
    faults: list[tuple[str, str]] = []
    for threat in threats:
        own = {name: value for name, value in values.items() if name.rpartition(":")[0] in (threat, *(field(threat, q) for q in QUESTIONS)) and value}
        if not own or set(own) == {field(threat, "confidence")}:
            continue
        found = {question: _estimate(values, threat, question, faults) for question in QUESTIONS}
        confidence = values[field(threat, "confidence")]
        if confidence not in CONFIDENCE:
            faults.append((field(threat, "confidence"), say("say how sure your nation is: low, moderate or high")))
        likelihood, impact = found["likelihood"], found["impact"]
        if likelihood is not None and impact is not None and confidence in CONFIDENCE:
            scores.append(Score(threat, likelihood, impact, confidence))
    return Answered(tuple(scores), tuple(faults), values)


def _estimate(values: Mapping[str, str], threat: str, question: str, faults: list[tuple[str, str]]) -> Estimate | None:
    """Return an estimate; None, with what is wrong with it said, where it cannot be read."""
    texts = {end: values[field(threat, question, end)] for end in ENDS}
    name = field(threat, question, "best")
    if any(text and text not in _LEVELS for text in texts.values()):
        faults.append((name, say("a level is a whole number from 0 (very low) to 4 (very high)")))
        return None
    if not texts["best"]:
        faults.append((name, say("give the best estimate as well, or leave likelihood, impact and their ranges of this threat all empty")))
        return None
    lowest, best, highest = (int(texts[end] or texts["best"]) for end in ("lowest", "best", "highest"))
    found = Estimate(lowest, best, highest)
    wrong = [text for _, text in found.faults(name)]
    faults += [(name, text) for text in wrong]
    return None if wrong else found


_LEVELS = {str(number) for number in range(len(LEVELS))}
