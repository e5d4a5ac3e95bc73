"""A running clock as people need it: how long is left, who must act, and why the day is that day."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from regime.due_dates import DueDate
from regime.law import Article, article
from regime.sentences import Sentence
from web.casework import case_words
from workflow.context import SYSTEM, Role
from workflow.deadlines import declared
from workflow.definition import Workflow
from workflow.stored import loads
from workflow.tables import DeadlineRow

LONGEST_STRIP = 70  # days; a longer term is told by its table alone
NEAR = 3
DOUBTS = frozenset(
    {
        "deadline.provisional",
        "deadline.readings_differ",
        "deadline.authority_is_warned",
        "deadline.latest_paused",
    }
)
# What tells a party by when to file says nothing true of the time in which an office answers.
TO_AN_OFFICE = {"deadline.readings_differ": "deadline.readings_of_an_office_differ"}


@dataclass(frozen=True, slots=True)
class DeadlineCard:
    """One clock of a case. `days_left` is negative once the day has passed, None while the clock is paused.

    Where calendars disagree, whoever must act is shown the earliest day and everybody else the last: `shown_day`.
    """

    label: str
    due_day: date | None
    shown_day: date | None
    days_left: int | None
    computed: DueDate
    articles: tuple[Article, ...]
    who_acts: tuple[str, ...]
    is_mine: bool
    is_an_offices: bool
    on_expiry: str

    @property
    def due_moment(self) -> datetime | None:
        """The hour at which a term in hours of the clock ends; None for a term in days."""
        due = self.computed.due
        return due if isinstance(due, datetime) else None

    @property
    def is_near(self) -> bool:
        """Whether it is time to act."""
        return self.days_left is not None and self.days_left <= NEAR

    @property
    def readings_differ(self) -> bool:
        """Whether calendars disagree, so that parties should keep to the earliest day."""
        return len({self.computed.due, *self.computed.alternatives.values()} - {None}) > 1

    @property
    def doubts(self) -> tuple[Sentence, ...]:
        """What is uncertain about the day, shown without being asked; nobody is urged in the term of an office."""
        said = (s for s in self.computed.explanation if s.code in DOUBTS)
        return tuple(replace(s, code=TO_AN_OFFICE.get(s.code, s.code)) if self.is_an_offices else s for s in said)

    @property
    def explanation(self) -> tuple[Sentence, ...]:
        """How the day was counted, without what `doubts` has said already."""
        return tuple(s for s in self.computed.explanation if s.code not in DOUBTS)

    @property
    def strip(self) -> list[tuple[date, str]]:
        """Every day of the term as counted or not, for a picture; empty for a term that is too long for one."""
        days = [(day, "on") for day in self.computed.days] + [(entry.day, "off") for entry in self.computed.skipped]
        return sorted(days) if len(days) <= LONGEST_STRIP else []


def deadline_card(
    workflow: Workflow, row: DeadlineRow, state: str, roles: Collection[Role], at: datetime
) -> DeadlineCard:
    """The card of a clock for somebody with these roles in the case, at a moment."""
    clock = declared(workflow, row.code)
    # A clock that escalates warns officers of what runs out; whose time it is, the steps of the state say.
    reminded = () if clock.escalates else clock.reminds
    acting = set(clock.binds or reminded) or _acting(workflow, state)
    today = at.astimezone(ZoneInfo(row.zone)).date()
    computed = DueDate.from_json(loads(row.computation))
    is_mine = bool(acting & set(roles))
    last = row.due_day if computed.reading == "one" else computed.latest
    shown = _earliest((row.due_day, *computed.alternatives.values()), last, today) if is_mine else last
    return DeadlineCard(
        label=case_words.deadline_label(workflow, row.code),
        due_day=row.due_day,
        shown_day=shown,
        days_left=(shown - today) // timedelta(days=1) if shown else None,
        computed=computed,
        articles=tuple(article(key) for key in clock.basis),
        who_acts=tuple(case_words.role_label(role.code) for role in sorted(acting)),
        is_mine=is_mine,
        is_an_offices=bool(acting) and all(role.decides for role in acting),
        on_expiry=case_words.action_label(workflow, row.on_expiry),
    )


def _earliest(days: Collection[date | None], last: date | None, today: date) -> date | None:
    """The day that is in time by every calendar; the last day once only that one is left."""
    return min((day for day in days if day is not None and today <= day and (last is None or day < last)), default=last)


def _acting(workflow: Workflow, state: str) -> set[Role]:
    """Who can bring the case on from a state, before time does."""
    steps = [a for a in workflow.actions if state in a.source and a.target not in (None, state)]
    return {role for action in steps for role in action.roles} - {SYSTEM}
