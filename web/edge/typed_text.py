"""Text that no person types and no database keeps: a request that carries the sign NUL is not read any further."""

from collections.abc import Iterator

from flask import Flask, abort, request

NUL = "\0"


def install(app: Flask) -> None:
    """Refuse such a request before anything looks at what it says. PostgreSQL would fail on it somewhere deep down."""
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    if any(NUL in text for text in _texts()):
        abort(400)


def _texts() -> Iterator[str]:
    yield request.path
    for name, value in (*request.args.items(multi=True), *request.form.items(multi=True)):
        yield name
        yield value
    for file in request.files.values():
        yield file.filename or ""
