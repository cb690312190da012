"""What teams keep about a person."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.people.public import User
from securit.programmes.public import Programme
from securit.stages.matchmaking.kept import Kept, Record, moment, record, with_programme
from securit.stages.matchmaking.models import (
    Interest,
    TeamFile,
    TeamMember,
    TeamNote,
    TeamPerson,
    TermsAcceptance,
)


def kept_by_teams(programme: Programme, actor: Actor) -> list[Kept]:
    """Memberships, accepted terms, what was written and put in, interests, invitations. Seven queries."""
    user = User.objects.filter(pk=actor.user_id or 0).first()
    if user is None:
        return []
    here = {"programme": programme}
    people = TeamPerson.objects.filter(**here, user=user).select_related("team", "member__organisation")
    accepted = TermsAcceptance.objects.filter(**here, user=user).select_related("team")
    notes = TeamNote.objects.filter(**here, written_by=user).select_related("team")
    files = TeamFile.objects.filter(**here, file__uploaded_by=user).select_related("team", "file")
    shown = Interest.objects.in_programme(programme).filter(asked_by=user)
    return [
        Kept(
            _("Teams whose workspace you open"),
            _("So that you, and nobody outside the team, can work there."),
            _("Until you or your organisation leave; that it was in the team stays in the team's trail."),
            tuple(_person(row) for row in people.order_by("id")),
        ),
        Kept(
            _("Confidentiality terms you accepted"),
            _("As evidence of who promised what, when; the others in the team rely on it."),
            _("As long as the programme keeps its records, also after you have left: you promised for five years."),
            tuple(_acceptance(row) for row in accepted.order_by("id")),
        ),
        Kept(
            _("Notes and decisions you wrote"),
            _("For the team; nobody of the programme reads them."),
            with_programme(),
            tuple(_note(row) for row in notes.order_by("id")),
        ),
        Kept(
            _("Files you put in"),
            _("For people of the team who accepted the terms."),
            _("Shown until somebody of the team takes them out; then kept, unseen, with the programme."),
            tuple(_file(row) for row in files.order_by("id")),
        ),
        Kept(
            _("Teams you asked to come into"),
            _("So that the team's lead can answer you."),
            with_programme(),
            tuple(_interest(row) for row in shown.select_related("team", "vacancy", "organisation").order_by("id")),
        ),
        Kept(
            _("Invitations sent to your address"),
            _("To bring you the invitation, and to know that it is yours. Only whoever invited you sees the address."),
            with_programme(),
            tuple(_invitation(row) for row in _invited(programme, user)),
        ),
    ]


def _invited(programme: Programme, user: User) -> QuerySet[TeamMember]:
    """Invitations whose address somebody wrote; one that the catalogue keeps is the catalogue's."""
    rows = TeamMember.objects.in_programme(programme).filter(contact_email__iexact=user.email)
    return rows.select_related("team", "organisation").order_by("id")


def _person(row: TeamPerson) -> Record:
    return record(
        (_("Team"), row.team.name),
        (_("For"), row.member.organisation.legal_name),
        (_("Role"), row.member.get_role_display()),
        (_("Joined"), moment(row.member.joined_at)),
        (_("Said yes"), row.member.joined_by),
    )


def _acceptance(row: TermsAcceptance) -> Record:
    return record(
        (_("Team"), row.team.name),
        (_("Your name"), row.name),
        (_("When"), moment(row.accepted_at)),
        (_("The text's digest"), row.terms_sha256),
    )


def _note(row: TeamNote) -> Record:
    return record((_("Team"), row.team.name), (_("Text"), row.text), (_("When"), moment(row.written_at)))


def _file(row: TeamFile) -> Record:
    return record(
        (_("Team"), row.team.name),
        (_("File"), row.file.name),
        (_("When"), moment(row.file.uploaded_at)),
        (_("Taken out"), moment(row.removed_at)),
    )


def _interest(row: Interest) -> Record:
    """A team that only has a vacancy in the open is named by it."""
    return record(
        (_("For"), row.organisation.legal_name),
        (_("What you asked for"), row.vacancy.title if row.vacancy else row.team.name),
        (_("Words"), row.message),
        (_("State"), row.state_label),
        (_("When"), moment(row.asked_at)),
    )


def _invitation(row: TeamMember) -> Record:
    return record(
        (_("Team"), row.team.name),
        (_("For"), row.organisation.legal_name),
        (_("State"), row.state_label),
        (_("When"), moment(row.invited_at)),
    )
