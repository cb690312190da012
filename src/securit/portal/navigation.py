"""Where one can go from every page. What a person may open is asked of the policy, never of their role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.portal.addresses import address
from securit.portal.selectors.mine import Desk
from securit.programmes.public import Programme
from securit.stages.calls.public import SEALED_STATES, Call, visible_calls


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of a navigation."""

    label: str
    url: str
    icon: str = ""
    current: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Links under one title."""

    title: str
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Way:
    """A page of the working area: who may open it says the policy."""

    action: str
    label: str
    icon: str
    page: str


#: What the navigation needs to know of a call.
_OF_A_CALL = ("programme_id", "ref", "state", "code", "title", "published_at", "results_published_at")


def public(programme: Programme, here: str) -> list[Entry]:
    """The public pages of a programme; ``here`` is the name of the page being shown."""
    slug = programme.slug
    pages = [
        (_("Needs"), "needs:public", ("needs:",)),
        (_("Challenges"), "challenges:list", ("challenges:",)),
        (_("Solutions"), "solutions:list", ("solutions:",)),
        (_("Partner search"), "matchmaking:profiles", ("matchmaking:",)),
        (_("Open calls"), "calls:list", ("calls:", "selection:results", "teams:")),
        (_("Events"), "events:list", ("events:",)),
        (_("Funded projects"), "reporting:showcase", ("reporting:showcase",)),
        (_("Calendar"), "portal:calendar", ("portal:calendar",)),
        (_("Partners"), "portal:partners", ("portal:partners",)),
    ]
    entries = [Entry(label, address(name, slug=slug), current=here.startswith(begin)) for label, name, begin in pages]
    return [entry for entry in entries if entry.url]


def foot(programme: Programme | None) -> list[Entry]:
    """Pages about the site, and the programme's sources where there is one."""
    entries = [
        Entry(_("Accessibility"), address("portal:accessibility")),
        Entry(_("Privacy"), address("portal:privacy")),
        Entry(_("How to check us"), address("portal:trust")),
    ]
    if programme is not None:
        entries.insert(0, Entry(_("Sources"), address("portal:sources", slug=programme.slug)))
        entries.append(Entry(_("Evaluate for us"), address("evaluation:experts", slug=programme.slug)))
    return entries


def programmes(desks: Sequence[Desk], present: Programme | None) -> list[Entry]:
    """The programmes of the desks, to change between them."""
    return [
        Entry(desk.programme.acronym, desk.url, current=present is not None and desk.programme.pk == present.pk)
        for desk in desks
    ]


def work(programme: Programme, actor: Actor, desks: Sequence[Desk], path: str) -> list[Group]:
    """The working area of a programme as the actor may use it, call by call; ``path`` marks the present page."""
    judges = any(desk.judges and desk.programme.pk == programme.pk for desk in desks)
    begin = [_Way("call.create", _("Begin a call"), "plus-lg", "calls:draft")]
    first = _entries(begin, actor, programme.facts(), path, slug=programme.slug)
    groups = [Group("", [*_own(programme, path, judges=judges), *first])]
    for call in visible_calls(programme, actor).select_related(None).only(*_OF_A_CALL):
        entries = _entries(_ways_of(call), actor, call.facts(), path, slug=programme.slug, code=call.code)
        if entries:
            groups.append(Group(call.title, entries))
    office = _entries(_office_ways(), actor, programme.facts(), path, slug=programme.slug)
    if office:
        groups.append(Group(programme.acronym, office))
    return groups


def _own(programme: Programme, path: str, *, judges: bool) -> list[Entry]:
    slug = programme.slug
    entries = [
        Entry(_("Home"), address("portal:home", slug=slug), "house"),
        Entry(_("My teams"), address("teams:mine", slug=slug), "people"),
        Entry(_("My applications"), address("applications:mine", slug=slug), "file-earmark-text"),
        Entry(_("My partner search"), address("matchmaking:mine", slug=slug), "people"),
        Entry(_("My meetings"), address("events:mine", slug=slug), "calendar-event"),
    ]
    if judges:
        entries.append(Entry(_("My evaluations"), address("evaluation:mine", slug=slug), "list-check"))
    return [_marked(entry, path) for entry in entries if entry.url]


def _ways_of(call: Call) -> list[_Way]:
    ways = [_Way("call.manage", _("The call"), "gear", "calls:manage")]
    if call.published_at is None and call.state != "cancelled":
        ways.append(_Way("call.manage", _("Design"), "pencil", "calls:design"))
    if call.state not in SEALED_STATES:
        ways += [
            _Way("application.list", _("Applications"), "file-earmark-text", "applications:list"),
            _Way("screening.list", _("Eligibility check"), "shield-check", "screening:list"),
            _Way("assignment.list", _("Assignments"), "people", "evaluation:assignments"),
            _Way("assignment.list", _("Reports"), "list-check", "evaluation:progress"),
            _Way("declaration.list", _("Conflicts"), "shield-lock", "evaluation:conflicts"),
            _Way("fee_list.list", _("Fees"), "file-earmark-text", "evaluation:fees"),
            _Way("ranking.list", _("Ranking"), "funnel", "selection:ranking"),
        ]
    if call.results_published_at is not None:
        ways.append(_Way("call.view_results", _("Results"), "star", "selection:results"))
    return ways


def _office_ways() -> list[_Way]:
    return [
        _Way("need.list", _("Needs"), "exclamation-circle", "needs:list"),
        _Way("need.list", _("Themes"), "list", "needs:themes"),
        _Way("workshop.list", _("Workshops"), "people", "challenges:workshops"),
        _Way("event.list", _("Events"), "calendar-event", "events:list"),
        _Way("solution.manage", _("Solutions"), "search", "solutions:desk"),
        _Way("introduction.arrange", _("My ecosystem"), "globe2", "matchmaking:ecosystem"),
        _Way("programme.oversee", _("Figures"), "grid", "portal:figures"),
        _Way("programme.oversee", _("Indicators"), "flag", "reporting:indicators"),
        _Way("evaluator.list", _("Evaluators"), "person", "evaluation:pool"),
        _Way("expert_call.list", _("Call for evaluators"), "envelope", "evaluation:expert_call"),
        _Way("role.view", _("Roles"), "people", "portal:roles"),
        _Way("programme.audit", _("Trail"), "shield-lock", "portal:trail"),
        _Way("programme.audit", _("Recommendations"), "lightbulb", "portal:recommendations"),
    ]


def _entries(ways: list[_Way], actor: Actor, facts: Any, path: str, **kwargs: str) -> list[Entry]:
    entries = [
        Entry(way.label, address(way.page, **kwargs), way.icon)
        for way in ways
        if policy.decide(actor, way.action, facts)
    ]
    return [_marked(entry, path) for entry in entries if entry.url]


def _marked(entry: Entry, path: str) -> Entry:
    return Entry(entry.label, entry.url, entry.icon, current=entry.url == path)
