"""The pages of the office: counts before the close, reading and export after it, and nothing without its right."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from securit.kernel.actor import SYSTEM
from tests import worlds
from tests.stages.applications import teams
from tests.stages.applications.teams import MARKED_PDF, Team, address
from tests.worlds import WHILE_OPEN, signed_in

pytestmark = pytest.mark.usefixtures("now")
LIST = 9


def test_the_office_sees_only_counts_before_the_close(client: Client, sealed_application_with_canaries: Team) -> None:
    team = sealed_application_with_canaries
    office = worlds.a_person(roles={team.programme: ["call_manager"]})
    url = reverse("applications:list", kwargs={"slug": team.programme.slug, "code": team.call.code})
    text = signed_in(client, office).get(url).content.decode()
    assert "Sealed until the call has closed" in text
    assert teams.CANARY not in text
    assert client.get(address(team, "show")).status_code == 404
    export = reverse("applications:export", kwargs={"slug": team.programme.slug, "code": team.call.code})
    assert client.get(export).status_code == 404


def test_the_office_reads_and_exports_after_the_close(client: Client, sealed_application_with_canaries: Team) -> None:
    team = sealed_application_with_canaries
    teams.close(team.call)
    page = signed_in(client, worlds.a_person(roles={team.programme: ["call_manager"]}))
    url = reverse("applications:list", kwargs={"slug": team.programme.slug, "code": team.call.code})
    assert teams.CANARY in page.get(url).content.decode()
    read = page.get(address(team, "show")).content.decode()
    assert f"Task {teams.CANARY}" in read
    (file,) = team.fresh().versions.get().content["files"]
    download = page.get(address(team, "file", sha256=file["sha256"]))
    assert b"".join(download.streaming_content) == MARKED_PDF  # type: ignore[attr-defined]
    export = reverse("applications:export", kwargs={"slug": team.programme.slug, "code": team.call.code})
    lines = page.get(export).content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["Number", team.application.number]
    assert page.get(f"{export}?as=xlsx").content[:2] == b"PK"
    assert page.get(f"{export}?country=IT").content.decode("utf-8-sig").splitlines() == lines[:1]


def test_a_role_without_a_second_factor_reads_nothing(client: Client, submitted: Team) -> None:
    teams.close(submitted.call)
    weak = signed_in(client, worlds.a_person(roles={submitted.programme: ["call_manager"]}), strong=False)
    url = reverse("applications:list", kwargs={"slug": submitted.programme.slug, "code": submitted.call.code})
    assert weak.get(url).status_code == 403
    assert weak.get(address(submitted, "show")).status_code == 403


def test_the_list_costs_the_same_reads_for_one_and_for_three(
    client: Client, submitted: Team, django_assert_num_queries: Any
) -> None:
    others = [teams.a_complete_draft(submitted.call) for _ in range(2)]
    page = signed_in(client, worlds.a_person(roles={submitted.programme: ["case_handler"]}))
    url = reverse("applications:list", kwargs={"slug": submitted.programme.slug, "code": submitted.call.code})
    teams.close(submitted.call)
    page.get(url)
    with django_assert_num_queries(LIST):
        assert page.get(url).content.decode().count("OC1-") >= 1
    for other in others:
        other.submit()
    with django_assert_num_queries(LIST):
        text = page.get(url).content.decode()
    assert [other.application.number in text for other in (submitted, *others)] == [True, True, True]


def test_a_withdrawn_application_is_not_read_by_the_office(client: Client, submitted: Team) -> None:
    from securit.stages.applications.public import withdraw_application

    withdraw_application(application=submitted.fresh(), reason="No.", actor=SYSTEM, at=WHILE_OPEN)
    teams.close(submitted.call)
    page = signed_in(client, worlds.a_person(roles={submitted.programme: ["call_manager"]}))
    assert page.get(address(submitted, "show")).status_code == 404
