"""How CURP, NSS and other papers are asked for: "I do not have it at hand" is an answer like any other."""

from collections.abc import Mapping
from typing import Any

from wtforms.validators import StopValidation

from enrolment.people.curp import birth_date
from enrolment.people.identifiers import check_curp, check_nss
from enrolment.people.identity import NUMBERS, PAPER, SEXES
from enrolment.service import tidy
from regime.sentences import Sentence
from web.edge.clock import today
from web.forms.drafts import StepForm
from web.forms.fields import Checkbox, IdentifierInput, Length, Optional, PageForm, Radios, choices
from web.forms.person_fields import Checking
from web.forms.value_fields import DayInput
from workflow.people import PAPERS

MOST_PAPER = 40


def curp_field(hint: str) -> IdentifierInput:
    """A CURP, if there is one."""
    return IdentifierInput(
        "person.curp", [Optional(), Checking(lambda text: check_curp(text, today()))], description=hint
    )


def nss_field(hint: str) -> IdentifierInput:
    """A social-security number, if there is one."""
    return IdentifierInput("person.nss", [Optional(), Checking(check_nss)], description=hint, inputmode="numeric")


class PaperFields(PageForm):
    """Another paper that says who she is. Which one it is tells nothing of why she has it, and nobody asks."""

    worker_paper = Radios("identity.paper", [Optional()], choices=choices("identity.paper", PAPERS))
    worker_paper_number = IdentifierInput(
        "identity.paper_number", [Optional(), Length("form.too_long", most=MOST_PAPER)]
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Kind and number belong together."""
        good: bool = super().validate(extra_validators)
        if "worker_paper" not in self or bool(self.worker_paper.data) == bool(self.worker_paper_number.data):
            return good
        self.worker_paper_number.errors = [*self.worker_paper_number.errors, "affiliation.paper_incomplete"]
        return False

    @property
    def paper(self) -> dict[str, Any]:
        """The paper as its columns; nothing if there is none."""
        return {name: self[name].data or None for name in PAPER}


class NumbersForm(PaperFields, StepForm):
    """Her CURP and NSS or, for each, that it is not at hand; then her birth date stands for the CURP meanwhile."""

    page_order = (
        "worker_curp", "curp_later", "born", "worker_sex", "worker_paper", "worker_paper_number", "worker_nss",
        "nss_later",
    )  # fmt: skip
    facts = ("worker_curp", "worker_birth_date", "worker_sex", *PAPER, "worker_nss")
    worker_curp = curp_field("wizard.curp.hint")
    curp_later = Checkbox("wizard.curp_later")
    born = DayInput("wizard.born", [Optional()], description="wizard.born.hint")
    worker_sex = Radios("identity.sex", [Optional()], choices=choices("identity.sex", SEXES))
    worker_nss = nss_field("wizard.nss.hint")
    nss_later = Checkbox("wizard.nss_later")

    @classmethod
    def shown(cls, case: Any) -> Mapping[str, Any]:
        """What was answered: a draft that is past this page has an answer for both."""
        answered = bool(case.worker_curp or case.worker_birth_date)
        return {
            "curp_later": answered and not case.worker_curp,
            "born": case.worker_birth_date,
            "nss_later": answered and not case.worker_nss,
        }

    @property
    def needs_birth_date(self) -> bool:
        """Whether the birth date stands for the CURP."""
        return bool(self.curp_later.data) and not self.worker_curp.data

    def validate_curp_later(self, field: Any) -> None:
        """The number, or that it is not at hand."""
        if not field.data and not self.worker_curp.data and not self.worker_curp.errors:
            raise StopValidation("wizard.curp_or_later")

    def validate_nss_later(self, field: Any) -> None:
        """The number, or that it is not at hand."""
        if not field.data and not self.worker_nss.data and not self.worker_nss.errors:
            raise StopValidation("wizard.nss_or_later")

    def validate(self, extra_validators: Any = None) -> bool:
        """Also the birth date, which is needed only where there is no CURP and must agree with it where there is."""
        good = super().validate(extra_validators)
        fault = None if self.born.errors else self._birth_date_fault()
        if fault is not None:
            self.born.errors = [*self.born.errors, fault]
        return good and fault is None

    def _birth_date_fault(self) -> Sentence | None:
        typed = self.born.data
        if self.needs_birth_date:
            if typed is None:
                return Sentence("wizard.born_missing")
            return Sentence("affiliation.born_later") if typed > today() else None
        if typed is None or not self.worker_curp.data or check_curp(self.worker_curp.data, today()).problems:
            return None
        in_curp = birth_date(self.worker_curp.data, today())
        params = {"in_curp": in_curp, "typed": typed}
        return None if in_curp == typed else Sentence("identifier.curp_other_birth_date", params)

    def as_facts(self) -> dict[str, Any]:
        """The numbers and papers; birth date and sex only while there is no CURP, which says them better."""
        numbers = tidy({"worker_curp": self.worker_curp.data, "worker_nss": self.worker_nss.data})
        instead = {"worker_birth_date": self.born.data, "worker_sex": self.worker_sex.data or None}
        return {**numbers, **(instead if self.needs_birth_date else dict.fromkeys(instead)), **self.paper}


class CompleteForm(PaperFields):
    """What was missing of her identity; only what is missing is asked."""

    page_order = ("worker_curp", "worker_nss", "worker_paper", "worker_paper_number")
    worker_curp = curp_field("identity.curp.hint")
    worker_nss = nss_field("identity.nss.hint")

    def ask_only(self, missing: tuple[str, ...]) -> None:
        """Leave out the numbers that are on file; a paper is asked while the CURP is missing."""
        for kind in NUMBERS:
            if kind not in missing:
                del self[f"worker_{kind}"]
        if "curp" not in missing:
            del self.worker_paper
            del self.worker_paper_number

    def as_data(self) -> Mapping[str, Any]:
        """What was given; what was left empty changes nothing."""
        given = {**self.data, **(self.paper if "worker_paper" in self else {})}
        return {name: value for name, value in tidy(given).items() if value and name.startswith("worker_")}
