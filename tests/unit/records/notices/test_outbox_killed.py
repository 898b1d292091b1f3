"""Killed between commit and mail, and at any moment of sending: nothing is lost and nothing goes twice by itself."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from mail_server import MailServer
from stores import TESTS, database_of, environment, postgresql, python  # noqa: F401

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="needs processes that fork: run it on Linux or macOS"
)
MANY = 40
ALL = {"mails": MANY, "sent": MANY, "waiting": 0, "uncertain": 0, "told": MANY}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def store(request: pytest.FixtureRequest, tmp_path) -> Iterator[dict[str, object]]:
    """Where a process runs: a home of its own in a rehearsal, which knows no evening; and its database."""
    (tmp_path / "today").write_text("2016-11-15")
    url = database_of(request.getfixturevalue("postgresql")) if request.param == "postgresql" else ""
    return {"home": tmp_path, "url": url}


def steps(store: dict[str, object], *words: str, mail: MailServer | None = None) -> list[dict[str, int]]:
    """What `posting.py` said of each `kept`, when it ran these steps."""
    there = environment(**store) | ({"KAHUI_MAIL_URL": mail.url} if mail else {})
    done = python(TESTS / "posting.py", *words, env=there, **store)
    return [json.loads(line) for line in done.stdout.splitlines()]


def starts(store: dict[str, object], *words: str, mail: MailServer) -> subprocess.Popen[str]:
    there = environment(**store) | {"KAHUI_MAIL_URL": mail.url}
    call = [sys.executable, str(TESTS / "posting.py"), *words]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen(call, env=there, cwd=TESTS, **pipes)


def written(store: dict[str, object]) -> None:
    """Notices are committed, and whoever wrote them is killed before anything is sent."""
    call = [sys.executable, str(TESTS / "posting.py"), "write"]
    done = subprocess.run(call, env=environment(**store), cwd=TESTS, check=False)
    assert done.returncode == -signal.SIGKILL


def test_killed_between_commit_and_mail_each_goes_once_though_two_deliver_at_once(store):
    written(store)
    with MailServer() as server:
        both = [starts(store, "wait", "deliver", mail=server) for _ in range(2)]
        for process in both:
            process.stdout.readline()
        assert server.times == {}
        for process in both:
            process.stdin.write("go\n")
            process.stdin.flush()
        assert [process.wait(60) for process in both] == [0, 0]
        assert steps(store, "kept", "deliver", "kept", mail=server) == [ALL | {"mails": 0}] * 2
        assert sorted(server.times.values()) == [1] * MANY


def test_killed_at_any_moment_none_goes_twice_and_none_is_lost(store):
    """What was claimed and not marked is uncertain; a person sends it again, and the mailbox still has each once."""
    written(store)
    before, between, after = steps(store, "kept", "killed", "kept", "again", "deliver", "kept")
    assert before == {"mails": 0, "sent": 0, "waiting": MANY, "uncertain": 0, "told": 0}
    assert between["sent"] + between["waiting"] + between["uncertain"] == MANY
    assert between["sent"] == between["told"]
    assert between["sent"] <= between["mails"] <= between["sent"] + between["uncertain"]
    assert after == ALL


def test_killed_when_the_mail_server_has_it_it_is_uncertain_and_goes_again_only_by_a_person(store):
    written(store)
    with MailServer() as server:
        process = starts(store, "wait", "deliver", mail=server)
        server.kills.append(int(process.stdout.readline()))
        process.communicate("go\n", timeout=60)
        assert process.returncode == -signal.SIGKILL
        assert list(server.times.values()) == [1]
        killed, others, all_ = steps(
            store, "kept", "deliver", "kept", "again", "deliver", "kept", mail=server
        )
        assert killed == {"mails": 0, "sent": 0, "waiting": MANY - 1, "uncertain": 1, "told": 0}
        assert others == {"mails": 0, "sent": MANY - 1, "waiting": 0, "uncertain": 1, "told": MANY - 1}
        assert all_ == ALL | {"mails": 0}
        assert sorted(server.times.values()) == [1] * (MANY - 1) + [2]
