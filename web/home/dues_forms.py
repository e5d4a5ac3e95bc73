"""What people type about dues: a bonus or settlement paid, days of vacation, what did not arrive, an estimate."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from enrolment.labour.dues_models import SUBJECTS
from enrolment.relation.affiliation_checks import END_REASONS
from web.casework.action_forms import ActionForm, form_for
from web.forms.fields import Optional, PageForm, Radios, Required, TextInput, choices
from web.forms.value_fields import DayInput, MoneyInput

MOST_UNPAID = 31


class WholeInput(TextInput):
    """A whole number of at most four digits."""

    data: Any

    def __init__(self, label: str, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, validators, **{"size": "in-5", "inputmode": "numeric", **kwargs})

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        if typed and not re.fullmatch(r"\d{1,4}", typed):
            self.data = None
            raise ValueError("dues.whole_unreadable")
        self.data = int(typed) if typed else None

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "" if self.data is None else str(self.data)


class DaysInput(TextInput):
    """A number of days, halves and tenths included: 4, 4.5, 4,5."""

    data: Any

    def __init__(self, label: str, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, validators, **{"size": "in-5", "inputmode": "decimal", **kwargs})

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip().replace(",", ".") if valuelist else ""
        if typed and not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", typed):
            self.data = None
            raise ValueError("dues.days_unreadable")
        self.data = Decimal(typed) if typed else None

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "" if self.data is None else f"{self.data:f}"


class _PaidForm(ActionForm):
    """How much was paid, and on which day."""

    paid = MoneyInput("dues.paid", [Required("dues.paid_missing")])
    paid_on = DayInput("dues.paid_on", [Required("dues.day_missing")], description="work.day_hint")


@form_for("labour_dues", "record_bonus")
class BonusForm(_PaidForm):
    """A bonus that was paid, by default that of the year which is next."""

    year = WholeInput("dues.year", [Required("dues.year_missing")])

    def __init__(self, *args: Any, obj: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, obj=obj, **kwargs)
        if not self.year.raw_data and obj is not None:
            self.year.data = obj.bonus_year


@form_for("labour_dues", "record_settlement")
class SettlementForm(_PaidForm):
    """What was paid at the end."""


@form_for("labour_dues", "record_vacation")
class VacationForm(ActionForm):
    """Days of vacation, by default of the latest year of service, and the premium paid with them."""

    service_year = WholeInput("dues.service_year", [Required("dues.service_year_outside")])
    first_day = DayInput("dues.first_day", [Required("dues.day_missing")], description="work.day_hint")
    days_off = DaysInput("dues.days_off", [Required("dues.days_missing")])
    premium = MoneyInput("dues.premium_paid", [Optional()])

    def __init__(self, *args: Any, obj: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, obj=obj, **kwargs)
        if not self.service_year.raw_data and obj is not None:
            self.service_year.data = obj.anniversaries or None

    def as_data(self) -> Mapping[str, Any]:
        """An empty premium is none."""
        return {name: value for name, value in super().as_data().items() if value is not None}


class MissingForm(PageForm):
    """What she did not receive, and whether her employer is told now."""

    subject = Radios(
        "not_received.subject",
        [Required("not_received.subject_missing")],
        choices=choices("not_received.choice", SUBJECTS),
    )
    tell = Radios(
        "not_received.tell_now",
        [Required("not_received.tell_missing")],
        choices=choices("not_received.tell_now", ("no", "yes")),
    )


class EstimateForm(PageForm):
    """An end that is only thought of: the last day, who ends it, days not paid yet. An address, it changes nothing."""

    class Meta(PageForm.Meta):
        csrf = False

    last_day = DayInput("end.last_day", [Required("end.last_day_missing")], description="work.day_hint")
    reason = Radios("end.reason", [Required("end.reason_missing")], choices=choices("end.reason", END_REASONS))
    unpaid = WholeInput("dues.unpaid", [Optional()], description="dues.unpaid.hint")
