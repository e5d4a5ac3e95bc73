"""The forms of the steps of complaints and protection matters, for officers."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspection.authorities import authorities
from inspection.intake.complaint import COMPLAINT
from inspection.intake.complaint_models import MATTERS, OTHER_BODIES, RELATIONS, WISHES, Complaint
from inspection.intake.complaint_rules import KINDS
from inspection.intake.sealed import statements
from inspection.models import InspectionFile
from inspection.protection.protection_models import BODIES, DANGERS, WorkerProtection
from inspection.protection.worker_protection import WORKER_PROTECTION
from inspection.roles import OFFICERS
from regime.sentences import Sentence
from web.casework import case_words
from web.casework.action_forms import ActionForm, PageOfAction, form_for, page_for
from web.casework.case_links import visible_cases
from web.casework.case_summaries import Description, Section, Summary, describe_cases
from web.casework.enrolment_cases import facts
from web.casework.timeline import Reader
from web.edge.access_log import note_read
from web.edge.language import long_day, say, t
from web.edge.transactions import reading
from web.forms.fields import Checkbox, Dropdown, Length, Optional, Radios, Required, TextInput, choices, named_choices
from web.forms.value_fields import DayInput
from web.inspection.file_pages import address_of

# What is opened with a reason, each on a page of its own.
SEALED = (("open_identity", "identity"), ("open_evidence", "evidence"))
# Whoever complained reads the words of these steps when they follow their complaint.
READS_HER = "complaint.comment_readers"


@form_for("complaint", "read")
class ReadForm(ActionForm):
    """What the first reading found: what kind of relation, and what it is about."""

    relation = Radios(
        "complaint.relation", [Required("complaint.relation_missing")], choices=choices("complaint.relation", RELATIONS)
    )
    matter = Radios(
        "complaint.matter", [Required("complaint.matter_missing")], choices=choices("complaint.matter", MATTERS)
    )
    separated_on = DayInput("complaint.separated_on", [Optional()], description="complaint.separated_on_hint")


@form_for("complaint", "record_danger")
class DangerForm(ActionForm):
    """A danger that has become known."""

    danger = Radios(
        "complaint.danger", [Required("complaint.unknown_danger")], choices=choices("worker_protection.danger", DANGERS)
    )


@form_for("complaint", "remit")
class RemitForm(ActionForm):
    """The authority that is competent."""

    comment_readers = READS_HER

    to_authority = Dropdown("complaint.to_authority", [Required("complaint.authority_missing")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self["to_authority"].choices = named_choices((("", "—"), *authorities(reading()).names.items()))


@form_for("complaint", "refer")
class ReferForm(ActionForm):
    """The institution outside the labour authorities that attends to it."""

    comment_readers = READS_HER

    referred_to = Radios(
        "complaint.referred_to",
        [Required("complaint.body_missing")],
        choices=choices("complaint.referred_to", OTHER_BODIES),
    )


@form_for("complaint", "orient")
class OrientForm(ActionForm):
    """The day on which the work ended, from which her term to claim counts."""

    comment_readers = READS_HER

    separated_on = DayInput("complaint.separated_on", [Optional()], description="complaint.separated_on_hint")


@form_for("complaint", "ask_for_data")
@form_for("complaint", "reclassify")
@form_for("complaint", "dismiss")
class AnswerForm(ActionForm):
    """What is asked of whoever complained, or what became of it."""

    comment_readers = READS_HER


@form_for("complaint", "admit")
class AdmitForm(ActionForm):
    """Which kind of inspection it is to be, and whether it is planned together with other homes."""

    kind = Radios("complaint.kind", [Required("complaint.kind_missing")], choices=choices("complaint.kind", KINDS))
    clustered = Checkbox("complaint.clustered", description="complaint.clustered_hint")


@form_for("complaint", "change_wish")
class WishForm(ActionForm):
    """What she wishes now."""

    wish = Radios(
        "complaint.wish", [Required("complaint.wish_missing")], choices=choices("complaint.wish", WISHES[:-1])
    )


@form_for("complaint", "join")
class JoinForm(ActionForm):
    """The folio of the complaint about the same home."""

    joined_to = TextInput("complaint.other_folio", [Required("complaint.not_the_same_home")], size="in-20")

    def as_data(self) -> Mapping[str, Any]:
        """The complaint behind the folio; an unknown one is none."""
        typed = (self["joined_to"].data or "").strip().upper()
        found = select(Complaint.id).join(InspectionFile, Complaint.file_id == InspectionFile.id)
        return {"joined_to": reading().scalar(found.where(InspectionFile.folio == typed))}


@form_for("worker_protection", "refer")
class ProtectionReferralForm(ActionForm):
    """To whom it was referred, and under which number they received it."""

    referred_to = Radios(
        "worker_protection.referred_to",
        [Required("worker_protection.body_missing")],
        choices=choices("worker_protection.referred_to", BODIES),
    )
    reference = TextInput(
        "worker_protection.reference",
        [Required("worker_protection.reference_missing"), Length("form.too_long", most=60)],
        size="in-20",
    )


@form_for("worker_protection", "record_measure")
class MeasureForm(ActionForm):
    """From which day to which day the measure holds."""

    measure_from = DayInput("worker_protection.measure_from", [Required("worker_protection.measure_days_missing")])
    measure_until = DayInput("worker_protection.measure_until", [Required("worker_protection.measure_days_missing")])


@form_for("worker_protection", "extend_measure")
class ProlongForm(ActionForm):
    """Until which day the measure was prolonged."""

    measure_until = DayInput("worker_protection.measure_until", [Required("worker_protection.measure_days_missing")])


def _page(endpoint: str) -> PageOfAction:
    """The page of an officer on which a step of a complaint is taken; whoever complained has pages of their own."""
    return lambda case, roles: (
        url_for(f"inspection.{endpoint}", case_id=case.id) if any(role in OFFICERS for role in roles) else None
    )


def complaint_named(session: Session, case: Complaint) -> str:
    """A complaint is called by the folio of its file."""
    return session.get_one(InspectionFile, case.file_id).folio


def complaint_summary(session: Session, case: Complaint, reader: Reader) -> Summary:
    """What officers need to decide, with what was said; that it was read is written down first. Who said it is not
    here: it is opened apart, with a reason."""
    note_read(COMPLAINT.name, case.id, Sentence("access.sealed_matter"))
    file = session.get_one(InspectionFile, case.file_id)
    dangers = case_words.listed(t(f"worker_protection.danger.{danger}") for danger in (case.dangers or "").split())
    about = facts(
        ("complaint.channel", t(f"complaint.channel.{case.channel}")),
        ("inspection_file.filed_on", file.filed_on),
        ("complaint.speaks_as", t(f"complaint.speaks_as.{case.speaks_as}")),
        ("complaint.wish", t(f"complaint.wish.{case.wish}")),
        ("complaint.danger", dangers),
        ("complaint.relation", t(f"complaint.relation.{case.relation}") if case.relation else None),
        ("complaint.matter", t(f"complaint.matter.{case.matter}") if case.matter else None),
        ("complaint.separated_on", case.separated_on),
        ("complaint.claim_until", case.claim_until),
        ("inspection_file.employer", file.employer_name),
        ("fact.address", address_of(file)),
    )
    said = tuple((long_day(one.at), one.text) for one in statements(session, case.id))
    sections = (Section(t("complaint.title"), about), Section(t("complaint.said"), said))
    related = visible_cases(session, reader, [file])
    return Summary(heading=file.folio, sections=sections, related=related, personal=True)


def protection_named(session: Session, case: WorkerProtection) -> str:
    """A protection matter is called by its folio."""
    return session.get_one(InspectionFile, case.file_id).folio


def protection_summary(session: Session, case: WorkerProtection, _reader: Reader) -> Summary:
    """Which danger, who was asked to act, which measure holds."""
    note_read(WORKER_PROTECTION.name, case.id, Sentence("access.sealed_matter"))
    file = session.get_one(InspectionFile, case.file_id)
    about = facts(
        ("complaint.danger", t(f"worker_protection.danger.{case.danger}")),
        ("worker_protection.referred_to", _referred(case)),
        ("worker_protection.reference", case.reference),
        ("worker_protection.measure_from", case.measure_from),
        ("worker_protection.measure_until", case.measure_until),
        ("fact.address", address_of(file)),
    )
    return Summary(heading=file.folio, sections=(Section(say(Sentence("worker_protection.title")), about),))


def _referred(case: WorkerProtection) -> str | None:
    return t(f"worker_protection.referred_to.{case.referred_to}") if case.referred_to else None


def describe() -> None:
    """Make complaints and protection matters known to the generic page of a case; both are sealed and in no search."""
    describe_cases(COMPLAINT.name, Description(complaint_named, complaint_summary))
    for action, endpoint in (("add_facts", "add"), ("answer_data", "add"), *SEALED):
        page_for(COMPLAINT.name, action, _page(endpoint))
    describe_cases(WORKER_PROTECTION.name, Description(protection_named, protection_summary))
