"""Solutions in every state, through the services."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from securit.kernel.actor import SYSTEM
from securit.people.models import User
from securit.programmes.public import Programme
from securit.stages.challenges.public import Challenge, draft_challenge, propose_challenge, publish_challenge
from securit.stages.solutions.importing import INTAKE
from securit.stages.solutions.models import CordisLoad, EvidenceFile, SolutionImport
from securit.stages.solutions.public import (
    Claim,
    Solution,
    add_evidence,
    archive_solution,
    claim_solution,
    draft_solution,
    list_solution,
    verify_solution,
)
from securit.stages.solutions.services.load_cordis import load_cordis
from tests.machinery.tabular.tables import an_incoming_table
from tests.worlds import BEFORE, a_programme, a_user, acting, small_programme, somebody, validated

_numbers = itertools.count(1)

TEXTS = {
    "summary": "It sees in the dark, and tells the people who are on duty within one second.",
    "provider_name": "Acme Security SAS",
    "country": "FR",
    "website": "https://www.acme.example",
    "trl": "7",
    "domains": "D1",
    "capabilities": "sensors",
    "evidence": "Film of the trial https://acme.example/trial",
    "contact_name": "Camille Contact",
    "contact_email": "camille@acme.example",
}


#: The smallest picture that is whole.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)


def a_solution(programme: Programme, *, state: str = "drafted", at: datetime = BEFORE, **texts: Any) -> Solution:
    """A solution in this state; every call makes another one of the same provider."""
    synthetic = texts.pop("synthetic", False)
    stated = {"title": f"Solution {next(_numbers)}", **TEXTS, **texts}
    solution = draft_solution(programme=programme, stated=stated, actor=SYSTEM, at=at, synthetic=synthetic)
    if state != "drafted":
        solution = list_solution(solution=solution, actor=SYSTEM, at=at)
    scout = somebody(programme, "partner_staff") if state in ("verified", "archived") else SYSTEM
    if state == "verified":
        solution = verify_solution(solution=solution, checked=["visit"], note="Seen on site.", actor=scout, at=at)
    if state == "archived":
        solution = archive_solution(solution=solution, cause="withdrawn", actor=scout, at=at)
    return solution


def a_challenge_with_solutions() -> Challenge:
    """The published first challenge of a programme; three listed solutions speak to it more, less, and not at all."""
    programme = a_programme()
    challenge = a_scoped_challenge(programme)
    answers = f"It answers: {challenge.title} {challenge.scope} {challenge.expected_outcome}. And it works."
    near = f"{challenge.title} at the fence, at night, among many other things."
    zebras = "Zebra " * 10
    a_solution(programme, state="verified", title="Close", summary=answers, trl="7")
    a_solution(programme, state="listed", title="Near", summary=near, trl="3")
    a_solution(programme, state="listed", title="Far", summary=zebras, trl="5", capabilities="video", domains="D2")
    a_solution(programme, title="Hidden", summary=answers)
    return challenge


def a_claim(solution: Solution, *, at: datetime = BEFORE, user: User | None = None) -> Claim:
    """Somebody at the provider's web site asks for it."""
    user = user or a_user("Camille", email=f"camille{next(_numbers)}@acme.example")
    return claim_solution(solution=solution, statement="", actor=acting(user), at=at)[0]


def a_scoped_challenge(programme: Programme, *, at: datetime = BEFORE) -> Challenge:
    """The small programme's first challenge, published with a scope of enough words to be matched."""
    scope = (
        "A guard sees people near the fence at night and is told within a second, without false alarms from animals."
    )
    definition = replace(small_programme().challenges[0], scope=scope)
    challenge = draft_challenge(programme=programme, definition=definition, position=0, actor=SYSTEM, at=at)
    for step in (propose_challenge, validated, publish_challenge):
        challenge = step(challenge=challenge, actor=SYSTEM, at=at)
    return challenge


def a_file(solution: Solution, *, at: datetime = BEFORE, audience: str = "public", words: str = "") -> EvidenceFile:
    """A report with a solution, brought by a scout."""
    return add_evidence(
        solution=solution,
        stream=SimpleUploadedFile("report.png", PICTURE),
        name="report.png",
        shows="report",
        audience=audience,
        words=words,
        actor=somebody(solution.programme, "partner_staff"),
        at=at,
    )


def a_table(
    programme: Programme, text: str = "title;provider;country\nCamera;Acme;FR\n", *, at: datetime = BEFORE
) -> SolutionImport:
    """An uploaded table with its columns assigned."""
    return an_incoming_table(INTAKE, programme, text, actor=somebody(programme, "partner_staff"), at=at)


def a_cordis_load(programme: Programme, *, at: datetime = BEFORE) -> CordisLoad:
    """Made-up open data with one SME in one project."""
    projects = (
        "id;acronym;title;startDate;endDate;frameworkProgramme;topics;objective\n1;INV;Invented;;;H2020;;Made up.\n"
    )
    names = "projectID;organisationID;vatNumber;name;shortName;SME;activityType;city;country;organizationURL;role\n"
    rows = f"{names}1;999999901;;Made Up SAS;;true;PRC;Lyon;FR;;coordinator\n"
    return load_cordis(
        programme=programme,
        projects=SimpleUploadedFile("project.csv", projects.encode()),
        organisations=SimpleUploadedFile("organization.csv", rows.encode()),
        actor=somebody(programme, "partner_staff"),
        at=at,
    )
