"""The forms of payment exceptions and refunds: what was paid, which line is wanted, what is granted and how."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from enrolment.models import Affiliation, ContributionPeriod
from enrolment.money.refund_rules import grantable
from enrolment.queries import worker_name
from web.casework.action_forms import ActionForm, form_for
from web.casework.enrolment_cases import months
from web.edge.language import long_day, money, t
from web.edge.transactions import reading
from web.forms.fields import IdentifierInput, Length, Optional, Radios, Required, TextInput, choices, named_choices
from web.forms.value_fields import DayInput, MoneyInput
from workflow.definition import is_tagged

DEPOSIT, COUNTER = "deposit", "counter"
MOST_LINES = 50
CLABE_FITS = Length("form.too_long", most=40)


def lines_to_pay(household_id: UUID) -> list[tuple[str, str]]:
    """The lines of a household that money can be moved to: those it can pay today, in words."""
    mine = (
        select(ContributionPeriod, Affiliation)
        .join(Affiliation, Affiliation.id == ContributionPeriod.affiliation_id)
        .where(Affiliation.household_id == household_id, is_tagged(ContributionPeriod, "payable"))
        .order_by(ContributionPeriod.due_day, ContributionPeriod.id)
    )
    return [(str(period.id), _line_words(period, owner)) for period, owner in reading().execute(mine.limit(MOST_LINES))]


def _line_words(period: ContributionPeriod, owner: Affiliation) -> str:
    words = {"name": worker_name(owner), "months": months(period), "amount": money(period.missing)}
    return t("money.line_to_pay", **words, day=long_day(period.due_day) if period.due_day else "")


@form_for("payment_exception", "request")
class WantedLineForm(ActionForm):
    """The line that the household wants to pay with its loose money."""

    wanted_period_id = Radios("money.wanted_line", [Required("money.wanted_line_missing")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case = kwargs.get("obj")
        self.wanted_period_id.choices = named_choices(lines_to_pay(case.household_id)) if case else []

    def as_data(self) -> Mapping[str, Any]:
        """The line by its period."""
        return {"wanted_period_id": UUID(self.wanted_period_id.data)}


@form_for("payment_exception", "identify")
class IdentifyForm(ActionForm):
    """What an official found out about a row: which line was meant, how much was paid and when."""

    line = IdentifierInput("money.line_paid", [Required("money.line_paid_missing")], description="money.line_paid_hint")
    amount = MoneyInput("received.amount", [Required("received.amount_missing")])
    paid_on = DayInput("received.day", [Required("received.day_missing")])


@form_for("refund", "set_account")
class AccountForm(ActionForm):
    """How a refund is to be paid: to an account, or at the counter."""

    how = Radios("money.how", [Required("money.how_missing")], choices=choices("money.how", (DEPOSIT, COUNTER)))
    clabe = IdentifierInput(
        "money.clabe", [Optional(), Length("form.too_long", most=40)], description="money.clabe_hint"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # The account itself is never written back into the page; whoever changes it types it whole.
        case = kwargs.pop("obj", None)
        if case is not None:
            kwargs["data"] = {"how": DEPOSIT if case.by_deposit else COUNTER}
        super().__init__(*args, **kwargs)

    def as_data(self) -> Mapping[str, Any]:
        """The account only where there is a deposit."""
        return account_facts(self)


def account_facts(form: Any) -> dict[str, Any]:
    """How a refund is to be paid, as the facts of its case."""
    by_deposit = form.how.data == DEPOSIT
    return {"by_deposit": by_deposit, "clabe": form.clabe.data or None if by_deposit else None}


@form_for("refund", "grant")
class GrantForm(ActionForm):
    """How much is granted; what can be granted at most stands in it until something else is typed."""

    granted_amount = MoneyInput(
        "money.granted", [Required("received.amount_missing")], description="money.granted_hint"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case = kwargs.get("obj")
        if case is not None and not kwargs.get("formdata") and case.granted_amount is None:
            self.granted_amount.data = grantable(case)


@form_for("refund", "pay_back")
class RefundPaidForm(ActionForm):
    """On which day a refund was paid, and under which reference of the bank."""

    refunded_on = DayInput("received.day", [Required("received.day_missing")])
    bank_reference = TextInput("money.reference", [Optional(), Length("form.too_long", most=60)])

    def as_data(self) -> Mapping[str, Any]:
        """An empty reference is none."""
        return {name: value or None for name, value in super().as_data().items()}
