"""In whose language a paper is written that goes to whoever asked, where either party may have asked."""

from workflow.context import Context, Role
from workflow.words import DEFAULT_LANGUAGE


def language_of(readers: tuple[Role, ...], context: Context) -> str:
    """The language of the first of the readers whom the case tells."""
    told = (person for role in readers for person in context.around.people.get(role, ()))
    return next((person.language for person in told), DEFAULT_LANGUAGE)
