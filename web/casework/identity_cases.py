"""How the cases about identity are shown to officials: two records side by side, masked; the numbers of one person."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, DomesticWorker
from enrolment.people.identifiers import mask
from enrolment.people.identity_models import NumberChoice, PossibleDuplicate
from enrolment.people.number_choice import NUMBER_CHOICE
from enrolment.people.possible_duplicate import POSSIBLE_DUPLICATE
from web.casework.action_forms import ActionForm, form_for
from web.casework.case_search import identifier_matches, name_matches, search_for
from web.casework.case_summaries import Compared, Description, Section, Summary, describe_cases
from web.casework.enrolment_cases import facts, masked
from web.casework.timeline import Reader
from web.edge.language import long_day, t
from web.edge.transactions import reading
from web.forms.fields import Checkbox, Radios, Required, choices, named_choices
from workflow.context import MEXICO_CITY
from workflow.people import NUMBERS, Identifier, Login, Person

ONE, TWO = "one", "two"
SHOWN = ("curp", "nss", "rfc")


def describe() -> None:
    """Make both procedures known to the generic pages."""
    describe_cases(POSSIBLE_DUPLICATE.name, Description(_pair_named, _pair_summary))
    describe_cases(NUMBER_CHOICE.name, Description(_owner_named, _numbers_summary))
    search_for(POSSIBLE_DUPLICATE.name, _pairs)
    search_for(NUMBER_CHOICE.name, _choices)


@form_for(POSSIBLE_DUPLICATE.name, "merge")
class MergeForm(ActionForm):
    """Which record stays, and that papers were seen."""

    survivor_id = Radios(
        "duplicate.survivor",
        [Required("duplicate.survivor_missing")],
        choices=choices("duplicate", (ONE, TWO)),
        description="duplicate.survivor.hint",
    )
    papers_seen = Checkbox("duplicate.papers_seen", [Required("duplicate.papers_not_seen")])

    def __init__(self, *args: Any, obj: Any = None, **kwargs: Any) -> None:
        """The answers stand for the records of the pair."""
        super().__init__(*args, **kwargs)
        self.records = {ONE: obj.person_id, TWO: obj.other_id}

    def as_data(self) -> Mapping[str, Any]:
        """The record itself instead of its letter on the page."""
        return {
            "survivor_id": self.records.get(self.survivor_id.data),
            "papers_seen": bool(self.papers_seen.data),
        }


@form_for(NUMBER_CHOICE.name, "choose")
class ChooseForm(ActionForm):
    """Which of her numbers is the good one."""

    identifier_id = Radios("number.which", [Required("number.not_hers")], choices=(), coerce=str)

    def __init__(self, *args: Any, obj: Any = None, **kwargs: Any) -> None:
        """Her own numbers, masked."""
        super().__init__(*args, **kwargs)
        self.identifier_id.choices = named_choices((str(held.id), mask(held.value)) for held in _numbers(obj))

    def as_data(self) -> Mapping[str, Any]:
        """The identifier by its id."""
        chosen = self.identifier_id.data
        return {"identifier_id": UUID(chosen) if chosen else None}


def _pair_named(session: Session, case: Any) -> str:
    one, two = (_name(session.get_one(Person, person_id)) for person_id in (case.person_id, case.other_id))
    return t("duplicate.named", one=one, two=two)


def _owner_named(session: Session, case: Any) -> str:
    return _name(session.get_one(Person, case.person_id))


def _name(person: Person) -> str:
    return masked(person.given_name, person.first_surname, person.second_surname)


def _pair_summary(session: Session, case: Any, _reader: Reader) -> Summary:
    """What helps to tell one person from two, one record beside the other; whom they work for is not said."""
    people = [session.get_one(Person, person_id) for person_id in (case.person_id, case.other_id)]
    sides = [_side(session, person) for person in people]
    rows = tuple(Compared(term, one, two) for (term, one), (_term, two) in zip(*sides, strict=True))
    return Summary(
        heading=_pair_named(session, case),
        findings=tuple(t(f"duplicate.rule.{rule}") for rule in case.rules.split()),
        findings_heading=t("duplicate.found_by"),
        compared=rows,
        compared_sides=(t("duplicate.one"), t("duplicate.two")),
        personal=True,
    )


def _side(session: Session, person: Person) -> list[tuple[str, str]]:
    unknown = t("case.unknown")
    since = person.created_at.astimezone(MEXICO_CITY).date()
    found = [
        ("person.name", person.full_name),
        ("fact.birth_date", long_day(person.birth_date) if person.birth_date else None),
        *((f"fact.{kind}", _masked(person, kind)) for kind in SHOWN),
        ("identity.papers", _papers(person)),
        ("fact.contact", _contact(person)),
        ("fact.known_since", long_day(since)),
        ("fact.relations", str(_count(session, person.id))),
        ("fact.logins", str(_logins(session, person.id))),
    ]
    return [(t(term), value or unknown) for term, value in found]


def _masked(person: Person, kind: str) -> str:
    return ", ".join(mask(held.value) for held in person.identifiers_of(kind) if held.until is None)


def _papers(person: Person) -> str:
    held = (held for held in person.identifiers if held.kind not in NUMBERS)
    return ", ".join(f"{t('identity.paper.' + paper.kind)} {mask(paper.value)}" for paper in held)


def _contact(person: Person) -> str:
    phone = mask(person.phone) if person.phone else ""
    name, _at, domain = (person.email or "").partition("@")
    email = f"{name[:1]}•••@{domain}" if domain else ""
    return ", ".join(part for part in (phone, email) if part)


def _count(session: Session, person_id: UUID) -> int:
    hers = select(func.count(Affiliation.id)).join(DomesticWorker, DomesticWorker.id == Affiliation.worker_id)
    return session.scalar(hers.where(DomesticWorker.person_id == person_id)) or 0


def _logins(session: Session, person_id: UUID) -> int:
    return session.scalar(select(func.count()).select_from(Login).where(Login.person_id == person_id)) or 0


def _numbers_summary(session: Session, case: Any, _reader: Reader) -> Summary:
    """Her numbers with their days."""
    person = session.get_one(Person, case.person_id)
    rows = tuple((mask(held.value), _days(held)) for held in person.identifiers_of(case.kind))
    who = facts(("fact.birth_date", person.birth_date), ("fact.curp", _masked(person, "curp")))
    return Summary(
        heading=_name(person),
        sections=(Section(t("number.numbers"), rows), Section(t("case.worker"), who)),
        personal=True,
    )


def _days(held: Identifier) -> str:
    standing = t(f"identity.as.{'counts' if held.counts else 'before' if held.until else 'kept'}")
    until = " " + t("identity.until", day=long_day(held.until)) if held.until else ""
    return f"{standing}. {t('identity.since', day=long_day(held.since))}{until}"


def _numbers(case: NumberChoice) -> list[Identifier]:
    person = reading().get(Person, case.person_id)
    return person.identifiers_of(case.kind) if person else []


def _people(text: str) -> Any:
    columns = (Person.__table__.c[name] for name in ("given_name", "first_surname", "second_surname"))
    held = select(Identifier.person_id).where(identifier_matches(text, Identifier.__table__.c.value))
    return select(Person.id).where(or_(name_matches(text, *columns), Person.id.in_(held)))


def _pairs(text: str) -> ColumnElement[bool]:
    """By name or identifier of either record."""
    people = _people(text)
    return or_(PossibleDuplicate.person_id.in_(people), PossibleDuplicate.other_id.in_(people))


def _choices(text: str) -> ColumnElement[bool]:
    """By name or number of the person."""
    return NumberChoice.person_id.in_(_people(text))
