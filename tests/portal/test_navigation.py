"""The frame's navigation leads where it says, and only to what the policy opens."""

from __future__ import annotations

import pytest

from securit.portal import navigation
from securit.portal.addresses import address
from securit.portal.selectors.mine import desks
from tests.worlds import a_draft, a_programme, a_published_result, an_applicant, an_open_call, somebody, writer

pytestmark = pytest.mark.django_db


def labels(groups: list[navigation.Group]) -> list[tuple[str, list[str]]]:
    return [(group.title, [entry.label for entry in group.entries]) for group in groups]


def test_every_public_page_of_a_programme_is_there() -> None:
    entries = navigation.public(a_programme(), "portal:partners")
    assert [entry.label for entry in entries] == [
        "Needs",
        "Challenges",
        "Solutions",
        "Partner search",
        "Open calls",
        "Events",
        "Funded projects",
        "Calendar",
        "Partners",
    ]
    assert [entry.label for entry in entries if entry.current] == ["Partners"]


def test_an_applicant_sees_their_own_pages_only() -> None:
    call = an_open_call()
    groups = navigation.work(call.programme, somebody(call.programme), [], "/p/alpha/work/")
    assert labels(groups) == [("", ["Home", "My teams", "My applications", "My partner search", "My meetings"])]


def test_a_call_manager_sees_the_stages_that_the_call_has_reached() -> None:
    opened = an_open_call(a_programme("opened"))
    manager = somebody(opened.programme, "call_manager")
    own, of_call, *_rest = labels(navigation.work(opened.programme, manager, [], ""))
    assert (own[1][-1], of_call) == ("Begin a call", ("First open call", ["The call"]))
    told = a_published_result(a_programme("told"), applications=1)
    manager = somebody(told.programme, "call_manager")
    assert labels(navigation.work(told.programme, manager, [], ""))[1:] == [
        (
            "First open call",
            [
                *("The call", "Applications", "Eligibility check", "Assignments", "Reports", "Conflicts", "Fees"),
                *("Ranking", "Results"),
            ],
        ),
        (
            "TOLD",
            [
                *("Needs", "Themes", "Workshops", "Events", "Solutions", "My ecosystem"),
                *("Figures", "Indicators", "Evaluators", "Call for evaluators", "Roles"),
            ],
        ),
    ]


def test_one_changes_between_programmes_of_ones_own() -> None:
    mine, other = a_programme("mine"), a_programme("other")
    held = navigation.programmes(desks(somebody(mine, "observer")), mine)
    assert [(entry.label, entry.current) for entry in held] == [("MINE", True)]
    applicant, _organisation = an_applicant()
    application = a_draft(an_open_call(other), applicant=applicant)
    written = navigation.programmes(desks(writer(application)), mine)
    assert [(entry.label, entry.current) for entry in written] == [("OTHER", False)]


@pytest.mark.parametrize(
    ("name", "kwargs"),
    [
        *(
            (page, {})
            for page in (
                "calls:list",
                "challenges:list",
                "solutions:list",
                "solutions:desk",
                "applications:mine",
                "evaluation:mine",
            )
        ),
        *((page, {}) for page in ("reporting:showcase", "reporting:indicators", "evaluation:pool")),
        *((f"calls:{page}", {"code": "OC1"}) for page in ("show", "manage")),
        *((f"selection:{page}", {"code": "OC1"}) for page in ("ranking", "decide", "results")),
        *((f"evaluation:{page}", {"code": "OC1"}) for page in ("assignments", "progress")),
        *((f"applications:{page}", {"ref": "ABCDEFGHJK"}) for page in ("edit", "team")),
        *((page, {"code": "OC1"}) for page in ("screening:list", "applications:list")),
    ],
)
def test_the_stages_pages_that_the_portal_leads_to_exist(name: str, kwargs: dict[str, str]) -> None:
    assert address(name, slug="alpha", **kwargs).startswith("/p/alpha/")


def test_a_page_that_is_not_there_has_no_address() -> None:
    assert address("nowhere:list", slug="alpha") == ""
