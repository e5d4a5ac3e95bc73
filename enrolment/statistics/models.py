"""The tables of statistics: what is to be counted again, the monthly facts, the cells counted, what was published.

Facts hold internal ids and bands, no name, no number and no day of anybody; they refer to no other table, so that a
record that is merged or erased leaves what was counted as it was counted until it is counted again.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from workflow.tables import Base

# How a worker's cover stands in a month beside the month before.
MOVEMENTS = ("stayed", "entered", "returned", "lapsed", "left", "without")


class StatisticsMark(Base):
    """Something about a worker has changed that her monthly facts are made of; written with the change itself."""

    __tablename__ = "statistics_mark"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    worker_id: Mapped[UUID]


class StatisticsMonth(Base):
    """A month that has facts; `stale` while the cells do not say yet what the facts say."""

    __tablename__ = "statistics_month"

    month: Mapped[date] = mapped_column(primary_key=True)
    stale: Mapped[bool]


class WorkerMonth(Base):
    """One person in one month, over all her relations.

    She has a row while a relation stands, and in the month after the last one in which she was covered. `movement` is
    how her cover stands beside the month before: whoever `lapsed` still works there, whoever `left` does not, and
    `reason` says why that relation ended; of both, place and bands are those of the month before. `homes` is the number
    of households (3 is three or more), `insured_days` are days of the calendar.
    """

    __tablename__ = "worker_month"

    month: Mapped[date] = mapped_column(primary_key=True)
    worker_id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(2))
    municipality: Mapped[str] = mapped_column(String(5))
    sex: Mapped[str] = mapped_column(String(7))
    age: Mapped[str] = mapped_column(String(7))
    mode: Mapped[str] = mapped_column(String(10))
    homes: Mapped[str] = mapped_column(String(1))
    wage: Mapped[str] = mapped_column(String(7))
    uma: Mapped[str] = mapped_column(String(7))
    answer: Mapped[str] = mapped_column(String(8))
    insured_days: Mapped[int]
    movement: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(30))

    __table_args__ = (
        CheckConstraint(f"movement IN {MOVEMENTS}", name="movement"),
        Index("ix_worker_month_worker_id", "worker_id", "month"),
    )


class PostMonth(Base):
    """One relation in one month: a post, as IMSS counts; `paid` when its own line for the month was."""

    __tablename__ = "post_month"

    month: Mapped[date] = mapped_column(primary_key=True)
    affiliation_id: Mapped[UUID] = mapped_column(primary_key=True)
    worker_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(String(2))
    municipality: Mapped[str] = mapped_column(String(5))
    mode: Mapped[str] = mapped_column(String(10))
    wage: Mapped[str] = mapped_column(String(7))
    uma: Mapped[str] = mapped_column(String(7))
    paid: Mapped[bool]

    __table_args__ = (Index("ix_post_month_worker_id", "worker_id", "month"),)


class StatisticsCell(Base):
    """How many of one month, state and category: counted exactly, and shown to nobody before it is protected.

    `trait` is what `category` is a category of (`all` has the one category `all`). `people` have a relation that
    stands, `covered` of them are insured; `entered` and `returned` were not insured the month before, `lapsed` and
    `departed` were and are no more; `posts` are relations, `paid` those whose line was.
    """

    __tablename__ = "statistics_cell"

    month: Mapped[date] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(2), primary_key=True)
    trait: Mapped[str] = mapped_column(String(12), primary_key=True)
    category: Mapped[str] = mapped_column(String(30), primary_key=True)
    people: Mapped[int]
    covered: Mapped[int]
    entered: Mapped[int]
    returned: Mapped[int]
    lapsed: Mapped[int]
    departed: Mapped[int]
    posts: Mapped[int]
    paid: Mapped[int]


class Publication(Base):
    """A month as it was published: frozen. A later version stands beside it and says that it is one."""

    __tablename__ = "statistics_publication"

    month: Mapped[date] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    published_on: Mapped[date]
    data_as_of: Mapped[datetime]
    method: Mapped[str] = mapped_column(String(10))
    least: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    is_demonstration: Mapped[bool]


class PublishedFigure(Base):
    """One figure of a published month: protected, and open to everybody.

    The category `rest` counts together the people of all categories of its trait that are not named beside it.
    """

    __tablename__ = "statistics_figure"

    month: Mapped[date] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(4), primary_key=True)
    trait: Mapped[str] = mapped_column(String(12), primary_key=True)
    category: Mapped[str] = mapped_column(String(30), primary_key=True)
    measure: Mapped[str] = mapped_column(String(10), primary_key=True)
    value: Mapped[int]
