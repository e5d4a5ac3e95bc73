"""What journeys in a real browser ask for."""

from tests.web.at_home import in_march  # noqa: F401 - fixtures of this folder
from tests.web.conftest import app, chromium, login_of, site  # noqa: F401
