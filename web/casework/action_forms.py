"""The forms of actions: a comment where the declaration wants one, and what is registered for actions that take facts.

An action that takes facts or inputs appears on the page of its case once a form is registered for it here, or the page
on which it is taken (a step of a wizard); an action with neither is taken by other code and shows no button.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, ClassVar

from enrolment.roles import CASEWORKER, PROTECTION
from regime.sentences import Sentence
from web.casework import case_words
from web.forms.fields import Length, LongText, Optional, PageForm
from workflow.context import Role
from workflow.definition import Action, Workflow

MOST_WRITTEN = 4000

FormType = type["ActionForm"]
PageOfAction = Callable[[Any, Collection[Role]], str | None]


class ActionForm(PageForm):
    """The form of an action; a subclass adds a field for each fact or input, under its name."""

    # Who reads the comment, where it is neither the office alone nor those whom the step tells.
    comment_readers: ClassVar[str] = ""

    class Meta(PageForm.Meta):
        csrf = False  # the token stands beside the form once, and is checked for every POST

    @property
    def text(self) -> str | None:
        """The comment, if something was written."""
        return (self["comment"].data or None) if "comment" in self else None

    def as_data(self) -> Mapping[str, Any]:
        """What was typed, by the name of its fact or input."""
        return {name: value for name, value in self.data.items() if name != "comment"}

    def refuse(self, sentences: Iterable[Sentence]) -> None:
        """Show why the action was not taken; a missing reason beside the field it belongs to."""
        for sentence in sentences:
            missing_reason = sentence.code == "refused.comment_required" and "comment" in self
            errors = self["comment"].errors if missing_reason else self.form_errors
            errors.append(sentence)


_FORMS: dict[tuple[str, str], FormType] = {}
_PAGES: dict[tuple[str, str], PageOfAction] = {}


def form_for(workflow: str, action: str) -> Callable[[FormType], FormType]:
    """Register the form of an action, as a decorator of its class."""

    def register(form: FormType) -> FormType:
        _FORMS[workflow, action] = form
        return form

    return register


def page_for(workflow: str, action: str, address: PageOfAction) -> None:
    """Register the page on which an action is taken.

    `address` makes its URL from the case and the reader's roles in it; None for readers who have no such page.
    """
    _PAGES[workflow, action] = address


def page_of(workflow: Workflow, action: Action, case: Any, roles: Collection[Role]) -> str | None:
    """The address of the page on which the action is taken, if it has one of its own."""
    address = _PAGES.get((workflow.name, action.code))
    return address(case, roles) if address else None


def has_form(workflow: Workflow, action: Action) -> bool:
    """Whether the action can be taken on the page of its case."""
    return (workflow.name, action.code) in _FORMS or not (action.facts or action.inputs or action.private)


def form_of(workflow: Workflow, action: Action, typed: Any = None, case: Any = None) -> ActionForm:
    """The form of an action, filled with what was typed or, before that, with what the case holds."""
    kind = _FORMS.get((workflow.name, action.code), ActionForm)
    fields = {} if action.comment == "none" else {"comment": _comment(workflow, action, kind.comment_readers)}
    form: ActionForm = type(kind.__name__, (kind,), fields)(formdata=typed, obj=case, prefix=f"{action.code}-")
    return form


def _comment(workflow: Workflow, action: Action, hint: str) -> LongText:
    fits = Length("form.too_long", most=MOST_WRITTEN)
    return LongText(
        "case.comment",
        [fits] if action.comment == "required" else [Optional(), fits],
        description=hint or _who_reads(workflow, action),
    )


def _who_reads(workflow: Workflow, action: Action) -> Sentence | str:
    """Who reads what is written: those who are told and the office; without a part of the office, those who act."""
    told = {role for version in workflow.versions_of(action.code) for role in version.notices}
    decide = {role for step in workflow.actions for role in step.roles if role.decides or role == PROTECTION}
    is_for_the_office = CASEWORKER in decide
    named = sorted(told if is_for_the_office else told | decide)
    readers = {"roles": case_words.listed(case_words.role_label(role.code) for role in named)}
    if is_for_the_office:
        return Sentence("case.comment_readers", readers) if named else "case.comment_office"
    return Sentence("case.comment_only", readers) if named else ""
