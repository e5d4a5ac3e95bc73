"""An entry that only a judge can allow, on the pages of cases: its references, and the forms that record them."""

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from inspection.follow_up.entry_models import GROUNDS, JudicialEntry
from inspection.follow_up.judicial_entry import JUDICIAL_ENTRY
from inspection.models import InspectionFile
from inspection.visit.inspection_models import Inspection
from web.casework.action_forms import form_for
from web.casework.case_links import visible_cases
from web.casework.case_search import search_for
from web.casework.case_summaries import Description, Section, Summary, describe_cases
from web.casework.enrolment_cases import facts
from web.casework.timeline import Reader
from web.edge.language import moment as moment_words
from web.edge.language import t
from web.forms.fields import Length, Optional, Radios, Required, TextInput, choices
from web.forms.value_fields import DayInput
from web.inspection.file_pages import files
from web.inspection.visit_fields import VisitForm, agreed, moment, words

NAME = JUDICIAL_ENTRY.name


def number(label: str) -> TextInput:
    """The number of an act."""
    checks = [Required("judicial_entry.reference_missing"), Length("form.too_long", most=60)]
    return TextInput(f"judicial_entry.{label}", checks, size="in-20")


@form_for("inspection_file", "ask_for_entry")
class SuspectForm(VisitForm):
    """Which crime is suspected behind the door."""

    entry_ground = Radios(
        "judicial_entry.ground",
        [Required("judicial_entry.ground_missing")],
        choices=choices("judicial_entry.ground", GROUNDS),
    )


@form_for(NAME, "ask_prosecutor")
class AskForm(VisitForm):
    """What the prosecutor is told, and the number under which it was received."""

    facts_shared = words("judicial_entry.facts_shared")
    asked_reference = number("asked_reference")


@form_for(NAME, "record_judge_asked")
class JudgeAskedForm(VisitForm):
    """When the prosecutor asked the judge."""

    judge_asked_at = moment("judicial_entry.judge_asked_at")


@form_for(NAME, "record_grant")
class GrantForm(VisitForm):
    """The judge's act."""

    judge = TextInput(
        "judicial_entry.judge", [Required("judicial_entry.judge_missing"), Length("form.too_long", most=120)]
    )
    judge_reference = number("judge_reference")
    granted_at = moment("judicial_entry.granted_at")
    execution_on = DayInput("judicial_entry.execution_on", [Optional()], description="judicial_entry.execution_hint")
    names_inspectors = agreed("judicial_entry.names_inspectors")


@form_for(NAME, "record_denial")
class DenialForm(VisitForm):
    """The act by which it was denied."""

    judge_reference = number("judge_reference")


@form_for(NAME, "record_judge_told")
class ToldForm(DenialForm):
    """The notice by which the judge was told."""


@form_for(NAME, "record_execution")
class ExecutionForm(VisitForm):
    """The record of those who entered."""

    executed_on = DayInput("judicial_entry.executed_on", [Required("judicial_entry.day_missing")])
    executed_reference = number("executed_reference")


@form_for(NAME, "record_entry_without_warrant")
class WithoutWarrantForm(ExecutionForm):
    """The same, where no warrant was needed."""


def entry_named(session: Session, case: Any) -> str:
    """It is called by the folio of its file in lists."""
    return session.get_one(InspectionFile, case.file_id).folio


def entry_summary(session: Session, case: Any, reader: Reader) -> Summary:
    """The suspicion, and the references to the acts of prosecutor and judge."""
    file = session.get_one(InspectionFile, case.file_id)
    inspection = session.get(Inspection, case.inspection_id) if case.inspection_id else None
    moments = {name: getattr(case, name) for name in ("learnt_at", "judge_asked_at", "granted_at")}
    said = {name: moment_words(value) if value else None for name, value in moments.items()}
    about = facts(
        ("judicial_entry.ground", t(f"judicial_entry.ground.{case.ground}")),
        ("judicial_entry.learnt_at", said["learnt_at"]),
        ("judicial_entry.facts_shared", case.facts_shared),
        ("judicial_entry.asked_on", case.asked_on),
        ("judicial_entry.asked_reference", case.asked_reference),
        ("judicial_entry.judge_asked_at", said["judge_asked_at"]),
        ("judicial_entry.judge", case.judge),
        ("judicial_entry.judge_reference", case.judge_reference),
        ("judicial_entry.granted_at", said["granted_at"]),
        ("judicial_entry.execution_on", case.execution_on),
        ("judicial_entry.executed_on", case.executed_on),
        ("judicial_entry.executed_reference", case.executed_reference),
    )
    related = visible_cases(session, reader, [one for one in (file, inspection) if one is not None])
    section = Section(t("judicial_entry.title"), about)
    return Summary(heading=file.folio, sections=(section,), related=related, personal=True)


def entries_found(text: str) -> ColumnElement[bool]:
    """By whatever finds the file."""
    return JudicialEntry.file_id.in_(select(InspectionFile.id).where(files(text)))


def describe() -> None:
    """Make entries known to the generic pages."""
    describe_cases(NAME, Description(entry_named, entry_summary))
    search_for(NAME, entries_found)
