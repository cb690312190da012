import pytest

from securit.machinery.documents.markdown import (
    MOST_CHARACTERS,
    Break,
    Bullets,
    Emphasis,
    Heading,
    Link,
    Numbered,
    Paragraph,
    Strong,
    Text,
    parse,
    to_flowing_html,
    to_html,
    to_typst_data,
)


def test_the_subset_is_parsed_into_a_frozen_tree() -> None:
    assert parse("### Why\n\na **b** *c*\nd [e](https://e.eu)\n\n- f\n\n3. g") == (
        Heading(3, (Text("Why"),)),
        Paragraph(
            (
                Text("a "),
                Strong((Text("b"),)),
                Text(" "),
                Emphasis((Text("c"),)),
                Break(),
                Text("d "),
                Link("https://e.eu", (Text("e"),)),
            )
        ),
        Bullets(((Paragraph((Text("f"),)),),)),
        Numbered(3, ((Paragraph((Text("g"),)),),)),
    )


def test_headings_outside_the_subset_are_moved_to_its_nearest_level() -> None:
    assert [block.level for block in parse("# a\n\n## b\n\n##### c") if isinstance(block, Heading)] == [3, 3, 4]


def test_html_shows_the_subset() -> None:
    assert to_html("a **b**\n\n1. x\n2. y\n   - z") == (
        "<p>a <strong>b</strong></p><ol><li>x</li><li>y<ul><li>z</li></ul></li></ol>"
    )


def test_a_numbered_list_keeps_its_first_number_in_html() -> None:
    assert to_html("3. x") == '<ol start="3"><li>x</li></ol>'


@pytest.mark.parametrize("scheme", ["http://e.eu", "https://e.eu", "mailto:a@e.eu"])
def test_links_to_allowed_schemes_are_made(scheme: str) -> None:
    assert to_html(f"[x]({scheme})") == f'<p><a href="{scheme}" rel="noopener noreferrer nofollow">x</a></p>'


@pytest.mark.parametrize("address", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//e.eu", "/x"])
def test_links_of_any_other_kind_stay_literal_text(address: str) -> None:
    assert to_html(f"[x]({address})") == f"<p>[x]({address})</p>"


@pytest.mark.parametrize("markup", ["<script>alert(1)</script>", "<b>x</b>", "<img src=x onerror=y>"])
def test_html_that_people_type_is_shown_and_never_interpreted(markup: str) -> None:
    assert to_html(markup) == f"<p>{markup.replace('<', '&lt;').replace('>', '&gt;')}</p>"


def test_an_empty_text_has_no_blocks() -> None:
    assert (parse(""), to_html(""), to_typst_data("")) == ((), "", [])


def test_a_text_over_the_limit_is_refused_with_both_numbers() -> None:
    with pytest.raises(ValueError, match=f"has {MOST_CHARACTERS + 1} characters; at most {MOST_CHARACTERS} are"):
        parse("x" * (MOST_CHARACTERS + 1))


def test_deep_nesting_ends_without_an_error() -> None:
    assert to_html("- " * 400 + "x").startswith("<ul><li><ul>")


def test_heading_depths_for_documents_never_skip_a_level() -> None:
    blocks = to_typst_data("#### a\n\n### b\n\n#### c")
    assert [block["depth"] for block in blocks] == [1, 1, 2]


def test_text_for_documents_is_data_and_not_markup() -> None:
    assert to_typst_data('#read("/etc/passwd") $x$') == [
        {"kind": "paragraph", "children": [{"kind": "text", "text": '#read("/etc/passwd") $x$'}]}
    ]


def test_text_from_a_file_flows_over_the_line_ends_of_its_editor() -> None:
    assert to_flowing_html("a\nb <br> c\n\n- d\n  e") == "<p>a b &lt;br&gt; c</p><ul><li>d e</li></ul>"
