"""What the forms of an inspection share: its clock, empty answers as none, officers and rows to choose from."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import select

from enrolment.household.homes import zone_at
from inspection.desks.workload import by_load, name_of
from inspection.models import InspectionFile
from inspection.visit.capacities import AFFIXED, CAPACITIES
from inspection.visit.record_models import BREACH, Answer, Interview
from web.casework.action_forms import ActionForm
from web.edge.language import t
from web.edge.transactions import reading
from web.forms.fields import Checkbox, Length, LongText, Optional, Radios, Required, TextInput, choices, named_choices
from web.forms.value_fields import CountInput, MomentInput
from workflow.context import MEXICO_CITY

NAME_FITS = Length("form.too_long", most=240)
FITS = Length("form.too_long", most=400)
LONG_FITS = Length("form.too_long", most=4000)


class VisitForm(ActionForm):
    """A form whose hours are on the clock of the home, and whose `logins` are chosen among inspectors."""

    logins: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        case = kwargs.get("obj")
        self.inspection = case
        super().__init__(*args, **kwargs)
        for field in self:
            if isinstance(field, MomentInput):
                field.zone = self.zone
                if field.raw_data and field.data is not None:
                    field.data = field.data.replace(tzinfo=self.zone)
        for name in self.logins:
            self[name].choices = named_choices(self.officers)

    @property
    def zone(self) -> Any:
        """The clock of the home that the file is about."""
        file = reading().get(InspectionFile, self.inspection.file_id) if self.inspection else None
        return zone_at(file.municipality) if file else MEXICO_CITY

    @property
    def officers(self) -> list[tuple[str, str]]:
        """The inspectors of the authority with how many inspections they have, the least busy first."""
        if self.inspection is None:
            return []
        known = by_load(reading(), (self.inspection.office,))
        return [(str(one.id), t("visit.load", name=name_of(one), count=count)) for one, count in known]

    def as_data(self) -> Mapping[str, Any]:
        """Empty answers are none; chosen officers are their logins."""
        found = {name: None if value == "" else value for name, value in super().as_data().items()}
        return {**found, **{name: UUID(found[name]) if found[name] else None for name in self.logins}}


def breached(case: Any) -> list[tuple[str, str]]:
    """The items of an inspection that were found breached, in words."""
    if case is None:
        return []
    mine = select(Answer.item).where(Answer.inspection_id == case.id, Answer.result == BREACH).order_by(Answer.item)
    return [(str(item), t("visit.item_number", item=item)) for item in reading().scalars(mine)]


def interviews(case: Any) -> list[tuple[str, str]]:
    """The interviews of an inspection by their order and place, and by nothing that was said."""
    if case is None:
        return []
    mine = select(Interview).where(Interview.inspection_id == case.id).order_by(Interview.id)
    found = enumerate(reading().scalars(mine), start=1)
    return [
        (str(one.id), t("visit.interview_number", number=number, place=t(f"visit.place.{one.place}")))
        for number, one in found
    ]


def moment(label: str, *, optional: bool = False) -> MomentInput:
    """A day and an hour."""
    needed = [Optional()] if optional else [Required("form.moment_unreadable")]
    return MomentInput(label, needed, description="visit.moment_hint")


def count(label: str, *, optional: bool = False) -> CountInput:
    """How many."""
    return CountInput(label, [Optional()] if optional else [Required("form.count_unreadable")])


def words(label: str, *, optional: bool = False, hint: str = "") -> LongText:
    """Several lines, all of them kept."""
    return LongText(label, [Optional(), LONG_FITS] if optional else [LONG_FITS], description=hint)


def line(label: str, *, optional: bool = True, hint: str = "") -> TextInput:
    """One line."""
    return TextInput(label, [Optional(), FITS] if optional else [FITS], description=hint)


def agreed(label: str) -> Checkbox:
    """A statement that holds or does not."""
    return Checkbox(label, [Optional()])


def one_of(label: str, prefix: str, values: Any, missing: str) -> Radios:
    """One of a few."""
    return Radios(label, [Required(missing)], choices=choices(prefix, values))


def capacity(label: str, missing: str, *, affixed: bool = False) -> Radios:
    """Who somebody is at the door."""
    values = (*CAPACITIES, AFFIXED) if affixed else CAPACITIES
    return one_of(label, "inspection.capacity", values, missing)
