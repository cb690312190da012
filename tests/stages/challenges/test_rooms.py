"""Workshops, rooms and votes: nobody votes twice, nothing is lost, nobody is seen."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from securit.kernel.actor import ANONYMOUS, SYSTEM
from securit.kernel.canonical import digest
from securit.kernel.models import AuditEntry
from securit.kernel.refusals import NotAllowed, NotNow
from securit.stages.challenges.engines import Count, again, standings
from securit.stages.challenges.models import Ballot, Participant, Vote, Voted, Workshop
from securit.stages.challenges.public import (
    CannotCastBallot,
    CannotCloseRoom,
    CannotJoinRoom,
    CannotOpenVote,
    CannotPlanWorkshop,
    CannotPrepareVote,
    Credential,
    Newcomer,
    adopt_minutes,
    close_room,
    close_vote,
    join_room,
    open_room,
    open_vote,
    plan_workshop,
    prepare_vote,
    reveal_vote,
    workshop_participants_of,
    write_minutes,
)
from securit.stages.challenges.room_keys import ballot_key
from securit.stages.challenges.services.close_vote import seed_of
from tests.stages.challenges.refusals import a_refusal
from tests.stages.challenges.rooms import (
    a_closed_vote,
    a_phone,
    a_plan,
    a_workshop,
    an_open_room,
    an_open_vote,
    marks,
    proposed_challenges,
)
from tests.worlds import BEFORE, a_programme, an_organisation, fresh, somebody

pytestmark = pytest.mark.django_db


# -- the plan and the room ------------------------------------------------------------------------------------------


def test_a_workshop_walks_from_the_plan_to_its_minutes() -> None:
    workshop = open_room(workshop=a_workshop(), actor=SYSTEM, at=BEFORE)
    workshop = close_room(workshop=workshop, actor=SYSTEM, at=BEFORE)
    workshop = write_minutes(workshop=workshop, text="We met.", actor=SYSTEM, at=BEFORE)
    workshop = adopt_minutes(workshop=workshop, actor=SYSTEM, at=BEFORE)
    acts = AuditEntry.objects.filter(stream=f"workshop:{workshop.ref}").order_by("seq").values_list("act", flat=True)

    assert (workshop.state, workshop.minutes, workshop.minuted_at) == ("minuted", "We met.", BEFORE)
    assert [act.partition(".")[2] for act in acts] == [
        "create", "announce", "open", "close", "write_minutes", "minute",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " "}, "title_missing"),
        ({"ends_at": BEFORE}, "ends_before_start"),
        ({"link": "javascript:alert(1)"}, "no_link"),
        ({"agenda": "x" * 20_001}, "too_long"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_its_field(changes: dict[str, Any], code: str) -> None:
    with a_refusal(CannotPlanWorkshop, code):
        plan_workshop(programme=a_programme(), plan=a_plan(**changes), actor=SYSTEM, at=BEFORE)


def test_a_challenge_of_another_programme_is_no_candidate() -> None:
    with a_refusal(CannotPlanWorkshop, "foreign_challenge"):
        plan_workshop(
            programme=a_programme(),
            plan=a_plan(proposed_challenges(a_programme("beta"))),
            actor=SYSTEM,
            at=BEFORE,
        )


def test_the_code_stands_only_while_the_room_is_open() -> None:
    workshop = an_open_room()
    closed = close_room(workshop=workshop, actor=SYSTEM, at=BEFORE)

    assert (len(workshop.code), closed.code) == (6, "")


def test_two_rooms_never_share_a_code() -> None:
    workshop, other = an_open_room(), a_workshop(a_programme("beta"))
    with pytest.raises(IntegrityError), transaction.atomic():
        open_room(workshop=other, actor=SYSTEM, at=BEFORE, code=workshop.code)


def test_nobody_joins_a_room_that_is_not_open() -> None:
    with a_refusal(NotAllowed, "room_closed"):
        a_phone(a_workshop())


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"kind": "spy"}, "kind_missing"),
        ({"country": "XX"}, "country_missing"),
        ({"nickname": "x" * 41}, "too_long"),
        ({"organisation_name": "x" * 201}, "too_long"),
    ],
)
def test_who_says_nothing_usable_does_not_join(said: dict[str, str], code: str) -> None:
    workshop = an_open_room()
    with a_refusal(CannotJoinRoom, code):
        a_phone(workshop, **{"kind": "integrator", **said})


def test_the_same_token_is_the_same_participant() -> None:
    workshop, credential = an_open_room(), Credential.fresh()
    who = [
        join_room(
            workshop=workshop,
            newcomer=Newcomer("industry", "DE"),
            credential=credential,
            actor=ANONYMOUS,
            at=BEFORE,
        ).ref
        for _ in range(2)
    ]

    assert (who[0] == who[1], workshop.participants.count()) == (True, 1)


def test_of_a_phone_only_a_digest_is_stored() -> None:
    phone = a_phone(an_open_room())
    stored = {str(value) for value in Participant.objects.values().get(pk=phone.participant.pk).values()}

    assert stored & {phone.credential.token, phone.credential.secret} == set()


def test_who_said_where_they_come_from_is_found_when_they_apply() -> None:
    workshop, known = an_open_room(), an_organisation(legal_name="Harbour of Nowhere")
    a_phone(workshop, organisation_name="harbour of nowhere")
    a_phone(workshop, organisation_name="Harbour")

    assert [p.organisation_name for p in workshop_participants_of(known)] == ["harbour of nowhere"]


# -- the vote -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": ""}, "title_missing"),
        ({"form": "shout"}, "unknown_form"),
        ({"rule": "approval"}, "rule_does_not_fit"),
        ({"criteria": ["a", "b", "c", "d"]}, "too_many_criteria"),
        ({"form": "top_five", "rule": "method_of_equal_shares"}, "seats_missing"),
    ],
)
def test_a_vote_that_cannot_be_counted_is_refused(changes: dict[str, Any], code: str) -> None:
    workshop = an_open_room()
    with a_refusal(CannotPrepareVote, code):
        prepare_vote(workshop=workshop, **{"title": "Q", "form": "rate", **changes}, actor=SYSTEM, at=BEFORE)


def test_one_vote_is_open_at_a_time() -> None:
    first = an_open_vote()
    with a_refusal(CannotOpenVote, "another_open"):
        an_open_vote(first.workshop)


def test_a_vote_needs_an_open_room_and_two_challenges() -> None:
    workshop = a_workshop()
    vote = prepare_vote(workshop=workshop, title="Q", form="rate", actor=SYSTEM, at=BEFORE)
    with a_refusal(CannotOpenVote, "room_closed"):
        open_vote(vote=vote, actor=SYSTEM, at=BEFORE)
    lonely = open_room(workshop=a_workshop(a_programme("beta"), ["1.1"]), actor=SYSTEM, at=BEFORE)
    with a_refusal(CannotOpenVote, "no_options"):
        an_open_vote(lonely)


def test_a_room_does_not_close_over_an_open_vote() -> None:
    vote = an_open_vote()
    with a_refusal(CannotCloseRoom, "vote_open"):
        close_room(workshop=vote.workshop, actor=SYSTEM, at=BEFORE)


def test_the_same_ballot_twice_counts_once() -> None:
    vote = an_open_vote()
    phone = a_phone(vote.workshop)
    receipts = [phone.votes(vote, marks(5, 3, 1)) for _ in range(2)]

    assert (receipts[0].key == receipts[1].key, vote.box.count(), vote.voted.count()) == (True, 1, 1)


def test_a_changed_ballot_takes_the_place_of_the_first() -> None:
    vote = an_open_vote()
    phone = a_phone(vote.workshop)
    phone.votes(vote, marks(5, 3, 1), revision=1)
    phone.votes(vote, marks(0, None, 2), revision=2)

    assert [ballot.content for ballot in vote.box.order_by("key")] == [marks(0, None, 2)]


def test_an_old_ballot_that_arrives_late_is_not_taken_for_the_new_one() -> None:
    vote = an_open_vote()
    phone = a_phone(vote.workshop)
    phone.votes(vote, marks(0, 0, 2), revision=2)
    receipt = phone.votes(vote, marks(5, 3, 1), revision=1)

    assert (receipt.revision, vote.box.get().content) == (2, marks(0, 0, 2))


def test_a_second_phone_of_the_same_person_does_not_vote_again() -> None:
    vote = an_open_vote()
    phone = a_phone(vote.workshop)
    phone.votes(vote, marks(5, 3, 1))
    phone.credential = Credential.fresh(phone.credential.token)
    with a_refusal(CannotCastBallot, "another_phone"):
        phone.votes(vote, marks(5, 3, 1))

    assert vote.box.count() == 1


def test_a_vote_after_the_close_is_not_counted() -> None:
    vote = an_open_vote()
    phone = a_phone(vote.workshop)
    closed = close_vote(vote=vote, actor=SYSTEM, at=BEFORE)
    with a_refusal(CannotCastBallot, "vote_not_open"):
        phone.votes(vote, marks(5, 3, 1))

    assert (closed.cast, closed.present) == (0, 1)


def test_somebody_of_another_room_does_not_vote_here() -> None:
    vote = an_open_vote()
    stranger = a_phone(an_open_room(a_programme("beta")))
    with a_refusal(NotAllowed, "not_in_the_room"):
        stranger.votes(vote, marks(5, 3, 1))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"marks": {"1.1": {"c1": 6}}}, "mark_out_of_range"),
        ({"marks": {"1.1": {"c1": True}}}, "mark_out_of_range"),
        ({"marks": {"1.1": {"c9": 1}}}, "unknown_criterion"),
        ({"marks": {"9.9": {"c1": 1}}}, "unknown_option"),
        ({"marks": ["1.1"]}, "malformed"),
    ],
)
def test_a_spoilt_paper_is_refused(content: dict[str, Any], code: str) -> None:
    vote = an_open_vote()
    with a_refusal(CannotCastBallot, code):
        a_phone(vote.workshop).votes(vote, content)


def test_the_close_empties_the_box_into_a_list_in_key_order() -> None:
    vote = a_closed_vote()
    entry = AuditEntry.objects.get(stream=f"workshop:{vote.workshop.ref}", act="vote.close")
    keys = [ballot["key"] for ballot in vote.ballots]

    assert (Ballot.objects.filter(vote=vote).count(), keys == sorted(keys), len(keys)) == (0, True, 7)
    assert entry.details["ballots_sha256"] == digest(vote.ballots) == vote.ballots_sha256


def test_a_voter_finds_the_own_ballot_and_the_database_does_not() -> None:
    """From what is stored nothing leads from a participant to a ballot; from the phone's secret it does."""
    vote = an_open_vote()
    phone = a_phone(vote.workshop)
    phone.votes(vote, marks(5, 3, 1))
    vote = close_vote(vote=vote, actor=SYSTEM, at=BEFORE)
    own = next(each for each in vote.ballots if each["key"] == ballot_key(phone.credential.secret, vote.ref))
    known = Voted.objects.get(vote=vote)

    assert own["content"] == marks(5, 3, 1)
    assert own["key"] not in (known.tag, phone.participant.token_sha256, phone.participant.ref)


def test_the_trail_never_says_who_voted_what_or_when() -> None:
    vote = an_open_vote()
    before = AuditEntry.objects.count()
    a_phone(vote.workshop).votes(vote, marks(5, 3, 1))

    assert AuditEntry.objects.count() == before


def test_the_recommendation_is_counted_again_to_the_same_bytes() -> None:
    vote = a_closed_vote()
    kept = vote.recommendation
    assert kept is not None

    assert digest(again(vote.rule, kept.seed, kept.problem)) == kept.outcome_sha256


def test_the_order_follows_the_marks_and_changes_without_a_group() -> None:
    vote = a_closed_vote()
    count = Count.of(vote)

    assert [each.number for each in standings(count, seed=seed_of(vote))] == ["1.1", "1.2", "1.10"]
    assert standings(count.without("integrator"), seed=0)[0].number == "1.10"


def test_few_of_a_kind_are_counted_together() -> None:
    vote = an_open_vote()
    for kind in ("integrator", "integrator", "authority", "industry", "industry", "industry"):
        a_phone(vote.workshop, kind).votes(vote, marks(1, 1, 1))
    vote = close_vote(vote=vote, actor=SYSTEM, at=BEFORE)

    assert sorted(ballot["kind"] for ballot in vote.ballots) == ["industry"] * 3 + ["other"] * 3


def test_a_result_is_shown_after_the_close_only() -> None:
    vote = an_open_vote()
    with pytest.raises(NotNow):
        reveal_vote(vote=vote, actor=SYSTEM, at=BEFORE)
    revealed = reveal_vote(vote=close_vote(vote=vote, actor=SYSTEM, at=BEFORE), actor=SYSTEM, at=BEFORE)

    assert (revealed.state, revealed.revealed_at) == ("closed", BEFORE)


@pytest.mark.parametrize("rule", ["approval", "method_of_equal_shares", "method_of_equal_shares_greedy"])
def test_five_picks_are_counted_by_every_rule_that_reads_them(rule: str) -> None:
    vote = an_open_vote(form="top_five", rule=rule, seats=1)
    for picks in (["1.1"], ["1.1", "1.2"], ["1.10"]):
        a_phone(vote.workshop).votes(vote, {"picks": picks})
    vote = close_vote(vote=vote, actor=SYSTEM, at=BEFORE)

    assert standings(Count.of(vote), seed=0)[0].number == "1.1"


def test_the_database_refuses_a_second_voted_and_a_second_ballot_of_a_key() -> None:
    vote = an_open_vote()
    phone = a_phone(vote.workshop)
    phone.votes(vote, marks(5, 3, 1))
    voted, ballot = Voted.objects.get(vote=vote), Ballot.objects.get(vote=vote)
    for row in (voted, ballot):
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


def test_partner_staff_host_and_observers_do_not() -> None:
    programme = a_programme()
    workshop = a_workshop(programme)
    with pytest.raises(NotAllowed):
        open_room(workshop=workshop, actor=somebody(programme, "observer"), at=BEFORE)

    assert open_room(workshop=workshop, actor=somebody(programme, "partner_staff"), at=BEFORE).state == "open"


def test_a_workshop_of_another_programme_is_not_listed() -> None:
    workshop = a_workshop()
    a_workshop(a_programme("beta"))

    assert list(Workshop.objects.in_programme(workshop.programme).visible_to(ANONYMOUS)) == [workshop]
    assert fresh(workshop).state == "announced"
    assert Vote.objects.in_programme(workshop.programme).count() == 0


def test_an_application_says_to_the_office_who_of_it_was_in_a_workshop() -> None:
    from securit.stages.screening.web.panels import workshops_of_application
    from tests.stages.applications import teams

    call = teams.an_open_call("alpha")
    team = teams.a_complete_draft(call)
    nothing = workshops_of_application(team.fresh(), SYSTEM)
    workshop = an_open_room(call.programme, numbers=("7.1", "7.2"))
    a_phone(workshop, organisation_name=team.member().organisation.legal_name)
    found = workshops_of_application(team.fresh(), SYSTEM)

    assert nothing is None
    assert found is not None
    assert found["workshops"] == [workshop]
