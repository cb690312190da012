"""Several presses of one button at the same time, from real threads on a real installation."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from django.db import connections
from django.test import Client
from django.urls import reverse

from securit.stages.evaluation.models import ReviewVersion
from tests import worlds
from tests.stages.evaluation import panels
from tests.stages.evaluation.panels import CRITERIA

if TYPE_CHECKING:
    from tests.installations import Installation


def test_five_parallel_submits_store_one_version(connected: Installation) -> None:
    review = panels.a_begun_review(panels.an_assigned_evaluation().assignments()[0])
    sent = {f"score_{code}": "4" for code in CRITERIA} | {f"comment_{code}": "Good." for code in CRITERIA}
    sent |= {"version": str(review.version), "intent": "one-press"}
    address = reverse("evaluation:submit", args=["alpha", review.ref])
    clients = [worlds.signed_in(Client(), review.evaluator.user, strong=False) for _ in range(5)]

    def press(client: Client) -> int:
        try:
            return client.post(address, sent).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(press, clients))
    assert answers == [302] * 5
    assert ReviewVersion.objects.filter(review=review).count() == 1
