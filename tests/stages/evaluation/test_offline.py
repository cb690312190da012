"""Reports away from the platform: out as a workbook, back with every mistake named, kept as drafts only."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from securit.stages.evaluation.offline import Line, read_back, workbook
from tests import worlds
from tests.stages.evaluation import panels
from tests.stages.evaluation.panels import CRITERIA, Evaluation

AT = datetime(2022, 4, 1, tzinfo=UTC)
LINE = Line("OC1-1234", "Impact", "4.5", "=Strong,\nand wide.", "REVIEW0001", 3, "impact", "EVALUATOR1")


def back(content: bytes, evaluator: str = "EVALUATOR1") -> tuple[tuple[Line, ...], list[tuple[int, str]]]:
    lines, faults = read_back(io.BytesIO(content), "reports.xlsx", evaluator=evaluator)
    return lines, [(fault.row, fault.sentence) for fault in faults]


def test_what_goes_out_comes_back() -> None:
    assert back(workbook([LINE], ["4", "4.5"], at=AT)) == ((LINE,), [])
    assert workbook([LINE], ["4"], at=AT) == workbook([LINE], ["4"], at=AT)


def test_rows_of_somebody_else_and_changed_keys_are_named() -> None:
    made = workbook([LINE], ["4"], at=AT)
    assert back(made, "EVALUATOR2") == ((), [(2, "This row belongs to the pack of somebody else.")])
    book = openpyxl.load_workbook(io.BytesIO(made))
    book["Reports"]["E2"] = "mine"
    changed = io.BytesIO()
    book.save(changed)
    assert back(changed.getvalue()) == (
        (),
        [(2, "The last column was changed; take the row from the pack again.")],
    )


def test_anything_else_is_no_workbook_of_reports() -> None:
    assert back(b"a,b\n1,2\n")[1][0][1].startswith("This is not a workbook of reports: its first row must read")
    assert back(b"")[1] == [(0, "“reports.xlsx” is empty.")]


def edited(pack: bytes, **cells: str) -> SimpleUploadedFile:
    """The workbook of the pack with some cells written."""
    with zipfile.ZipFile(io.BytesIO(pack)) as package:
        book = openpyxl.load_workbook(io.BytesIO(package.read("reports.xlsx")))
    for cell, text in cells.items():
        book["Reports"][cell] = text
    made = io.BytesIO()
    book.save(made)
    return SimpleUploadedFile("reports.xlsx", made.getvalue())


def test_a_pack_comes_back_as_drafts_and_what_changed_online_is_not_overwritten(
    client: Client, assigned: Evaluation
) -> None:
    pair = assigned.assignments()[0]
    review = panels.written(panels.a_begun_review(pair), "3")
    worlds.signed_in(client, pair.evaluator.user, strong=False)
    slug = assigned.programme.slug
    pack = client.get(reverse("evaluation:pack", args=[slug])).content
    with zipfile.ZipFile(io.BytesIO(pack)) as package:
        number = pair.application.number
        assert sorted(package.namelist()) == ["README.txt", f"applications/{number}.pdf", "reports.xlsx"]
    page, save = reverse("evaluation:offline", args=[slug]), reverse("evaluation:save_offline", args=[slug])
    wrong = client.post(page, {"workbook": edited(pack, C2="9", D3="Better.")})
    assert (wrong.status_code, "9 is off the scale" in wrong.content.decode()) == (422, True)
    shown = client.post(page, {"workbook": edited(pack, C2="4", D3="Better.")})
    assert (shown.status_code, [one.is_stale for one in shown.context["proposals"]]) == (200, [False])
    assert client.post(save, {"lines": shown.context["token"]}).status_code == 302
    review.refresh_from_db()
    assert (review.state, review.scores[CRITERIA[0]], review.comments[CRITERIA[1]]) == ("drafted", "4", "Better.")
    stale = client.post(page, {"workbook": edited(pack, C2="5", D3="Better.")})
    assert [one.is_stale for one in stale.context["proposals"]] == [True]
    client.post(save, {"lines": stale.context["token"]})
    review.refresh_from_db()
    assert review.scores[CRITERIA[0]] == "4"
    client.post(save, {"lines": stale.context["token"], "over": review.ref})
    review.refresh_from_db()
    assert review.scores[CRITERIA[0]] == "5"
    worlds.signed_in(client, assigned.assignments()[1].evaluator.user, strong=False)
    client.post(save, {"lines": shown.context["token"], "over": review.ref})
    review.refresh_from_db()
    assert review.scores[CRITERIA[0]] == "5"
