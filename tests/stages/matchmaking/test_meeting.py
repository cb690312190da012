"""From an expression of interest to shared contact details, and everything that may stand in between."""

from __future__ import annotations

from datetime import timedelta

import pytest

from securit.kernel.refusals import NotAllowed, NotNow, Refusal
from securit.machinery.correspondence.models import Mail
from securit.programmes.public import Programme
from securit.stages.matchmaking import terms
from securit.stages.matchmaking.engines.suggestions import suggestions_for
from securit.stages.matchmaking.models import Introduction
from securit.stages.matchmaking.public import (
    accept_introduction,
    answer_report,
    decline_introduction,
    edit_profile,
    end_introduction,
    introduce_two,
    let_in,
    reinstate_profile,
    resume_notices,
    share_contact,
    shut_out,
    stop_notices,
    suspend_profile,
    take_contact_back,
    withdraw_introduction,
    withdraw_profile,
    write_message,
)
from securit.stages.matchmaking.selectors import suggestible
from securit.stages.matchmaking.services.edit_profile import CannotBeginProfile, CannotStateProfile, statement_of
from tests.stages.matchmaking.meetings import WHY, a_report, an_interest, an_introduction, searching
from tests.worlds import BEFORE, a_programme, fresh, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(db: None) -> Programme:
    return a_programme()


def code(refusal: pytest.ExceptionInfo[Refusal]) -> str:
    return refusal.value.code


def mailed(who: object) -> list[str]:
    return list(Mail.objects.filter(to=who.user.email).order_by("id").values_list("subject", flat=True))  # type: ignore[attr-defined]


def test_two_who_agree_write_and_share_when_both_want_to(programme: Programme) -> None:
    one, other = searching(programme, name="One"), searching(programme, name="Other")
    met = an_introduction(one, other)
    write_message(introduction=met, text="Shall we call?", actor=other.actor, at=BEFORE)
    write_message(introduction=met, text="And when?", actor=other.actor, at=BEFORE)
    share_contact(introduction=met, actor=one.actor, at=BEFORE)
    with pytest.raises(Refusal) as refused:
        write_message(introduction=fresh(met), text=f"Mail {one.user.email}", actor=one.actor, at=BEFORE)
    before = fresh(met).contacts()
    share_contact(introduction=met, actor=other.actor, at=BEFORE)

    assert (code(refused), refused.value.field, before) == ("unfit_words", "text", None)
    assert fresh(met).contacts() == {"asker": one.user, "asked": other.user}
    assert mailed(one) == [
        "ALPHA: You are introduced to Other",
        "ALPHA: A message from Other",
        "ALPHA: Other offers its contact details",
    ]
    assert mailed(other) == ["ALPHA: One would like to meet you", "ALPHA: One offers its contact details"]

    take_contact_back(introduction=met, actor=one.actor, at=BEFORE)
    assert fresh(met).contacts() is None


def test_after_a_no_one_waits_and_nobody_asks_twice_at_a_time(programme: Programme) -> None:
    one, other = searching(programme), searching(programme)
    asked = an_interest(one, other)
    with pytest.raises(Refusal) as at_once:
        an_interest(other, one)
    decline_introduction(introduction=asked, reason="Not this year.", actor=other.actor, at=BEFORE)
    with pytest.raises(Refusal) as too_soon:
        an_interest(one, other, at=BEFORE + terms.AGAIN_AFTER - timedelta(days=1))
    back = an_interest(other, one)
    withdraw_introduction(introduction=back, actor=other.actor, at=BEFORE)

    assert (code(at_once), code(too_soon)) == ("asked_already", "said_no")
    assert an_interest(one, other, at=BEFORE + terms.AGAIN_AFTER).state == "asked"


def test_what_waits_is_limited(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("securit.stages.matchmaking.services.express_interest.MOST_WAITING", 2)
    monkeypatch.setattr("securit.stages.matchmaking.services.express_interest.MOST_A_WEEK", 3)
    monkeypatch.setattr("securit.stages.matchmaking.services.write_message.MOST_MESSAGES_A_DAY", 1)
    one, others = searching(programme), [searching(programme) for _ in range(4)]
    asked = [an_interest(one, other) for other in others[:2]]
    with pytest.raises(Refusal) as waiting:
        an_interest(one, others[2])
    met = accept_introduction(introduction=asked[0], actor=others[0].actor, at=BEFORE)
    decline_introduction(introduction=asked[1], reason="", actor=others[1].actor, at=BEFORE)
    an_interest(one, others[2])
    with pytest.raises(Refusal) as weekly:
        an_interest(one, others[3])
    write_message(introduction=met, text="One", actor=one.actor, at=BEFORE)
    with pytest.raises(Refusal) as daily:
        write_message(introduction=met, text="Two", actor=one.actor, at=BEFORE)

    assert [code(each) for each in (waiting, weekly, daily)] == ["too_many_waiting", "too_many_a_week", "too_many"]


def test_a_partner_introduces_two_who_both_say_yes(programme: Programme) -> None:
    one, other, staff = searching(programme), searching(programme), somebody(programme, "partner_staff")
    made = introduce_two(one=one.profile, other=other.profile, reason=WHY, actor=staff, at=BEFORE)
    half = accept_introduction(introduction=made, actor=one.actor, at=BEFORE)
    with pytest.raises(NotAllowed):
        accept_introduction(introduction=half, actor=one.actor, at=BEFORE)
    with pytest.raises(NotNow):
        write_message(introduction=half, text="Hello", actor=one.actor, at=BEFORE)
    whole = accept_introduction(introduction=half, actor=other.actor, at=BEFORE)

    assert [made.state, half.state, whole.state] == ["asked", "asked", "accepted"]
    with pytest.raises(NotAllowed):
        write_message(introduction=whole, text="Hello", actor=staff, at=BEFORE)


def test_a_competitor_finds_nothing_and_may_not_ask(programme: Programme) -> None:
    one, other = searching(programme), searching(programme)
    met = an_introduction(other, one)
    shut_out(
        profile=one.profile, organisation=other.profile.organisation, cause="competitor", actor=one.actor, at=BEFORE
    )
    with pytest.raises(Refusal) as refused:
        an_interest(other, one)
    rows, barred = suggestible(fresh(other.profile))

    assert (fresh(met).state, fresh(one.profile).is_public, code(refused)) == ("ended", False, "barred")
    assert suggestions_for(other.profile, rows, barred).found == ()
    let_in(profile=one.profile, organisation=other.profile.organisation, actor=one.actor, at=BEFORE)
    assert fresh(one.profile).is_public is True


def test_suggestions_say_why_in_both_directions_and_what_nobody_speaks_of(programme: Programme) -> None:
    port = searching(
        programme, offers="Our port offers quays where cameras are tried at night.",
        seeks="Cameras for the dark, and a drone.", offered=("risk",), sought=("sensors",), kind="infrastructure",
    )  # fmt: skip
    cameras = searching(programme)
    searching(
        programme,
        offers="Training of staff in hospitals, with maps and actors.",
        seeks="",
        offered=(),
        sought=(),
        summary="We teach.",
    )
    rows, barred = suggestible(port.profile)
    first, *_others = suggestions_for(port.profile, rows, barred).found

    assert first.profile == cameras.profile
    assert None not in (first.gives, first.takes)
    assert first.gives is not None
    assert first.gives.passage.startswith("Cameras that see in the dark")
    assert "drone" in suggestions_for(port.profile, rows, barred).unanswered


def test_withdrawing_ends_everything_that_was_begun(programme: Programme) -> None:
    one, *others = (searching(programme) for _ in range(4))
    rows = [an_interest(one, others[0]), an_interest(others[1], one), an_introduction(one, others[2])]
    withdraw_profile(profile=one.profile, actor=one.actor, at=BEFORE)

    assert [fresh(row).state for row in rows] == ["withdrawn", "declined", "ended"]


def test_a_profile_is_its_organisations_and_says_enough(programme: Programme) -> None:
    one, other = searching(programme), searching(programme)
    with pytest.raises(NotAllowed):
        edit_profile(profile=one.profile, said=statement_of(one.profile), actor=other.actor, at=BEFORE)
    with pytest.raises(CannotStateProfile) as empty:
        edit_profile(profile=one.profile, said=type(statement_of(one.profile))(), actor=one.actor, at=BEFORE)
    with pytest.raises(CannotBeginProfile) as foreign:
        searching_for(programme, other)

    assert (empty.value.field, code(foreign)) == ("summary", "not_yours")


def searching_for(programme: Programme, other: object) -> None:
    """Somebody makes a profile for an organisation that is not theirs."""
    from securit.stages.matchmaking.public import Statement, begin_profile

    organisation = other.profile.organisation  # type: ignore[attr-defined]
    begin_profile(
        programme=programme, organisation=organisation, said=Statement(), actor=somebody(programme), at=BEFORE
    )


def test_a_report_opens_the_conversation_to_a_person_until_it_is_answered(programme: Programme) -> None:
    one, other = searching(programme), searching(programme)
    met, staff = an_introduction(one, other), somebody(programme, "partner_staff")
    seen = Introduction.objects.in_programme(programme).visible_to
    before = seen(staff).count()
    report = a_report(met, one)
    during = seen(staff).count()
    with pytest.raises(Refusal) as wordless:
        answer_report(report=report, answer=" ", actor=staff, at=BEFORE)
    answer_report(report=report, answer="We have talked to them.", actor=staff, at=BEFORE)
    suspend_profile(profile=other.profile, reason="Rude.", actor=staff, at=BEFORE)
    with pytest.raises(Refusal) as suspended:
        an_interest(other, searching(programme))
    with pytest.raises(Refusal) as silenced:
        write_message(introduction=met, text="Hello", actor=other.actor, at=BEFORE)
    reinstate_profile(profile=other.profile, actor=staff, at=BEFORE)

    assert (before, during, seen(staff).count(), code(wordless)) == (0, 1, 0, "answer_missing")
    assert (code(suspended), code(silenced)) == ("not_listed", "suspended")
    assert mailed(one)[-1] == "ALPHA: Your report is answered"
    assert mailed(other)[-1] == "ALPHA: Your profile is suspended"


def test_stopped_mails_stop_and_come_again(programme: Programme) -> None:
    one, other = searching(programme), searching(programme)
    stop_notices(programme=programme, user=other.user, actor=other.actor, at=BEFORE)
    met = an_introduction(one, other)
    silent = mailed(other)
    resume_notices(programme=programme, user=other.user, actor=other.actor, at=BEFORE)
    write_message(introduction=met, text="Hello", actor=one.actor, at=BEFORE)

    assert (silent, len(mailed(other))) == ([], 1)
    end_introduction(introduction=met, actor=one.actor, at=BEFORE)
    assert fresh(met).state == "ended"
