"""Pages for everybody: the home, the ten questions, what we keep about people, the way out, and the health check."""

from flask import Blueprint, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_security.utils import logout_user
from sqlalchemy import text

from web.edge.clock import today
from web.edge.language import language
from web.edge.transactions import database, reading
from web.everyone.questions import QUESTIONS, figures

blueprint = Blueprint("public", __name__)

# Where the quick exit leads: a page that anybody may have open.
NEUTRAL_PAGE = "https://smn.conagua.gob.mx/es/"


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """What Afilia is, three doors, and the questions people come with."""
    return render_template("public/home.html", questions=QUESTIONS, figures=figures(today(), language()))


@blueprint.get("/questions")
def questions() -> ResponseReturnValue:
    """The ten questions with their answers, articles and open points."""
    policies = database().settings.policies
    return render_template(
        "public/questions.html", questions=QUESTIONS, figures=figures(today(), language()), policies=policies
    )


@blueprint.get("/for-households")
def for_households() -> ResponseReturnValue:
    """What a household does here, what it needs, and where it starts."""
    return render_template("public/for_households.html")


@blueprint.get("/for-workers")
def for_workers() -> ResponseReturnValue:
    """What a domestic worker can know and do."""
    return render_template("public/for_workers.html")


@blueprint.get("/privacy")
def privacy() -> ResponseReturnValue:
    """What is kept about people, who sees it, and how long."""
    return render_template("public/privacy.html")


@blueprint.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """How the pages can be used, and whom to tell when they cannot."""
    return render_template("public/accessibility.html")


@blueprint.get("/credits")
def credits() -> ResponseReturnValue:  # noqa: A001 - the page's own name
    """Whose work and data Afilia stands on."""
    return render_template("public/credits.html")


@blueprint.get("/leave")
def leave() -> ResponseReturnValue:
    """Go somewhere harmless at once, signed out, and ask the browser to forget what it holds of us."""
    response = redirect(NEUTRAL_PAGE, 303)
    # Only a person's own click clears anything: a picture on another site could point here as well.
    if request.headers.get("Sec-Fetch-Dest", "document") == "document":
        logout_user()
        session.clear()
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.get("/health")
def health() -> ResponseReturnValue:
    """Whether this process can serve: the database answers."""
    reading().execute(text("SELECT 1"))
    return {"status": "ok", "database": database().engine.dialect.name}
