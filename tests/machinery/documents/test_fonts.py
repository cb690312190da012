import hashlib

from securit.machinery.documents.coverage import FONTS


def test_every_font_has_the_digest_that_its_version_file_states() -> None:
    stated = dict(line.split()[::-1] for line in (FONTS / "VERSION.txt").read_text().split("sha256\n")[1].splitlines())
    assert {font.name: hashlib.sha256(font.read_bytes()).hexdigest() for font in FONTS.glob("*.otf")} == stated


def test_the_fonts_carry_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "LICENSE.txt").read_text()
