"""What answers what: the aims, articles and obligations of agreements that answer kinds of threat, and what follows for each nation."""

from __future__ import annotations

from attrs import frozen

from foedera.threats.register import Source


@frozen(kw_only=True)
class Answer:
    """What an agreement says against kinds of threat, why it counts as an answer, and where that is seen.

    It is one of the agreement's `aims` (in the words of its file), an `article`, or one `obligation` in it (its id); where an obligation is named,
    so is its article. An answer to a kind answers the narrower kinds within it too, never the wider one. A text may answer several kinds.

    >>> Answer(agreement="nato/north-atlantic-treaty", article="5", obligation="assist", kinds=("state-aggression",), why="An armed attack …").place
    'article 5, assist'
    """

    agreement: str
    kinds: tuple[str, ...]
    why: str
    article: str = ""
    obligation: str = ""
    aim: str = ""
    confidence: str = ""
    sources: tuple[Source, ...] = ()
    illustrative: bool = False

    @property
    def place(self) -> str:
        """Where in the agreement it stands: the article, with the obligation where one is meant; else the aim in its own words."""
        if not self.article:
            return self.aim
        return f"article {self.article}, {self.obligation}" if self.obligation else f"article {self.article}"
