"""The form of a household's registration: what it declared and the day from which it is registered."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from enrolment.household.homes import ADDRESS, address_words
from enrolment.papers.relation import known
from workflow.context import Context
from workflow.paper import Paper
from workflow.sheet import Facts, Figure, Heading, Sheet, Text

DECLARED = ("curp", "rfc", "email", "phone")


def facts(context: Context) -> Mapping[str, Any]:
    """What the household declared, as it stood when it was registered or was set right since."""
    case = context.case
    names = (case.given_name, case.first_surname, case.second_surname)
    return {
        "name": " ".join(name for name in names if name),
        "address": address_words(_home(context)),
        "registered_on": context.around.registered_on or context.day,
        **{name: getattr(case, name) for name in DECLARED},
    }


def _home(context: Context) -> Any:
    """The home of today: the case keeps the address with which it was sent."""
    homes = context.around.homes
    return SimpleNamespace(**dict(zip(ADDRESS, homes[0].address, strict=True))) if homes else context.case


def template(paper: Paper) -> Sheet:
    """The form."""
    facts, t = paper.facts, paper.t
    rows = [
        (t("paper.name"), facts["name"]),
        ("CURP", facts["curp"]),
        ("RFC", facts["rfc"]),
        (t("paper.home"), facts["address"]),
        (t("paper.email"), facts["email"]),
        (t("paper.phone"), facts["phone"]),
    ]
    return Sheet(
        t("paper.registration_form.title"),
        (
            Text(t("paper.registration_form.lead"), "lead"),
            Figure(t("paper.registration_form.since"), paper.day(facts["registered_on"])),
            Heading(t("paper.registration_form.declared")),
            Facts(known(rows)),
            Heading(t("paper.what_now")),
            Text(t("paper.registration_form.now")),
            Text(t("paper.not_imss"), "quiet"),
        ),
        t("paper.foot", day=paper.issued()),
    )
