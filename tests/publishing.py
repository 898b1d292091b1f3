"""Four processes publish the same snapshot at the same moment, again and again. Run apart, on a home of its own:
`publishing.py TIMES`.

Prints as JSON, for each round, what each process published and how many schools it then counts; and what is left.
"""

import json
import multiprocessing
import sys
from pathlib import Path

import django

django.setup()

from directories import directory_of, photograph, school  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402

from kahui.records.changes.actions import count_change  # noqa: E402
from kahui.reporting.snapshot import definition, snapshot  # noqa: E402
from kahui.site.ready import ready  # noqa: E402

PROCESSES = 4


def publish(times: int, start, told) -> None:
    for _ in range(times):
        start.wait(60)
        try:
            made = snapshot()
            told.put([made.id, made.engine.ask("select count(*) as schools from provider")[0]["schools"]])
        except Exception as fault:  # told to the test, which expects none
            told.put(repr(fault))


def rounds(times: int) -> list[object]:
    """In each round the records change once, and every process asks for the newest state."""
    fork = multiprocessing.get_context("fork")
    start, told = fork.Barrier(PROCESSES + 1), fork.Queue()
    runners = [fork.Process(target=publish, args=(times, start, told)) for _ in range(PROCESSES)]
    for runner in runners:
        runner.start()
    done = []
    for _ in range(times):
        count_change()
        start.wait(60)
        done.append([told.get(timeout=60) for _ in runners])
    for runner in runners:
        runner.join(60)
    return done


if __name__ == "__main__":
    ready()
    definition()  # read once, before the processes part
    photograph("2016-05-24", directory_of(*(school(n, n) for n in (1, 2, 3))))
    connections.close_all()
    done = rounds(int(sys.argv[1]))
    left = sorted(f.name for f in (Path(settings.HOME) / "snapshots").iterdir())
    print(json.dumps({"rounds": done, "left": left}))
