"""Who acts in a case, what a decision may depend on, and what it works out: all that guards and rules look at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from workflow.definition import Action

MEXICO_CITY = ZoneInfo("America/Mexico_City")


@dataclass(frozen=True, slots=True, order=True)
class Role:
    """What somebody is in one case (not a job title): the household of this affiliation, its worker, the system.

    Whoever `decides` answers what others file; the same person never does both in one case (`Action.is_decision`).
    """

    code: str
    decides: bool = field(default=False, compare=False)


SYSTEM = Role("system")


# How somebody who does not sign in reaches an office; a step without a channel was taken in the person's own account.
COUNTER = "counter"
TELEPHONE = "telephone"
CHANNELS = (COUNTER, TELEPHONE)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a login, the person behind it, and what that login may be in general (`roles` are codes).

    Of somebody who is attended by an office, `login_id` is that of the official who files, `person_id` the person for
    whom it is filed, `channel` how they came and `attendance_id` the case that keeps who was attended by whom.
    """

    login_id: UUID | None
    person_id: UUID | None = None
    roles: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    channel: str | None = None
    attendance_id: UUID | None = None

    @property
    def is_system(self) -> bool:
        """Whether the engine itself acts, for example when a deadline has passed."""
        return self.login_id is None


THE_SYSTEM = Actor(login_id=None, roles=frozenset({SYSTEM.code}))


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is told: the person, the language they read and the address they gave (none is fine)."""

    person_id: UUID
    language: str = "es"
    email: str | None = None


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a step needs to know beside the case itself; each workflow's `look` reads it, guards only look at it.

    `offices` are the names, by code, of those to which the case may be transferred; `base_url` is where papers that can
    be checked lead to.
    """

    people: Mapping[Role, tuple[Recipient, ...]] = field(default_factory=dict)
    zone: ZoneInfo = MEXICO_CITY
    authority: str = "imss"
    offices: Mapping[str, str] = field(default_factory=dict)
    base_url: str = ""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a decision may depend on. `case` holds the columns as they will be, with `data` already filled in;
    `action` is the declared step that is being taken, once that is decided; `took_part` answers whether whoever acts
    has taken a step in the case for one of its parties."""

    case: SimpleNamespace
    actor: Actor
    roles: frozenset[Role]
    at: datetime
    around: Any
    data: Mapping[str, Any] = field(default_factory=dict)
    comment: str | None = None
    effective_at: datetime | None = None
    suspensions: Callable[[], tuple[Any, ...]] = tuple
    legal: tuple[str, ...] = ()
    expired: str | None = None
    action: "Action | None" = None
    took_part: Callable[[], bool] = _never

    @property
    def legal_moment(self) -> datetime:
        """The moment from which the law counts: of a late sweep, the due moment and not the sweep's."""
        return self.effective_at or self.at

    @property
    def day(self) -> date:
        """The legal moment's day on the clock of the place the case belongs to."""
        return self.legal_moment.astimezone(self.around.zone).date()


@dataclass(frozen=True, slots=True)
class Computed:
    """Facts that an action works out by itself, and the legal values it used (`parameter day value`)."""

    facts: Mapping[str, Any]
    legal: tuple[str, ...] = ()
