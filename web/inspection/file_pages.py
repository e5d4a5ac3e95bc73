"""The file of a home on the pages of cases: what it is called, what it says, the forms of its steps."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from inspection.files.file import INSPECTION_FILE, REOPENING_GROUNDS, matters
from inspection.models import InspectionFile
from regime.geography import municipality
from web.casework.action_forms import ActionForm, form_for
from web.casework.case_links import visible_cases
from web.casework.case_search import name_matches, search_for
from web.casework.case_summaries import Description, Section, Summary, describe_cases
from web.casework.enrolment_cases import facts
from web.casework.timeline import Reader
from web.edge.language import t
from web.forms.fields import Length, Optional, Radios, Required, TextInput, choices
from web.forms.place_search import PlaceFields
from workflow.definition import workflow_of


def file_named(_session: Session, case: Any) -> str:
    """A file is called by its folio in lists: neither home nor employer."""
    return str(case.folio)


def address_of(file: InspectionFile) -> str:
    """What is known of where the home is."""
    town = municipality(file.municipality).full_name if file.municipality else None
    return ", ".join(part for part in (file.street, file.neighbourhood, file.postal_code, town) if part)


def file_summary(session: Session, case: Any, reader: Reader) -> Summary:
    """What the file is about, for those who work it."""
    about = facts(
        ("inspection_file.origin", t(f"inspection_file.origin.{case.origin}")),
        ("inspection_file.filed_on", case.filed_on),
        ("inspection_file.employer", case.employer_name),
        ("fact.address", address_of(case)),
    )
    return Summary(
        heading=case.folio,
        sections=(Section(t("inspection_file.title"), about),),
        related=visible_cases(session, reader, matters_of(session, case)),
        links=((t("inspection.timeline"), url_for("inspection_timeline.show", file_id=case.id)),),
        personal=True,
    )


def matters_of(session: Session, file: Any) -> list[Any]:
    """The matters of a file in the order in which they began; one that is sealed stands in no list."""
    kinds = (model for model in matters() if not workflow_of(model).sealed)
    found = [case for kind in kinds for case in session.scalars(select(kind).where(kind.file_id == file.id))]
    return sorted(found, key=lambda case: case.id)


def files(text: str) -> ColumnElement[bool]:
    """By folio, by what the employer is called, or by words of the address; nothing here knows who complained."""
    folio = func.upper(text.strip())
    told = (InspectionFile.employer_name, InspectionFile.street, InspectionFile.neighbourhood)
    words = name_matches(text, *(column.expression for column in told), InspectionFile.postal_code.expression)
    return or_(InspectionFile.folio == folio, words)


@form_for("inspection_file", "correct_home")
class HomeForm(ActionForm):
    """Who the employer is said to be and where the home is, within the municipality."""

    employer_name = TextInput("inspection_file.employer", [Optional(), Length("form.too_long", most=240)])
    street = TextInput("address.street", [Optional(), Length("form.too_long", most=240)])
    neighbourhood = TextInput("address.neighbourhood", [Optional(), Length("form.too_long", most=120)])
    postal_code = TextInput("address.postal_code", [Optional(), Length("form.too_long", most=5)], size="in-5")

    def as_data(self) -> Mapping[str, Any]:
        """An empty answer takes the old one away."""
        return {name: value or None for name, value in super().as_data().items()}


@form_for("inspection_file", "place_home")
class PlaceForm(ActionForm, PlaceFields):
    """Where the home is, once somebody knows; without a script the municipality is found by name or postal code."""

    employer_name = TextInput("inspection_file.employer", [Optional(), Length("form.too_long", most=240)])
    street = TextInput("address.street", [Optional(), Length("form.too_long", most=240)])
    neighbourhood = TextInput("address.neighbourhood", [Optional(), Length("form.too_long", most=120)])
    postal_code = TextInput("address.postal_code", [Optional(), Length("form.too_long", most=5)], size="in-5")

    def as_data(self) -> Mapping[str, Any]:
        """The municipality that was meant; an empty answer about the rest leaves what stands."""
        told = {name: self[name].data for name in ("employer_name", "street", "neighbourhood", "postal_code")}
        return {**{name: value for name, value in told.items() if value}, "municipality": self.chosen_place}


@form_for("inspection_file", "reopen")
class ReopenForm(ActionForm):
    """Why a closed file is taken up again."""

    ground = Radios(
        "inspection_file.ground",
        [Required("inspection_file.ground_missing")],
        choices=choices("inspection_file.ground", REOPENING_GROUNDS),
    )


def describe() -> None:
    """Make files known to the generic pages."""
    describe_cases(INSPECTION_FILE.name, Description(file_named, file_summary))
    search_for(INSPECTION_FILE.name, files)
