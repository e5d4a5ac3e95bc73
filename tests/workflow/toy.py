"""A small procedure of its own, so that the engine is tested without the law: a library lends a book."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from regime.sentences import Sentence
from regime.working_days import due
from workflow.context import SYSTEM, Actor, Computed, Context, Recipient, Role, Surroundings
from workflow.definition import WORKFLOWS, Action, Deadline, DocumentKind, State, Workflow, anybody
from workflow.paper import Paper
from workflow.sheet import Sheet, Text
from workflow.tables import Base, CaseColumns

READER = Role("reader")
LIBRARIAN = Role("librarian")


class ToyBase(DeclarativeBase):
    """Its own metadata: the toy's table is not part of the product's schema."""

    metadata = MetaData(naming_convention=Base.metadata.naming_convention)
    type_annotation_map = Base.type_annotation_map


class Loan(CaseColumns, ToyBase):
    """A book lent to a reader."""

    __tablename__ = "toy_loan"

    reader_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(String(80))
    email: Mapped[str | None] = mapped_column(String(80))
    reader_name: Mapped[str | None] = mapped_column(String(80), info={"personal": True})
    fee: Mapped[int] = mapped_column(default=0)


@dataclass(frozen=True, kw_only=True)
class Desk(Surroundings):
    """What the loan desk knows."""

    open: bool = True


def look(session: object, case: object) -> Desk:
    """The reader is told by e-mail if they gave an address."""
    reader = Recipient(case.reader_id, "es", case.email)  # type: ignore[attr-defined]
    return Desk(people={READER: (reader,)}, open=case.title != "Closed")  # type: ignore[attr-defined]


def roles_of(actor: Actor, case: object, around: Desk) -> frozenset[Role]:
    """The reader of this loan, and every librarian."""
    mine = {READER} if actor.person_id == case.reader_id else set()  # type: ignore[attr-defined]
    return frozenset(mine | ({LIBRARIAN} if "librarian" in actor.roles else set()))


def desk_is_open(context: Context) -> Sentence | None:
    """A guard about the world."""
    return None if context.around.open else Sentence("refused.busy")


def title_is_given(context: Context) -> Sentence | None:
    """A check about what was typed."""
    return None if context.case.title else Sentence("refused.comment_required")


def in_days(days: int):  # type: ignore[no-untyped-def]
    """A due day so many business days after the step."""
    return lambda context: due(context.legal_moment, days, "business_days", suspensions=context.suspensions())


def fee_grows(context: Context) -> Computed:
    """Ten more for every day."""
    return Computed({"fee": context.case.fee + 10}, ("fee_per_day 10",))


def closed_follows(session: object, step: object) -> None:
    """An effect that can be made to fail, to see everything roll back."""
    if step.context.comment == "explode":  # type: ignore[attr-defined]
        raise RuntimeError("effect failed")


def slip(paper: Paper) -> Sheet:
    """The slip that goes with a book."""
    return Sheet("Slip", (Text(paper.facts["title"]),))


RETURN_BY = Deadline("return_by", in_days(5), "fall_overdue", ("practice",), reminders=(3, 1), reminds=(READER,))

LOAN = Workflow(
    name="toy_loan",
    model=Loan,
    states=(
        State("asked"),
        State("lent", deadlines=(RETURN_BY,), tags=frozenset({"out"})),
        State("renewed", deadlines=(RETURN_BY,), tags=frozenset({"out"})),
        State(
            "overdue",
            tags=frozenset({"out"}),
            deadlines=(Deadline("fee_day", in_days(1), "charge", ("practice",), silent=True),),
        ),
        State("returned", final=True),
    ),
    actions=(
        Action(
            code="ask",
            target="asked",
            roles=anybody(READER, SYSTEM),
            basis=("practice",),
            checks=(title_is_given,),
            facts=("reader_id", "title", "email", "reader_name"),
        ),
        Action(
            code="lend",
            source=("asked",),
            target="lent",
            roles=anybody(LIBRARIAN),
            basis=("practice",),
            guards=(desk_is_open,),
            comment="optional",
            notices={READER: "lent"},
            effects=(closed_follows,),
            produces=("slip",),
        ),
        Action(
            code="correct",
            source=("asked", "lent"),
            roles=anybody(READER, LIBRARIAN),
            basis=("practice",),
            facts=("title", "email", "reader_name"),
        ),
        Action(
            code="renew",
            source=("lent", "renewed"),
            target="renewed",
            roles=anybody(READER),
            basis=("practice",),
            rearms=("return_by",),
        ),
        Action(code="keep", source=("lent",), target="renewed", roles=anybody(READER), basis=("practice",)),
        Action(
            code="fall_overdue",
            source=("lent", "renewed"),
            target="overdue",
            roles=anybody(SYSTEM),
            basis=("practice",),
            notices={READER: "overdue"},
        ),
        Action(
            code="charge",
            source=("overdue",),
            roles=anybody(SYSTEM),
            basis=("practice",),
            computes=fee_grows,
            rearms=("fee_day",),
        ),
        Action(
            code="give_back",
            source=("asked", "lent", "renewed", "overdue"),
            target="returned",
            roles=anybody(READER, LIBRARIAN),
            basis=("practice",),
            comment="required",
        ),
    ),
    look=look,
    roles_of=roles_of,
    tell=lambda context: {"title": context.case.title},
    documents=(DocumentKind("slip", (READER, LIBRARIAN), lambda context: {"title": context.case.title}, slip),),
)

# Registered only while a test asks for it (fixture `loans`), so that nothing else walks its table.
del WORKFLOWS[LOAN.name]
