"""JSON lines in, JSON lines out: every line is answered where it stands, whatever is wrong with the others."""

import json
from collections.abc import Callable
from typing import Any, BinaryIO

import click

from regime.sentences import Sentence
from workflow.words import DEFAULT_LANGUAGE, LANGUAGES, say

file_argument = click.argument("file", type=click.File("rb"), default="-")
language_option = click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=DEFAULT_LANGUAGE,
    show_default=True,
    help="Language of the texts.",
)

_ENCODER = json.JSONEncoder(ensure_ascii=False)


def answer_lines(
    file: BinaryIO, answer: Callable[[bytes], dict[str, Any]], refusals: tuple[type[Exception], ...], language: str
) -> bool:
    """Write the answer to each line of `file` that is not blank as soon as it is known; says whether all were answered.

    A line that raises one of `refusals`, which carry a `sentence`, becomes {"error": …, "line": n}.
    """
    all_answered = True
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            written = answer(line)
        except refusals as refused:
            all_answered = False
            written = {"error": _said(refused, language), "line": number}
        # Half a surrogate pair may come in as an escape; it goes out as the same escape, which UTF-8 cannot carry.
        click.echo(_ENCODER.encode(written).encode("utf-8", "backslashreplace"))
    return all_answered


def _said(refused: Exception, language: str) -> str:
    sentence: Sentence = refused.sentence  # type: ignore[attr-defined]
    return say(language, sentence)
