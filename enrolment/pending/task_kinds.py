"""Every kind of task, declared in one place: who does it, by when, on what legal basis, how it repeats and is closed.

A kind needs the words `task.kind.<code>` (what is to be done) and `task.kind.<code>.why` in both languages.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from enrolment.roles import CASEWORKER, DOMESTIC_WORKER, HOUSEHOLD
from regime.law import article
from regime.sentences import Sentence
from workflow.context import Role

OFFICE = CASEWORKER  # stands for every official: the task waits in the queue of the office
BOTH = frozenset({HOUSEHOLD, DOMESTIC_WORKER})
NOBODY: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskKind:
    """One kind. `doer` has to do it; `readers` are the parties who may see it, which for `OFFICE` may be none.

    `term` and `repeats` name terms of the law's data: by when it is due, counted from its beginning, and how long after
    its day the next one is due. `closed_by_doer`: whether a party may say that it is done; otherwise only the fact
    itself closes it (`close_tasks`), or an official. `while_minor`: asked only of somebody under eighteen.
    """

    code: str
    doer: Role
    readers: frozenset[Role]
    basis: tuple[str, ...]
    term: str | None = None
    repeats: str | None = None
    closed_by_doer: bool = False
    while_minor: bool = False

    def __post_init__(self) -> None:
        for key in self.basis:
            article(key)
        if self.doer != OFFICE and self.doer not in self.readers:
            raise ValueError(f"Task kind {self.code!r}: whoever has to do it must be able to read it.")
        if self.repeats and not self.term:
            raise ValueError(f"Task kind {self.code!r} repeats, but nothing says by when.")

    @property
    def is_for_office(self) -> bool:
        """Whether officials have to do it."""
        return self.doer == OFFICE

    @property
    def what(self) -> Sentence:
        """What is to be done, in words for whoever may read it."""
        return Sentence(f"task.kind.{self.code}")

    @property
    def why(self) -> Sentence:
        """Why, and what happens if nobody does it."""
        return Sentence(f"task.kind.{self.code}.why")


MINOR_CERTIFICATE = "minor_certificate"
MINOR_HOURS = "minor_hours"
PAY_BELOW_MINIMUM = "pay_below_minimum"
REGISTER_CONTRADICTION = "register_contradiction"
MISSING_CURP = "missing_curp"
MISSING_NSS = "missing_nss"
PAY_TO_CHECK = "pay_to_check"
MONEY_TO_ASK_BACK = "money_to_ask_back"

_DECLARED = (
    TaskKind(
        code=MINOR_CERTIFICATE,
        doer=HOUSEHOLD,
        readers=BOTH,
        basis=("lft_331bis",),
        term="minor_first_certificate_time",
        repeats="minor_certificate_interval",
        closed_by_doer=True,
        while_minor=True,
    ),
    TaskKind(code=MINOR_HOURS, doer=HOUSEHOLD, readers=BOTH, basis=("lft_331bis",)),
    TaskKind(code=PAY_BELOW_MINIMUM, doer=HOUSEHOLD, readers=BOTH, basis=("lft_83", "lft_90", "lft_335")),
    # Whether somebody said so, or who, is nothing the household reads: the words are those of an ordinary reminder.
    TaskKind(
        code=PAY_TO_CHECK,
        doer=HOUSEHOLD,
        readers=frozenset({HOUSEHOLD}),
        basis=("lss_34",),
        closed_by_doer=True,
    ),
    # Money that a paid month asks for no more: asking for it is the household's own choice, and nothing is offset.
    TaskKind(
        code=MONEY_TO_ASK_BACK,
        doer=HOUSEHOLD,
        readers=frozenset({HOUSEHOLD}),
        basis=("lss_299",),
        closed_by_doer=True,
    ),
    # What the register knows otherwise may tell of another household: no party reads that there is such a task.
    TaskKind(code=REGISTER_CONTRADICTION, doer=OFFICE, readers=NOBODY, basis=("lss_17", "lss_251")),
    TaskKind(code=MISSING_CURP, doer=HOUSEHOLD, readers=BOTH, basis=("lss_15",), term="missing_identifier_time"),
    TaskKind(code=MISSING_NSS, doer=HOUSEHOLD, readers=BOTH, basis=("lss_15",), term="missing_identifier_time"),
)
KINDS: Mapping[str, TaskKind] = {kind.code: kind for kind in _DECLARED}


def kinds_read_by(role: Role) -> tuple[str, ...]:
    """The kinds of task that a party may see, for lists that are filtered in the database."""
    return tuple(kind.code for kind in _DECLARED if role in kind.readers)
