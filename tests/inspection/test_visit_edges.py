"""Every step that an inspection declares is taken once for real, on each database."""

from datetime import timedelta

import pytest

from inspection.evidence.keeping import keep_file
from inspection.files.file import INSPECTION_FILE
from inspection.visit.credential import CREDENTIAL
from inspection.visit.inspection import INSPECTION
from inspection.visit.inspection_models import Inspection
from inspection.visit.recording import interviews_of
from tests.inspection.edges import declared_edges, taken_edges
from tests.inspection.visiting import CLOSING, SHOWN, Field, id_of, officer
from workflow.database import Database

HERS = {"name": "Rosa", "statement": "Trabajo de lunes a sábado.", "consented": True, "place": "union"}
PAPER = b"Recibo del mes de mayo."
EVERY_ROW = [*range(11, 29), *range(30, 46), 47, 59, 63, 65, 66]


@pytest.mark.rows(*EVERY_ROW)
def test_every_declared_step_can_be_taken(database: Database) -> None:
    with database.write() as session:
        for part in (who_goes, orders, doors, written_down, actas, filed, assessed, corrected, over, withdrawn, late):
            part(Field(session))
    with database.read() as session:
        for workflow in (INSPECTION, CREDENTIAL):
            assert taken_edges(session, workflow) == declared_edges(workflow)


def test_the_rows_of_the_protocol_are_all_carried_out() -> None:
    """Rows 12 to 45 and 66, but 29, which is a matter of its own beside the inspection."""
    carried = {row for action in INSPECTION.actions for row in action.rows}
    assert {*range(12, 46), 66} - carried == {29}
    assert INSPECTION_FILE.versions_of("reopen")[0].rows == (65,)


def in_each(field: Field) -> dict[str, Inspection]:
    """An inspection in every state in which somebody is in the field."""
    refused = field.refusal(field.under_way("extraordinary"))
    rescheduled = field.take(
        field.summoned(), "reschedule", field.director, planned_on=field.at.date() + timedelta(days=5)
    )
    cases = {
        "assigned": field.assigned(),
        "ordered": field.ordered(),
        "rescheduled": rescheduled,
        "summoned": field.summoned(),
        "under_way": field.under_way("extraordinary"),
        "paused": pause(field, field.under_way("extraordinary")),
        "not_constituted": absent(field),
        "entered": field.consent(field.under_way("extraordinary")),
        "at_the_door": field.take(field.under_way("extraordinary"), "stay_at_door", field.inspector),
        "refused": field.take(refused, "draw_up_instructivo", field.inspector, documents_days=5, warning_stated=True),
        "documents_required": field.require(field.ordered("extraordinary", modality="documents", documents_days=5)),
        "documents_required_after_refusal": field.instructivo(field.refusal(field.under_way("extraordinary"))),
    }
    assert {name: case.state for name, case in cases.items()} == {name: name for name in cases}
    return cases


def pause(field: Field, case: Inspection) -> Inspection:
    """Until the afternoon."""
    return field.take(case, "pause", field.inspector, resume_at=field.at + timedelta(hours=3), agreed=True)  # type: ignore[no-any-return]


def absent(field: Field) -> Inspection:
    """Nobody was there."""
    return field.take(field.under_way("extraordinary"), "find_nobody", field.inspector, absence="nobody")  # type: ignore[no-any-return]


def who_goes(field: Field) -> None:
    """Changes of who goes, in every state of the field; a credential's life."""
    after = [field.closed(9, kind="orientation"), field.closed(9), field.assessing(9), field.measures()]
    after += [field.compliance(23), field.verifying(), field.take(field.weighed(9), "request_sanction", field.director)]
    for case in (*in_each(field).values(), *after):
        field.take(case, "reassign", field.director, inspector_id=id_of(field.second))
        until = field.at.date() + timedelta(days=7)
        field.take(case, "substitute", field.director, substitute_id=id_of(field.inspector), substitute_until=until)
        field.take(case, "end_substitution", field.system)
    for action, actor in (("expire", field.system), ("withdraw", field.director)):
        inspector = officer(field.session, field.at, "inspector")
        held = field.credential(inspector)
        days = {"valid_from": held.valid_from, "valid_until": held.valid_until}
        field.take(field.take(held, "renew", field.director, number="INS-NUEVA", **days), action, actor)


def orders(field: Field) -> None:
    """Orders that are announced, put off, given up, or ask for documents."""
    for case in (field.open(), field.assigned(), field.ordered(), field.summoned(), absent(field)):
        field.take(case, "archive_unvisited", field.director)
    planned = {"planned_on": field.at.date() + timedelta(days=4)}
    for _ in range(2):
        case = field.take(field.summoned(), "reschedule", field.director, **planned)
        field.take(case, "note_delay", field.system)
    field.take(case, "archive_unvisited", field.director)
    case = field.take(field.summoned(), "reschedule", field.director, **planned)
    hours = {"summoned_at": field.at, "visit_at": field.at + timedelta(hours=24), "served_to": "neighbour"}
    case = field.take(case, "summon", field.notifier, **hours)
    field.take(case, "complete_notice", field.system)
    field.take(absent(field), "try_again", field.director)
    for case in (
        absent(field),
        field.take(field.under_way("extraordinary"), "stay_at_door", field.inspector),
        field.summoned(),
        field.take(field.summoned(), "reschedule", field.director, **planned),
    ):
        field.take(case, "draw_up_requirement", field.director, documents_days=5)
        field.require(case)


def doors(field: Field) -> None:
    """Everything that can happen at a door."""
    cases = in_each(field)
    for name in ("under_way", "at_the_door"):
        field.take(cases[name], "record_door", field.inspector, door_capacity="guard")
    authorised = {"judicial_reference": "CT 14/2026", "judge": "Juzgado 3", "names_inspectors": True}
    for name in ("under_way", "at_the_door", "refused"):
        field.take(
            cases[name], "enter_with_authorisation", field.inspector, authorised_on=field.at.date(), **authorised
        )
    case = field.take(cases["entered"], "revoke_consent", field.inspector)
    case = field.take(field.consent(case), "revoke_consent", field.employer.actor)
    field.instructivo(field.refusal(case))
    for case in (
        field.consent(field.under_way("extraordinary")),
        field.take(field.under_way("extraordinary"), "stay_at_door", field.inspector),
    ):
        field.wait(hours=2)
        pause(field, case)
    field.take(cases["paused"], "resume", field.inspector, **SHOWN)
    after = cases["documents_required_after_refusal"]
    field.take(after, "file_documents", field.employer.actor, papers="Contrato")
    field.take(after, "accept_documents", field.inspector)
    field.take(field.instructivo(field.refusal(field.under_way("extraordinary"))), "presume", field.system)


def written_down(field: Field) -> None:
    """What is written down, in every state in which it can be."""
    cases = in_each(field)
    writing = ("under_way", "entered", "at_the_door", "documents_required", "documents_required_after_refusal")
    for name in writing:
        field.found(cases[name], 9)
    for name in cases:
        field.take(cases[name], "interview", field.inspector, **HERS)
        field.take(cases[name], "record_relation", field.inspector, relation_modality="live_in", worker_age=40)
    kept = keep_file(field.session.info["settings"], INSPECTION.name, PAPER, "recibo.txt").as_data()
    for case in (*(cases[name] for name in ("paused", "not_constituted", "refused", *writing)), field.verifying()):
        field.take(case, "add_evidence", field.inspector, shows="paper", files=[kept])
    for name in ("paused", "not_constituted", "refused", *writing):
        agree(field, cases[name])
    for case in (field.closed(9), field.assessing(9)):
        with_words = field.under_way("extraordinary")
        field.take(with_words, "interview", field.inspector, **HERS)
        interview = interviews_of(field.session, with_words.id)[0]
        interview.inspection_id = case.id
        field.session.flush()
        agree(field, case)


def agree(field: Field, case: Inspection) -> None:
    """She lets it be used."""
    interview = interviews_of(field.session, case.id)[0]
    field.take(case, "agree_to_use", field.inspector, interview_id=interview.id, may_be_used=True)


def actas(field: Field) -> None:
    """Actas of visits and of documents, and what is added to them."""
    entered = field.found(field.consent(field.under_way("extraordinary")), 9)
    field.take(entered, "close_acta", field.inspector, ended_at=field.at, **CLOSING)
    for state in ("documents_required", "at_the_door"):
        case = field.found(in_each(field)[state], 9)
        case = field.take(case, "pass_documents_term", field.system)
        field.take(case, "close_desk_acta", field.inspector, ended_at=field.at, **CLOSING)
    advised = [field.closed(9, kind="orientation") for _ in range(2)]
    for case in (*advised, field.closed(9), field.assessing(9)):
        field.take(case, "annex_correction", field.director)
        field.take(case, "forward_acta", field.inspector)
    for case in (absent(field), field.refusal(field.under_way("extraordinary"))):
        field.take(case, "forward_acta", field.inspector)
    field.take(advised[0], "archive_orientation", field.director)


def filed(field: Field) -> None:
    """Whatever a party files, whenever it comes."""
    advised = field.closed(9, kind="orientation")
    sanctioned = field.take(field.weighed(9), "request_sanction", field.director)
    gone = field.take(field.take(field.weighed(9), "request_sanction", field.director), "lose_effect", field.system)
    archived = field.take(field.weighed(9, assessed="disproved"), "archive", field.director)
    after = [advised, field.closed(9), field.assessing(9), field.measures(), field.compliance(23), field.verifying()]
    for case in (*after, sanctioned, archived, gone):
        for action in ("file_documents", "file_observations"):
            field.take(case, action, field.intake, papers="Recibos", filed_on=field.at.date())
    cases = in_each(field)
    for state in ("at_the_door", "documents_required", "documents_required_after_refusal"):
        field.take(cases[state], "file_documents", field.inspector)
    for case in after[3:]:
        field.take(case, "file_compliance", field.legal)
    for case in (after[3], after[5]):
        field.take(case, "ask_extension", field.employer.actor, days_wanted=5)


def assessed(field: Field) -> None:
    """Every way out of an assessment."""
    field.take(field.assessing(9), "find_acta_defective", field.director, defect="hours_missing", repeat=True)
    archived = field.take(field.weighed(9, assessed="cured"), "archive", field.director)
    field.take(archived, "reassess", field.director)
    field.take(field.weighed(9), "request_sanction", field.director)


def corrected(field: Field) -> None:
    """What is ordered or asked for, served, put off, verified."""
    for late in (False, True):
        for answer, data in (("grant_extension", {"extra_days": 5, "cause_outside": True}), ("refuse_extension", {})):
            case = field.served(field.measures())
            field.take(case, "ask_extension", field.intake, days_wanted=5)
            if late:
                field.take(case, "pass_term", field.system)
            field.take(case, answer, field.director, **data)
    for state in ("documents_required", "documents_required_after_refusal"):
        field.take(in_each(field)[state], "extend_documents", field.director, documents_extra_days=2)
    for case, last in ((field.measures(), "begin_verification"), (field.compliance(23), "begin_verification")):
        field.take(field.served(case), "file_compliance", field.employer.actor)
        field.take(case, last, field.director)
    field.take(field.served(field.compliance(26)), "pass_term", field.system)
    case = field.verifying()
    field.take(case, "order_verification", field.director)
    hours = {"delivered_at": field.at, "verification_at": field.at + timedelta(hours=24)}
    field.take(case, "summon_verification", field.notifier, **hours)
    field.take(field.verify(case), "confirm_compliance", field.director)
    field.take(field.verify(field.verifying(), fulfilled=False), "request_sanction_unmet", field.assessor)


def over(field: Field) -> None:
    """How the sanction procedure gives an inspection back."""
    for action in ("conclude", "not_admit", "lose_effect"):
        field.take(field.take(field.weighed(9), "request_sanction", field.director), action, field.system)


def withdrawn(field: Field) -> None:
    """Acts that the authority takes back."""
    cases = in_each(field)
    names = ("ordered", "rescheduled", "summoned", "documents_required", "refused", "documents_required_after_refusal")
    for case in (*(cases[name] for name in names), field.measures(), field.compliance(23), field.verifying()):
        field.take(case, "withdraw_act", field.director, ground="manifest_error")


def late(field: Field) -> None:
    """Terms of the authority's own that pass."""
    cases = in_each(field)
    for name in ("assigned", "ordered", "rescheduled", "paused", "not_constituted", "refused"):
        field.take(cases[name], "note_delay", field.system)
    advised = field.closed(9, kind="orientation")
    for case in (field.open(), advised, field.closed(9), field.assessing(9), field.measures(), field.compliance(23)):
        field.take(case, "note_delay", field.system)
