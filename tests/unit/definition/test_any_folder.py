"""Whatever stands in the files, a folder is either a whole definition or a list of faults: never a traceback."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kahui.definition import DefinitionFault, describe, describe_posts
from kahui.definition.load import _read
from kahui.definition.provision import earned
from kahui.site.home import programmes

FILES = {
    p.name: p.read_text(encoding="utf-8") for p in sorted((programmes() / "english-trust").glob("*.toml"))
}
LINES = [(name, n) for name, text in FILES.items() for n, line in enumerate(text.split("\n")) if line.strip()]
VALUES = st.sampled_from(
    [
        *(
            '""',
            '"charter"',
            '"approved"',
            '"cycle"',
            '"é"',
            '"e\\u0301"',
            "0",
            "-1",
            "3",
            "2.5",
            "nan",
            "inf",
            "1e999",
        ),
        *(
            "true",
            "2019-09-01",
            "0001-01-01",
            "9999-12-31",
            "2020-01-01T00:00:00",
            "10:00:00",
            "[]",
            '["charter"]',
        ),
        *(
            "[1]",
            "[[]]",
            "{}",
            '{ en = "Name" }',
            "{ en = 1 }",
            '[{ code = "x" }]',
            "9" * 400,
            "[" * 2000,
            "'",
        ),
    ]
)
CHANGE = st.tuples(st.sampled_from(LINES), st.sampled_from(["value", "drop", "twice", "raw"]), VALUES)


def changed(changes):
    files = {name: text.split("\n") for name, text in FILES.items()}
    for (name, n), how, value in changes:
        line = files[name][n]
        files[name][n] = {
            "value": re.sub(r"=.*", lambda _, v=value: f"= {v}", line),
            "drop": "",
            "twice": f"{line}\n{line}",
            "raw": value,
        }[how]
    return tuple((name, "\n".join(lines).encode("utf-8")) for name, lines in files.items())


def read(files):
    try:
        return _read(files), ()
    except DefinitionFault as fault:
        return None, fault.faults


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CHANGE, min_size=1, max_size=3), st.dates())
def test_a_folder_is_whole_or_its_faults_are_told(changes, day):
    definition, faults = read(changed(changes))
    assert (definition is None) == (faults != ())
    assert len(set(faults)) == len(faults)
    if definition is None:
        return
    programme = definition.at(day)
    assert [g.code for g in programme.gates if programme.decider(g) is None] == []
    assert programme.name.network.en
    assert programme.share(0.5)
    earned(programme, {1: 100, 2: None})
    for write in (describe.gates, describe_posts.posts, describe.programme):
        assert write(definition).startswith("<!-- ")
