"""A complaint, declared (rows 1 to 11): received, read, answered, remitted or admitted; her wish leads throughout.

Sealed: it stands in no general list, search or figure. Nobody is written to about it: a message could be read by
whoever holds the telephone, so its outcome waits behind folio and secret.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspection.authorities import authorities, competent_authority
from inspection.evidence.evidence_models import Evidence
from inspection.evidence.keeping import FILES, files_are_few, keep_evidence
from inspection.files.file import surroundings
from inspection.files.wishes import lead
from inspection.intake.complaint_effects import close_own_file, hand_file_over, open_inspection, protect, protect_also
from inspection.intake.complaint_models import Complaint
from inspection.intake.complaint_rules import (
    Heard,
    another_is_competent,
    body_is_chosen,
    can_be_asked,
    claim_term,
    danger_is_new,
    dangers_are_known,
    data_asked,
    evidence_is_chosen,
    forward_by,
    handed_over,
    is_domestic_work,
    is_other_work,
    is_ours,
    is_read,
    kind_is_chosen,
    only_advice_is_left,
    place_is_known,
    place_is_unknown,
    repeats_another,
    risk_is_answered,
    there_is_evidence,
    wish_allows,
    wish_is_known,
    wished_today,
    with_danger,
    withdrawn_today,
    worker_wishes_it,
)
from inspection.intake.her_wish import HER_WISH
from inspection.intake.papers import REMISSION
from inspection.models import InspectionFile
from inspection.roles import COMPLAINANT, DIRECTOR, INSPECTOR, INTAKE, TRIAGE, roles_in
from inspection.time_limits import for_authority, for_party
from workflow.context import SYSTEM, Actor, Role
from workflow.definition import Action, Deadline, State, Workflow, anybody, is_tagged

READERS = frozenset({INTAKE, TRIAGE, DIRECTOR, INSPECTOR})


def look(session: Session, case: Any) -> Heard:
    """The file, who is competent for it, and which open complaints are about the same home."""
    file = session.get_one(InspectionFile, case.file_id)
    around = surroundings(session, file)
    known = authorities(session)
    competent = competent_authority(known, file.municipality, case.matter) if file.municipality else None
    return Heard(
        people={},
        zone=around.zone,
        authority=case.office or "",
        employer_person=around.employer_person,
        worker_person=around.worker_person,
        assigned=around.assigned,
        rules=around.rules,
        base_url=around.base_url,
        home=around.home,
        officer_name=around.officer_name,
        competent=competent.code if competent else None,
        authorities=known.names,
        same_home=_same_home(session, case, file),
        place_known=bool(file.street or case.places_home),
        evidence=frozenset(session.scalars(select(Evidence.id).where(Evidence.case_id == case.id))),
    )


def _same_home(session: Session, case: Any, file: InspectionFile) -> frozenset[UUID]:
    if not (file.street and file.municipality):
        return frozenset()
    there = select(Complaint.id).join(InspectionFile, Complaint.file_id == InspectionFile.id)
    there = there.where(InspectionFile.municipality == file.municipality, InspectionFile.street == file.street)
    return frozenset(session.scalars(there.where(~is_tagged(Complaint, "joined"), Complaint.id != case.id)))


def roles_of(actor: Actor, case: Any, around: Heard) -> frozenset[Role]:
    """Who complained, and the officers who read complaints. Employer and worker of the file are nobody: neither may
    learn that there is a complaint, not even who knows that it is their own home."""
    if COMPLAINANT.code in actor.roles:
        return frozenset({COMPLAINANT} if actor.login_id == case.speaker_id else ())
    if actor.person_id is not None and actor.person_id in {around.employer_person, around.worker_person}:
        return frozenset()
    return roles_in(actor, case.office, assigned=around.assigned) & READERS


FORWARD = Deadline("forward", forward_by, on_expiry="pass_term", basis=("lfpa_42",), entry="D01")
TRIAGE_TARGET = Deadline(
    "triage", for_authority("triage_target_time"), on_expiry="pass_term", basis=("protocol",), entry="D37"
)
CURE = Deadline("data", for_party("cure_filing_time"), on_expiry="pass_data_term", basis=("lfpa_43",), entry="D02")

_UNREAD = ("received", "in_triage")
_UNDECIDED = (*_UNREAD, "awaiting_data")
_ALL = (*_UNDECIDED, "admitted")

COMPLAINT = Workflow(
    name="complaint",
    model=Complaint,
    sealed=True,
    states=(
        State("received", tags=frozenset({"open", "to_read"}), deadlines=(TRIAGE_TARGET, FORWARD)),
        State("in_triage", tags=frozenset({"open", "to_read"}), deadlines=(FORWARD,)),
        State("awaiting_data", tags=frozenset({"open", "asked"}), deadlines=(CURE,)),
        State("admitted", final=True, tags=frozenset({"followed"})),
        State("oriented", final=True),
        State("reclassified", final=True),
        State("referred", final=True),
        State("joined", final=True, tags=frozenset({"joined"})),
        State("dismissed", final=True),
        State("withdrawn", final=True),
    ),
    actions=(
        Action(
            code="receive",
            target="received",
            roles=anybody(COMPLAINANT, INTAKE, SYSTEM),
            basis=("lft_542", "lft_1003"),
            checks=(dangers_are_known, wish_is_known, files_are_few),
            facts=(
                "file_id",
                "office",
                "channel",
                "speaker_id",
                "secret_digest",
                "speaks_as",
                "wish",
                "worker_agrees",
                "still_working",
                "separated_on",
                "dangers",
                "places_home",
                "reachable",
            ),
            inputs=(FILES,),
            computes=wished_today,
            effects=(protect, keep_evidence),
            rows=(1, 3),
        ),
        Action(
            code="read",
            source=_UNREAD,
            target="in_triage",
            roles=anybody(TRIAGE, DIRECTOR),
            basis=("protocol",),
            checks=(risk_is_answered,),
            facts=("relation", "matter", "still_working", "separated_on"),
            rearms=("forward",),
            rows=(2,),
        ),
        Action(
            code="record_danger",
            source=_ALL,
            roles=anybody(COMPLAINANT, INTAKE, TRIAGE, INSPECTOR, DIRECTOR),
            basis=("cnpp_222", "lgamvlv_28"),
            checks=(danger_is_new,),
            inputs=("danger",),
            computes=with_danger,
            effects=(protect_also,),
            comment="optional",
            rows=(3,),
        ),
        Action(
            code="remit",
            source=_UNREAD,
            target="received",
            roles=anybody(TRIAGE, DIRECTOR),
            basis=("lfpa_42", "lft_527", "lft_529"),
            checks=(another_is_competent,),
            inputs=("to_authority",),
            computes=handed_over,
            effects=(hand_file_over,),
            comment="required",
            produces=("remission",),
            rows=(4, 5),
        ),
        Action(
            code="refer",
            weight="rare",
            source=("in_triage",),
            target="referred",
            roles=anybody(TRIAGE, DIRECTOR),
            basis=("lfpa_42",),
            guards=(is_read,),
            checks=(body_is_chosen,),
            facts=("referred_to",),
            comment="required",
            produces=("remission",),
            rows=(5,),
        ),
        Action(
            code="orient",
            source=("in_triage",),
            target="oriented",
            roles=anybody(TRIAGE, DIRECTOR),
            basis=("lft_530", "lft_684b"),
            guards=(is_read, only_advice_is_left),
            facts=("separated_on",),
            computes=claim_term,
            comment="required",
            rows=(6,),
        ),
        Action(
            code="reclassify",
            weight="rare",
            source=("in_triage",),
            target="reclassified",
            roles=anybody(TRIAGE, DIRECTOR),
            basis=("lft_332",),
            guards=(is_read, is_other_work),
            comment="required",
            rows=(7,),
        ),
        Action(
            code="ask_for_data",
            source=("in_triage",),
            target="awaiting_data",
            roles=anybody(TRIAGE, DIRECTOR),
            basis=("lfpa_43",),
            guards=(can_be_asked,),
            computes=data_asked,
            comment="required",
            rows=(8,),
        ),
        Action(
            code="add_facts",
            source=_ALL,
            roles=anybody(COMPLAINANT, INTAKE, TRIAGE),
            basis=("lfpa_43",),
            checks=(files_are_few,),
            facts=("places_home", "still_working", "separated_on"),
            inputs=("statement_id", FILES),
            effects=(keep_evidence,),
            rows=(9,),
        ),
        Action(
            code="answer_data",
            source=("awaiting_data",),
            target="in_triage",
            roles=anybody(COMPLAINANT, INTAKE, TRIAGE),
            basis=("lfpa_43",),
            checks=(files_are_few,),
            facts=("places_home",),
            inputs=("statement_id", FILES),
            effects=(keep_evidence,),
            rows=(9,),
        ),
        Action(
            code="pass_data_term",
            source=("awaiting_data",),
            target="in_triage",
            roles=anybody(SYSTEM),
            basis=("lfpa_43",),
            rows=(9,),
        ),
        Action(
            code="dismiss",
            weight="grave",
            source=("in_triage",),
            target="dismissed",
            roles=anybody(TRIAGE, DIRECTOR),
            basis=("lfpa_43",),
            guards=(place_is_unknown,),
            comment="required",
            rows=(9,),
        ),
        Action(
            code="join",
            weight="rare",
            source=("in_triage",),
            target="joined",
            roles=anybody(TRIAGE, DIRECTOR),
            basis=("protocol",),
            checks=(repeats_another,),
            facts=("joined_to",),
            effects=(close_own_file,),
            comment="optional",
            rows=(10,),
        ),
        Action(
            code="admit",
            source=("in_triage",),
            target="admitted",
            roles=anybody(DIRECTOR),
            basis=("lft_542", "rgitas_28"),
            guards=(is_read, is_ours, is_domestic_work, place_is_known, wish_allows, worker_wishes_it),
            checks=(kind_is_chosen,),
            inputs=("kind",),
            facts=("clustered",),
            effects=(open_inspection,),
            rows=(11,),
        ),
        Action(
            code="change_wish",
            source=_ALL,
            roles=anybody(COMPLAINANT, INTAKE, TRIAGE),
            basis=("protocol",),
            checks=(wish_is_known,),
            facts=("wish", "worker_agrees"),
            computes=wished_today,
            rows=(1,),
        ),
        Action(
            code="withdraw",
            weight="grave",
            source=_UNDECIDED,
            target="withdrawn",
            roles=anybody(COMPLAINANT, INTAKE, TRIAGE),
            basis=("protocol",),
            computes=withdrawn_today,
            comment="optional",
            rows=(1,),
        ),
        Action(
            # It has been admitted: the inspection stays, for what was found is not hers to take back, but no order
            # follows from a wish that is no more.
            code="withdraw_wish",
            weight="grave",
            source=("admitted",),
            roles=anybody(COMPLAINANT, INTAKE, TRIAGE),
            basis=("protocol",),
            computes=withdrawn_today,
            comment="optional",
            rows=(1,),
        ),
        Action(
            code="open_identity",
            weight="rare",
            source=(*_ALL, "oriented", "reclassified", "referred", "joined", "dismissed", "withdrawn"),
            roles=anybody(TRIAGE, DIRECTOR),
            basis=("lft_544", "lgpdppso"),
            comment="required",
            quiet=True,
            rows=(1,),
        ),
        Action(
            # Like who complained: a photograph or a voice tells it, too.
            code="open_evidence",
            weight="rare",
            source=(*_ALL, "oriented", "reclassified", "referred", "joined", "dismissed", "withdrawn"),
            roles=anybody(TRIAGE, DIRECTOR),
            basis=("lft_544", "lgpdppso"),
            guards=(there_is_evidence,),
            checks=(evidence_is_chosen,),
            inputs=("evidence_id",),
            comment="required",
            quiet=True,
            rows=(1,),
        ),
        Action(
            code="pass_term",
            source=_UNREAD,
            roles=anybody(SYSTEM),
            basis=("lfpa_42",),
            quiet=True,
            rows=(2, 4, 5),
        ),
    ),
    look=look,
    roles_of=roles_of,
    documents=(REMISSION,),
)

# An inspection asks this of its file before anything is ordered.
lead("complaint", HER_WISH)
