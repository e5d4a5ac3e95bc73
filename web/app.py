"""The web application: its parts in the order in which they see a request."""

from types import SimpleNamespace

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from web.casework import cases, documents, procedures
from web.edge import (
    acting,
    assets,
    attending,
    auth,
    demo,
    errors,
    language,
    limits,
    lost_session,
    navigation,
    security_headers,
    transactions,
    typed_text,
    uploads,
)
from web.everyone import (
    account,
    agreed_answers,
    contacts,
    employer_code,
    mailbox,
    public,
    simulator,
    statistics,
    verification,
)
from web.forms.fields import first_input
from web.hers import identity_pages, invitations, own_papers, pay_said, worker_area
from web.home import (
    arrears,
    certificates,
    corrections,
    delegations,
    doubts,
    dues_pages,
    helping,
    homes,
    household,
    line_payer,
    marked_pages,
    own_correction,
    own_money,
    paper_rows,
    papers,
    payment_slip,
    registration,
    relation_changes,
    situations,
    successions,
    taking_up,
    wizard,
)
from web.inspection import (
    absence_pages,
    assignment,
    board_pages,
    calendar_pages,
    complaints,
    credential_pages,
    day_pages,
    desk,
    evidence_pages,
    field_page,
    following,
    programme_pages,
    search_pages,
    timeline_pages,
)
from web.officials import (
    attendances,
    counter,
    ended_relations,
    office,
    operations,
    payment_files,
    protection,
    same_home,
    suspension_pages,
    worker_requests,
)
from web.unions import figures as union_figures
from workflow.database import Database
from workflow.settings import Settings

BLUEPRINTS = (
    public.blueprint,
    account.blueprint,
    contacts.blueprint,
    demo.blueprint,
    cases.blueprint,
    documents.blueprint,
    papers.blueprint,
    own_papers.blueprint,
    verification.blueprint,
    statistics.blueprint,
    union_figures.blueprint,
    simulator.blueprint,
    household.blueprint,
    registration.blueprint,
    wizard.blueprint,
    payment_slip.blueprint,
    line_payer.blueprint,
    own_money.blueprint,
    relation_changes.blueprint,
    marked_pages.blueprint,
    worker_area.blueprint,
    pay_said.blueprint,
    identity_pages.blueprint,
    dues_pages.of_household,
    dues_pages.of_worker,
    delegations.blueprint,
    helping.blueprint,
    homes.blueprint,
    successions.blueprint,
    same_home.blueprint,
    office.blueprint,
    counter.blueprint,
    attendances.blueprint,
    ended_relations.blueprint,
    agreed_answers.blueprint,
    mailbox.blueprint,
    operations.blueprint,
    payment_files.blueprint,
    suspension_pages.blueprint,
    doubts.blueprint,
    certificates.of_household,
    certificates.of_worker,
    certificates.of_office,
    situations.of_household,
    situations.of_worker,
    protection.blueprint,
    corrections.blueprint,
    own_correction.blueprint,
    arrears.blueprint,
    complaints.blueprint,
    following.blueprint,
    desk.blueprint,
    day_pages.blueprint,
    board_pages.blueprint,
    search_pages.blueprint,
    timeline_pages.blueprint,
    evidence_pages.blueprint,
    field_page.blueprint,
    assignment.blueprint,
    programme_pages.blueprint,
    absence_pages.blueprint,
    credential_pages.blueprint,
    calendar_pages.blueprint,
    invitations.blueprint,
    employer_code.blueprint,
    taking_up.blueprint,
    worker_requests.blueprint,
)
COMPONENTS = (
    "forms",
    "actions",
    "content",
    "figures",
    "charts",
    "chrome",
    "cases",
    "places",
    "statements",
    "drafts",
    "periods",
    "dues",
)
MOST_UPLOADED = 10 * 1024 * 1024


def create_app(settings: Settings, database: Database, move_clock: demo.MoveClock | None = None) -> Flask:
    """The application over a database. `move_clock` moves the clock of a demonstration; without it there is no bar."""
    app = Flask(__name__, static_folder=None)
    app.config.update(_configuration(settings))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.trusted_proxies:
        proxies = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    errors.install(app)
    transactions.install(app, database)
    uploads.install(app)
    typed_text.install(app)
    CSRFProtect(app)
    auth.install(app, settings, acting.asked_as_helper, attending.attended_here)
    attending.install(app)
    lost_session.install(app)
    language.install(app)
    security_headers.install(app)
    assets.install(app)
    navigation.install(app)
    acting.install(app)
    demo.install(app, move_clock)
    paper_rows.install(app)
    procedures.install()
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    limits.install(app, settings)
    _install_components(app)
    return app


def _configuration(settings: Settings) -> dict[str, object]:
    behind_tls = settings.base_url.startswith("https://")
    return {
        "SECRET_KEY": settings.secret,
        "SESSION_COOKIE_SECURE": behind_tls,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # With this prefix browsers take the cookie from this host alone, not from a neighbour under the same domain.
        "SESSION_COOKIE_NAME": "__Host-afilia" if behind_tls else "afilia",
        # Flask-Login would mark a session as stale when a telephone changes network; freshness has its own moment here.
        "SESSION_PROTECTION": None,
        # A token lives as long as its session: a form left open over lunch must still be accepted.
        "WTF_CSRF_TIME_LIMIT": None,
        "MAX_CONTENT_LENGTH": MOST_UPLOADED,
        "MAX_FORM_MEMORY_SIZE": MOST_UPLOADED,
    }


def _install_components(app: Flask) -> None:
    """Give every template the component macros as `ui.<macro>`, without import lines."""
    app.jinja_env.globals["first_input"] = first_input
    ui = app.jinja_env.globals["ui"] = SimpleNamespace()
    for name in COMPONENTS:
        module = app.jinja_env.get_template(f"components/{name}.html").module
        vars(ui).update({macro: value for macro, value in vars(module).items() if not macro.startswith("_")})
