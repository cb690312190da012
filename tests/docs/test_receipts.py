"""The offline check in the documentation accepts a real receipt, and nothing else."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.docs.pages import ROOT
from tests.docs.test_snippets import snippets

if TYPE_CHECKING:
    from securit.stages.applications.public import ApplicationVersion

Faults = Callable[[dict[str, Any], str], list[str]]


@pytest.fixture
def faults() -> Faults:
    """The function that the page shows."""
    names: dict[str, Any] = {}
    for snippet in snippets(ROOT / "docs/reference/receipts.md"):
        exec(snippet, names)
    shown: Faults = names["faults"]
    return shown


@pytest.fixture
def version(db: None) -> ApplicationVersion:
    """A version that was just submitted."""
    from tests.stages.applications import teams

    return teams.a_complete_draft(teams.an_open_call()).submit()


@pytest.fixture
def receipt(version: ApplicationVersion) -> dict[str, Any]:
    """Its receipt, as it is read back from a file."""
    held: dict[str, Any] = json.loads(
        json.dumps({"receipt": version.receipt.content, "signature": version.receipt.signature})
    )
    return held


def test_the_offline_check_accepts_a_real_receipt(faults: Faults, receipt: dict[str, Any]) -> None:
    assert faults(receipt, receipt["receipt"]["key"]) == []


def test_the_page_names_every_field_of_a_receipt(receipt: dict[str, Any]) -> None:
    page = (ROOT / "docs/reference/receipts.md").read_text(encoding="utf-8")
    fields = [*receipt["receipt"], *receipt["receipt"]["entry"], *receipt["receipt"]["checkpoint"]]
    assert [field for field in fields if f"`{field}`" not in page] == []


def test_the_page_names_every_field_of_the_content(version: ApplicationVersion) -> None:
    page = (ROOT / "docs/reference/application-content.md").read_text(encoding="utf-8")
    member = version.content["members"][0]
    fields = [*version.content, *member, *member["organisation"]]
    assert [field for field in fields if f"`{field}`" not in page] == []


@pytest.mark.parametrize(
    ("where", "value", "sentence"),
    [
        (("content_sha256",), "0" * 64, "The receipt is not signed by this key."),
        (("entry", "hash"), "0" * 64, "The entry is not under the checkpoint."),
        (("checkpoint", "number"), 99, "The checkpoint is not signed by this key."),
        (("arrived_at",), "2099-01-01T00:00:00.000000Z", "It arrived after the deadline."),
    ],
)
def test_the_offline_check_names_what_was_altered(
    faults: Faults, receipt: dict[str, Any], where: tuple[str, ...], value: object, sentence: str
) -> None:
    altered = copy.deepcopy(receipt)
    part = altered["receipt"]
    for name in where[:-1]:
        part = part[name]
    part[where[-1]] = value
    assert sentence in faults(altered, receipt["receipt"]["key"])


def test_the_offline_check_refuses_another_key(faults: Faults, receipt: dict[str, Any]) -> None:
    assert faults(receipt, "0" * 64) == [
        "The receipt is not signed by this key.",
        "The checkpoint is not signed by this key.",
    ]
