"""What a household can do about one relation: one menu in plain groups, of pages and of steps of the relation."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for

from enrolment.models import Affiliation
from enrolment.relation.remarks import months_before
from regime.sentences import Sentence
from web.casework.case_page import CasePage, OfferedAction
from web.edge.access import OPEN_TO_DELEGATES
from web.edge.acting import acting
from web.edge.language import t
from workflow.definition import has_tag

Shown = Callable[[Affiliation], bool]


def in_force(case: Affiliation) -> bool:
    """While the relation stands."""
    return has_tag(case, "in_force")


def since_enrolled(case: Affiliation) -> bool:
    """From the enrolment on, also after the end."""
    return in_force(case) or is_over(case)


def is_over(case: Affiliation) -> bool:
    """After the end of a relation that stood."""
    return has_tag(case, "was_in_force")


def _had_months_before(case: Affiliation) -> bool:
    return in_force(case) and months_before(case) is not None


@dataclass(frozen=True, slots=True)
class Page:
    """A subject with a page of its own, which takes the relation as `affiliation_id`."""

    words: str
    endpoint: str
    shown: Shown = in_force


@dataclass(frozen=True, slots=True)
class Act:
    """A step of the relation that is taken on a page of its own; shown when the declaration offers it."""

    code: str


# Every subject once, the usual ones first and what ends the relation last.
SUBJECTS: dict[str, tuple[Page | Act, ...]] = {
    "payments": (
        Page("household.all_payments", "household.payments", since_enrolled),
        Page("arrears.link", "arrears.show", _had_months_before),
    ),
    "days": (Act("report_days"), Act("take_vacation"), Act("work_holiday"), Act("pause")),
    "agreed": (Act("change_terms"), Page("situation.menu", "situations.show")),
    "owed": (Page("dues.link", "dues.show"), Page("dues.link.past", "dues.show", is_over)),
    "papers": (Page("papers.menu", "papers.show", since_enrolled),),
    "changes": (
        Page("certificate.menu", "certificates.show", since_enrolled),
        Act("complete_identity"),
        Page("correction.link", "corrections.ask", since_enrolled),
        Page("doubt.ask", "doubt.state"),
    ),
    "ending": (Act("end"),),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the menu: its words, where it leads, and what still stands in its way."""

    words: str
    href: str
    unmet: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The lines under one heading."""

    code: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Menu:
    """The menu of a relation: its groups, the steps `listed` in them, and the `steps` taken below it with a form."""

    groups: tuple[Group, ...]
    steps: tuple[OfferedAction, ...]
    listed: tuple[OfferedAction, ...]


def menu_of(case: Affiliation, page: CasePage) -> Menu:
    """The subjects of a relation for whoever looks at it: what its declaration offers them, and what they may open."""
    groups = tuple(Group(code, _rows(subjects, case, page)) for code, subjects in SUBJECTS.items())
    codes = {subject.code for subjects in SUBJECTS.values() for subject in subjects if isinstance(subject, Act)}
    listed = tuple(action for action in page.actions if action.code in codes)
    steps = tuple(action for action in page.actions if action.code not in codes)
    return Menu(tuple(group for group in groups if group.rows), steps, listed)


def _rows(subjects: tuple[Page | Act, ...], case: Affiliation, page: CasePage) -> tuple[Row, ...]:
    found = (_page_row(s, case) if isinstance(s, Page) else _act_row(s, page) for s in subjects)
    return tuple(row for row in found if row is not None)


def _page_row(subject: Page, case: Affiliation) -> Row | None:
    is_closed = acting() is not None and subject.endpoint not in OPEN_TO_DELEGATES
    if is_closed or not subject.shown(case):
        return None
    return Row(t(subject.words), url_for(subject.endpoint, affiliation_id=case.id))


def _act_row(subject: Act, page: CasePage) -> Row | None:
    action = next((action for action in page.actions if action.code == subject.code), None)
    return Row(action.label, action.href, action.unmet) if action and action.href else None
