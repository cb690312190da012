"""What is missing, as one list: part by part and member by member, each line with the field where it is mended."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from securit.stages.applications.models import Member
from securit.stages.applications.readiness import TEAM, Gap
from securit.stages.applications.web.frame import Frame


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is missing; ``who`` where not everybody who writes can mend it."""

    sentence: str
    url: str
    blocks: bool
    who: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the application, or one member of its team; complete without lines."""

    title: str
    url: str
    lines: tuple[Line, ...]


def checklist(frame: Frame) -> list[Group]:
    """Every part in the order of the pages, then every member in the order of the team."""
    members = {member.ref: member for member in frame.members}
    groups = []
    for part in frame.parts:
        own = [gap for gap in frame.gaps if gap.section == part.code and not (part.code == TEAM and gap.member)]
        groups.append(Group(part.title, part.url, tuple(_line(frame, gap, members) for gap in own)))
    for ref, member in members.items():
        own = [gap for gap in frame.gaps if gap.section == TEAM and gap.member == ref]
        lines = tuple(_line(frame, gap, members) for gap in own)
        groups.append(Group(member.organisation.legal_name, frame.url("member", member=ref), lines))
    return groups


def _line(frame: Frame, gap: Gap, members: dict[str, Member]) -> Line:
    who = _signer(members[gap.member]) if gap.code == "sign_off" and gap.member in members else ""
    return Line(gap.sentence, frame.place(gap), gap.blocks, who)


def _signer(member: Member) -> str:
    if not member.contact_email:
        return _("Nobody is named yet who signs for it.")
    return _("Signed by the person named on its page, by the link that you send.")
