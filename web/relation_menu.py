"""What else a household can do about one relation: the list of links at the foot of its page, one entry per subject."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for

from enrolment.affiliation import AFFILIATION
from enrolment.models import Affiliation
from web.language import t

Shown = Callable[[Affiliation], bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """One subject: the code of its words, the page it leads to, and for which relations it is shown."""

    words: str
    endpoint: str
    shown: Shown


def in_force(case: Affiliation) -> bool:
    """While the relation stands."""
    return case.state in AFFILIATION.states_tagged("in_force")


def since_enrolled(case: Affiliation) -> bool:
    """From the enrolment on, also after the end."""
    return in_force(case) or case.state in AFFILIATION.states_tagged("was_in_force")


_ENTRIES: list[Entry] = []


def relation_link(words: str, endpoint: str, shown: Shown = in_force) -> None:
    """Add a subject, listed in the order of coming; its page takes the relation as `affiliation_id`."""
    _ENTRIES.append(Entry(words, endpoint, shown))


def menu_of(case: Affiliation) -> list[tuple[str, str]]:
    """Words and address of every subject of a relation."""
    return [
        (t(entry.words), url_for(entry.endpoint, affiliation_id=case.id)) for entry in _ENTRIES if entry.shown(case)
    ]
