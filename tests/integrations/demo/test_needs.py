"""What end users and integrators of the demonstration tell, by the kickoff."""

from __future__ import annotations

from collections import Counter

from securit.integrations.demo.load import cli_load
from securit.machinery.decisions.again import solve_again
from securit.machinery.decisions.models import Recommendation
from securit.programmes.public import Programme
from securit.stages.needs.models import LikePair
from securit.stages.needs.public import Need, NeedContact, Theme


def test_at_the_kickoff_needs_arrive_and_some_wait_to_be_read(in_demo: None) -> None:
    assert cli_load("kickoff", None) == 0

    main = Programme.objects.get(slug="securit")
    needs = Need.objects.in_programme(main)
    states = Counter(needs.values_list("state", flat=True))
    assert states == {"accepted": 18, "withdrawn": 1, "grouped": 16, "submitted": 4, "merged": 2, "declined": 1}
    assert set(needs.values_list("domain__code", flat=True)) == {"1", "2", "3"}
    assert Counter(Theme.objects.in_programme(main).values_list("state", flat=True)) == {"published": 4}
    assert needs.filter(synthetic=False).count() == 0
    assert LikePair.objects.in_programme(main).count() == 1
    advised = Recommendation.objects.filter(programme=main, engine="matching.likeness")
    assert [solve_again(each).follows for each in advised.order_by("id")] == [True, True]
    assert NeedContact.objects.exclude(email__endswith=".example").count() == 0
