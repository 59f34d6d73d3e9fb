"""What waits for one's nations in rounds of assessment: answers to give, answers that could be released, pictures to publish."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from foedera.deeds import chair
from foedera.deeds.powers import Actor
from foedera.store import releases
from foedera.store import threats as kept
from foedera.threats.assessments import Round

#: For how many days after a round has closed an answer nobody reads is brought up again.
REMINDED = 90


@frozen(kw_only=True)
class Waiting:
    """What waits: rounds with the nation of one's own that has not answered, or has released nothing; rounds one chairs that can be published."""

    answer: tuple[tuple[Round, str], ...] = ()
    release: tuple[tuple[Round, str], ...] = ()
    publish: tuple[Round, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether anything waits at all."""
        return bool(self.answer or self.release or self.publish)


def waiting(actor: Actor, today: dt.date, party: str = "") -> Waiting:
    """Return what waits for the nations an actor is a member of, for one of them alone where it is named; only what the actor may do itself."""
    own = [nation for nation in actor.nations if party in ("", nation)]
    if actor.user is None or not own + list(actor.parties_with("chair")):
        return Waiting()
    called = [found for found in chair.rounds(actor) if not found.asked.sealed]
    asked = [found.asked for found in called]
    given = kept.last_answers([each.id for each in asked], own)
    told = releases.released_rounds(own, asked) if given else set()
    return Waiting(
        answer=tuple(
            (each, nation)
            for each in sorted(asked, key=lambda each: each.closes)
            for nation in own
            if each.is_open(today) and nation in each.standing(today) and (each.id, nation) not in given and actor.may("assess", nation)
        ),
        release=tuple(
            (each, nation)
            for each in asked
            for nation in own
            if each.is_closed(today)
            and (today - each.over).days <= REMINDED
            and nation in each.standing(each.closes)
            and (each.id, nation) in given
            and (each.id, nation) not in told
            and actor.may("release", nation)
        ),
        publish=tuple(
            found.asked
            for found in called
            if not found.published and found.asked.is_closed(today) and party in ("", found.chair) and chair.chairs(actor, found)
        ),
    )
