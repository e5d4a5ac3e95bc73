"""The forms of the steps of a sanction and of its challenges."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from inspection.sanction.filings import PAPERS
from inspection.sanction.sanction_models import COLLECTED, GROUNDS, KINDS, SENSES, STANDINGS
from regime.fines import CRITERIA, PROVISIONS
from web.casework.action_forms import form_for
from web.forms.fields import Dropdown, Length, Optional, Required, TextInput, named_choices
from web.forms.file_fields import FilesInput
from web.forms.value_fields import CountInput, DayInput, MoneyInput
from web.inspection.visit_fields import VisitForm, agreed, capacity, count, moment, one_of

SANCTION, CHALLENGE = "sanction", "challenge"
VERDICTS = ("proved", "unproved")


def item() -> CountInput:
    """Which breach, by the number of its item."""
    return CountInput("sanction.field.item", [Required("sanction.form.item_missing")])


def stamp() -> DayInput:
    """The day of the stamp, where an officer knows another than today's."""
    return DayInput("sanction.field.filed_on", [Optional()], description="sanction.field.filed_on_hint")


def day(label: str, missing: str) -> DayInput:
    """A day that is needed."""
    return DayInput(label, [Required(missing)])


def named(label: str, most: int, missing: str = "") -> TextInput:
    """A name or number; needed where a sentence says so."""
    fits = Length("form.too_long", most=most)
    return TextInput(label, [Required(missing), fits] if missing else [Optional(), fits])


@form_for(SANCTION, "classify_breach")
class ClassifyForm(VisitForm):
    """Which provision fines a breach, how many workers it affects, on which day."""

    item = item()
    provision = Dropdown(
        "sanction.field.provision",
        [Required("sanction.unclassified")],
        choices=named_choices((code, f"LFT {code}") for code in PROVISIONS),
    )
    workers = count("sanction.field.workers")
    violated_on = day("sanction.field.violated_on", "form.day_unreadable")


@form_for(SANCTION, "accept")
class AcceptForm(VisitForm):
    """That the acta was looked at."""

    acta_valid = agreed("sanction.field.acta_valid")


@form_for(SANCTION, "served")
class ServedForm(VisitForm):
    """When it was delivered, and to whom."""

    delivered_at = moment("sanction.field.delivered_at")
    served_to = capacity("visit.served_to", "inspection.served_to_missing", affixed=True)


@form_for(SANCTION, "answer")
class AnswerForm(VisitForm):
    """Who answers; the answer itself is written below."""

    standing = one_of("sanction.field.standing", "sanction.standing", STANDINGS, "sanction.standing_missing")
    filed_on = stamp()
    files = FilesInput("file.attach", workflow=SANCTION)


@form_for(SANCTION, "file_arguments")
class ArgumentsForm(VisitForm):
    """When they were stamped."""

    filed_on = stamp()
    files = FilesInput("file.attach", workflow=SANCTION)


@form_for(SANCTION, "file_paper")
class PaperForm(VisitForm):
    """What kind of paper it is."""

    kind = one_of("sanction.field.kind", "sanction.filing", PAPERS, "sanction.paper_missing")
    filed_on = stamp()
    files = FilesInput("file.attach", workflow=SANCTION)


@form_for(SANCTION, "hold_hearing")
class HearingForm(VisitForm):
    """When the hearing was."""

    heard_at = moment("sanction.field.heard_at")


@form_for(SANCTION, "open_arguments")
class OpenArgumentsForm(VisitForm):
    """How many days there are for arguments."""

    arguments_days = count("sanction.field.arguments_days")


@form_for(SANCTION, "weigh_breach")
class WeighForm(VisitForm):
    """Whether the evidence proves a breach; why is written below."""

    item = item()
    verdict = one_of("sanction.field.verdict", "sanction.verdict", VERDICTS, "sanction.verdict_missing")


@form_for(SANCTION, "set_fine")
class FineForm(VisitForm):
    """How many UMA a breach costs for each worker."""

    item = item()
    chosen = CountInput("sanction.field.chosen", [Required("sanction.uma_missing")])

    def as_data(self) -> Mapping[str, Any]:
        """The number of UMA as an amount."""
        found = super().as_data()
        return {**found, "chosen": Decimal(found["chosen"])}


@form_for(SANCTION, "reason_criterion")
class ReasonForm(VisitForm):
    """Which criterion; its reason is written below."""

    criterion = one_of("sanction.field.criterion", "fine.criterion", CRITERIA, "sanction.criterion_missing")


@form_for(SANCTION, "decide")
class DecideForm(VisitForm):
    """What is decided, and whether the fine may be paid in parts."""

    sense = one_of("sanction.field.sense", "sanction.sense", SENSES, "sanction.sense_missing")
    instalments = count("sanction.field.instalments", optional=True)


@form_for(SANCTION, "declare_lapse")
class LapseForm(VisitForm):
    """Whether another inspection begins."""

    inspect_again = agreed("sanction.field.inspect_again")


@form_for(SANCTION, "challenge")
class ChallengeForm(VisitForm):
    """What is filed, before whom, and whether suspension is asked for; the reasons are written below."""

    kind = one_of("sanction.field.challenge_kind", "challenge.kind", KINDS, "challenge.kind_missing")
    filed_on = stamp()
    body = named("sanction.field.body", 120)
    reference = named("sanction.field.reference", 60)
    suspension_asked = agreed("sanction.field.suspension_asked")
    guaranteed = agreed("sanction.field.guaranteed")


@form_for(SANCTION, "request_collection")
class CollectionForm(VisitForm):
    """Who is asked to collect, under which number."""

    credit_number = named("sanction.field.credit_number", 60, "sanction.collection_unnamed")
    treasury = named("sanction.field.treasury", 120, "sanction.collection_unnamed")


@form_for(SANCTION, "report_collection")
class ReportForm(VisitForm):
    """What became of the collection."""

    collected = one_of("sanction.field.collected", "sanction.collected", COLLECTED, "sanction.collected_missing")
    collected_on = day("sanction.field.collected_on", "form.day_unreadable")
    collected_amount = MoneyInput("sanction.field.collected_amount", [Optional()], size="in-10")


@form_for(SANCTION, "record_correction")
class CorrectionForm(VisitForm):
    """Which breach was corrected."""

    item = item()


@form_for(SANCTION, "withdraw_act")
class WithdrawForm(VisitForm):
    """On which of the two grounds."""

    ground = one_of("sanction.field.ground", "sanction.ground", GROUNDS, "sanction.ground_missing")


@form_for(SANCTION, "withdraw_part")
class WithdrawPartForm(WithdrawForm):
    """The same of one breach."""

    page_order = ("item",)
    item = item()


@form_for(CHALLENGE, "guarantee")
class GuaranteeForm(VisitForm):
    """Whether suspension is asked for, and payment guaranteed."""

    suspension_asked = agreed("sanction.field.suspension_asked")
    guaranteed = agreed("sanction.field.guaranteed")


class OutcomeForm(VisitForm):
    """When it was decided and served, and under which number."""

    decided_on = day("challenge.decided_on", "challenge.days_missing")
    effective_on = DayInput("challenge.effective_on", [Optional()], description="challenge.effective_hint")
    reference = named("challenge.reference", 60)


for _ended in ("confirm", "annul", "dismiss"):
    form_for(CHALLENGE, _ended)(OutcomeForm)


form_for(CHALLENGE, "answer_served")(ServedForm)


@form_for(CHALLENGE, "remand")
class RemandForm(OutcomeForm):
    """The same, and whether it was a summary suit."""

    by_summary = agreed("challenge.by_summary")
