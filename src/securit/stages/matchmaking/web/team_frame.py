"""What every page of a team shares: finding it, who asks, the tabs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.arrival import arrived
from securit.kernel.refusals import NotAllowed
from securit.kit.acts import ActForm
from securit.people.public import User
from securit.programmes.public import Programme, actor_of
from securit.stages.matchmaking.team_models import Team, Vacancy
from securit.stages.matchmaking.team_selectors import interests_waiting

F = TypeVar("F", bound=ActForm)


def load_vacancy(programme: Programme, actor: Actor, ref: str, **_rest: Any) -> Vacancy:
    """The vacancy with this ref, of a team that is forming. Raises ``Http404``."""
    rows = Vacancy.objects.in_programme(programme).filter(ref=ref, team__state="formed")
    found = rows.select_related("team__programme", "programme").first()
    if found is None:
        raise Http404
    return found


def asked(request: HttpRequest, name: str) -> str:
    """A part of the page's address that does not name its subject."""
    match = request.resolver_match
    return str(match.kwargs[name]) if match else ""


def user_in(request: HttpRequest) -> User:
    """The account of who asks. Raises ``Http404`` for a visitor."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def form_behind(request: HttpRequest, do: str, kind: type[F], of: Mapping[str, Any] | None = None, **initial: Any) -> F:
    """One of the forms of a page that acts in several ways: as it was sent with its own button, else a fresh one."""
    form = kind.received(request, of=of) if request.POST.get("do") == do else kind.fresh(of=of, **initial)
    form.auto_id = f"{do}_%s"
    return form


def form_sent(request: HttpRequest, forms: Mapping[str, F]) -> F:
    """The one whose button was pressed, or any, unbound, where nothing was. Raises ``Http404`` for another button."""
    if request.method != "POST":
        return next(iter(forms.values()))
    found = forms.get(request.POST.get("do", ""))
    if found is None:
        raise Http404
    return found


def require(actor: Actor, action: str, team: Team) -> None:
    """Nothing when the policy allows it. Raises ``NotAllowed``: nobody learns what is wrong with another's form."""
    verdict = policy.decide(actor, action, team.facts())
    if isinstance(verdict, policy.Denied):
        raise NotAllowed(verdict.reason, code=verdict.code, remedy=verdict.remedy)


def team_url(team: Team, name: str = "show", **kwargs: str) -> str:
    """The address of a page of this team."""
    return reverse(f"teams:{name}", kwargs={"slug": team.programme.slug, "ref": team.ref, **kwargs})


def frame(request: HttpRequest, team: Team, current: str) -> dict[str, Any]:
    """For the templates: the team, what one may do, and the tabs; ``current`` is the page shown."""
    actor = actor_of(request)
    facts = team.facts()
    leads = actor.user_id in facts.lead_ids
    waiting = interests_waiting(team.programme, actor).filter(team=team).count() if leads else 0
    pages = [
        ("show", _("Overview"), None),
        ("places", _("Vacancies"), waiting or None),
        ("files", _("Files"), None),
        ("notes", _("Notes and decisions"), None),
        *([("settings", _("Settings"), None)] if leads else []),
    ]
    return {
        "team": team,
        "programme": team.programme,
        "actor": actor,
        "now": arrived(request),
        "leads": leads,
        "may_change": leads and team.state == "formed",
        "is_forming": team.state == "formed",
        "tabs": [
            {"label": label, "url": team_url(team, name), "current": name == current, "count": count}
            for name, label, count in pages
        ],
        "trail": [(_("My teams"), reverse("teams:mine", kwargs={"slug": team.programme.slug})), (team.name, "")],
    }
