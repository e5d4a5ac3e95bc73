"""The form by which a household asks back what it paid for a period: why, how much, and how it wants to be paid."""

from collections.abc import Iterable
from typing import Any

from wtforms.fields.choices import SelectChoice

from enrolment.money.undue import OTHER, Undue
from regime.sentences import Sentence
from web.casework.payment_case_forms import COUNTER, DEPOSIT
from web.forms.fields import IdentifierInput, Length, LongText, Optional, PageForm, Radios, Required, choices
from web.forms.value_fields import MoneyInput


class RefundForm(PageForm):
    """Why and how much; `reasons` are what can be asked for, reason by reason."""

    reason = Radios("money.reason", [Required("refund.reason_missing")])
    asked_amount = MoneyInput("money.ask_amount", [Optional()], description="money.ask_amount_hint")
    comment = LongText("money.in_words", [Optional(), Length("form.too_long", most=4000)])
    how = Radios("money.how", [Required("money.how_missing")], choices=choices("money.how", (DEPOSIT, COUNTER)))
    clabe = IdentifierInput(
        "money.clabe", [Optional(), Length("form.too_long", most=40)], description="money.clabe_hint"
    )

    def __init__(self, *args: Any, reasons: Iterable[Undue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reasons = {undue.reason: undue.amount for undue in reasons}
        self.reason.choices = [
            SelectChoice(value=reason, label=Sentence(f"money.reason_choice.{reason}", {"most": most}))
            for reason, most in self.reasons.items()
        ]

    def as_facts(self) -> dict[str, Any]:
        """A reason that Afilia knows has its own amount; for another one it is typed."""
        reason: str = self.reason.data
        amount = self.asked_amount.data if reason == OTHER else self.reasons[reason]
        return {"reason": reason, "asked_amount": amount}
