"""The forms of an inspection from the acta on: closing, what parties file, the assessment, corrections, withdrawals."""

from collections.abc import Mapping
from typing import Any

from inspection.visit.inspection_models import DEFECTS
from inspection.visit.record_models import ASSESSED
from inspection.visit.verifying import WAYS
from inspection.visit.withdrawing import GROUNDS
from web.casework.action_forms import ActionForm, form_for
from web.forms.fields import Dropdown, Length, Optional, Required, TextInput, named_choices
from web.forms.file_fields import FilesInput
from web.forms.value_fields import DayInput
from web.inspection.visit_fields import (
    VisitForm,
    agreed,
    breached,
    capacity,
    count,
    line,
    moment,
    one_of,
    words,
)

FOR_INSPECTION = "inspection"
YES, NO = "yes", "no"


@form_for(FOR_INSPECTION, "close_acta")
class CloseForm(VisitForm):
    """What an acta says at its end."""

    ended_at = moment("visit.ended_at")
    women = count("visit.women")
    men = count("visit.men")
    employer_statement = words("visit.employer_statement", optional=True)
    no_witness_reason = line("visit.no_witness_reason")
    copies_to = TextInput("visit.copies_to", [Length("form.too_long", most=60)])
    electronic_notices = one_of(
        "visit.electronic_notices", "visit.answer", (YES, NO), "inspection.notices_choice_missing"
    )

    def as_data(self) -> Mapping[str, Any]:
        """The choice as a fact."""
        found = dict(super().as_data())
        return {**found, "electronic_notices": found["electronic_notices"] == YES}


@form_for(FOR_INSPECTION, "close_desk_acta")
class CloseDeskForm(CloseForm):
    """The same of documents that were looked at."""


class FilingForm(VisitForm):
    """What is filed, and for an officer the day of the stamp."""

    papers = line("visit.papers", hint="visit.papers_hint")
    filed_on = DayInput("visit.filed_on", [Optional()], description="visit.filed_on_hint")
    files = FilesInput("file.attach", workflow=FOR_INSPECTION)


@form_for(FOR_INSPECTION, "file_documents")
class DocumentsForm(FilingForm):
    """Documents that were asked for."""


@form_for(FOR_INSPECTION, "file_observations")
class ObservationsForm(FilingForm):
    """What somebody has to say about the acta."""


@form_for(FOR_INSPECTION, "file_compliance")
class ComplianceForm(FilingForm):
    """What shows that something was corrected."""


@form_for(FOR_INSPECTION, "ask_extension")
class MoreTimeForm(FilingForm):
    """How many more days."""

    page_order = ("days_wanted",)
    days_wanted = count("visit.days_wanted")


class ItemForm(VisitForm):
    """Something about an item that was found breached."""

    item = Dropdown("visit.item", [Required("inspection.item_not_breached")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item.choices = named_choices(breached(kwargs.get("obj")))

    def as_data(self) -> Mapping[str, Any]:
        """The item by its number."""
        found = dict(super().as_data())
        return {**found, "item": int(found["item"])}


@form_for(FOR_INSPECTION, "assess_item")
class AssessForm(ItemForm):
    """What becomes of a breach, by which evidence."""

    assessed = one_of("visit.assessed", "visit.assessed", ASSESSED, "inspection.assessment_missing")
    assessed_evidence = line("visit.assessed_evidence", optional=False)
    breach_until = DayInput("visit.breach_until", [Optional()], description="visit.breach_until_hint")


@form_for(FOR_INSPECTION, "draft_measure")
class MeasureForm(ItemForm):
    """What is to be corrected, in how many days."""

    wording = words("visit.wording")
    days = count("visit.measure_days")


@form_for(FOR_INSPECTION, "verify_measure")
class VerifyForm(ItemForm):
    """Whether a measure was met."""

    how = one_of("visit.how", "visit.how", WAYS, "inspection.way_missing")
    fulfilled = agreed("visit.fulfilled")
    verified_evidence = line("visit.verified_evidence", optional=False)


@form_for(FOR_INSPECTION, "find_acta_defective")
class DefectForm(VisitForm):
    """What is wrong with the acta, and whether it is done again."""

    defect = one_of("visit.defect", "visit.defect", DEFECTS, "inspection.defect_missing")
    repeat = agreed("visit.repeat")


@form_for(FOR_INSPECTION, "request_compliance")
class ComplyForm(VisitForm):
    """In how many days."""

    term_days = count("visit.term_days")


@form_for(FOR_INSPECTION, "record_service")
class ServiceForm(VisitForm):
    """When and on whom it was served."""

    delivered_at = moment("visit.served_at")
    served_to = capacity("visit.served_to", "inspection.served_to_missing", affixed=True)
    received_by = line("visit.received_by")


@form_for(FOR_INSPECTION, "grant_extension")
class GrantForm(VisitForm):
    """How many more days, for a cause outside the home."""

    extra_days = count("visit.extra_days")
    cause_outside = agreed("visit.cause_outside")


@form_for(FOR_INSPECTION, "extend_documents")
class MoreDocumentsForm(VisitForm):
    """How many more days for documents."""

    documents_extra_days = count("visit.extra_days")


@form_for(FOR_INSPECTION, "summon_verification")
class AnnounceForm(VisitForm):
    """When it was announced, and for which hour."""

    delivered_at = moment("visit.delivered_at")
    verification_at = moment("visit.visit_at")


@form_for(FOR_INSPECTION, "withdraw_act")
class WithdrawForm(VisitForm):
    """Why an act is taken back."""

    ground = one_of("visit.ground", "visit.ground", GROUNDS, "inspection.ground_missing")


@form_for("inspector_credential", "renew")
class RenewForm(ActionForm):
    """The number and the days of the new credential."""

    number = TextInput("visit.credential_number", [Length("form.too_long", most=40)])
    valid_from = DayInput("visit.valid_from_day", [Required("inspector_credential.incomplete")])
    valid_until = DayInput("visit.valid_until_day", [Required("inspector_credential.incomplete")])
