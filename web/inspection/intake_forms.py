"""What a complaint asks, on the page that anybody may open and at the desk of an officer: all may stay empty but the
text."""

from collections.abc import Mapping
from typing import Any, ClassVar

from inspection.intake.complaint_models import CHANNELS, SPEAKERS, WISHES
from inspection.intake.sealed import IDENTITY_FIELDS
from inspection.protection.protection_models import DANGERS
from regime.sentences import Sentence
from web.edge.language import t
from web.forms.fields import (
    Checkbox,
    Checkboxes,
    EmailInput,
    Length,
    LongText,
    Optional,
    PageForm,
    Radios,
    Required,
    TextInput,
    choices,
)
from web.forms.file_fields import FilesInput
from web.forms.place_search import PlaceFields
from web.forms.value_fields import DayInput
from workflow.received_files import MEGABYTE, MOST_BYTES

MOST_TOLD, MOST_LINE = 20_000, 240
COMPLAINT = "complaint"
FILES_HINT = Sentence("complaint.ask.files_hint", {"most": MOST_BYTES // MEGABYTE})
UNKNOWN = "unknown"
ANSWERS = {"yes": True, "no": False}
# What nobody can be in danger of before they complained.
LATER_DANGER = "retaliation"
DANGERS_AT_FIRST = tuple(danger for danger in DANGERS if danger != LATER_DANGER)
# Who says nothing of themselves is somebody else; who says nothing of a wish is not acted for until they say it.
UNSAID_SPEAKER, UNSAID_WISH = "other", "wait"
HERSELF = "worker"


def _line(label: str, most: int = MOST_LINE, **how: Any) -> TextInput:
    return TextInput(label, [Optional(), Length("form.too_long", most=most)], **how)


class ComplaintForm(PlaceFields):
    """Dangers first, then what happens, where, who speaks, what they wish, and how they may be reached."""

    page_order: ClassVar[tuple[str, ...]] = (
        "dangers",
        "told",
        "files",
        "employer_name",
        "street",
        "town",
        "municipality",
    )

    dangers = Checkboxes(
        "complaint.ask.dangers", [Optional()], choices=choices("worker_protection.danger", DANGERS_AT_FIRST)
    )
    told = LongText(
        "complaint.ask.told",
        [Required("complaint.ask.told_missing"), Length("form.too_long", most=MOST_TOLD)],
        description="complaint.ask.told_hint",
    )
    files = FilesInput("complaint.ask.files", workflow=COMPLAINT, description=FILES_HINT)
    employer_name = _line("complaint.ask.employer", description="complaint.ask.employer_hint")
    street = _line("complaint.ask.street")
    speaks_as = Radios(
        "complaint.ask.speaks_as",
        [Optional()],
        choices=choices("complaint.speaks_as", (who for who in SPEAKERS if who != "authority")),
    )
    worker_agrees = Radios(
        "complaint.ask.worker_agrees",
        [Optional()],
        choices=choices("complaint.answer", (*ANSWERS, UNKNOWN)),
        description="complaint.ask.worker_agrees_hint",
    )
    still_working = Radios(
        "complaint.ask.still_working", [Optional()], choices=choices("complaint.answer", (*ANSWERS, UNKNOWN))
    )
    separated_on = DayInput("complaint.separated_on", [Optional()], description="complaint.ask.separated_on_hint")
    wish = Radios(
        "complaint.ask.wish",
        [Optional()],
        choices=choices("complaint.wish", WISHES[:-1]),
        description="complaint.ask.wish_hint",
    )
    name = _line("complaint.ask.name")
    telephone = _line("complaint.ask.telephone", 40, inputmode="tel", size="in-20")
    email = EmailInput("complaint.ask.email", [Optional(), Length("form.too_long", most=120)])
    other_contact = _line("complaint.ask.other_contact")
    safe_hours = _line("complaint.ask.safe_hours", description="complaint.ask.safe_hours_hint")
    language = _line("complaint.ask.language", 60, size="in-20")
    interpreter = Checkbox("complaint.ask.interpreter")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.found:
            self.municipality.choices += choices("complaint.place", (UNKNOWN,))

    def validate_town(self, field: Any) -> None:
        """A place may be left out, and one that no list knows is kept as it was said."""
        if self.place_typed and self._fault:
            super().validate_town(field)

    def validate_municipality(self, field: Any) -> None:
        """Which of several places it is, unless whoever complains does not know."""
        if field.data != UNKNOWN:
            super().validate_municipality(field)

    @property
    def text(self) -> str:
        """What was told, with a place that no list knows."""
        typed = self.place_typed if self.chosen_place is None else ""
        return f"{self.told.data}\n\n{t('complaint.ask.place_said')}: {typed}" if typed else str(self.told.data)

    def as_facts(self) -> dict[str, Any]:
        """The answers as a complaint keeps them."""
        speaks_as = self.speaks_as.data or UNSAID_SPEAKER
        return {
            "employer_name": self.employer_name.data,
            "street": self.street.data,
            "postal_code": "".join(self.place_typed.split()) if _is_postal_code(self.place_typed) else None,
            "municipality": self.chosen_place,
            "place_said": bool(self.place_typed),
            "speaks_as": speaks_as,
            "wish": self.wish.data or UNSAID_WISH,
            "worker_agrees": None if speaks_as == HERSELF else ANSWERS.get(self.worker_agrees.data or ""),
            "still_working": ANSWERS.get(self.still_working.data or ""),
            "separated_on": self.separated_on.data,
            "dangers": " ".join(self.dangers.data or ()),
        }

    def as_identity(self) -> dict[str, Any]:
        """What was left about whoever complains."""
        return {name: self[name].data for name in IDENTITY_FIELDS}


class OfficeComplaintForm(ComplaintForm):
    """The same, typed by an officer for whoever telephones, writes or stands at the desk."""

    page_order: ClassVar[tuple[str, ...]] = ("channel", *ComplaintForm.page_order)

    channel = Radios(
        "complaint.channel",
        [Required("complaint.ask.channel_missing")],
        choices=choices("complaint.channel", (way for way in CHANNELS if way not in ("web", "afilia"))),
    )


def _is_postal_code(typed: str) -> bool:
    digits = "".join(typed.split())
    return digits.isdigit() and len(digits) == 5  # noqa: PLR2004 - the length of a postal code


class FollowForm(PageForm):
    """Folio and secret, as they were handed over."""

    folio = TextInput(
        "complaint.folio", [Required("complaint.follow.folio_missing")], size="in-20", spelled="characters"
    )
    secret = TextInput(
        "complaint.secret", [Required("complaint.follow.secret_missing")], size="in-20", spelled="characters"
    )


class MoreForm(PageForm):
    """Something that is added."""

    told = LongText(
        "complaint.follow.more",
        [Required("complaint.follow.more_missing"), Length("form.too_long", most=MOST_TOLD)],
        description="complaint.ask.told_hint",
    )
    files = FilesInput("complaint.ask.files", workflow=COMPLAINT, description=FILES_HINT)

    def as_data(self) -> Mapping[str, Any]:
        """Nothing beside the text and the files."""
        return {}


class ChangedWishForm(PageForm):
    """What whoever complained wishes now."""

    wish = Radios(
        "complaint.ask.wish", [Required("complaint.wish_missing")], choices=choices("complaint.wish", WISHES[:-1])
    )

    def as_data(self) -> Mapping[str, Any]:
        """The wish."""
        return {"wish": self.wish.data}


class NewDangerForm(PageForm):
    """A danger that there is now, retaliation among them."""

    danger = Radios(
        "complaint.follow.danger",
        [Required("complaint.unknown_danger")],
        choices=choices("worker_protection.danger", DANGERS),
    )

    def as_data(self) -> Mapping[str, Any]:
        """The danger."""
        return {"danger": self.danger.data}


class WithdrawForm(PageForm):
    """That nothing more is wished."""

    sure = Checkbox("complaint.follow.sure", [Required("complaint.follow.sure_missing")])

    def as_data(self) -> Mapping[str, Any]:
        """Nothing."""
        return {}

    def validate_sure(self, field: Checkbox) -> None:
        """Nothing is withdrawn by a slip of the finger."""
        if not field.data:
            field.errors.append("complaint.follow.sure_missing")


class AddedForm(MoreForm):
    """What an officer was told later, by telephone or at the desk."""

    places_home = Checkbox("complaint.office.places_home")


class ReasonForm(PageForm):
    """Why an officer needs to know who complained."""

    reason = LongText(
        "complaint.identity.reason",
        [Required("complaint.identity.reason_missing"), Length("complaint.identity.reason_missing", 10, 1000)],
        description=Sentence("complaint.identity.reason_hint"),
    )


class EvidenceForm(PageForm):
    """Which file an officer needs to see, and why."""

    evidence_id = Radios("complaint.evidence.which", [Required("complaint.evidence_unchosen")])
    reason = LongText(
        "complaint.evidence.reason",
        [Required("complaint.identity.reason_missing"), Length("complaint.identity.reason_missing", 10, 1000)],
        description=Sentence("complaint.identity.reason_hint"),
    )
