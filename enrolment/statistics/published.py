"""Reading what was published, and nothing else: what pages, tables and downloads are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enrolment.statistics.disclosure import ALL
from enrolment.statistics.models import Publication, PublishedFigure
from enrolment.statistics.publishing import NATION, Figures


@dataclass(frozen=True, slots=True)
class PublishedMonth:
    """One version of a month. What it does not hold was not published: too few people, or others' sums would tell."""

    publication: Publication
    figures: Figures

    def value(self, measure: str, state: str = NATION) -> int | None:
        """A figure of the country or of a state."""
        return self.figures.get((state, ALL, ALL, measure))

    def table(self, trait: str, measure: str, state: str = NATION) -> dict[str, int]:
        """A figure by the categories of a trait, with `rest` for all that are not named; empty if not published."""
        return {
            key: value
            for (of_state, of_trait, key, of_measure), value in self.figures.items()
            if (of_state, of_trait, of_measure) == (state, trait, measure)
        }

    def states(self, measure: str) -> dict[str, int]:
        """A figure by state, with `rest` for the states that are not named."""
        return {
            state: value
            for (state, trait, _key, of_measure), value in self.figures.items()
            if trait == ALL and of_measure == measure and state != NATION
        }


def publications(session: Session) -> Sequence[Publication]:
    """Every version of every month, the newest first."""
    ordered = (Publication.month.desc(), Publication.version.desc())
    return session.scalars(select(Publication).order_by(*ordered)).all()


def publication(session: Session, month: date | None = None, version: int | None = None) -> Publication | None:
    """A version of a month, if it was published; without them the newest."""
    wanted = select(Publication).order_by(Publication.month.desc(), Publication.version.desc()).limit(1)
    if month is not None:
        wanted = wanted.where(Publication.month == month)
    if version is not None:
        wanted = wanted.where(Publication.version == version)
    return session.scalars(wanted).one_or_none()


def read(session: Session, publication: Publication) -> PublishedMonth:
    """All figures of a version."""
    figure = PublishedFigure
    wanted = select(figure.state, figure.trait, figure.category, figure.measure, figure.value).where(
        figure.month == publication.month, figure.version == publication.version
    )
    ordered = wanted.order_by(figure.state, figure.trait, figure.category, figure.measure)
    found = {(state, trait, key, measure): value for state, trait, key, measure, value in session.execute(ordered)}
    return PublishedMonth(publication, found)


def series(
    session: Session, first: date, last: date, state: str = NATION, trait: str = ALL, category: str = ALL
) -> dict[date, Mapping[str, int]]:
    """The measures of one category month by month, by each newest version; empty where nothing was told."""
    newest = select(Publication.month, func.max(Publication.version).label("version"))
    latest = newest.where(Publication.month.between(first, last)).group_by(Publication.month).subquery()
    figure = PublishedFigure
    wanted = select(figure.month, figure.measure, figure.value).join(
        latest, (figure.month == latest.c.month) & (figure.version == latest.c.version)
    )
    wanted = wanted.where(figure.state == state, figure.trait == trait, figure.category == category)
    found: dict[date, dict[str, int]] = {month: {} for month in session.scalars(select(latest.c.month))}
    for month, measure, value in session.execute(wanted):
        found[month][measure] = value
    return dict(sorted(found.items()))
