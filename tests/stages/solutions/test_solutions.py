"""Solutions: entered, listed, verified, changed, archived; claims, duplicates and the yearly question."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from securit.kernel.actor import ANONYMOUS, SYSTEM
from securit.kernel.models import AuditEntry
from securit.kernel.refusals import NotAllowed, NotNow, Stale
from securit.machinery.correspondence.models import Mail
from securit.stages.solutions.duplicates import company, proposed_pairs
from securit.stages.solutions.models import Solution
from securit.stages.solutions.public import (
    CannotArchiveSolution,
    CannotClaimSolution,
    CannotDecideClaim,
    CannotListSolution,
    CannotMergeSolutions,
    CannotStateSolution,
    CannotVerifySolution,
    archive_solution,
    claim_solution,
    confirm_solution,
    decide_claim,
    draft_solution,
    edit_solution,
    keep_apart,
    list_solution,
    merge_solutions,
    restore_solution,
    verify_solution,
)
from securit.stages.solutions.services.claim_solution import at_home
from securit.stages.solutions.services.remind_stale import remind_stale
from tests.stages.solutions.catalogues import a_claim, a_solution
from tests.worlds import AFTER, BEFORE, a_programme, a_user, acting, fresh, somebody

pytestmark = pytest.mark.django_db

A_YEAR_ON = BEFORE + timedelta(days=366)


def test_a_solution_walks_from_paper_to_verified() -> None:
    solution = a_solution(a_programme(), state="verified")
    acts = AuditEntry.objects.filter(stream=f"solution:{solution.ref}").order_by("seq").values_list("act", flat=True)

    assert list(acts) == ["solution.create", "solution.publish", "solution.verify"]
    assert (solution.checked, solution.verified_at, solution.listed_at) == (("visit",), BEFORE, BEFORE)


@pytest.mark.parametrize(
    ("texts", "fields"),
    [
        ({"title": ""}, {"title"}),
        ({"country": "Atlantis", "trl": "10"}, {"country", "trl"}),
        ({"domains": "D9"}, {"domains"}),
        ({"capabilities": "magic"}, {"capabilities"}),
        ({"website": "not an address"}, {"website"}),
        ({"pic": "12"}, {"pic"}),
        ({"contact_email": "nobody"}, {"contact_email"}),
        ({"summary": "x" * 4_001}, {"summary"}),
        ({"nature": "liquid"}, {"nature"}),
    ],
)
def test_what_cannot_be_stored_is_refused_at_every_field_at_once(texts: dict[str, Any], fields: set[str]) -> None:
    with pytest.raises(CannotStateSolution) as caught:
        a_solution(a_programme(), **texts)

    assert set(caught.value.problems) == fields


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("country", "Deutschland", "DE"),
        ("country", "EL", "GR"),
        ("country", "Pologne", "PL"),
        ("trl", "TRL 6", 6),
        ("trl", "8/9", 8),
        ("trl", "", None),
        ("nature", "Hardware", "physical"),
        ("provider_kind", "PME", "sme"),
        ("capabilities", "Video analysis; sensors", ("video", "sensors")),
        ("website", "acme.example", "https://acme.example"),
        ("vat_number", "FR 12-345 678", "FR12345678"),
        ("countries_served", "France; DE; france", ("FR", "DE")),
    ],
)
def test_statements_are_read_as_people_write_them(name: str, text: str, value: object) -> None:
    solution = fresh(a_solution(a_programme(), **dict[str, Any]({name: text})))

    assert getattr(solution, name) == value


def test_what_nobody_could_understand_is_not_listed() -> None:
    programme = a_programme()
    short = a_solution(programme, summary="Good.")
    unfiled = a_solution(programme, domains="", capabilities="")
    for solution in (short, unfiled):
        with pytest.raises(CannotListSolution):
            list_solution(solution=solution, actor=SYSTEM, at=BEFORE)


@pytest.mark.parametrize(("checked", "code"), [([], "nothing_checked"), (["a hunch"], "unknown")])
def test_verifying_says_what_was_looked_at(checked: list[str], code: str) -> None:
    programme = a_programme()
    with pytest.raises(CannotVerifySolution) as caught:
        verify_solution(
            solution=a_solution(programme, state="listed"),
            checked=checked,
            note="",
            actor=somebody(programme, "partner_staff"),
            at=AFTER,
        )

    assert caught.value.code == code


@pytest.mark.parametrize(
    "lacking",
    [{"verified_by": None}, {"verified_at": None}, {"checked": ()}, {"listed_at": None}, {"archive_cause": "stale"}],
)
def test_the_database_stores_no_verified_solution_without_who_when_and_what(lacking: dict[str, Any]) -> None:
    solution = a_solution(a_programme(), state="verified")
    with pytest.raises(IntegrityError), transaction.atomic():
        Solution.objects.filter(pk=solution.pk).update(**lacking)


@pytest.mark.parametrize("trl", [0, 10])
def test_the_database_stores_no_readiness_beyond_nine_levels(trl: int) -> None:
    solution = a_solution(a_programme())
    with pytest.raises(IntegrityError), transaction.atomic():
        Solution.objects.filter(pk=solution.pk).update(trl=trl)


def test_a_change_to_what_was_verified_is_looked_at_anew() -> None:
    solution = a_solution(a_programme(), state="verified")
    changed = edit_solution(solution=solution, stated={"trl": "8"}, actor=SYSTEM, at=AFTER)

    assert (changed.state, changed.trl, changed.verified_by, changed.checked) == ("listed", 8, None, ())


def test_the_second_of_two_editors_is_told() -> None:
    solution = a_solution(a_programme())
    edit_solution(solution=solution, stated={"title": "First"}, actor=SYSTEM, at=BEFORE, version=1)
    with pytest.raises(Stale):
        edit_solution(solution=solution, stated={"title": "Second"}, actor=SYSTEM, at=BEFORE, version=1)


def test_a_listed_solution_is_not_edited_into_nothing() -> None:
    with pytest.raises(CannotStateSolution):
        edit_solution(
            solution=a_solution(a_programme(), state="listed"), stated={"summary": ""}, actor=SYSTEM, at=AFTER
        )


def test_two_presses_enter_one_solution() -> None:
    programme = a_programme()
    stated = {"title": "Once", "provider_name": "Acme", "country": "FR"}
    made = [draft_solution(programme=programme, stated=stated, actor=SYSTEM, at=BEFORE, intent="k") for _ in range(2)]

    assert made[0].pk == made[1].pk
    assert Solution.objects.in_programme(programme).count() == 1


def test_an_archived_solution_comes_back_unverified() -> None:
    programme = a_programme()
    scout = somebody(programme, "partner_staff")
    archived = archive_solution(solution=a_solution(programme, state="verified"), cause="stale", actor=scout, at=AFTER)
    back = restore_solution(solution=archived, actor=scout, at=AFTER)

    assert (archived.archive_cause, back.state, back.verified_at, back.archive_cause) == ("stale", "listed", None, "")


def test_a_solution_is_not_archived_without_a_cause() -> None:
    programme = a_programme()
    with pytest.raises(CannotArchiveSolution):
        archive_solution(
            solution=a_solution(programme), cause="merged", actor=somebody(programme, "partner_staff"), at=AFTER
        )


def test_who_may_see_what() -> None:
    programme = a_programme()
    drafted, listed = a_solution(programme), a_solution(programme, state="listed")
    everything = Solution.objects.in_programme(programme)

    assert list(everything.visible_to(ANONYMOUS)) == [listed]
    assert list(everything.visible_to(somebody(programme, "partner_staff", strong=False))) == [listed]
    assert set(everything.visible_to(somebody(programme, "partner_staff"))) == {drafted, listed}
    assert list(everything.visible_to(somebody(a_programme("beta"), "partner_staff"))) == [listed]


# -- claims ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("email", "website", "answer"),
    [
        ("a@acme.example", "https://www.acme.example/x", True),
        ("a@acme.example", "https://shop.acme.example", True),
        ("a@evil-acme.example", "https://acme.example", False),
        ("a@gmail.com", "https://gmail.com", False),
        ("a@acme.example", "", False),
    ],
)
def test_an_address_is_at_home_at_the_web_site_only(email: str, website: str, answer: bool) -> None:
    assert at_home(email, website) is answer


def test_an_approved_claim_lets_the_provider_edit_and_not_verify() -> None:
    programme = a_programme()
    solution = a_solution(programme, state="listed")
    claim = a_claim(solution)
    decided = decide_claim(
        claim=claim, answer="approve", reason="", actor=somebody(programme, "partner_staff"), at=AFTER
    )
    provider = acting(decided.user)
    edited = edit_solution(solution=solution, stated={"trl": "9"}, actor=provider, at=AFTER)

    assert (claim.by_domain, edited.trl, edited.claimed_by) == (True, 9, decided.user)
    assert Mail.objects.get(key=f"claim:{claim.ref}:approve").to == decided.user.email
    with pytest.raises(NotAllowed):
        verify_solution(solution=edited, checked=["visit"], note="", actor=provider, at=AFTER)


def test_a_stranger_claims_with_evidence_only() -> None:
    solution = a_solution(a_programme(), state="listed")
    stranger = acting(a_user())
    with pytest.raises(CannotClaimSolution) as caught:
        claim_solution(solution=solution, statement="It is ours.", actor=stranger, at=BEFORE)
    said = "I am in the register of companies as its director since 2019."
    claim, others = claim_solution(solution=solution, statement=said, actor=stranger, at=BEFORE)

    assert caught.value.code == "evidence_missing"
    assert (claim.by_domain, others) == (False, False)


def test_of_two_claims_the_second_is_told_and_a_person_decides() -> None:
    solution = a_solution(a_programme(), state="listed")
    a_claim(solution)
    second = acting(a_user("Second", email="second@acme.example"))
    _claim, others = claim_solution(solution=solution, statement="", actor=second, at=BEFORE)

    assert others is True
    with pytest.raises(CannotClaimSolution) as caught:
        claim_solution(solution=solution, statement="", actor=second, at=BEFORE)
    assert caught.value.code == "asked_before"


def test_a_claim_is_declined_with_a_reason() -> None:
    programme = a_programme()
    claim = a_claim(a_solution(programme, state="listed"))
    scout = somebody(programme, "partner_staff")
    with pytest.raises(CannotDecideClaim):
        decide_claim(claim=claim, answer="decline", reason=" ", actor=scout, at=AFTER)
    declined = decide_claim(claim=claim, answer="decline", reason="The register names others.", actor=scout, at=AFTER)

    assert (declined.state, declined.solution.claimed_by) == ("declined", None)


# -- duplicates ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Acme Sp. z o.o.", "acme"),
        ("ACMÉ S.A.S.", "acme"),
        ("Acme GmbH & Co. KG", "acme"),
        ("SA", "sa"),
        ("Nordic Sensors Oy", "nordic sensors"),
    ],
)
def test_a_company_is_known_without_its_legal_form(name: str, plain: str) -> None:
    assert company(name) == plain


def test_the_same_thing_twice_is_proposed_with_reasons() -> None:
    programme = a_programme()
    first = a_solution(programme, title="Night watch camera", provider_name="Acme SAS")
    second = a_solution(programme, title="Night watch camera", provider_name="ACME S.A.S.")
    a_solution(programme, title="Balloon", summary="Something quite different that flies over squares all day.")
    pairs = proposed_pairs(programme)

    assert [(pair.first, pair.second) for pair in pairs] == [(first, second)]
    assert pairs[0].reasons[:2] == ("same web site", "same name (legal form left aside) and country")


def test_two_that_were_kept_apart_are_not_proposed_again() -> None:
    programme = a_programme()
    pair = [a_solution(programme, title="Night watch camera") for _ in range(2)]
    keep_apart(first=pair[1], second=pair[0], actor=somebody(programme, "partner_staff"), at=AFTER)

    assert proposed_pairs(programme) == []


def test_a_merger_keeps_both_texts_and_can_be_undone() -> None:
    programme = a_programme()
    scout = somebody(programme, "partner_staff")
    kept, other = (a_solution(programme, state="listed", title=title) for title in ("Camera", "The camera"))
    merged = merge_solutions(kept=kept, merged=other, actor=scout, at=AFTER)
    state, cause, into, title = merged.state, merged.archive_cause, merged.merged_into, merged.title
    back = restore_solution(solution=merged, actor=scout, at=AFTER)

    assert (state, cause, into, title) == ("archived", "merged", kept, "The camera")
    assert (back.state, back.merged_into, back.title) == ("listed", None, "The camera")


def test_a_merger_of_a_merged_record_is_refused() -> None:
    programme = a_programme()
    scout = somebody(programme, "partner_staff")
    first, second, third = (a_solution(programme, state="listed") for _ in range(3))
    merged = merge_solutions(kept=first, merged=second, actor=scout, at=AFTER)
    with pytest.raises(NotNow):
        merge_solutions(kept=first, merged=merged, actor=scout, at=AFTER)
    with pytest.raises(CannotMergeSolutions):
        merge_solutions(kept=merged, merged=third, actor=scout, at=AFTER)
    with pytest.raises(CannotMergeSolutions):
        merge_solutions(kept=first, merged=first, actor=scout, at=AFTER)


# -- the yearly question ---------------------------------------------------------------------------------------------


def test_after_a_year_the_contact_is_asked_once() -> None:
    programme = a_programme()
    solution = a_solution(programme, state="listed")
    a_solution(programme)
    asked = [remind_stale(at) for at in (A_YEAR_ON - timedelta(days=2), A_YEAR_ON, A_YEAR_ON + timedelta(hours=6))]

    assert asked == [0, 1, 0]
    assert [mail.to for mail in Mail.objects.order_by("id")] == [solution.contact_email]


def test_a_confirmation_begins_the_year_anew() -> None:
    programme = a_programme()
    solution = a_solution(programme, state="listed")
    remind_stale(A_YEAR_ON)
    confirm_solution(solution=solution, actor=somebody(programme, "partner_staff"), at=A_YEAR_ON)

    assert remind_stale(A_YEAR_ON + timedelta(days=364)) == 0
    assert remind_stale(A_YEAR_ON + timedelta(days=366)) == 1
