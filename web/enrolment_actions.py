"""The forms of enrolment's actions that officials take on the page of a case."""

from enrolment.affiliation_checks import END_REASONS
from web.action_forms import ActionForm, form_for
from web.fields import DayInput, MoneyInput, Radios, Required, choices


@form_for("affiliation", "end")
class EndForm(ActionForm):
    """The last day of work and why the relation ended."""

    ended_on = DayInput("end.last_day", [Required("end.last_day_missing")], description="end.last_day_hint")
    end_reason = Radios("end.reason", [Required("end.reason_missing")], choices=choices("end.reason", END_REASONS))


class ReceivedForm(ActionForm):
    """Money that arrived outside a bank file: how much, and on which day it was paid."""

    received = MoneyInput("received.amount", [Required("received.amount_missing")])
    paid_on = DayInput("received.day", [Required("received.day_missing")], description="received.day_hint")


form_for("contribution_period", "settle")(ReceivedForm)
form_for("contribution_period", "pay_part")(ReceivedForm)
