"""Where files are sent: a larger request is let in, so that one file too many is answered by a sentence on the page."""

from flask import Flask, request

from workflow.received_files import MOST_BYTES, MOST_FILES

# Pages whose forms take files. Beyond this a request is refused unread, with the page for that.
TAKES_FILES = frozenset(
    {"complaints.send", "following.take", "inspection.new_complaint", "inspection.add", "cases.act", "field.act"}
)
MOST_SENT = (MOST_FILES + 1) * MOST_BYTES


def install(app: Flask) -> None:
    """Before anything reads the request; files themselves are measured one by one where they are kept."""

    @app.before_request
    def _let_files_in() -> None:
        if request.endpoint in TAKES_FILES:
            request.max_content_length = MOST_SENT
