"""Files under the hash of their bytes: whole or not at all, kept once, checked when read, old ones found."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.document_store import YOUNG, DocumentStore, FileDamaged, FileLost


@given(content=st.binary(max_size=2000))
def test_what_is_put_is_got(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    store = DocumentStore(tmp_path_factory.mktemp("store"))
    assert store.get(store.put(content)) == content


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    store = DocumentStore(tmp_path)
    assert store.put(b"one") == store.put(b"one")
    assert len(list(tmp_path.glob("*/*"))) == 1


def test_a_file_that_was_changed_is_never_handed_out(tmp_path: Path) -> None:
    store = DocumentStore(tmp_path)
    name = store.put(b"as it was")
    next(tmp_path.glob("*/*")).write_bytes(b"as somebody wants it")
    with pytest.raises(FileDamaged):
        store.get(name)


def test_a_file_that_is_gone_is_lost(tmp_path: Path) -> None:
    with pytest.raises(FileLost):
        DocumentStore(tmp_path).get("0" * 64)


def test_only_what_is_no_longer_young_is_old_and_putting_again_makes_young(tmp_path: Path) -> None:
    store = DocumentStore(tmp_path)
    store.put(b"old")
    path = next(tmp_path.glob("*/*"))
    now = datetime.now(UTC)
    before = (now - YOUNG - timedelta(minutes=1)).timestamp()
    os.utime(path, (before, before))
    assert list(store.old(now)) == [path]
    store.put(b"old")
    assert list(store.old(now)) == []


def test_removing_what_is_gone_is_no_fault(tmp_path: Path) -> None:
    DocumentStore(tmp_path).remove([tmp_path / "gone"])
