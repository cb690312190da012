"""Private links of teams. No secret lies in the database: a link is signed, and dies with what it names."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

from securit.kernel.canonical import digest
from securit.programmes.public import Programme
from securit.stages.matchmaking.team_models import Team, TeamMember

_INVITATION = Signer(salt="matchmaking.invitation")
_TEAM = Signer(salt="matchmaking.team")


def invitation_token(member: TeamMember) -> str:
    """Opens the invitation of one member; another address makes older tokens worthless."""
    return _INVITATION.sign(f"{member.ref}-{_mark(member.contact_email)}").replace(":", ".")


def member_of_token(programme: Programme, token: str) -> TeamMember | None:
    """The member whose invitation the token opens; ``None`` for a forged, foreign or outdated one."""
    ref, mark = _read(_INVITATION, token)
    found = TeamMember.objects.in_programme(programme).filter(ref=ref, state__in=("invited", "joined"))
    member = found.select_related("team__programme", "organisation").first()
    return member if member is not None and mark == _mark(member.contact_email) else None


def team_token(team: Team) -> str:
    """Lets whoever holds it ask to come in; a new link makes the old one worthless."""
    return _TEAM.sign(f"{team.ref}-{team.link_number}").replace(":", ".")


def team_of_token(programme: Programme, token: str) -> Team | None:
    """The forming team that the token names; ``None`` when there is none any more."""
    ref, number = _read(_TEAM, token)
    team = Team.objects.in_programme(programme).filter(ref=ref, state="formed").select_related("programme").first()
    return team if team is not None and number == str(team.link_number) else None


def masked(email: str) -> str:
    """``sara@post.example`` → ``s…@p…``: enough to recognise one's own address, too little to learn another's."""
    name, _at, place = email.partition("@")
    return f"{name[:1]}…@{place[:1]}…" if place else ""


def _mark(email: str) -> str:
    return digest(email.strip().lower())[:16]


def _read(signer: Signer, token: str) -> tuple[str, str]:
    try:
        ref, _dash, mark = signer.unsign(":".join(token.rsplit(".", 1))).partition("-")
    except BadSignature:
        return "", ""
    return ref, mark
