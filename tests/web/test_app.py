"""The application as a whole: closed by default, hardened, numbered errors, words in both languages, nothing unused."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from markupsafe import escape

import web
from regime.sentences import Sentence
from tests.conftest import NOON
from tests.web.conftest import Visitor
from web.app import create_app
from web.edge.access import is_public
from workflow import words
from workflow.database import Database
from workflow.errors import Busy, ChangedMeanwhile, NotAllowed, NotReady, Refused, WrongState
from workflow.settings import load_settings
from workflow.words import catalogue

WEB = Path(web.__file__).parent
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
SOURCES = [*TEMPLATES, *sorted(WEB.glob("**/*.py"))]


def path_of(rule: object) -> str:
    """An address that the rule matches, with something in every variable part."""
    filled = re.sub(r"<uuid:[^>]+>", "01890000-0000-7000-8000-000000000000", str(rule))
    filled = re.sub(r"<int:[^>]+>", "1", filled)
    return re.sub(r"<[^>]+>", "x", filled)


def test_every_page_that_is_not_public_asks_to_sign_in(app: Flask, visitor: Visitor) -> None:
    closed = [rule for rule in app.url_map.iter_rules() if not is_public(rule.endpoint)]
    assert len(closed) > 3
    for rule in closed:
        if "GET" in (rule.methods or ()):
            answer = visitor.get(path_of(rule))
            assert answer.status_code == 302, rule
            assert answer.location.startswith("/account/sign-in"), rule
        else:
            assert visitor.post(path_of(rule)).status_code == 400, rule  # no token, no answer


def test_headers_forbid_what_pages_do_not_need(visitor: Visitor) -> None:
    headers = visitor.get("/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers
    secure = visitor.get("/", base_url="https://localhost")
    assert "max-age=31536000" in secure.headers["Strict-Transport-Security"]


def test_static_files_are_kept_for_a_year_under_an_address_of_their_content(visitor: Visitor) -> None:
    sheet = re.search(r"/static/[0-9a-f]{12}/page\.css", visitor.get("/").text)
    assert sheet is not None
    answer = visitor.get(sheet[0])
    answer.close()
    assert answer.status_code == 200
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert visitor.get("/static/x/../../app.py").status_code == 404


def test_a_page_of_the_signed_in_is_never_stored(visitor: Visitor, login_of) -> None:
    assert visitor.be(login_of("ana")).get("/account").headers["Cache-Control"] == "no-store"


def test_health_answers_without_a_session(visitor: Visitor) -> None:
    answer = visitor.get("/health")
    assert answer.json == {"status": "ok", "database": "sqlite"}
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("status", [400, 404, 405, 500, 503])
def test_errors_say_what_to_do_and_carry_a_number(app: Flask, visitor: Visitor, status: int) -> None:
    answer = {
        400: lambda: visitor.post("/account/sign-in"),
        404: lambda: visitor.get("/nothing-here"),
        405: lambda: visitor.post("/questions", data={"csrf_token": token(visitor)}),
        500: lambda: broken(app, visitor, "public.questions", ZeroDivisionError()),
        503: lambda: without_database(app, visitor),
    }[status]()
    assert answer.status_code == status
    assert answer.headers["X-Request-ID"] in answer.text
    assert catalogue("es")[f"error.{status}.next"] in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (NotAllowed("end"), 404),
        (WrongState("end", "ended"), 409),
        (ChangedMeanwhile("end", "household", NOON), 409),
        (Busy(), 503),
        (NotReady(Sentence("account.password_easy")), 422),
    ],
)
def test_a_refused_step_says_why_unless_that_would_tell_that_the_case_exists(
    app: Flask, visitor: Visitor, refusal: Refused, status: int
) -> None:
    answer = broken(app, visitor, "public.questions", refusal)
    assert answer.status_code == status
    said = [words.say("es", sentence) for sentence in refusal.sentences]
    assert [sentence for sentence in said if escape(sentence) in answer.text] == ([] if status == 404 else said)


def token(visitor: Visitor) -> str:
    visitor.get("/")
    return visitor.page.hidden["csrf_token"]


def broken(app: Flask, visitor: Visitor, endpoint: str, error: Exception):
    def view() -> str:
        raise error

    app.view_functions[endpoint] = view
    return visitor.get("/questions")


def without_database(app: Flask, visitor: Visitor):
    database: Database = app.extensions["afilia.database"]
    with database.write() as session:
        session.connection().exec_driver_sql("DROP TABLE clock")
    return visitor.get("/")


def test_the_language_is_chosen_by_link_then_remembered_then_asked_of_the_browser(visitor: Visitor) -> None:
    def lang(**kwargs: object) -> str:
        visitor.get("/questions", **kwargs)
        return visitor.page.language

    assert lang() == "es"
    assert lang(headers={"Accept-Language": "en-GB,en;q=0.9"}) == "en"
    assert lang(headers={"Accept-Language": "nah"}) == "es"
    assert 'href="/questions?lang=en"' in visitor.get("/questions").text
    assert lang(query_string={"lang": "en"}) == "en"
    assert lang() == "en"
    assert lang(query_string={"lang": "xx"}) == "en"


def test_somebody_signed_in_reads_their_own_language(visitor: Visitor, login_of) -> None:
    visitor.be(login_of("ann", language="en")).get("/")
    assert visitor.page.language == "en"


def test_both_catalogues_say_the_same_things() -> None:
    spanish, english = catalogue("es"), catalogue("en")
    assert set(spanish) == set(english)
    for code, text in spanish.items():
        places = re.compile(r"%\((\w+)\)s")
        assert set(places.findall(text)) == set(places.findall(english[code])), code


def test_every_word_is_used_and_every_word_used_exists() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    assert set(re.findall(r"\bt\('([a-z0-9_.]+)'[,)]", text)) - set(catalogue("es")) == set()
    literals = set(re.findall(r"['\"]([a-z_0-9]+(?:\.[a-z_0-9]+)+)['\"]", text)) | codes_of_logins()
    put_together = re.compile("|".join(patterns_in(text)))
    assert {code for code in own_codes() - literals if not put_together.fullmatch(code)} == set()


def patterns_in(text: str) -> Iterator[str]:
    """Codes put together from parts, as patterns: 'a.b.' ~ x, f"{x}.state.{y}", 'error.%s.title', choices("a.b", …)."""
    joined = re.sub(r"' ~ [^'~]+ ~ '", "{}", re.sub(r"\.(['\"]) [~+] ", r".{}\1 ~ ", text))
    for literal in re.findall(r"['\"]((?:[a-z_0-9.]|\{[^{}'\"]*\}|%s)+)['\"]", joined):
        parts = re.split(r"\{[^{}]*\}|%s", literal)
        # At least one whole segment must be written out, or a pattern would take everything for used.
        if len(parts) > 1 and re.search(r"(^|\.)[a-z_]{3,}\.", literal):
            yield "[a-z_0-9.]+".join(map(re.escape, parts))
    for suffix in re.findall(r"~ '(\.[a-z_0-9.]*[a-z_0-9])'", text):
        yield "[a-z_0-9.]+" + re.escape(suffix)
    for prefix in re.findall(r"(?:choices\(|one_of\(\s*['\"][a-z_.]+['\"],)\s*['\"]([a-z_.]+)['\"]", text):
        yield re.escape(prefix) + "[.][A-Za-z_0-9]+"


def own_codes() -> set[str]:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (WEB / "locale").glob("*es.po"))
    return set(re.findall(r'^msgid "(.+)"$', text, re.MULTILINE))


def codes_of_logins() -> set[str]:
    source = (WEB.parent / "workflow" / "logins.py").read_text(encoding="utf-8")
    return set(re.findall(r'"(account\.[a-z_]+)"', source))


def test_every_template_is_used() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    named = {path.relative_to(WEB / "templates").as_posix() for path in TEMPLATES}
    components = {name for name in named if name.startswith("components/")}
    # A name put together from parts, 'wizard/' ~ step ~ '_before.html', stands for every template it can mean.
    parts = re.findall(r"'([a-z_/]+)' ~ [a-z_.]+ ~ '([a-z_]*\.html)'", text)
    meant = {name for name in named for head, tail in parts if name.startswith(head) and name.endswith(tail)}
    assert {name for name in named - components - meant if name not in text} == set()


def test_the_clock_of_a_demonstration_moves_forward_and_comes_back_to_the_page(visitor: Visitor) -> None:
    before = visitor.get("/questions").text
    answer = visitor.send("/demo/clock", {"step": "week", "back": "/questions"}, page="/questions")
    assert answer.location == "/questions"
    assert visitor.get("/questions").text != before
    assert visitor.send("/demo/clock", {"step": "day", "back": "//evil.example"}, page="/").location == "/"
    assert visitor.send("/demo/clock", {"step": "year"}, page="/").status_code == 400


def test_nothing_due_leaves_the_clock_where_it_is(visitor: Visitor) -> None:
    visitor.send("/demo/clock", {"step": "next_due", "back": "/"}, page="/")
    assert catalogue("es")["demo.nothing_due"] in visitor.get("/").text


def test_outside_a_demonstration_there_is_no_bar(sqlite_database: Database) -> None:
    app = create_app(sqlite_database.settings, sqlite_database)
    app.test_client_class = Visitor
    client = app.test_client()
    assert "/demo/clock" not in client.get("/").text
    assert client.send("/demo/clock", {"step": "day"}, page="/account/sign-in").status_code == 404


def test_behind_a_proxy_the_address_of_the_visitor_is_believed(sqlite_database: Database, tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path, demo=True, trusted_proxies=1)
    client = create_app(settings, sqlite_database).test_client()
    answer = client.get("/", headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"})
    assert "Strict-Transport-Security" in answer.headers
