from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from securit.programmes.definition import check, cli_check, dump, parse
from securit.programmes.definition.page import schema_page
from tests.programmes.definition.small import SMALL, changed, line_of

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = sorted((ROOT / "demo" / "programmes").glob("*.yaml"))


def read(name: str) -> str:
    return (ROOT / "demo" / "programmes" / f"{name}.yaml").read_text(encoding="utf-8")


def test_the_five_shipped_programmes_are_there():
    assert [path.stem for path in SHIPPED] == ["amulet", "commons-fund", "s3food", "secure", "securit"]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_programme_is_sound_and_its_export_is_a_fixed_point(path):
    text = path.read_text(encoding="utf-8")
    assert check(text) == []
    programme = parse(text)
    assert parse(dump(programme)) == programme
    assert dump(parse(dump(programme))) == dump(programme)


def test_securit_has_the_published_frame():
    securit = parse(read("securit"))
    assert len(securit.partners) == 8
    assert {partner.country for partner in securit.partners} == {"FR", "BE", "LT", "NL", "DK", "PL"}
    assert [challenge.number for challenge in securit.challenges] == [
        "1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3",
    ]  # fmt: skip
    assert [challenge.number for challenge in securit.challenges if challenge.standing == "fact"] == ["1.1"]
    assert securit.budget_cents == sum(call.budget_cents for call in securit.calls) == 352_100_000
    assert [call.deadline_at for call in securit.calls] == [
        datetime(2022, 4, 26, 15, tzinfo=UTC),
        datetime(2023, 3, 14, 16, tzinfo=UTC),
    ]
    assert [instrument.max_grant_cents for instrument in securit.call("OC1").instruments] == [7_400_000, 8_800_000]


def test_securit_marks_what_was_not_found_as_illustrative():
    securit = parse(read("securit"))
    assert securit.ceiling.standing == "illustrative"
    for call in securit.calls:
        assert {"dates", "budget", "criteria", "eligibility", "form", "payment_plan"} <= set(call.illustrative)


def test_the_other_programmes_say_that_they_are_examples():
    for name in ("amulet", "commons-fund", "s3food", "secure"):
        programme = parse(read(name))
        assert "example" in programme.acronym
        assert programme.notice.startswith("This is an example")


def test_the_commons_fund_weighs_thirty_forty_thirty_from_one_to_seven():
    scheme = parse(read("commons-fund")).call("CF1").criteria
    assert [criterion.weight for criterion in scheme.criteria] == [Decimal("0.3"), Decimal("0.4"), Decimal("0.3")]
    assert (scheme.least, scheme.most, scheme.overall_threshold) == (1, 7, 5)


def test_the_same_small_file_is_always_written_the_same():
    assert dump(parse(SMALL)) == dump(parse(SMALL))


def test_a_written_file_shows_moments_in_the_time_zone_of_the_programme():
    assert "deadline_at: '2022-04-26T17:00:00+02:00'\n" in dump(parse(SMALL))
    in_utc = changed("contact_email: calls@small.example", "contact_email: calls@small.example\ntime_zone: UTC")
    assert "deadline_at: '2022-04-26T15:00:00+00:00'\n" in dump(parse(in_utc))


def test_the_command_names_file_line_and_column_and_counts(tmp_path, capsys):
    path = tmp_path / "programme.yaml"
    text = changed("duration_months: 9", "duration_months: soon")
    path.write_text(text, encoding="utf-8")
    assert cli_check(str(path)) == 1
    line = line_of("duration_months", text)
    assert capsys.readouterr().out == f"{path}:{line}:9: “soon” is not a whole number.\n{path}: 1 problem.\n"


def test_the_command_sums_up_a_sound_file(tmp_path, capsys):
    path = tmp_path / "programme.yaml"
    path.write_text(SMALL, encoding="utf-8")
    assert cli_check(str(path)) == 0
    assert capsys.readouterr().out == f"{path}: sound. Small: 2 partners, 1 challenge, 1 call.\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "The file cannot be read: no such file or directory."),
        (b"a: \xff", "The file is not UTF-8 text (byte 4 cannot be read)."),
        (b"#" * (2 * 1024 * 1024 + 1), "The file has 2,097,153 bytes; at most 2,097,152 are read."),
    ],
)
def test_the_command_says_why_a_file_cannot_be_read(tmp_path, capsys, content, sentence):
    path = tmp_path / "programme.yaml"
    if content is not None:
        path.write_bytes(content)
    assert cli_check(str(path)) == 2
    assert capsys.readouterr().out == f"{path}: {sentence}\n"


def test_the_reference_page_is_up_to_date():
    assert (ROOT / "docs" / "reference" / "programme-file.md").read_text(encoding="utf-8") == schema_page()
