"""What partner search keeps about a person."""

from __future__ import annotations

from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.programmes.public import Programme
from securit.stages.matchmaking.directory import plain
from securit.stages.matchmaking.introduction_models import AbuseReport, Introduction, Message
from securit.stages.matchmaking.kept import Kept, moment, with_programme
from securit.stages.matchmaking.profile_models import Profile
from securit.stages.matchmaking.selectors import introductions_of, own_profiles, stop_of
from securit.stages.matchmaking.terms import PART_LABELS, PARTS


def kept_by_search(programme: Programme, actor: Actor) -> list[Kept]:
    """Everything of the person and of the organisations for which they speak. Seven queries at most."""
    profiles = own_profiles(programme, actor)
    introductions = list(introductions_of(programme, actor))
    written = Message.objects.in_programme(programme).filter(by_id=actor.user_id or 0).order_by("at", "id")
    reported = AbuseReport.objects.in_programme(programme).filter(user_id=actor.user_id or 0).order_by("id")
    stop = stop_of(programme, actor.user_id or 0)
    return [
        Kept(
            _("Profiles of your organisations"),
            _("To show others what you offer and seek; you choose who reads each part."),
            _("Until you withdraw the profile it is shown; afterwards it is kept, unseen, with the programme."),
            tuple(_profile(row) for row in profiles),
        ),
        Kept(
            _("Introductions"),
            _(
                "To carry your conversations, and to know who said yes and no. That two organisations were introduced "
                "is looked at when somebody from one of them evaluates an application of the other."
            ),
            with_programme(),
            tuple(_introduction(row, profiles) for row in introductions),
        ),
        Kept(
            _("Messages that you wrote"),
            _("To show them to the other side; a report lets a person of the programme read them too."),
            with_programme(),
            tuple(((_("When"), moment(row.at)), (_("Text"), row.text)) for row in written),
        ),
        Kept(
            _("Reports that you made"),
            _("So that a person can answer. The organisation is not told who reported it."),
            with_programme(),
            tuple(_report(row) for row in reported),
        ),
        Kept(
            _("Mails about introductions"),
            _("So that we know whether you want them."),
            with_programme(),
            (((_("Mails"), str(stop.state_label) if stop else _("wanted")),),),
        ),
    ]


def _profile(row: Profile) -> tuple[tuple[str, str], ...]:
    parts = [(f"{PART_LABELS[part]} ({row.audiences[part]})", plain(row, part)) for part in PARTS]
    bars = [bar.organisation.legal_name for bar in row.bars.select_related("organisation").order_by("id")]
    head = [(_("Organisation"), row.organisation.legal_name), (_("State"), str(row.state_label))]
    shut = [(_("Shut out"), ", ".join(bars))] if bars else []
    return (*head, *(pair for pair in parts if pair[1]), *shut)


def _introduction(row: Introduction, profiles: list[Profile]) -> tuple[tuple[str, str], ...]:
    own = {profile.pk for profile in profiles}
    other = row.asker if row.asked_id in own else row.asked
    asked = moment(row.asked_at)
    return (
        (_("With"), other.organisation.legal_name),
        (_("State"), str(row.state_label)),
        (_("Asked"), asked),
        (_("First words"), row.message),
    )


def _report(row: AbuseReport) -> tuple[tuple[str, str], ...]:
    pairs = [(_("When"), moment(row.filed_at)), (_("Text"), row.text), (_("Answer"), row.answer)]
    return tuple(pair for pair in pairs if pair[1])
