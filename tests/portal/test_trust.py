"""Whoever holds a receipt can check it: the key and the newest checkpoint are public."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from securit.kernel import signing
from securit.kernel.models import Checkpoint
from securit.portal.views.public import CHECK_A_RECEIPT
from tests.stages.applications import teams

pytestmark = pytest.mark.django_db

TOOLS = ("openssl", "jq", "xxd")


def test_an_empty_installation_publishes_its_key(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    page, key = client.get("/trust/"), client.get("/.well-known/securit-key.pem")
    assert (page.status_code, key.status_code) == (200, 200)
    assert (key["Content-Type"], key.text) == ("text/plain; charset=us-ascii", signing.public_pem())
    said = [key.text.strip(), signing.public_key(), signing.fingerprint(), "There is none yet"]
    assert [words in page.text for words in said] == [True] * 4


def test_the_newest_checkpoint_stands_with_its_signature(client: Client) -> None:
    call = teams.an_open_call()
    for _ in range(2):
        teams.a_complete_draft(call).submit()
    older, newest = Checkpoint.objects.order_by("number")
    page = client.get("/trust/").text
    assert [text in page for text in (newest.hash, newest.root, newest.signature, newest.prev_hash)] == [True] * 4
    assert older.root not in page


@pytest.mark.parametrize("submissions", [1, 3])
def test_the_page_asks_the_same_number_of_times_however_many_checkpoints(
    client: Client, django_assert_num_queries: Any, submissions: int
) -> None:
    call = teams.an_open_call()
    for _ in range(submissions):
        teams.a_complete_draft(call).submit()
    with django_assert_num_queries(2):
        client.get("/trust/")


@pytest.mark.parametrize("page", ["/", "/privacy/"])
def test_the_page_is_linked_from_the_foot(client: Client, page: str) -> None:
    assert 'href="/trust/"' in client.get(page).text


@pytest.mark.skipif(not all(shutil.which(tool) for tool in TOOLS), reason="needs openssl, jq and xxd")
def test_the_commands_on_the_page_accept_a_real_receipt_and_nothing_else(client: Client, tmp_path: Path) -> None:
    receipt = teams.a_complete_draft(teams.an_open_call(), canary="Ærø").submit().receipt
    (tmp_path / "securit-key.pem").write_text(client.get("/.well-known/securit-key.pem").text)
    for content, said in (
        (receipt.content, "Signature Verified Successfully"),
        (receipt.content | {"version": 2}, "Signature Verification Failure"),
    ):
        held = {"receipt": content, "signature": receipt.signature}
        (tmp_path / "receipt.json").write_text(json.dumps(held, indent=2))
        done = subprocess.run(
            ["sh", "-c", CHECK_A_RECEIPT], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.stdout.strip() == said
