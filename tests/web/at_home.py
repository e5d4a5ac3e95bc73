"""A household and a worker at their pages: the clock stands in March 2026, answers are typed as people type them."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from enrolment.models import Affiliation, ContributionPeriod
from enrolment.people.invented import InventedPerson
from tests.conftest import NOON
from tests.web.conftest import Visitor
from workflow import clock
from workflow.database import Database
from workflow.tables import Event

CARRIED = ("csrf_token", "key", "version", "seen", "shown")
HOME = {"street": "Calle Invento 12", "neighbourhood": "Roma Norte", "postal_code": "06700"}


@pytest.fixture
def in_march(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real time stands at noon on Monday 2 March 2026, whatever the day on which the test runs."""
    monkeypatch.setattr(clock, "real_now", lambda: NOON)


def answer(visitor: Visitor, path: str, typed: Mapping[str, Any], **options: Any) -> TestResponse:
    """Open a page, fill in its form and send it."""
    visitor.get(path)
    return send(visitor, path, typed, **options)


def send(visitor: Visitor, path: str, typed: Mapping[str, Any], **options: Any) -> TestResponse:
    """Send the form of the page that the visitor has open."""
    return visitor.post(path, data={**carried(visitor), **typed}, **options)


def carried(visitor: Visitor) -> dict[str, str]:
    """What the open form carries unseen."""
    return {name: value for name, value in visitor.page.hidden.items() if name in CARRIED}


def steps_of(worker: InventedPerson, place: str) -> dict[str, dict[str, Any]]:
    """The answers about a worker who comes twice a week, page by page."""
    return {
        "numbers": {"worker_curp": worker.curp, "born": f"{worker.born:%d/%m/%Y}", "worker_nss": worker.nss},
        "place": {"workplace": place},
        "start": {"began_on": "2/3/2026"},
        "schedule": {"weekdays": ["0", "3"], "hours_per_day": "8"},
        "pay": {"pay_each": "visit", "pay_amount": "600", "in_kind": "none"},
        "insurance": {"mode": "per_day", "periodicity": "1"},
        "contact": {"worker_phone": "55 5555 5555", "worker_email": ""},
    }


def name_of(worker: InventedPerson) -> dict[str, str]:
    """The first page about a worker."""
    return {
        "worker_given_name": worker.given_names,
        "worker_first_surname": worker.first_surname,
        "worker_second_surname": worker.second_surname,
    }


def events(database: Database) -> int:
    """How many steps have been taken in all cases."""
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Event)) or 0


def only(database: Database, model: type[Affiliation]) -> Affiliation:
    """The one affiliation there is, as it stands."""
    with database.read() as session:
        return session.scalars(select(model)).one()


def period(database: Database, month: Any) -> ContributionPeriod:
    """The contribution period that begins in a month."""
    with database.read() as session:
        return session.scalars(select(ContributionPeriod).where(ContributionPeriod.first_month == month)).one()
