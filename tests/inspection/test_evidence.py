"""Evidence: kept sealed as it came, once; photographs only with a permission; parties get what concerns them."""

from io import BytesIO
from typing import Any

import pytest
from PIL import ExifTags, Image
from pydantic import SecretStr
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from inspection.evidence.evidence_models import Evidence
from inspection.evidence.keeping import KeptFile, content_of, evidence_of, keep_file, shown_to_party
from inspection.evidence.reading import is_for_party
from tests.inspection.visiting import Field, officer
from tests.workflow.test_received_files import picture
from workflow.clock import real_now
from workflow.database import Database
from workflow.document_store import YOUNG, FileDamaged, store_of
from workflow.engine import fire
from workflow.errors import KeyReused, NotAllowed, NotReady
from workflow.filing import sweep_orphans
from workflow.sealing import CannotUnseal
from workflow.tables import Event

VISIT = "inspection"
PHOTO = picture()


def kept(session: Session, content: bytes = PHOTO, name: str = "foto.jpg") -> KeptFile:
    """A file that is in the store."""
    return keep_file(session.info["settings"], VISIT, content, name)


def refused(field: Field, case: Any, **data: Any) -> set[str]:
    """The sentences with which files are not added."""
    with pytest.raises(NotReady) as refusal:
        field.take(case, "add_evidence", field.inspector, **data)
    return {sentence.code for sentence in refusal.value.sentences}


@pytest.mark.rows(27, 32)
def test_a_file_is_kept_sealed_as_it_came_and_its_event_holds_digests(session: Session) -> None:
    field = Field(session)
    case = field.under_way("extraordinary")
    file = kept(session)
    field.take(case, "add_evidence", field.inspector, shows="outside", item=9, files=[file.as_data()])
    row = evidence_of(session, case.id)[0]
    settings = session.info["settings"]
    assert (row.kind, row.item, row.media_type, row.by_role) == ("outside", 9, "image/jpeg", "inspector")
    assert content_of(settings, row) == PHOTO
    assert b"JFIF" not in store_of(settings).get(row.file_sha256)
    event = session.get_one(Event, (case.id, row.seq))
    assert file.sha256 in event.data
    assert "foto" not in event.data
    other = settings.model_copy(update={"secret_key": SecretStr("another-secret-of-thirty-two-signs")})
    with pytest.raises(CannotUnseal):
        content_of(other, row)


def test_the_same_form_sent_twice_is_one_step(session: Session) -> None:
    field = Field(session)
    case = field.under_way("extraordinary")
    for _ in range(2):
        data = {"shows": "paper", "files": [kept(session).as_data()]}
        done = fire(session, case, "add_evidence", field.inspector, field.at, key="form-1", data=data)
    assert done.repeated
    assert len(evidence_of(session, case.id)) == 1
    other = {"shows": "paper", "files": [kept(session, b"Otro papel.", "otro.txt").as_data()]}
    with pytest.raises(KeyReused):
        fire(session, case, "add_evidence", field.inspector, field.at, key="form-1", data=other)


def test_what_is_missing_has_its_sentence(session: Session) -> None:
    field = Field(session)
    case = field.under_way("extraordinary")
    file = kept(session).as_data()
    assert refused(field, case, shows="paper", files=[]) == {"file.none"}
    assert refused(field, case, shows="paper", files=[file] * 6) == {"file.too_many"}
    assert refused(field, case, shows="", files=[file]) == {"inspection.shows_missing"}
    assert refused(field, case, shows="paper", item=99, files=[file]) == {"inspection.item_unknown"}
    with pytest.raises(NotAllowed):
        field.take(case, "add_evidence", field.director, shows="paper", files=[file])


@pytest.mark.rows(20, 32)
def test_inside_a_home_nothing_is_photographed_without_a_permission_for_it(session: Session) -> None:
    field = Field(session)
    case = field.under_way("extraordinary")
    photo = {"shows": "photo", "files": [kept(session).as_data()]}
    assert refused(field, case, **photo) == {"inspection.photographs_not_allowed"}
    case = field.consent(case)
    assert refused(field, case, **photo) == {"inspection.photographs_not_allowed"}
    case = field.consent(field.take(case, "revoke_consent", field.inspector), photos=True)
    case = field.take(field.take(case, "add_evidence", field.inspector, **photo), "revoke_consent", field.inspector)
    field.take(case, "add_evidence", field.inspector, **photo)  # taken while it held
    assert [row.kind for row in evidence_of(session, case.id)] == ["photo", "photo"]


@pytest.mark.rows(35)
def test_a_party_gets_what_was_filed_and_pictures_of_her_home_once_the_acta_is_closed(session: Session) -> None:
    field = Field(session)
    settings = session.info["settings"]
    case = field.found(field.under_way("extraordinary"), 9)
    for shows, content, name in (
        ("outside", PHOTO, "foto.jpg"),
        ("message", PHOTO, "captura.jpg"),
        ("sound", b"OggS" + bytes(60), "voz.ogg"),
    ):
        field.take(case, "add_evidence", field.inspector, shows=shows, files=[kept(session, content, name).as_data()])
    assert [is_for_party(session, row, case) for row in evidence_of(session, case.id)] == [False] * 3
    closing = {"women": 1, "men": 0, "copies_to": "Ana", "electronic_notices": False, "ended_at": field.at}
    case = field.take(case, "close_acta", field.inspector, **closing)
    paper = kept(session, PHOTO, "recibo.jpg").as_data()
    field.take(case, "file_observations", field.employer.actor, papers="Recibos", files=[paper])
    shown = [row for row in evidence_of(session, case.id) if is_for_party(session, row, case)]
    assert [(row.kind, row.by_role) for row in shown] == [("outside", "inspector"), ("paper", "employer")]
    for row in shown:
        picture_alone = shown_to_party(settings, row)
        assert picture_alone is not None
        assert dict(Image.open(BytesIO(picture_alone)).getexif().get_ifd(ExifTags.IFD.GPSInfo)) == {}


def test_rows_are_never_changed_and_what_they_name_is_not_swept(database: Database) -> None:
    def add(session: Session) -> Evidence:
        field = Field(session)
        case = field.under_way("extraordinary")
        field.take(case, "add_evidence", field.inspector, shows="paper", files=[kept(session).as_data()])
        return evidence_of(session, case.id)[0]

    row = database.run(add)
    store = store_of(database.settings)
    with database.write() as session:
        loose = kept(session, b"Nadie lo mando.", "suelto.txt")
    later = real_now() + YOUNG * 2
    assert sweep_orphans(database, later) == 1
    assert not store.keep_young(loose.file_sha256)
    assert store.keep_young(row.file_sha256)
    for change in ("UPDATE evidence SET kind = 'photo'", "DELETE FROM evidence"):
        with pytest.raises(DatabaseError), database.engine.begin() as connection:
            connection.execute(text(change))
    (database.settings.data_dir / "documents" / row.file_sha256[:2] / row.file_sha256).write_bytes(b"otra cosa")
    with database.read() as session, pytest.raises(FileDamaged):
        content_of(database.settings, session.scalars(select(Evidence)).one())


def test_an_officer_of_another_authority_adds_nothing(session: Session) -> None:
    field = Field(session)
    case = field.under_way("extraordinary")
    stranger = officer(session, field.at, "inspector", "st-jalisco")
    with pytest.raises(NotAllowed):
        field.take(case, "add_evidence", stranger, shows="paper", files=[kept(session).as_data()])
