import pytest
from hypothesis import given
from hypothesis import strategies as st

from securit.programmes.definition import MalformedFile, check, load
from securit.programmes.definition.reading import MOST_BYTES, MOST_CHARACTERS, MOST_DEPTH, MOST_PARTS


def problems(text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(MalformedFile) as caught:
        load(text)
    return [(problem.line, problem.column, problem.sentence) for problem in caught.value.problems]


def test_every_scalar_is_read_as_text():
    assert load("a: NO\nb: 1.10\nc: 2022-04-26\nd: 74000.00\ne: true\nf: ~\ng:\nh: 0x1F\n").data == {
        "a": "NO", "b": "1.10", "c": "2022-04-26", "d": "74000.00", "e": "true", "f": "~", "g": "", "h": "0x1F",
    }  # fmt: skip


def test_each_part_keeps_its_line_and_column():
    document = load("a: 1\nlist:\n  - name: x\n    other: y\n  - z\n")
    assert document.lines == {
        (): (1, 1),
        ("a",): (1, 1),
        ("list",): (2, 1),
        ("list", 0): (3, 5),
        ("list", 0, "name"): (3, 5),
        ("list", 0, "other"): (4, 5),
        ("list", 1): (5, 5),
    }


def test_an_absent_part_is_placed_at_the_part_around_it():
    document = load("a: 1\nlist:\n  - name: x\n")
    assert document.place(("list", 0, "title")) == (3, 5)
    assert document.place(("nothing", "here")) == (1, 1)


def test_a_byte_order_mark_is_passed_over():
    assert load("\ufeffa: b").data == {"a": "b"}


@pytest.mark.parametrize(
    ("text", "line", "column", "sentence"),
    [
        ("a: 1\nb: 2\na: 3", 3, 1, "“a” stands here a second time; it is already on line 1."),
        ("a: {b: 1, b: 2}", 1, 11, "“b” stands here a second time; it is already on line 1."),
        ("a: &x 1", 1, 4, "Anchors and aliases are not read; write the value out."),
        ("a: 1\nb: *x", 2, 4, "Anchors and aliases are not read; write the value out."),
        ("a: !!python/name:os.system x", 1, 4, "A type mark (!) is not read; the schema knows the types."),
        ("---\na: 1\n---\nb: 2", 3, 1, "A second document begins here; a programme file holds one."),
        ("? [a]\n: b", 1, 3, "A name must be a simple text, not a collection."),
        ("a:\n\tb: 1", 2, 1, "Here is a tab; indent with spaces."),
        ("a: b: c", 1, 5, "A colon stands where none can; quote the text or mend the indentation."),
        ("a: 1\nb\nc: 2", 2, 1, "A name without its colon; write “name: value”."),
        ("a: 1\n- b", 2, 1, "The indentation does not fit the lines above."),
        ("a: 1\nb: 'c\n\nd: 2", 2, 4, "This quote is opened and never closed."),
        ("a: 1\nb: [c, d\ne: 2", 2, 4, "This bracket is opened and not closed properly."),
        ("a: @b", 1, 4, "A text that begins with this character must stand in quotes."),
        ("a: 1\nb: \x07", 2, 4, "Here is a character that cannot be read (U+0007); remove it."),
        ('a: "\\0"', 1, 4, "This text holds a control character; remove it."),
        ('a: "\\ud800"', 1, 4, "This text holds a control character; remove it."),
    ],
)
def test_what_is_not_read_is_named_with_its_place(text, line, column, sentence):
    assert problems(text) == [(line, column, sentence)]


def test_duplicate_names_and_anchors_are_all_named_at_once():
    assert [(line, column) for line, column, _ in problems("a: &x 1\nb: *x\na: 2\n")] == [(1, 4), (2, 4), (3, 1)]


def test_a_file_that_is_too_large_is_refused_with_its_size():
    text = "# " + "x" * MOST_BYTES
    assert problems(text) == [(1, 1, f"The file has {MOST_BYTES + 2:,} bytes; at most {MOST_BYTES:,} are read.")]


def test_a_line_that_is_too_long_is_refused():
    text = "a: 1\nb: " + "x" * MOST_CHARACTERS
    assert problems(text) == [(2, 1, f"This line has {MOST_CHARACTERS + 3:,} characters; at most 50,000 are read.")]


def test_collections_that_lie_too_deep_are_refused():
    assert problems("[" * 5_000) == [(1, MOST_DEPTH + 1, f"More than {MOST_DEPTH} collections lie in each other here.")]


def test_too_many_values_are_refused():
    text = "a: [" + ",\n".join(["x"] * MOST_PARTS) + "]"
    assert [sentence for _, _, sentence in problems(text)] == [
        f"The file has more than {MOST_PARTS:,} values; that is more than is read."
    ]


@given(st.text(st.sampled_from("ab:- \n\t'\"[]{}#&*!|>%@`,?~\x07é"), max_size=60) | st.text(max_size=60))
def test_no_text_whatever_raises_anything_but_sentences(text):
    for problem in check(text):
        assert problem.line >= 1
        assert problem.sentence.endswith(".")
