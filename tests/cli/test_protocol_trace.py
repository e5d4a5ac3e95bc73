"""The protocol beside its tests: all of it is carried out and proved, and the page that says by what is current."""

from pathlib import Path

import pytest

from cli.marked_tests import MarkNotReadable, marked_tests
from cli.protocol_trace import not_carried_out, page, proofs, protocol, unproved

ROOT = Path(__file__).parent.parent.parent
TESTS = ROOT / "tests"


def test_every_row_deadline_and_invariant_is_told() -> None:
    written = protocol()
    assert list(written.rows) == [str(row) for row in range(1, 68)]
    assert list(written.entries) == [f"D{entry:02}" for entry in range(1, 38)]
    assert list(written.invariants) == ["i", "ii", "iii", "iv", "v", "vi", "vii"]
    assert set(written.elsewhere) <= {*written.rows, *written.entries}
    for says in written.elsewhere.values():
        named = [part for part in says.split("`") if part.endswith((".py", ".toml"))]
        assert named
        assert [name for name in named if not (ROOT / name).is_file()] == []


def test_every_row_deadline_and_invariant_is_carried_out() -> None:
    assert not_carried_out(protocol()) == []


def test_every_row_deadline_and_invariant_has_a_test() -> None:
    assert unproved(protocol(), proofs(TESTS)) == []


def test_what_a_test_says_it_proves_is_in_the_protocol() -> None:
    written = protocol()
    known = {"rows": written.rows, "entries": written.entries, "invariants": written.invariants}
    assert [test for test in marked_tests(TESTS) if test.value not in known[test.mark]] == []


def test_the_page_is_current() -> None:
    assert (ROOT / "docs" / "inspection-trace.md").read_text(encoding="utf-8") == page(TESTS), "run `make describe`"


def test_what_has_no_test_is_named(tmp_path: Path) -> None:
    (tmp_path / "test_some.py").write_text(
        """
import pytest
ALL = [*range(1, 67)]
pytestmark = [pytest.mark.invariants("i", "ii", "iii", "iv", "v", "vi")]

@pytest.mark.rows(*ALL)
def test_all():
    pass

@pytest.mark.parametrize("x", [1])
def no_test():
    pass
""",
        encoding="utf-8",
    )
    missing = unproved(protocol(), proofs(tmp_path))
    assert [name for name in missing if not name.startswith("entry")] == ["row 67", "invariant vii"]
    assert len(missing) == 2 + 37


def test_a_mark_that_cannot_be_read_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "test_some.py").write_text("@pytest.mark.rows(*found())\ndef test_all(): ...\n", encoding="utf-8")
    with pytest.raises(MarkNotReadable, match=r"test_some\.py:2: .*found\(\)"):
        marked_tests(tmp_path)
