"""The demonstration year: the same on every machine, whole, and with something to see for everybody."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from enrolment.attending.attendance_models import Attendance
from enrolment.demonstration import demo
from enrolment.demonstration.demo_attending import WORKS_THERE
from enrolment.demonstration.demo_people import HOUSEHOLDS, OFFICIALS, PASSWORD, WORKERS
from enrolment.demonstration.demo_relations import RELATIONS
from enrolment.insurance.certified_models import CertifiedPeriod
from enrolment.labour.dues_models import DuesRecord, LabourDues, NotReceived
from enrolment.models import Affiliation, Confirmation, ContributionPeriod, Cover, Registration
from enrolment.money.payment_models import PaymentRow
from enrolment.relation.invitation import INVITATION
from enrolment.relation.invitation_models import Invitation
from regime.geography import zone_of
from tests import postgres
from tests.copies import settings_for
from workflow.chain import verify
from workflow.database import Database
from workflow.logins import password_fault
from workflow.schema import upgrade
from workflow.tables import DeadlineRow, Document, Event, Message

NOW = datetime(2026, 11, 21, 18, tzinfo=UTC)


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The year as `afilia up --demo` lives it."""
    folder = tmp_path_factory.mktemp("demo")
    database = Database(settings_for(f"sqlite:///{folder}/afilia.sqlite3", folder))
    upgrade(database)
    demo.play(database, NOW)
    yield database
    database.engine.dispose()


def test_it_leaves_something_for_everybody_to_see(embedded: Database) -> None:
    with embedded.read() as session:
        states = {
            model.__tablename__: set(session.scalars(select(model.state)))
            for model in (Registration, Affiliation, ContributionPeriod, Confirmation)
        }
        fates = set(session.scalars(select(PaymentRow.fate)))
        answers = set(session.scalars(select(Cover.answer)))
    assert states["registration"] >= {"registered", "in_review", "correction_requested"}
    assert states["affiliation"] >= {"draft", "in_review", "enrolled", "ended"}
    assert states["contribution_period"] >= {"issued", "paid", "expired"}
    assert states["confirmation"] >= {"confirmed", "disputed"}
    assert fates >= {"matched", "partial", "expired_line", "over", "wrong_worker", "unknown_line", "unreadable"}
    assert answers >= {"yes", "days", "no"}


def test_every_state_of_an_enrolment_that_a_worker_starts_is_there(embedded: Database) -> None:
    with embedded.read() as session:
        found = set(session.scalars(select(Invitation.state)))
    # What a child asks stands in a sealed matter; the demonstration has one that a household's filing opened.
    assert found == set(INVITATION.state_codes) - {"discarded", *INVITATION.states_tagged("protected")}


def test_two_workers_have_certificates(embedded: Database) -> None:
    with embedded.read() as session:
        found = {(one.kind, one.state) for one in session.scalars(select(CertifiedPeriod))}
    assert found == {("maternity", "confirmed"), ("sickness", "recorded")}


def test_one_worker_has_four_homes_one_of_them_in_the_border_zone() -> None:
    homes = [HOUSEHOLDS[relation.household][1] for relation in RELATIONS if relation.worker == "cuatrocasas"]
    assert Counter(zone_of(home.municipality, NOW.date()) for home in homes) == {"general": 3, "border": 1}


def test_its_record_holds_together_and_nothing_failed(embedded: Database) -> None:
    with embedded.read() as session:
        assert list(verify(session)) == []
        assert session.scalar(select(func.count()).where(DeadlineRow.attempts > 0)) == 0
        assert (
            session.scalar(select(func.count()).where(DeadlineRow.status == "running", DeadlineRow.due_at <= NOW)) == 0
        )
        assert session.scalar(select(func.max(Event.recorded_at))) <= NOW
        assert set(session.scalars(select(Message.status))) == {"delivered"}


def test_it_is_the_same_year_on_postgresql(embedded: Database, tmp_path) -> None:
    name = "afilia_demo_year"
    database = Database(settings_for(postgres.create_database(name), tmp_path))
    upgrade(database)
    demo.play(database, NOW)
    assert story(database) == story(embedded)
    database.engine.dispose()
    postgres.drop_database(name)


def story(database: Database) -> Counter:
    """How often each step was taken at each moment."""
    with database.read() as session:
        return Counter(tuple(row) for row in session.execute(select(Event.workflow, Event.action, Event.recorded_at)))


def test_users_are_distinct_and_their_password_is_a_real_one() -> None:
    players = [*(player for player, _home in HOUSEHOLDS.values()), *WORKERS.values(), *OFFICIALS.values()]
    assert len({player.username for player in players}) == len(players)
    assert len({player.invented.curp for player in players}) == len(players)
    assert [player.username for player in players if password_fault(PASSWORD, player.username)] == []


def test_a_bonus_is_paid_vacation_taken_and_an_end_waits_for_its_settlement(embedded: Database) -> None:
    with embedded.read() as session:
        states = set(session.scalars(select(LabourDues.state)))
        kinds = Counter(session.scalars(select(DuesRecord.kind)))
        said = session.scalars(select(NotReceived)).one()
    assert states == {"running", "leaving"}
    assert kinds == {"aguinaldo": 1, "vacation": 1}
    assert (said.subject, said.state) == ("settlement", "noted")


def test_somebody_came_to_the_counter_and_somebody_called(embedded: Database) -> None:
    with embedded.read() as session:
        attended = session.scalars(select(Attendance).order_by(Attendance.opened_at)).all()
        assert [(case.channel, case.state) for case in attended] == [("counter", "ended"), ("telephone", "ended")]
        receipts = session.scalars(select(Document).where(Document.kind == "attendance_receipt")).all()
        assert {receipt.case_id for receipt in receipts} == {case.id for case in attended}
        waiting = select(Affiliation.state).where(Affiliation.worker_curp == WORKS_THERE.curp)
        assert session.scalars(waiting).one() == "correction_requested"
        by_telephone = select(Event.action).where(Event.channel == "telephone", Event.workflow == "confirmation")
        assert session.scalars(by_telephone).all() == ["confirm"]
