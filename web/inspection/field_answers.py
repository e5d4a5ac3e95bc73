"""What the script of a visit's page is answered: that it arrived, or the sentences and the fields they are about."""

from datetime import datetime
from typing import Any

from flask import Response, jsonify

from enrolment.household.homes import zone_at
from inspection.models import InspectionFile
from web.casework.case_page import CasePage
from web.edge.language import say
from web.edge.transactions import reading
from web.forms.fields import first_input
from web.inspection.field_forms import SectionForm
from web.inspection.field_view import lines_of
from workflow.errors import Refused


def sent_as_data(
    page: CasePage, said: str, at: datetime, version: int | None, go: str, section: SectionForm | None
) -> Response:
    """It arrived: when, what the lists of the page say now, and what each item shows from now on.

    A page is brought up to date only if nothing but its own step has happened since it was made; otherwise its next
    step has to say that something changed. `go` is the page to open where the visit has moved on.
    """
    zone = zone_at(reading().get_one(InspectionFile, page.case.file_id).municipality)
    own = version is not None and page.case.version == version + 1
    hidden = {form.shown.name: form.shown.data for _item, form in section.rows} if section else {}
    return jsonify(
        state="sent",
        at=f"{at.astimezone(zone):%H:%M}",
        said=said,
        go=go,
        hidden=hidden,
        version=page.case.version if own else None,
        lines=lines_of(reading(), page.case),
        counted=section.counted if section else None,
    )


def refused_as_data(form: Any, refusal: Refused | None) -> Response:
    """It was not kept: every sentence, with the field to go to where there is one."""
    sentences = [{"said": say(one), "field": None} for one in (refusal.sentences if refusal else ())]
    for name, errors in form.errors.items():
        field = first_input(form[name]) if name else None
        sentences += [{"said": say(error), "field": field} for error in errors]
    hidden = {one.shown.name: one.shown.data for _item, one in form.rows} if isinstance(form, SectionForm) else {}
    return jsonify(state="refused", sentences=sentences, hidden=hidden)
