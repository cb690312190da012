"""A programme goes in as a file and comes out as the same file."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from securit.integrations.programme_file import cli_export, cli_import, export_programme, import_programme
from securit.kernel.actor import SYSTEM
from securit.kernel.refusals import Refusal
from securit.programmes.definition import EthicsAnswer, dump, parse
from securit.programmes.public import Programme
from securit.stages.calls.models import Call
from securit.stages.calls.public import call_by_code, correct_call, open_due_calls, publish_call
from securit.stages.challenges.public import Challenge
from tests.worlds import BEFORE, WHILE_OPEN, a_definition, somebody

pytestmark = pytest.mark.django_db

SHIPPED = sorted((Path(__file__).parents[3] / "demo" / "programmes").glob("*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_programme_comes_out_as_it_went_in(path: Path) -> None:
    definition = parse(path.read_text(encoding="utf-8"))
    exported = export_programme(import_programme(definition, actor=SYSTEM, at=BEFORE, synthetic=True))

    assert exported == definition
    assert parse(dump(exported)) == exported


def test_challenges_stand_in_the_states_that_the_file_names_and_calls_are_drafts() -> None:
    challenges = tuple(
        replace(a_definition().challenges[0], number=f"1.{i}", state=state)
        for i, state in enumerate(("drafted", "proposed", "validated", "published"))
    )
    calls = (replace(a_definition().calls[0], challenges=("1.3",)),)
    programme = import_programme(a_definition(challenges=challenges, calls=calls), actor=SYSTEM, at=BEFORE)

    found = Challenge.objects.in_programme(programme).order_by("position")
    assert [challenge.state for challenge in found] == ["drafted", "proposed", "validated", "published"]
    assert [call.state for call in Call.objects.in_programme(programme)] == ["drafted"]
    assert export_programme(programme).challenges == challenges


def test_a_challenge_keeps_its_ethics_sheet_its_owner_and_what_is_not_known() -> None:
    first = a_definition().challenges[0]
    answers = (
        EthicsAnswer(question="biometrics", answer="no", words="Nobody is recognised."),
        EthicsAnswer(question="dual_use", answer="yes", words="Licensed."),
    )
    full = replace(first, acceptance="Ten a day.", owner="City", test_site="Port", ethics=answers)
    challenges = (full, replace(first, number="1.2", state="drafted", ethics=answers), replace(first, number="1.3"))
    calls = (replace(a_definition().calls[0], challenges=(first.number,)),)
    programme = import_programme(a_definition(challenges=challenges, calls=calls), actor=SYSTEM, at=BEFORE)

    assert export_programme(programme).challenges == challenges
    sheets = Challenge.objects.in_programme(programme).order_by("position").values_list("sheet", flat=True)
    assert [sheet["vulnerable"]["answer"] for sheet in sheets] == ["unknown"] * 3


def test_calls_come_out_in_the_order_of_the_file_not_of_their_opening() -> None:
    first = a_definition().calls[0]
    calls = (replace(first, code="LATER", opens_at=WHILE_OPEN), replace(first, code="EARLIER"))
    programme = import_programme(a_definition(calls=calls), actor=SYSTEM, at=BEFORE)

    assert [call.code for call in export_programme(programme).calls] == ["LATER", "EARLIER"]


def test_the_export_of_a_corrected_call_holds_the_correction() -> None:
    programme = import_programme(a_definition(), actor=SYSTEM, at=BEFORE)
    call = publish_call(call=call_by_code(programme, "OC1"), actor=SYSTEM, at=BEFORE)
    open_due_calls(WHILE_OPEN)
    changes = {"deadline_at": "2022-03-29T17:00:00+02:00"}
    corrected = correct_call(call=call, changes=changes, reason="Why.", actor=SYSTEM, at=WHILE_OPEN)

    assert export_programme(programme).calls[0].deadline_at == corrected.deadline_at


def test_an_address_that_is_taken_leaves_everything_as_it_was() -> None:
    import_programme(a_definition(), actor=SYSTEM, at=BEFORE)
    with pytest.raises(Refusal) as caught:
        import_programme(a_definition(), actor=SYSTEM, at=BEFORE)

    assert caught.value.code == "slug_taken"
    assert Programme.objects.count() == 1


def test_only_the_platform_installs_a_programme() -> None:
    alpha = import_programme(a_definition(), actor=SYSTEM, at=BEFORE)
    with pytest.raises(Refusal):
        import_programme(a_definition("beta"), actor=somebody(alpha, "programme_manager"), at=BEFORE)

    assert Programme.objects.count() == 1


def test_the_command_installs_a_file_and_writes_it_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "alpha.yaml"
    source.write_text(dump(a_definition()), encoding="utf-8")
    out = io.StringIO()

    assert (cli_import(source), cli_export("alpha", out)) == (0, 0)
    assert out.getvalue() == dump(a_definition())
    assert capsys.readouterr().out == "alpha: installed, with 1 call in preparation.\n"


def test_the_command_names_the_line_of_a_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "wrong.yaml"
    source.write_text(dump(a_definition()).replace("2022-03-15T17:00:00+01:00", "2022-01-15T17:00:00+01:00"))

    assert cli_import(source) == 1
    said = capsys.readouterr().out
    assert said.startswith(f"{source}:")
    assert "must stay open 2 months" in said
    assert Programme.objects.count() == 0


def test_the_commands_say_so_when_there_is_no_such_file_or_programme(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli_import(tmp_path / "nothing.yaml") == 1
    assert cli_export("nothing", io.StringIO()) == 1
    assert capsys.readouterr().err == "There is no programme “nothing” here.\n"
