"""What a worker says about a declared relation of hers, on a page of its own: asked, sent once, kept as her words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, Confirmation
from enrolment.queries import affiliations_of_worker, confirmation_of
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.language import t
from web.edge.transactions import reading, run
from web.forms.drafts import CONFLICT, INVALID, conflict, fresh_hidden, sent_key, sent_version
from workflow.engine import Fired, fire
from workflow.errors import NotReady, Refused


class StatementForm(Protocol):
    """A form whose answers can be kept as her words."""

    form_errors: Any

    def validate(self) -> bool:
        """Whether it was filled in."""

    def as_comment(self) -> str:
        """Her words, as an official and she herself read them."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing she may say: the step of her confirmation, its page, and the code of what is said when it was sent."""

    action: str
    form: type[Any]
    template: str
    done: str

    def ask(self, affiliation_id: UUID, **shown: Any) -> ResponseReturnValue:
        """The empty page of one of her relations, or 404."""
        return self._page(_Asked.of(affiliation_id, shown), self.form(formdata=None))

    def send(self, affiliation_id: UUID, **shown: Any) -> ResponseReturnValue:
        """Keep what she says, once; what cannot be kept comes back with its sentences and nothing lost."""
        asked, form = _Asked.of(affiliation_id, shown), self.form(formdata=request.form)
        if not form.validate():
            return self._page(asked, form, INVALID)
        try:
            self._keep(asked.confirmation.id, form.as_comment())
        except NotReady as refusal:
            form.form_errors.extend(refusal.sentences)
            return self._page(asked, form, INVALID)
        except Refused as refusal:
            return self._page(asked, form, CONFLICT, refusal)
        flash(t(self.done), "good")
        return redirect(url_for("worker_area.relation", affiliation_id=asked.case.id), 303)

    def _keep(self, confirmation_id: UUID, said: str) -> None:
        who, at, key, version = actor(), now(), sent_key(), sent_version()

        def command(session: Session) -> Fired:
            hers = session.get_one(Confirmation, confirmation_id)
            return fire(session, hers, self.action, who, at, key=key, version=version, comment=said)

        run(command)

    def _page(
        self, asked: "_Asked", form: StatementForm, status: int = 200, refusal: Refused | None = None
    ) -> ResponseReturnValue:
        return render_template(
            self.template,
            case=asked.case,
            form=form,
            hidden=fresh_hidden(asked.confirmation),
            household=asked.case.household.person.full_name,
            **conflict(asked.confirmation, refusal),
            **{name: shown(asked.case) if callable(shown) else shown for name, shown in asked.shown.items()},
        ), status


@dataclass(frozen=True, slots=True)
class _Asked:
    case: Affiliation
    confirmation: Confirmation
    shown: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, affiliation_id: UUID, shown: Mapping[str, Any]) -> "_Asked":
        case, confirmation = declared(affiliation_id)
        return cls(case, confirmation or abort(404), shown)


def own_relations() -> list[Affiliation]:
    """The relations of the worker who is signed in."""
    person = actor().person_id
    return list(affiliations_of_worker(reading(), person)) if person else []


def declared(affiliation_id: UUID) -> tuple[Affiliation, Confirmation | None]:
    """One of her own relations and what she says about it, or 404."""
    case = next((case for case in own_relations() if case.id == affiliation_id), None) or abort(404)
    return case, confirmation_of(reading(), case.id)
