"""A stored message as the text a person reads: a neutral subject and a body in plain words of their language.

Every package keeps its templates in `<package>/notice_texts/<language>/<workflow>/<template>.txt`: the subject on the
first line, an empty line, the body. `%(name)s` stands for a parameter, `%(link)s` for the page of the case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from workflow.settings import Settings
from workflow.stored import loads
from workflow.tables import Message
from workflow.words import filled, language_or_default

_PACKAGES = ("workflow", "enrolment", "inspection")


class UnknownNotice(LookupError):
    """A template that no package has in that language."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is sent or shown. The subject says nothing that a lock screen should not show."""

    subject: str
    body: str


def render(message: Message, settings: Settings) -> Notice:
    """The text of a message. Raises `UnknownNotice` for a template that does not exist and `KeyError` for a parameter
    that the template asks for and the message does not have."""
    params: Mapping[str, Any] = loads(message.params)
    link = f"{settings.base_url}/cases/{message.workflow}/{message.case_id}"
    language = language_or_default(message.language)
    subject, body = text_of(language, message.template).split("\n\n", 1)
    return Notice(subject.strip(), filled(language, body, {"link": link, **params}))


@lru_cache(maxsize=256)
def text_of(language: str, template: str) -> str:
    """A template as it stands in its file; raises `UnknownNotice`."""
    for package in _PACKAGES:
        source = files(package) / "notice_texts" / language / f"{template}.txt"
        if source.is_file():
            return source.read_text(encoding="utf-8")
    raise UnknownNotice(f"No package has the notice {template!r} in language {language!r}.")
