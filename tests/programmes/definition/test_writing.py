import pytest
from hypothesis import given
from hypothesis import strategies as st

from securit.programmes.definition import load
from securit.programmes.definition.writing import as_yaml

TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("\n:#'\"-[]{},&*!|>%@` "), max_size=40)
NAMES = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=12)
DATA = st.dictionaries(
    NAMES, st.recursive(TEXTS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4)),
    min_size=1,
    max_size=5
)  # fmt: skip


@given(DATA)
def test_whatever_text_is_written_reads_back_the_same(data):
    assert load(as_yaml(data)).data == data


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Alpha SAS", "Alpha SAS"),
        ("NO", "'NO'"),
        ("no", "'no'"),
        ("True", "'True'"),
        ("null", "'null'"),
        ("~", "'~'"),
        ("1.10", "'1.10'"),
        ("2022-04-26", "'2022-04-26'"),
        ("74000.00", "'74000.00'"),
        ("a: b", "'a: b'"),
        ("a #b", "'a #b'"),
        ("it's", "it's"),
        ("'quoted'", "'''quoted'''"),
        ("ends with colon:", "'ends with colon:'"),
        ("", "''"),
        (" space", "' space'"),
        ("tab\tin", '"tab\\tin"'),
        ("\u2028", '"\\U00002028"'),
        (9, "9"),
        (True, "true"),
        ("two\nlines", "|-\n  two\n  lines"),
        ([], "[]"),
        ({}, "{}"),
        (["FR", "NO"], "[FR, 'NO']"),
    ],
)
def test_a_value_that_means_something_else_elsewhere_is_quoted(value, written):
    assert as_yaml({"a": value}) == f"a: {written}\n"


def test_a_long_list_of_codes_wraps():
    written = as_yaml({"a": ["FR"] * 60})
    assert max(map(len, written.splitlines())) <= 110
    assert load(written).data == {"a": ["FR"] * 60}


def test_names_and_lists_are_indented_by_two():
    data = {"a": [{"b": "x", "c": ["one text", "two texts"]}, {"d": {"e": "z"}}]}
    assert as_yaml(data) == ("a:\n  - b: x\n    c:\n      - one text\n      - two texts\n  - d:\n      e: z\n")
