"""Which tests say that they prove what: the marks of tests, read from their text without running or importing any."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MARKS = ("rows", "entries", "invariants")


class MarkNotReadable(Exception):
    """A mark whose values stand nowhere in the text of its module."""


@dataclass(frozen=True, slots=True, order=True)
class Marked:
    """A test with one of the values it is marked with; `path` is relative to the folder of all tests."""

    path: str
    line: int
    test: str
    mark: str
    value: str


def marked_tests(folder: Path) -> list[Marked]:
    """Every value of every mark in the test modules under a folder, in the order of the text.

    Values may be written out, or be constants of the module built from numbers, texts, lists and `range`. Raises
    `MarkNotReadable` with file and line for anything else.
    """
    found: list[Marked] = []
    for path in sorted(folder.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += _in_module(tree, path.relative_to(folder).as_posix())
    return sorted(found)


def _in_module(tree: ast.Module, path: str) -> Iterator[Marked]:
    names = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    of_all = list(_marks(_flat(names["pytestmark"], {})) if "pytestmark" in names else ())
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            for mark, arguments in (*of_all, *_marks(node.decorator_list)):
                for value in _values(arguments, names, f"{path}:{node.lineno}"):
                    yield Marked(path, node.lineno, node.name, mark, str(value))


def _marks(nodes: Iterable[ast.expr]) -> Iterator[tuple[str, list[ast.expr]]]:
    """The marks among decorators, each with its arguments."""
    for node in nodes:
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="mark"), attr=mark), args=arguments):
                if mark in MARKS:
                    yield mark, arguments


def _flat(node: ast.expr, names: Mapping[str, ast.expr]) -> list[ast.expr]:
    """The entries of a list, with what its stars and names stand for in their place."""
    match node:
        case ast.List(elts=entries) | ast.Tuple(elts=entries):
            return [inner for entry in entries for inner in _flat(entry, names)]
        case ast.Starred(value=inner):
            return _flat(inner, names)
        case ast.Name(id=name) if name in names:
            return _flat(names[name], names)
        case _:
            return [node]


def _values(arguments: list[ast.expr], names: Mapping[str, ast.expr], where: str) -> Iterator[Any]:
    for node in (inner for argument in arguments for inner in _flat(argument, names)):
        match node:
            case ast.Constant(value=value):
                yield value
            case ast.Call(func=ast.Name(id="range"), args=bounds):
                yield from range(*(ast.literal_eval(bound) for bound in bounds))
            case _:
                raise MarkNotReadable(f"{where}: {ast.unparse(node)} is not written out in the module.")
