import hashlib

import pytest

from kahui.records.received.actions import keep
from kahui.records.received.queries import open_kept


def files_in(home):
    return sorted(str(p.relative_to(home)) for p in home.rglob("*") if p.is_file())


def test_bytes_are_kept_under_their_hash_once(tmp_path):
    data = b"School ID,Name\r\n\xff"
    hash = hashlib.sha256(data).hexdigest()
    assert [keep(data, home=tmp_path), keep(data, home=tmp_path)] == [hash, hash]
    assert files_in(tmp_path) == [f"received/{hash[:2]}/{hash}"]
    assert open_kept(hash, tmp_path) == data


def test_when_writing_fails_nothing_is_left(tmp_path, monkeypatch):
    def full(*_):
        raise OSError("no space left on the disk")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space left"):
        keep(b"data", home=tmp_path)
    assert files_in(tmp_path) == []


def test_a_hash_that_was_not_received_is_said(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"Nothing was received under 0{64}: import the file again."):
        open_kept("0" * 64, tmp_path)


@pytest.mark.parametrize("hash", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_only_a_hash_is_a_place(hash, tmp_path):
    with pytest.raises(ValueError, match="is no SHA-256"):
        open_kept(hash, tmp_path)
