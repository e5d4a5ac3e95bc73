"""Drafts filled in over several short pages: each page keeps what it asks, nothing typed is lost, nobody is overrun."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.models import Affiliation, Registration
from enrolment.queries import may_be_filed_incomplete, missing
from enrolment.relation.invitation_models import Invitation
from regime.sentences import Sentence
from web.casework.case_page import past
from web.casework.own_cases import page_of_case
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.transactions import reading, run
from web.forms.fields import Checkbox, PageForm, Required
from workflow.engine import changed
from workflow.errors import NotReady, Refused
from workflow.stored import digest, dumps
from workflow.tables import CaseColumns

Draft = Registration | Affiliation | Invitation
Filed = Registration | Affiliation
CHECK = "check"
INVALID, CONFLICT = 422, 409
MOST_KEY = 60


class StepForm(PageForm):
    """One page of a draft. `facts` are the columns it keeps; a field of the same name fills each unless said."""

    facts: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def filled(cls, case: Any | None, typed: Any = None) -> "StepForm":
        """The form as typed or, before that, as the draft stands."""
        return cls(formdata=typed, obj=case, data=cls.shown(case) if case is not None else None)

    @classmethod
    def shown(cls, case: Any) -> Mapping[str, Any]:
        """What fields show that are not columns of the draft."""
        return {}

    def as_facts(self) -> dict[str, Any]:
        """What was typed, by column, in its stored form."""
        return service.tidy({name: self[name].data for name in self.facts})


class DeclareForm(PageForm):
    """The declaration that ends a draft."""

    declared = Checkbox("wizard.declare", [Required("wizard.declare_missing")])


@dataclass(frozen=True)
class Journey:
    """The pages of a draft in their order; `words` begins the codes of their texts, `address` makes the URL of one.

    `later` is the page on which somebody who leaves the draft goes on.
    """

    words: str
    steps: Mapping[str, type[StepForm]]
    address: Callable[[str], str]
    later: str = "household.show"

    @property
    def order(self) -> tuple[str, ...]:
        """Every page, the check of the answers last."""
        return (*self.steps, CHECK)

    def number(self, step: str) -> int:
        """Where a page stands, from 1."""
        return self.order.index(step) + 1

    def before(self, step: str) -> str | None:
        """The address of the page before, if there is one."""
        number = self.number(step)
        return self.address(self.order[number - 2]) if number > 1 else None

    def after(self, step: str) -> str:
        """The page that comes after a step; the check, if the person came from there."""
        return CHECK if request.args.get("from") == CHECK else self.order[self.number(step)]


def keep(case: Draft, form: StepForm, further: Mapping[str, Any] | None = None) -> None:
    """Keep a page of a draft. What stands already is not written again, so that sending it twice changes nothing.

    Raises `ChangedMeanwhile` if what the page asks about was changed after it was shown, and like `fire`.
    """
    model, case_id = type(case), case.id
    who, at, facts, shown = actor(), now(), form.as_facts(), request.form.get("shown", "")

    def command(session: Session) -> None:
        fresh: Any = session.get_one(model, case_id, with_for_update=True, populate_existing=True)
        if all(getattr(fresh, name) == value for name, value in facts.items()):
            return
        if shown != fingerprint(fresh, form.facts):
            raise changed(session, fresh, who)
        service.save(session, model, case_id, who, at, {**facts, **(further or {})}, version=fresh.version)

    run(command)


def fingerprint(case: Any, facts: tuple[str, ...]) -> str:
    """What a page showed of a draft, short: if it is different later, somebody has been there meanwhile."""
    return digest(dumps([getattr(case, name) for name in facts]))[:16]


def fresh_hidden(case: CaseColumns | None) -> dict[str, str]:
    """What a form carries unseen: a key of its own and, of a case that exists, the state that the page showed."""
    seen = {} if case is None else {"version": str(case.version), "seen": str(case.events)}
    return {"key": secrets.token_urlsafe(12), **seen}


def sent_key() -> str:
    """The key of this form, by which sending it twice is one step."""
    return f"web:{request.form.get('key', '')[:MOST_KEY]}"


def sent_version() -> int | None:
    """The version of the case that the page showed."""
    return request.form.get("version", type=int)


def take_step(
    journey: Journey, step: str, case: Draft | None, kept: Callable[[StepForm], str], cost: Any = None
) -> ResponseReturnValue:
    """Answer a page that was sent: keep it by `kept`, which gives the next address, or show its faults."""
    form = journey.steps[step].filled(case, request.form)
    if not form.validate():
        return step_page(journey, step, form, case, INVALID, cost=cost)
    try:
        return redirect(kept(form), 303)
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return step_page(journey, step, form, case, INVALID, cost=cost)
    except Refused as refusal:
        return step_page(journey, step, form, case, CONFLICT, refusal, cost)


def send(
    case: Filed,
    check: Callable[[DeclareForm, int, Refused | None], ResponseReturnValue],
    *,
    said: Callable[[str], str],
    leads_to: str,
) -> ResponseReturnValue:
    """Answer the declaration that ends a draft: send the whole and go on, or show by `check` what is wrong.

    `said` gives what is said then from the state that the case has come to.
    """
    form = DeclareForm(formdata=request.form)
    if not form.validate():
        return check(form, INVALID, None)
    file = service.file_incomplete if request.form.get("incomplete") else service.submit
    model, case_id, who, at, key, version = type(case), case.id, actor(), now(), sent_key(), sent_version()

    def command(session: Session) -> str:
        return str(file(session, model, case_id, who, at, key=key, version=version).case.state)

    try:
        state = run(command)
    except NotReady as refusal:
        form.form_errors.extend(refusal.sentences)
        return check(form, INVALID, None)
    except Refused as refusal:
        return check(form, CONFLICT, refusal)
    flash(said(state), "good")
    return redirect(leads_to, 303)


def step_page(
    journey: Journey,
    step: str,
    form: StepForm,
    case: Draft | None,
    status: int = 200,
    refusal: Refused | None = None,
    cost: Any = None,
) -> ResponseReturnValue:
    """One page of a draft."""
    shown = {"shown": fingerprint(case, form.facts)} if case else {}
    return render_template(
        "wizard/step.html",
        journey=journey,
        step=step,
        form=form,
        case=case,
        hidden={**fresh_hidden(case), **shown},
        cost=cost,
        **conflict(case, refusal),
    ), status


def check_page(
    journey: Journey,
    case: Draft,
    answers: list[tuple[str, ...]],
    doubts: tuple[Sentence, ...],
    form: DeclareForm,
    status: int = 200,
    refusal: Refused | None = None,
    cost: Any = None,
) -> ResponseReturnValue:
    """The last page: every answer with a way back, what is missing, what to look at again, the declaration."""
    return render_template(
        "wizard/check.html",
        journey=journey,
        case=case,
        answers=answers,
        doubts=doubts,
        missing=missing(reading(), case, actor(), now()),
        may_be_incomplete=may_be_filed_incomplete(reading(), case, actor(), now()),
        form=form,
        hidden=fresh_hidden(case),
        cost=cost,
        **conflict(case, refusal),
    ), status


def conflict(case: CaseColumns | None, refusal: Refused | None) -> dict[str, Any]:
    """What a page says after a refusal: the sentences, and what happened in the case since it was shown."""
    if refusal is None or case is None:
        return {"refusal": (), "changes": ()}
    seen = request.form.get("seen", 0, type=int)
    sentences: tuple[Sentence, ...] = refusal.sentences
    return {"refusal": sentences, "changes": past(reading(), page_of_case(case), after=seen)}
