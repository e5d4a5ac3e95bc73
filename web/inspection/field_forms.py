"""The forms of the page of a visit: the answers of a whole section of the checklist, item by item."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wtforms import HiddenField

from inspection.checklist import Item
from inspection.visit.record_models import RESULTS, Answer
from inspection.visit.whole_section import TypedAnswer, fingerprint
from regime.sentences import Sentence
from web.edge.language import t
from web.forms.fields import PageForm, Radios, choices
from web.inspection.visit_fields import count, line, words

_FIELD_OF = {"inspection.evidence_missing": "evidence", "inspection.workers_missing": "workers"}


class ItemForm(PageForm):
    """What one item shows. `shown` is what the page had shown of it."""

    class Meta(PageForm.Meta):
        csrf = False  # the token stands beside the section once, and is checked for every POST

    result = Radios("visit.result", choices=choices("visit.result", RESULTS))
    workers = count("visit.workers", optional=True)
    evidence = line("visit.evidence")
    remark = words("visit.remark", optional=True)
    shown = HiddenField()

    def as_typed(self) -> TypedAnswer:
        """What was typed, empty answers as none."""
        return TypedAnswer(
            self.result.data or None,
            self.workers.data,
            self.evidence.data or None,
            self.remark.data or None,
            str(self.shown.data or ""),
        )


class SectionForm:
    """The items of a section with a form for each, in the shape in which pages show errors."""

    def __init__(self, code: str, items: Iterable[Item], answers: Mapping[int, Answer], typed: Any = None) -> None:
        self.code = code
        self.rows: list[tuple[Item, ItemForm]] = []
        self.form_errors: list[Any] = []
        for item in items:
            answer = answers.get(item.number)
            form = ItemForm(formdata=typed, obj=answer, prefix=f"item{item.number}-")
            if typed is None:
                form.shown.data = fingerprint(answer)
            self.rows.append((item, form))

    @property
    def answered(self) -> int:
        """How many of the items have an answer."""
        return sum(1 for _item, form in self.rows if form.result.data)

    @property
    def counted(self) -> str:
        """The same in words."""
        return t("field.answered", answered=self.answered, count=len(self.rows))

    @property
    def errors(self) -> dict[str | None, list[Any]]:
        """Every error by the full name of its field; those of the section as a whole have none."""
        found: dict[str | None, list[Any]] = {None: self.form_errors} if self.form_errors else {}
        for _item, form in self.rows:
            found |= {form[name].name: list(errors) for name, errors in form.errors.items() if name}
        return found

    def __getitem__(self, name: str) -> Any:
        return {field.name: field for field in self}[name]

    def __iter__(self) -> Iterator[Any]:
        return (field for _item, form in self.rows for field in form)

    def validate(self) -> bool:
        """Whether everything that was typed could be read."""
        faults = [item for item, form in self.rows if not form.validate()]
        return not faults

    def as_typed(self) -> dict[int, TypedAnswer]:
        """What was typed, by item."""
        return {item.number: form.as_typed() for item, form in self.rows}

    def refuse(self, by_item: Mapping[int, tuple[Sentence, ...]]) -> None:
        """Put each sentence beside the field that it is about."""
        for item, form in self.rows:
            for sentence in by_item.get(item.number, ()):
                field = form[_FIELD_OF.get(sentence.code, "result")]
                field.errors = [*field.errors, sentence]

    def show_again(self, answers: Mapping[int, Answer], by_item: Mapping[int, Any]) -> None:
        """From now on what was refused as changed is compared with what is there: sent once more, it counts."""
        for item, form in self.rows:
            if item.number in by_item:
                form.shown.data = fingerprint(answers.get(item.number))
