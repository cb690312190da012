import hashlib
import io
from pathlib import Path

import pytest

from securit.machinery.files.store import Store, StoredFile, TooLarge

HELLO = hashlib.sha256(b"hello").hexdigest()


def files(store: Store) -> list[str]:
    return sorted(str(path.relative_to(store.root)) for path in store.root.rglob("*") if path.is_file())


def test_a_file_stands_under_the_digest_of_its_content(tmp_path: Path) -> None:
    store = Store(tmp_path / "programme")
    assert store.put(io.BytesIO(b"hello"), most_bytes=5) == StoredFile(HELLO, 5)
    assert files(store) == [f"{HELLO[:2]}/{HELLO}"]
    with store.open(HELLO) as file:
        assert file.read() == b"hello"


def test_the_same_content_is_kept_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for _ in range(3):
        store.put(io.BytesIO(b"hello"), most_bytes=5)
    assert files(store) == [f"{HELLO[:2]}/{HELLO}"]


def test_a_file_over_the_limit_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(TooLarge) as refused:
        store.put(io.BytesIO(b"hello!"), most_bytes=5)
    assert (refused.value.most_bytes, files(store)) == (5, [])


def test_a_file_that_is_looked_at_and_not_kept_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.receive(io.BytesIO(b"hello"), most_bytes=5) as incoming:
        assert incoming.stream.read() == b"hello"
    assert files(store) == []


def test_an_error_while_reading_leaves_nothing(tmp_path: Path) -> None:
    class Broken:
        def read(self, size: int = -1, /) -> bytes:
            raise ConnectionError

    store = Store(tmp_path)
    with pytest.raises(ConnectionError):
        store.put(Broken(), most_bytes=5)
    assert files(store) == []


def test_verify_tells_an_unchanged_file_from_a_changed_and_a_missing_one(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(io.BytesIO(b"hello"), most_bytes=5)
    found = [store.verify(HELLO), store.verify("0" * 64)]
    store.path(HELLO).write_bytes(b"hallo")
    assert [*found, store.verify(HELLO)] == [True, False, False]


def test_a_changed_file_is_healed_when_the_same_content_comes_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(io.BytesIO(b"hello"), most_bytes=5)
    store.path(HELLO).write_bytes(b"hallo")
    store.put(io.BytesIO(b"hello"), most_bytes=5)
    assert store.verify(HELLO) is True


@pytest.mark.parametrize("name", ["", "../x", HELLO.upper(), HELLO + "\n", "/etc/passwd"])
def test_only_a_digest_names_a_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        Store(tmp_path).path(name)


def test_two_programmes_do_not_see_each_others_files(tmp_path: Path) -> None:
    Store(tmp_path / "a").put(io.BytesIO(b"hello"), most_bytes=5)
    with pytest.raises(FileNotFoundError):
        Store(tmp_path / "b").open(HELLO)
