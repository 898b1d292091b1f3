"""What is wrong in the terms, conversions and payments of posts is said with its cure."""

import shutil

import pytest

from kahui.definition import DefinitionFault, load
from kahui.site.home import programmes


def faults(tmp_path, file, *changes, programme="kahui-ako"):
    folder = tmp_path / "programme"
    shutil.copytree(programmes() / programme, folder, ignore=shutil.ignore_patterns("cases", "public-record"))
    text = (folder / file).read_text(encoding="utf-8")
    for was, becomes in changes:
        assert was in text
        text = text.replace(was, becomes, 1)
    (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionFault) as fault:
        load(folder)
    return str(fault.value).split("\n")


def test_a_way_of_holding_a_post_is_one_of_four_with_its_months(tmp_path):
    assert faults(
        tmp_path, "posts.toml", ('kind = "fixed"\n  months = 24', 'kind = "fixd"\n  months = 0')
    ) == [
        "posts.toml, post[leader].term[1].kind: found “fixd”. Write fixed, extension, permanent or transferred.",
        "posts.toml, post[leader].term[1].months: found 0. Write 1 or more.",
    ]


def test_a_post_has_one_line_a_way_on_a_day(tmp_path):
    assert faults(tmp_path, "posts.toml", ('kind = "extension"', 'kind = "fixed"')) == [
        "posts.toml, post[leader].term[2]: found a second line for “fixed” that holds on the same days as the first. "
        "End one where the other starts."
    ]


def test_who_affirms_is_a_capacity_and_a_type_is_of_the_register(tmp_path):
    found = faults(
        tmp_path,
        "posts.toml",
        ('capacity = "panel-adviser"', 'capacity = "panel"'),
        ('"Composite",', '"Compound",'),
    )
    assert [line.split(". Capacities")[0] for line in found] == [
        "posts.toml, post[leader].affirmation[1].capacity: found “panel”, which is no capacity",
        "posts.toml, post[within-school-teacher].fixed_share[1].types: found “Compound”, which is no type. "
        "Write a type of register.toml.",
    ]


def test_a_conversion_is_of_posts_that_there_are(tmp_path):
    assert faults(
        tmp_path, "posts.toml", ("takes = 3.3", "takes = 0"), ('gives_post = "across', 'gives_post = "cross')
    ) == [
        "posts.toml, merge[merge].takes: found 0. Write how many posts are given up for one, more than 0.",
        "posts.toml, merge[merge].gives_post: found “cross-schools-teacher”, which is no post. "
        "Posts are leader, across-schools-teacher and within-school-teacher.",
    ]


def test_a_payment_is_from_a_gate_or_for_a_post_and_says_what_was_not_found(tmp_path):
    amount = ('each = "once"\namount = 1000\n', 'each = "once"\n')
    both = ('post = "leader"\namount = 25000', 'gate = "approval"\npost = "leader"\namount = 25000')
    assert faults(tmp_path, "money.toml", amount, both) == [
        "money.toml, payment[formation].amount: found nothing. Write the amount, or basis = “not-found” where it was "
        "not found.",
        "money.toml, payment[leader-allowance].gate: found neither or both of a gate and a post. "
        "Write one of gate and post.",
    ]


def test_a_payment_is_from_a_gate_that_there_is(tmp_path):
    assert faults(tmp_path, "money.toml", ('gate = "approval"', 'gate = "approvl"')) == [
        "money.toml, payment[formation].gate: found “approvl”, which is no gate. There are interest, shaping, approval, "
        "memorandum, submission, endorsement, implementation and closing."
    ]


def test_a_programme_without_terms_or_money_is_whole(tmp_path):
    folder = tmp_path / "programme"
    shutil.copytree(programmes() / "english-trust", folder, ignore=shutil.ignore_patterns("cases"))
    (folder / "money.toml").unlink()
    (folder / "posts.toml").unlink()
    made = load(folder)
    assert (made.posts, made.payments, made.week, made.purposes, made.conversions.on(made.begins)) == (
        (),
        (),
        None,
        (),
        (),
    )
