"""Finding the municipality of a home from a postal code or a name, in pages that work without scripts."""

from typing import Any

from wtforms.validators import StopValidation

from regime.geography import Municipality, UnknownPlace, candidates, search
from regime.sentences import Sentence
from web.forms.fields import PageForm, Radios, TextInput, named_choices

MOST_SHOWN = 20


def places_named(text: str) -> tuple[Municipality, ...]:
    """The municipalities that a postal code or a name may mean. Raises `UnknownPlace` for a postal code too short."""
    typed = text.strip()
    return candidates(typed) if typed.replace(" ", "").isdigit() else search(typed, MOST_SHOWN)


class PlaceFields(PageForm):
    """A text and, once it means several places, the choice between them; `chosen_place` is the INEGI key in the end."""

    town = TextInput("place.text", description="place.hint", size="in-20")
    municipality = Radios("place.choose", choices=[])

    found: tuple[Municipality, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality.validate_choice = False  # a choice among what an earlier text meant is no fault
        self.municipality.choices = named_choices((place.key, place.full_name) for place in self._look_up())

    @property
    def chosen_place(self) -> str | None:
        """The municipality meant, if it is clear which."""
        if len(self.found) == 1:
            return self.found[0].key
        return next((place.key for place in self.found if place.key == self.municipality.data), None)

    @property
    def place_name(self) -> str:
        """The municipality meant and its state."""
        return next((place.full_name for place in self.found if place.key == self.chosen_place), "")

    @property
    def place_typed(self) -> str:
        """The text that is looked up."""
        return self.town.data or ""

    def validate_town(self, field: Any) -> None:
        """Ask again when nothing is typed, nothing is found, or several places are."""
        if not self.place_typed:
            raise StopValidation("place.missing")
        if self._fault:
            raise StopValidation(self._fault)
        if not self.found:
            raise StopValidation(Sentence("place.not_found", {"typed": self.place_typed}))

    def validate_municipality(self, field: Any) -> None:
        """Ask which of several places it is."""
        if len(self.found) > 1 and self.chosen_place is None:
            raise StopValidation("place.choose_one")

    def _look_up(self) -> tuple[Municipality, ...]:
        self._fault: Sentence | None = None
        try:
            self.found = places_named(self.place_typed)
        except UnknownPlace as unknown:
            self._fault = unknown.sentence
        # One place needs no question; the choice is drawn only between several.
        return self.found if len(self.found) > 1 else ()
