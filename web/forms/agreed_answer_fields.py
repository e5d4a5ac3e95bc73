"""The questions by which somebody is known on the telephone: typed where they are agreed and where somebody calls."""

from enrolment.attending.agreed_answers import QUESTIONS
from web.forms.fields import Length, PageForm, Required, TextInput

MOST_TYPED = 64


def _answer(question: str) -> TextInput:
    validators = [Required("attending.answer_missing"), Length("form.too_long", most=MOST_TYPED)]
    return TextInput(f"answers.{question}", validators, size="in-20", spelled="none")


class AnswerFields(PageForm):
    """The three questions of the telephone."""

    first_school = _answer("first_school")
    childhood_friend = _answer("childhood_friend")
    grandmother = _answer("grandmother")

    @property
    def answers(self) -> dict[str, str]:
        """What was typed, by question."""
        return {question: str(self[question].data) for question in QUESTIONS}

    def forget_answers(self) -> None:
        """Show none of the answers again."""
        for question in QUESTIONS:
            self[question].raw_data, self[question].data = [], ""
