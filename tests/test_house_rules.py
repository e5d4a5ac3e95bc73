"""What we decided once, a test keeps: shapes, words, sources and the direction of imports."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import CheckConstraint

from regime.law import articles
from tests.procedures import LIFECYCLES
from workflow.words import LANGUAGES, catalogue

ROOT = Path(__file__).parent.parent
PACKAGES = ("regime", "workflow", "enrolment", "inspection", "workers", "web", "cli")
MODULES = [
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "migrations/versions" not in str(path)
]
UNUSED_NAMES = {"utils", "helpers", "common", "misc", "base", "manager", "managers"}


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """The functions of a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node  # type: ignore[misc]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_what_it_holds_and_fits_on_a_few_screens(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "begins with one sentence saying what a reader will find"
    assert text.count("\n") <= 400
    assert path.stem not in UNUSED_NAMES
    long = [
        f"{node.name} ({node.end_lineno - node.lineno})"
        for node in functions(path)
        if node.end_lineno - node.lineno > 60
    ]
    assert not long, "taken apart"


def test_only_the_engine_moves_a_case() -> None:
    """`state` is assigned nowhere: it is written by `fire`, past the ORM."""
    offenders = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            targets = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AnnAssign)
                else []
            )
            for target in targets:
                if isinstance(target, ast.Attribute) and target.attr == "state" and path.name != "machines.py":
                    offenders.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert offenders == []


def test_no_clock_is_read_below_the_edge() -> None:
    """Time enters as an argument; only `workflow.clock` reads it, for edges to call."""
    reads = re.compile(r"\b(datetime\.now|datetime\.utcnow|date\.today|time\.time)\(")
    below = [p for p in MODULES if p.parts[len(ROOT.parts)] in {"regime", "enrolment", "inspection", "workflow"}]
    offenders = [
        str(p.relative_to(ROOT)) for p in below if reads.search(p.read_text(encoding="utf-8")) and p.name != "clock.py"
    ]
    assert offenders == []


def test_nothing_people_depend_on_is_an_eta() -> None:
    offenders = [
        str(p.relative_to(ROOT)) for p in MODULES if re.search(r"\b(eta|countdown)\s*=", p.read_text(encoding="utf-8"))
    ]
    assert offenders == []


def test_every_article_of_law_is_used_and_every_use_has_one() -> None:
    data = (*(ROOT / "regime" / "data" / "parameters").glob("*.toml"), *(ROOT / "inspection" / "data").glob("*.toml"))
    text = "".join(path.read_text(encoding="utf-8") for path in (*MODULES, *data))
    assert [key for key in articles() if f'"{key}"' not in text] == []


@pytest.mark.parametrize("workflow", LIFECYCLES, ids=lambda workflow: workflow.name)
def test_a_procedure_has_all_its_words_in_every_language(workflow) -> None:  # type: ignore[no-untyped-def]
    wanted = {f"{workflow.name}.state.{code}" for code in workflow.state_codes}
    wanted |= {f"{workflow.name}.state.{s.code}.{role.code}" for s in workflow.states for role in s.seen_by}
    for language in LANGUAGES:
        known = set(catalogue(language))
        assert wanted - known == set()
        # A step that every procedure has may have one word for all of them.
        unnamed = [
            a.code
            for a in workflow.actions
            if not {f"{workflow.name}.action.{a.code}", f"case.action.{a.code}"} & known
        ]
        assert unnamed == []


def test_the_languages_say_the_same_things() -> None:
    spanish, english = catalogue("es"), catalogue("en")
    assert set(spanish) ^ set(english) == set()
    places = re.compile(r"%\((\w+)\)")
    differing = [c for c in spanish if set(places.findall(spanish[c])) != set(places.findall(english[c]))]
    assert differing == []
    assert [code for code, text in (spanish | english).items() if not text.strip()] == []


def test_people_are_called_what_the_law_calls_them() -> None:
    forbidden = re.compile(r"\b(dom[eé]stic[ao]s?|patron[ae]s?|sirvient[ae]s?|criad[ao]s?|muchachas?)\b", re.IGNORECASE)
    assert {code: text for code, text in catalogue("es").items() if forbidden.search(text)} == {}


def test_imports_point_one_way() -> None:
    done = subprocess.run([ROOT / ".venv/bin/lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_lock_names_no_registry_and_every_package_has_a_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert text.count("--hash=sha256:") >= len(re.findall(r"^[\w.\[\]-]+==", text, re.MULTILINE))


def test_linter_exceptions_carry_a_reason_or_a_code() -> None:
    bare = [
        str(p.relative_to(ROOT))
        for p in MODULES
        if re.search(r"#\s*(noqa|type: ignore)\s*$", p.read_text(), re.MULTILINE)
    ]
    assert bare == []


def test_the_two_commands_are_the_readmes() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in readme
    assert "make test" in readme
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"] == {"afilia": "cli.main:afilia"}


STATES = {code for workflow in LIFECYCLES for code in workflow.state_codes}


def names_a_state(node: ast.AST | None, constants: dict[str, set[str]]) -> bool:
    """Whether an expression holds the code of a state, written out or by a constant of its module."""
    if node is None:
        return False
    named = (constants.get(n.id, set()) for n in ast.walk(node) if isinstance(n, ast.Name))
    return bool(texts_in(node).union(*named) & STATES)


def texts_in(node: ast.AST) -> set[str]:
    """The texts written out in an expression."""
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def is_a_state(node: ast.AST) -> bool:
    """Whether an expression is the state of something: `case.state`, `state`, `Affiliation.state`."""
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name == "state" or name.endswith("_state")


def compared_states(tree: ast.Module) -> Iterator[int]:
    """The lines where a state is compared with a code: by an operator, by `in_`, or as the key of a dictionary."""
    constants = {
        target.id: texts_in(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.Tuple | ast.List | ast.Set)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left=left, comparators=others):
                plain = [left, *(other for other in others if not isinstance(other, ast.Call))]
                found = any(map(is_a_state, plain)) and any(names_a_state(part, constants) for part in plain)
            case ast.Call(func=ast.Attribute(value=value, attr="in_" | "not_in" | "is_"), args=args):
                plain = [arg for arg in args if not isinstance(arg, ast.Call)]
                found = is_a_state(value) and any(names_a_state(arg, constants) for arg in plain)
            case ast.Call(func=ast.Attribute(value=ast.Dict(keys=keys), attr="get"), args=args):
                found = any(map(is_a_state, args)) and any(names_a_state(key, constants) for key in keys)
            case ast.Subscript(value=ast.Dict(keys=keys), slice=key):
                found = is_a_state(key) and any(names_a_state(known, constants) for known in keys)
            case _:
                found = False
        if found:
            yield node.lineno


def test_states_are_compared_by_tag_and_not_by_name() -> None:
    """A renamed or divided state is found by its tags; only the declaration calls it by its name."""
    offenders = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in MODULES
        for line in compared_states(ast.parse(path.read_text(encoding="utf-8")))
    ]
    codes = "|".join(sorted(STATES))
    in_template = re.compile(rf"state\s*(==|!=|in|not in)\s*[(\[]?[^%}}]*?'({codes})'")
    offenders += [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in (ROOT / "web" / "templates").rglob("*")
        if path.is_file()
        for found in in_template.finditer(path.read_text(encoding="utf-8"))
    ]
    assert offenders == []


def test_the_rule_about_names_of_states_finds_them() -> None:
    compared = """
OVER = {"paid"}
a = case.state in OVER
b = x.state in ("paid", "issued")
c = {"paid": 1}[x.state]
d = {"paid": 1}.get(x.state)
e = Case.state.in_(["paid"])
f = x.state != "enrolled"
"""
    assert sorted(compared_states(ast.parse(compared))) == [3, 4, 5, 6, 7, 8]
    by_tag = 'a = x.state in states_tagged(X, "in_force")\nb = X.state.in_(states_tagged(X, "in_force"))\n'
    assert list(compared_states(ast.parse(by_tag))) == []


@pytest.mark.parametrize("workflow", LIFECYCLES, ids=lambda workflow: workflow.name)
def test_what_the_database_says_of_states_is_what_the_declaration_says(workflow) -> None:  # type: ignore[no-untyped-def]
    """An index or CHECK cannot ask for tags: what it lists, or leaves out, must be those of some."""
    table = workflow.model.__table__
    conditions = [str(index.dialect_options["sqlite"]["where"]) for index in table.indexes]
    conditions += [str(c.sqltext) for c in table.constraints if isinstance(c, CheckConstraint) and c.name != "state"]
    every = set(workflow.state_codes)
    tags = [set(workflow.states_tagged(tag)) for state in workflow.states for tag in state.tags]
    for condition in conditions:
        for listed in re.findall(r"\bstate (?:NOT )?IN \(([^)]*)\)|\bstate (?:=|<>) ('\w+')", condition):
            codes = set(re.findall(r"'(\w+)'", "".join(listed)))
            assert codes <= every
            is_by_tags = any(
                among == set().union(*(tag for tag in tags if tag <= among)) for among in (codes, every - codes)
            )
            assert len(codes) == 1 or is_by_tags, condition
