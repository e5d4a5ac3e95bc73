"""What journeys in a real browser ask for."""

from tests.web.conftest import app, chromium, login_of, site  # noqa: F401 - fixtures of this folder
