import pytest

from securit.machinery.files.names import MOST_CHARACTERS, shown_name


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("budget.xlsx", "budget.xlsx"),
        ("Łódź plan – v2.pdf", "Łódź plan – v2.pdf"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\r\nSet-Cookie: b.pdf", "a Set-Cookie: b.pdf"),
        ("\ud800.pdf", "pdf"),
        ("..", "file"),
        ("", "file"),
    ],
)
def test_shown_name_keeps_what_is_harmless_and_drops_the_rest(given: str, shown: str) -> None:
    assert shown_name(given) == shown


def test_a_long_name_keeps_its_ending() -> None:
    shown = shown_name("x" * 300 + ".pdf")
    assert (len(shown), shown[-5:]) == (MOST_CHARACTERS, "….pdf")


def test_a_long_name_without_an_ending_is_cut() -> None:
    assert shown_name("x" * 300) == "x" * MOST_CHARACTERS
