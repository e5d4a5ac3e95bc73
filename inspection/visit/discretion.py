"""What an officer types for a paper that a party reads holds nothing by which somebody who complained could be known.

The words of the parties themselves are written down as they say them. Names that stand in the paper anyway (employer,
participants) are passed over, so that being refused one of them tells nobody that it is the name of who complained.
"""

from collections.abc import Callable
from typing import Any

from regime.geography import plain
from regime.sentences import Sentence
from workflow.context import Context


def betrays_nobody(*names: str) -> Callable[[Context], Sentence | None]:
    """A check of the reason given and of the data of these names."""

    def check(context: Context) -> Sentence | None:
        typed = [context.comment or "", *(str(context.data.get(name) or "") for name in names)]
        betrays = any(_betrays(context.around, text) for text in typed)
        return Sentence("inspection.paper_names_her") if betrays else None

    return check


def _betrays(around: Any, text: str) -> bool:
    named = " ".join([around.employer_name or "", *(one.name for one in around.participants)])
    known = set(plain(named).split())
    rest = " ".join(word for word in text.split() if not set(plain(word).split()) <= known)
    return bool(rest) and bool(around.names_her(rest))
