"""Pages on which a manager tries out a call before it begins."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.stages.calls import situations
from tests.worlds import BEFORE, a_person, signed_in

pytestmark = pytest.mark.django_db

PAGE = "/p/alpha/calls/OC1/"


def test_managers_try_the_rules_and_plan_the_evaluation_and_nothing_is_stored(client: Client, settings: Any) -> None:
    situations.stand_at(settings, BEFORE)
    call = situations.a_drafted_call()
    before = situations.acts_on(call)
    manager = signed_in(client, a_person(roles={call.programme: ["call_manager"]}))
    html = manager.get(f"{PAGE}dry-run/?count=30&seed=2").content.decode()
    assert ("Of 30 applications" in html, "The team has at least two SMEs." in html) == (True, True)
    assert manager.get(f"{PAGE}dry-run/?count=201").status_code == 422
    assert "evaluators write the reports" in manager.get(f"{PAGE}plan/").content.decode()
    wrong = manager.get(f"{PAGE}plan/?least=9&likely=3&most=20&fee=much").content.decode()
    assert ("The three numbers stand in order" in wrong, "Write the fee in euro" in wrong) == (True, True)
    assert Client().get(f"{PAGE}dry-run/").status_code == 302

    assert situations.acts_on(call) == before
