"""Files in and out of `kahui measure`: what is read is what was written, and what cannot be is told by its cell."""

import math

import click
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kahui.analytics.methods.fault import MethodFault
from kahui.site.cli import group
from kahui.site.commands.measure.files import Refused, read, said, write

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=5)
FLOATS = st.floats(allow_infinity=False)


def kept(tmp_path, text, name="in.csv"):
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def refusal(tmp_path, text, needed, name="in.csv"):
    with pytest.raises(Refused) as refused:
        read(kept(tmp_path, text, name), needed)
    return refused.value.message


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@given(rows=st.lists(st.tuples(FLOATS, st.integers(0, 2**53), TEXT, st.booleans()), min_size=1, max_size=8))
def test_what_was_written_reads_back_the_same(tmp_path_factory, ending, rows):
    file = tmp_path_factory.mktemp("files") / f"it's “here”.{ending}"
    x, k, words, flags = (list(column) for column in zip(*rows, strict=True))
    write(file, {"x": np.array(x), "k": np.array(k), "words": words, "flag": np.array(flags)})
    back = read(file, {"x": "number?", "k": "count", "words": "text", "flag": "flag"})
    assert back.rows == len(rows)
    np.testing.assert_array_equal(back.columns["x"], np.array(x))
    assert back.columns["k"].tolist() == k
    assert back.columns["words"].tolist() == [w.strip() for w in words]
    assert back.columns["flag"].tolist() == flags


def test_other_columns_pass_through_as_they_stood(tmp_path):
    file = kept(tmp_path, 'k, n ,school,code\n1,2,"Aro Rd, ""A""", 007\n0,2,,\n')
    found = read(file, {"k": "count", "n": "count"}, others=True)
    assert {name: list(cells) for name, cells in found.others.items()} == {
        "school": ['Aro Rd, "A"', ""],
        "code": [" 007", ""],
    }
    write(tmp_path / "out.csv", {**found.columns, **found.others})
    assert (tmp_path / "out.csv").read_bytes() == b'k,n,school,code\n1,2,"Aro Rd, ""A""", 007\n0,2,,\n'


def test_a_spreadsheets_marks_and_empty_lines_are_no_rows(tmp_path):
    found = read(
        kept(tmp_path, b"\xef\xbb\xbfk,n\r\n1,2\r\n\r\n,\r\n3,4\r\n\r\n"), {"k": "count", "n": "count"}
    )
    assert found.columns["k"].tolist() == [1, 3]
    assert found.numbers.tolist() == [2, 5]


def test_a_blank_may_be_not_known(tmp_path):
    found = read(kept(tmp_path, "time,low\n1,\n2,0.5\n"), {"time": "number", "low": "number?"})
    np.testing.assert_array_equal(found.columns["low"], [math.nan, 0.5])


def test_parquet_keeps_the_kinds_of_other_columns(tmp_path):
    table = pa.table(
        {
            "k": [1, 2],
            "year": pa.array([2016, None], pa.int16()),
            "s": pa.array(["a", "a"]).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "in.parquet")
    found = read(tmp_path / "in.parquet", {"k": "count", "s": "text"}, others=True)
    assert found.columns["s"].tolist() == ["a", "a"]
    write(tmp_path / "out.parquet", {**found.columns, **found.others})
    assert pq.read_table(tmp_path / "out.parquet")["year"].to_pylist() == [2016, None]


def test_every_cell_that_cannot_be_is_named_and_the_rest_counted(tmp_path):
    cells = ["1", "twelve", "-3", "2.5", "", "inf", "nan", "1e400", "1_000", "12.0", *["x"] * 5]
    text = "k,n\n" + "".join(f"{cell},1\n" for cell in cells)
    assert refusal(tmp_path, text, {"k": "count", "n": "count"}) == (
        "in.csv cannot be used.\n"
        "  row 3, column k: “twelve” is not a number. Write digits with a point for decimals, such as 12 or 0.5.\n"
        "  row 4, column k: “-3” is below nought. Write a count, 0 or more.\n"
        "  row 5, column k: “2.5” is not a whole number. Write a count, such as 12.\n"
        "  row 6, column k: “” is blank. Write a number, or leave the row out.\n"
        "  row 7, column k: “inf” is not a finite number. Write what was measured; leave the row out if nothing was.\n"
        "  row 8, column k: “nan” is not a finite number. Write what was measured; leave the row out if nothing was.\n"
        "  row 9, column k: “1e400” is not a finite number. Write what was measured; leave the row out if nothing was.\n"
        "  row 10, column k: “1_000” is not a number. Write digits with a point for decimals, such as 12 or 0.5.\n"
        "  row 12, column k: “x” is not a number. Write digits with a point for decimals, such as 12 or 0.5.\n"
        "  row 13, column k: “x” is not a number. Write digits with a point for decimals, such as 12 or 0.5.\n"
        "  and 3 more"
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "in.csv has no header. Its first line has to name the columns."),
        ("k\n", "in.csv has no column “n”. Its columns are: k."),
        ("k;n\n1;2\n", "in.csv is not separated by commas (its header is “k;n”). Save it with commas."),
        ("k,n\n", "in.csv has no rows below its header. Give it at least one."),
        ("k,n\n\n,\n", "in.csv has no rows below its header. Give it at least one."),
        ("k,n,k\n1,2,3\n", "in.csv has more than one column named “k”. Give each its own name."),
        (
            "k,n\n1,2\n1\n1,2,3\n",
            "in.csv: give every row as many cells as the header, 2.\n  row 3 has 1\n  row 4 has 3",
        ),
        (b"k,n\n" + b"1,2\n" * 9_000 + b"\xff,2\n", "in.csv is not UTF-8 text. Save it as “CSV UTF-8”."),
        (b"k\xff,n\n1,2\n", "in.csv is not UTF-8 text. Save it as “CSV UTF-8”."),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, text, sentence):
    assert refusal(tmp_path, text, {"k": "count", "n": "count"}) == sentence


def test_a_file_of_another_kind_or_none_says_so(tmp_path):
    assert refusal(tmp_path, "k\n1\n", {}, "in.txt") == (
        "in.txt ends in neither .csv nor .parquet. Name it by what it is to hold."
    )
    assert refusal(tmp_path, "not parquet", {}, "in.parquet").startswith(
        "in.parquet cannot be read as parquet: "
    )
    with pytest.raises(Refused, match="There is no file"):
        read(tmp_path / "none.csv", {})
    with pytest.raises(Refused, match="There is no folder"):
        write(tmp_path / "none" / "out.csv", {"k": [1]})


def test_a_flag_is_yes_or_no(tmp_path):
    found = read(kept(tmp_path, "flag\n1\n0\nYes\nfalse\n"), {"flag": "flag"})
    assert found.columns["flag"].tolist() == [True, False, True, False]
    assert refusal(tmp_path, "flag\nmaybe\n", {"flag": "flag"}) == (
        "in.csv cannot be used.\n  row 2, column flag: “maybe” is neither 1 nor 0. Write 1 for yes, 0 for no."
    )


def test_a_rule_between_columns_is_told_by_row(tmp_path):
    found = read(kept(tmp_path, "k,n\n1,2\n3,2\n"), {"k": "count", "n": "count"})
    with pytest.raises(Refused) as refused:
        found.refuse(found.columns["k"] > found.columns["n"], "k", "is more than n, the whole.")
    assert (
        refused.value.message == "in.csv cannot be used.\n  row 3, column k: “3” is more than n, the whole."
    )


def test_a_method_that_gives_no_answer_ends_with_1_and_its_sentence():
    @click.command()
    @said
    def verb():
        raise MethodFault("Nobody was asked. Ask at least one.")

    done = CliRunner().invoke(verb, [])
    assert (done.exit_code, done.stderr) == (1, "Error: Nobody was asked. Ask at least one.\n")


def test_measure_lists_its_verbs_and_refuses_another():
    assert CliRunner().invoke(group, ["measure", "--help"]).exit_code == 0
    assert CliRunner().invoke(group, ["measure", "weigh"]).exit_code == 2
