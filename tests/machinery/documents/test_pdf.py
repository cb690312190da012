import io
from datetime import UTC, datetime
from typing import Any

import pypdf
import pytest

from securit.machinery.documents.coverage import SUBSTITUTE, covered_characters, printable
from securit.machinery.documents.markdown import to_typst_data
from securit.machinery.documents.pdf import Standard, data_digest, render_pdf

AT = datetime(2022, 5, 1, 12, tzinfo=UTC)
LETTER = "machinery/documents/templates/plain_letter.typ"


def letter(**changes: Any) -> dict[str, Any]:
    return {
        "sender": "The coordinator\nBrussels",
        "recipient": "Example Ltd",
        "place_and_date": "Brussels, 1 May 2022",
        "subject": "The result of your application",
        "body": to_typst_data("Dear applicant,\n\n- first\n- second"),
        "signature": "A. Person",
    } | changes


def rendered(data: dict[str, Any], *, standard: Standard = "ua-1", at: datetime = AT, language: str = "en") -> bytes:
    return render_pdf(LETTER, data, standard=standard, title="Letter", language=language, at=at)


def words(made: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages).split())


@pytest.mark.parametrize("standard", ["ua-1", "a-3b"])
def test_a_letter_is_a_tagged_pdf_in_its_language(standard: Standard) -> None:
    made = rendered(letter(), standard=standard, language="pl")
    reader = pypdf.PdfReader(io.BytesIO(made))
    root: Any = reader.trailer["/Root"]
    assert made.startswith(b"%PDF-")
    assert (root["/MarkInfo"]["/Marked"], "/StructTreeRoot" in root, root["/Lang"]) == (True, True, "pl")
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.creation_date) == ("Letter", AT)


def test_the_words_stand_in_reading_order_with_the_digest_in_the_footer() -> None:
    table = {"columns": [{"label": "Criterion"}, {"label": "Score", "align": "right"}], "rows": [["Impact", "4.50"]]}
    data = letter(table=table)
    assert words(rendered(data)) == (
        "The coordinator Brussels Example Ltd Brussels, 1 May 2022 The result of your application Dear applicant, "
        f"• first • second Criterion Score Impact 4.50 A. Person Letter · {data_digest(data)[:16]} 1 / 1"
    )


@pytest.mark.parametrize(
    "hostile",
    ['#read("/etc/passwd")', "$x^2$", "\\u{41} \\ #panic()", "*a* _b_ `c` <d> @e // f", "= g", "a -- b ... ~"],
)
def test_hostile_text_appears_as_it_was_typed(hostile: str) -> None:
    shown = words(rendered(letter(subject=hostile, recipient=hostile, signature=hostile)))
    assert shown.count(hostile) == 3


def test_the_same_data_at_the_same_moment_give_the_same_bytes() -> None:
    assert rendered(letter()) == rendered(dict(reversed(letter().items())))


def test_a_character_without_a_glyph_becomes_a_mark_instead_of_stopping_the_document() -> None:
    assert f"Hello {SUBSTITUTE} Łódź Αθήνα Київ" in words(rendered(letter(subject="Hello 😀 Łódź Αθήνα Київ")))


def test_control_and_direction_marks_are_dropped() -> None:
    assert "exe.fdp" in words(rendered(letter(subject="exe\u202e.f\x00d\x1bp")))


def test_headings_of_rich_text_stand_below_the_title_of_the_letter() -> None:
    assert "Deep Then x" in words(rendered(letter(body=to_typst_data("#### Deep\n\n### Then\n\nx"))))


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="not float"):
        rendered(letter(subject=1.5))


def test_a_moment_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset from UTC"):
        rendered(letter(), at=datetime(2022, 5, 1))  # noqa: DTZ001 - the case under test


def test_a_language_that_is_no_tag_is_refused() -> None:
    with pytest.raises(ValueError, match="“English” is not a language tag"):
        rendered(letter(), language="English")


@pytest.mark.parametrize("path", ["/etc/passwd", "../../pyproject.toml", "machinery/documents/pdf.py"])
def test_a_template_outside_the_package_or_of_another_kind_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="not a typst template of this package"):
        render_pdf(path, {}, title="x", language="en", at=AT)


def test_the_vendored_font_covers_the_languages_of_the_programme() -> None:
    letters = "àâçéèêëîïôûùüÿœæ ąčęėįšųūž ëïéáóúĳ æøå ąćęłńóśźż αβγδ абвгд €–“”•"
    assert printable(letters) == letters.replace("  ", " ")
    assert ord(SUBSTITUTE) in covered_characters()
