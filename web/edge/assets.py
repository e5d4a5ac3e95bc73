"""Stylesheets, fonts and pictures under an address that changes with their content: browsers keep them for a year."""

import hashlib
from pathlib import Path

from flask import Flask, Response, send_from_directory, url_for

FOLDER = Path(__file__).parents[1] / "static"
A_YEAR = 365 * 24 * 3600


def install(app: Flask) -> None:
    """Serve the static folder and give templates `asset(name)`."""
    version = _fingerprint()

    def static(version: str, filename: str) -> Response:
        response = send_from_directory(FOLDER, filename, max_age=A_YEAR)
        response.cache_control.public = True
        response.cache_control.immutable = True
        return response

    def asset(name: str) -> str:
        return url_for("static", version=version, filename=name)

    app.add_url_rule("/static/<version>/<path:filename>", "static", static)
    app.jinja_env.globals["asset"] = asset


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(FOLDER).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]
