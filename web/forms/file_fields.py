"""Files in forms: looked at, sealed and kept as soon as they arrive, so that a refused form does not lose them.

What was kept comes back with the page as a signed mark that only this field takes; the store sweeps what is never sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import CombinedMultiDict, FileStorage
from wtforms import Field

from inspection.evidence.keeping import KeptFile, keep_file
from regime.sentences import Sentence
from web.edge.transactions import database
from workflow.document_store import store_of
from workflow.received_files import ACCEPTED, MEGABYTE, MOST_BYTES, MOST_FILES, FileRefused, tidy_name

MARK_SECONDS = 24 * 3600


def typed() -> CombinedMultiDict[str, Any]:
    """What this request's form says, files included."""
    return CombinedMultiDict([request.files, request.form])


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that is kept already: what the page shows of it, and the mark by which it comes back."""

    name: str
    file: KeptFile
    mark: str

    @property
    def megabytes(self) -> str:
        """How large it is, as people read it."""
        return f"{max(self.file.size / MEGABYTE, 0.1):.1f}"


class FilesInput(Field):
    """Any number of files up to `MOST_FILES`, sealed for the procedure to whose matters they belong.

    `data` is what a step takes as its files; `attached` what the page shows and sends again.
    """

    kind = "files"
    accepted, most, most_bytes = ACCEPTED, MOST_FILES, MOST_BYTES

    def __init__(self, label: str, *, workflow: str, **kwargs: Any) -> None:
        super().__init__(label, **{"description": Sentence("file.hint", {"most": MOST_BYTES // MEGABYTE}), **kwargs})
        self.workflow = workflow
        self.attached: list[Attached] = []
        self.flags.optional = True

    @property
    def kept(self) -> list[KeptFile]:
        """The files that are in the store."""
        return [one.file for one in self.attached]

    def process_data(self, value: Any) -> None:
        """A case has no files that a form could show: what was sent before stays where it is."""
        self.data: list[dict[str, Any]] = []

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Keep what arrived, and take back what was kept before and is still wanted."""
        if len(valuelist) > MOST_FILES:  # what is too much is not even kept
            self.process_errors.append(Sentence("file.too_many", {"most": MOST_FILES}))
        for value in valuelist[:MOST_FILES]:
            if isinstance(value, str):
                self._take_back(value)
            elif value.filename:
                self._take(value)
        self.attached = list({one.file.sha256: one for one in self.attached}.values())
        self.data = [one.file.as_data() for one in self.attached]

    def _take(self, sent: FileStorage) -> None:
        name = sent.filename or ""
        try:
            file = keep_file(database().settings, self.workflow, sent.stream.read(MOST_BYTES + 1), name)
        except FileRefused as refusal:
            self.process_errors.append(refusal.sentence)
            return
        said = tidy_name(name)
        self.attached.append(Attached(said, file, self._signer().dumps([said, file.as_data()])))

    def _take_back(self, mark: str) -> None:
        try:
            name, kept = self._signer().loads(mark, max_age=MARK_SECONDS)
        except BadData:
            self.process_errors.append(Sentence("file.again", {"name": "—"}))
            return
        file = KeptFile(**kept)
        if store_of(database().settings).keep_young(file.file_sha256):
            self.attached.append(Attached(name, file, mark))
        else:
            self.process_errors.append(Sentence("file.again", {"name": name}))

    def _signer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(str(current_app.secret_key), salt=f"file kept for {self.workflow}")
