"""The application over a real database, accounts to sign in with, and a client that looks at every page it gets."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from types import CodeType

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.test import TestResponse

from tests.browser import chromium, serving  # noqa: F401 - a fixture of this folder
from tests.conftest import NOON
from tests.pages import Seen, look_at
from web.app import create_app
from workflow.clockwork import advance
from workflow.database import Database
from workflow.logins import hash_password, open_login
from workflow.people import Login, Person

PASSWORD = "una batería azul larga"  # not ASCII: it must survive normalisation
HASH = hash_password(PASSWORD)


class Visitor(FlaskClient):
    """A browser without a screen: every page it is shown is looked at, every form it sends carries its token."""

    page: Seen

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400:
            self.page = look_at(response.text)
        return response

    def send(self, path: str, data: dict[str, object] | None = None, page: str | None = None) -> TestResponse:
        """Open the page that holds the form (the same path unless said), then send it."""
        self.get(page or path)
        return self.post(path, data={"csrf_token": self.page.hidden["csrf_token"], **(data or {})})

    def be(self, login: Login) -> "Visitor":
        """Become somebody who signed in just now."""
        with self.session_transaction() as session:
            session.update(_user_id=login.fs_uniquifier, _fresh=True, fs_paa=time.time(), seen=time.time())
        return self


class CompiledTemplates(BytecodeCache):
    """Templates compiled once in this process: to compile them anew is most of what a fresh application costs."""

    def __init__(self) -> None:
        self.code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self.code[bucket.key, bucket.checksum] = bucket.code


Flask.jinja_options = {"bytecode_cache": CompiledTemplates()}


@pytest.fixture
def app(sqlite_database: Database) -> Flask:
    """The application of a demonstration, clock and all."""
    app = create_app(sqlite_database.settings, sqlite_database, partial(advance, sqlite_database))
    app.test_client_class = Visitor
    return app


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody who is not signed in."""
    client = app.test_client()
    assert isinstance(client, Visitor)
    return client


@pytest.fixture
def login_of(sqlite_database: Database) -> Callable[..., Login]:
    """Opens a login: `login_of("ana", "household", email=…)`."""

    def open_(username: str, *roles: str, email: str | None = None, language: str = "es") -> Login:
        person = Person(given_name="Ana", first_surname="López", email=email, language=language, created_at=NOON)
        return sqlite_database.run(lambda s: open_login(s, username, HASH, roles, NOON, person))

    return open_


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The address of the application, served to real browsers."""
    with serving(app) as address:
        yield address
