"""The forms of an inspection up to the acta: who goes, the order, the summons, the door, what is written down."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from inspection.checklist import MODALITIES as RELATION_MODALITIES
from inspection.evidence.evidence_models import KINDS
from inspection.visit.capacities import ROOMS
from inspection.visit.door import ALTERNATIVES
from inspection.visit.inspection_models import ABSENCES, MATTERS, MODALITIES, PLACE_CHECKS
from inspection.visit.record_models import PARTS
from inspection.visit.recording import INTERVIEW_PLACES
from web.casework.action_forms import form_for
from web.forms.fields import Checkboxes, Dropdown, Optional, Radios, Required, choices, named_choices
from web.forms.file_fields import FilesInput
from web.forms.value_fields import DayInput
from web.inspection.visit_fields import (
    VisitForm,
    agreed,
    capacity,
    count,
    interviews,
    line,
    moment,
    one_of,
    words,
)

FOR_INSPECTION = "inspection"


@form_for(FOR_INSPECTION, "substitute")
class SubstituteForm(VisitForm):
    """Who stands in, and until when."""

    logins = ("substitute_id",)
    substitute_id = Dropdown("visit.substitute", [Required("inspection.no_inspector")])
    substitute_until = DayInput("visit.substitute_until", [Required("inspection.substitute_until_missing")])


@form_for(FOR_INSPECTION, "order")
class OrderForm(VisitForm):
    """What the order says."""

    modality = one_of("visit.modality", "visit.modality", MODALITIES, "inspection.modality_missing")
    matter = one_of("visit.matter", "visit.matter", MATTERS, "inspection.object_missing")
    scope = words("visit.scope", hint="visit.scope_hint")
    period_from = DayInput("visit.period_from", [Required("inspection.period_missing")])
    period_until = DayInput("visit.period_until", [Required("inspection.period_missing")])
    documents_asked = line("visit.documents_asked", hint="visit.documents_hint")
    documents_days = count("visit.documents_days", optional=True)
    planned_on = DayInput("visit.planned_on", [Optional()], description="visit.planned_hint")
    enabled_by = line("visit.enabled_by", hint="visit.enabled_hint")


@form_for(FOR_INSPECTION, "summon")
class SummonForm(VisitForm):
    """When the summons was delivered, to whom, and for which hour."""

    summoned_at = moment("visit.delivered_at")
    visit_at = moment("visit.visit_at")
    served_to = capacity("visit.served_to", "inspection.served_to_missing")
    received_by = line("visit.received_by")


@form_for(FOR_INSPECTION, "draw_up_requirement")
class DrawUpForm(VisitForm):
    """Which documents, and in how many days."""

    documents_asked = line("visit.documents_asked", hint="visit.documents_hint")
    documents_days = count("visit.documents_days")


@form_for(FOR_INSPECTION, "draw_up_instructivo")
class DrawUpInstructivoForm(DrawUpForm):
    """The same after a refusal, with the warning."""

    warning_stated = agreed("visit.warning_stated")


@form_for(FOR_INSPECTION, "require_documents")
class RequireForm(DrawUpForm):
    """The same, served when and on whom."""

    documents_served_at = moment("visit.served_at")
    served_to = capacity("visit.served_to", "inspection.served_to_missing", affixed=True)
    received_by = line("visit.received_by")


@form_for(FOR_INSPECTION, "serve_instructivo")
class InstructivoForm(RequireForm):
    """The same after a refusal, with the warning."""

    warning_stated = agreed("visit.warning_stated")


@form_for(FOR_INSPECTION, "reschedule")
class RescheduleForm(VisitForm):
    """The new day."""

    planned_on = DayInput("visit.planned_on", [Required("inspection.day_not_planned")])


@form_for(FOR_INSPECTION, "resume")
class ShownForm(VisitForm):
    """What was shown before anything else."""

    order_shown = agreed("visit.order_shown")
    credential_shown = agreed("visit.credential_shown")


@form_for(FOR_INSPECTION, "begin")
class BeginForm(ShownForm):
    """The hour of the beginning."""

    page_order = ("began_at",)
    began_at = moment("visit.began_at")


@form_for(FOR_INSPECTION, "begin_unannounced")
class BeginUnannouncedForm(BeginForm):
    """The same without a summons."""


@form_for(FOR_INSPECTION, "record_door")
class DoorForm(VisitForm):
    """Who opened the door."""

    door_capacity = capacity("visit.door_capacity", "inspection.capacity_missing")
    place_check = Dropdown("visit.place_check", [Optional()])
    attended_name = line("visit.attended_name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place_check.choices = [*named_choices([("", "")]), *choices("visit.place_check", PLACE_CHECKS)]


@form_for(FOR_INSPECTION, "find_nobody")
class AbsenceForm(VisitForm):
    """Why the visit could not be made."""

    absence = one_of("visit.absence", "visit.absence", ABSENCES, "inspection.absence_missing")


@form_for(FOR_INSPECTION, "enter_with_consent")
class ConsentForm(VisitForm):
    """What was signed."""

    given_by = capacity("visit.given_by", "inspection.capacity_missing")
    giver_name = line("visit.giver_name", optional=False)
    rooms = Checkboxes("visit.rooms", [Required("inspection.rooms_missing")], choices=choices("visit.room", ROOMS))
    worker_agrees = agreed("visit.worker_agrees")
    persons = count("visit.persons")
    valid_from = moment("visit.valid_from")
    valid_until = moment("visit.valid_until")
    photos = agreed("visit.photos")
    witnesses = count("visit.witnesses")
    no_witness_reason = line("visit.no_witness_reason")
    signed = agreed("visit.signed")
    copy_given = agreed("visit.copy_given")


@form_for(FOR_INSPECTION, "enter_with_authorisation")
class AuthorisationForm(VisitForm):
    """What a judge authorised."""

    judicial_reference = line("visit.judicial_reference", optional=False)
    judge = line("visit.judge", optional=False)
    authorised_on = DayInput("visit.authorised_on", [Required("inspection.authorisation_missing")])
    names_inspectors = agreed("visit.names_inspectors")


@form_for(FOR_INSPECTION, "record_refusal")
class RefusalForm(ShownForm):
    """Who declined what, after what was said."""

    refused_by = capacity("visit.refused_by", "inspection.capacity_missing")
    attended_name = line("visit.attended_name")
    alternative = one_of("visit.alternative", "visit.alternative", ALTERNATIVES, "inspection.alternative_missing")
    explained = agreed("visit.explained")
    declined = agreed("visit.declined")
    warning_given = agreed("visit.warning_given")
    words_used = words("visit.words_used", optional=True)
    description = words("visit.description", optional=True)
    witnesses = count("visit.witnesses")
    no_witness_reason = line("visit.no_witness_reason")


@form_for(FOR_INSPECTION, "pause")
class PauseForm(VisitForm):
    """Until when, and that everybody agreed."""

    resume_at = moment("visit.resume_at")
    agreed = agreed("visit.agreed")


@form_for(FOR_INSPECTION, "record_participant")
class ParticipantForm(VisitForm):
    """Somebody who takes part."""

    part = one_of("visit.part", "visit.part", PARTS, "inspection.participant_missing")
    name = line("visit.name", optional=False)
    address = line("visit.address")
    capacity = Dropdown("visit.capacity", [Optional()])
    proposed_by = line("visit.proposed_by")
    statement = words("visit.statement", optional=True, hint="visit.statement_hint")
    signed = agreed("visit.signed")
    unsigned_reason = line("visit.unsigned_reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = capacity("visit.capacity", "inspection.capacity_missing").kwargs["choices"]
        self.capacity.choices = [*named_choices([("", "")]), *known]


@form_for(FOR_INSPECTION, "record_relation")
class RelationForm(VisitForm):
    """What is known of her, so that only what concerns her is asked."""

    relation_modality = Radios("field.modality", [Optional()], choices=choices("field.modality", RELATION_MODALITIES))
    worker_age = count("field.age", optional=True)


@form_for(FOR_INSPECTION, "add_evidence")
class EvidenceForm(VisitForm):
    """Files, what they show, and which question they are about."""

    page_order = ("shows", "item", "files")
    shows = one_of("field.shows", "evidence.kind", KINDS, "inspection.shows_missing")
    item = count("field.about_item", optional=True)
    files = FilesInput("file.attach", workflow=FOR_INSPECTION)


@form_for(FOR_INSPECTION, "interview")
class InterviewForm(VisitForm):
    """What somebody said, where, and whether it may be used."""

    place = one_of("visit.place", "visit.place", INTERVIEW_PLACES, "inspection.interview_incomplete")
    consented = agreed("visit.consented")
    alone = agreed("visit.alone")
    risk_at_home = agreed("visit.risk_at_home")
    with_interpreter = agreed("visit.with_interpreter")
    spoken_language = line("visit.spoken_language")
    name = line("visit.name")
    statement = words("visit.statement")
    may_be_used = agreed("visit.may_be_used")


@form_for(FOR_INSPECTION, "agree_to_use")
class UseForm(VisitForm):
    """Her word about one of the interviews."""

    interview_id = Dropdown("visit.interview", [Required("inspection.interview_unknown")])
    may_be_used = agreed("visit.may_be_used")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.interview_id.choices = named_choices(interviews(kwargs.get("obj")))

    def as_data(self) -> Mapping[str, Any]:
        """The interview by its number."""
        found = dict(super().as_data())
        return {**found, "interview_id": UUID(found["interview_id"])}
