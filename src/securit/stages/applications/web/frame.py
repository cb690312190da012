"""What stands on every page of an application for its team: where it is, what is missing, what counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from securit.kernel.canonical import digest
from securit.stages.applications.closing import Closing, closing
from securit.stages.applications.content import content_of, form_of
from securit.stages.applications.late_sign_offs import signable_until
from securit.stages.applications.models import Application, ApplicationVersion, Member
from securit.stages.applications.readiness import BASICS, TEAM, Gap
from securit.stages.applications.selectors import counting_version, gaps_in, present_members
from securit.stages.applications.standing import Standing, standing_of
from securit.stages.applications.window import brussels
from securit.stages.calls.public import SEALED_STATES, cut_off_for


@dataclass(frozen=True)
class Part:
    """A page of the application: title and kind, a section of the form, the team."""

    code: str
    title: str
    url: str
    open_gaps: int


@dataclass(frozen=True)
class Frame:
    """The state of a draft, computed once per page."""

    application: Application
    members: list[Member]
    gaps: tuple[Gap, ...]
    counting: ApplicationVersion | None
    draft_differs: bool
    standing: Standing
    now: datetime

    @property
    def is_over(self) -> bool:
        """Whether the deadline has passed."""
        return self.now >= self.application.deadline_at

    @property
    def signable_until(self) -> datetime:
        """Until when members may sign off."""
        return signable_until(self.application)

    @property
    def may_sign_off(self) -> bool:
        """Whether a missing sign-off can still come."""
        return self.now < self.signable_until

    @property
    def unsigned(self) -> list[Member]:
        """After the deadline: the members whose sign-off is missing and can still come."""
        late = self.is_over and self.may_sign_off
        return [member for member in self.members if member.state == "invited"] if late else []

    @property
    def closing(self) -> Closing:
        """When it closes, in the programme's zone with the weekday, and whether that is near."""
        return closing(self.application.deadline_at, self.application.programme.terms.time_zone, self.now)

    @property
    def cut_off(self) -> str:
        """In which cut-off it stands, or would stand if submitted now, in a sentence; empty where none is left."""
        stands_in = self.application.cut_off_at
        moment = stands_in or cut_off_for(self.application.call, self.now)
        if moment is None or self.is_over:
            return ""
        said = {"moment": brussels(moment)}
        if stands_in:
            return _("It stands in the cut-off of %(moment)s, with all that is submitted before.") % said
        return _("Submitted now, it stands in the cut-off of %(moment)s; what comes later waits for the next.") % said

    @property
    def blocking(self) -> tuple[Gap, ...]:
        """What keeps the draft from being submitted."""
        return tuple(gap for gap in self.gaps if gap.blocks)

    @cached_property
    def parts(self) -> list[Part]:
        """The pages in order, each with the number of things that are missing there."""
        titles = [(BASICS, _("Title and kind"))]
        titles += [(section.code, section.title) for section in form_of(self.application.call).sections]
        found = [Part(code, title, self.url("section", section=code), self._open(code)) for code, title in titles]
        return [*found, Part(TEAM, _("Team and budget"), self.url("team"), self._open(TEAM))]

    @property
    def submit_url(self) -> str:
        """The page on which the application is checked and submitted."""
        return self.url("submit")

    def _open(self, code: str) -> int:
        return sum(gap.section == code for gap in self.gaps)

    def url(self, name: str, **kwargs: Any) -> str:
        """The address of a page of this application."""
        return application_url(self.application, name, **kwargs)

    def place(self, gap: Gap) -> str:
        """Where a gap is mended."""
        if gap.section == TEAM:
            if gap.member:
                return self.url("member", member=gap.member) + (f"#id_{gap.field}" if gap.field else "#sign-off")
            return self.url("team") + "#sums"
        anchor = f"#id_{gap.field}{'__' + gap.member if gap.member else ''}" if gap.field else ""
        return self.url("section", section=gap.section) + anchor

    def context(self, current: str) -> dict[str, Any]:
        """For the templates; ``current`` is the code of the part shown (``overview`` and ``submit`` are pages too)."""
        tabs = [{"label": _("Overview"), "url": self.url("edit"), "current": current == "overview"}]
        tabs += [
            {"label": part.title, "url": part.url, "current": current == part.code, "count": part.open_gaps or None}
            for part in self.parts
        ]
        tabs.append({"label": _("Submit"), "url": self.url("submit"), "current": current == "submit"})
        name = self.standing.name
        slug = self.application.programme.slug
        trail = [(_("My applications"), reverse("applications:mine", kwargs={"slug": slug})), (name, "")]
        return {
            "application": self.application,
            "call": self.application.call,
            "frame": self,
            "name": name,
            "tabs": tabs,
            "trail": trail,
            "now": self.now,
            "stages": stages(self),
            "missing": [(gap, self.place(gap)) for gap in self.gaps],
        }


def frame_of(application: Application, now: datetime) -> Frame:
    """Read everything the team's pages share."""
    members = present_members(application)
    content = content_of(application, members)
    counting = counting_version(application)
    differs = counting is not None and counting.content_sha256 != digest(content)
    standing = standing_of(application, now)
    return Frame(application, members, gaps_in(content, application.call), counting, differs, standing, now)


def stages(frame: Frame) -> list[dict[str, str]]:
    """The applicant's line: write, sign off, submit, and what follows after the deadline for what was submitted."""
    signed = bool(frame.members) and all(member.state == "signed_off" for member in frame.members)
    written = not any(gap.blocks and gap.code != "sign_off" for gap in frame.gaps)
    state = frame.application.call.state
    stays_out = frame.is_over and frame.counting is None
    done = [
        (_("Write"), written or frame.counting is not None),
        (_("Sign off"), signed or frame.counting is not None),
        (_("Submit"), frame.counting is not None),
        (_("Call closes"), frame.is_over or state not in SEALED_STATES),
        (_("Eligibility and evaluation"), state in ("decided", "archived")),
        (_("Decision"), frame.application.call.results_published_at is not None),
    ]
    if stays_out:
        done = done[:3]
    first_open = next((index for index, (_label, is_done) in enumerate(done) if not is_done), len(done))
    return [
        {"label": label, "state": "done" if is_done else "now" if index == first_open and not stays_out else "next"}
        for index, (label, is_done) in enumerate(done)
    ]


def application_url(application: Application, name: str, **kwargs: Any) -> str:
    """The address of a page of an application."""
    return reverse(
        f"applications:{name}", kwargs={"slug": application.programme.slug, "ref": application.ref, **kwargs}
    )
