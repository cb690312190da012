"""Every route says which policy action opens it, or why it is public. A law walks the URLs and checks.

``screen`` does what every view would otherwise repeat: find the programme, find the subject in it (a foreign or
unknown one is 404), ask the policy, and hand both to the view. A refusal raised by the view's one domain call is
answered with its sentence and status.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor, ActorKind
from securit.kernel.models import Subject
from securit.kernel.refusals import Refusal
from securit.programmes.actors import actor_of
from securit.programmes.models import Programme

Loader = Callable[..., Subject]
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Access:
    """How a route is opened: by a policy action (and a further one for whoever posts), or public for a reason."""

    action: str = ""
    post: str = ""
    public_because: str = ""


class Screen(Protocol):
    """A view that says how it is opened."""

    access: Access

    def __call__(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase: ...


def public(because: str) -> Callable[[View], View]:
    """A page outside any programme that anyone may open; the reason stands in the list of public routes."""

    def declare(view: View) -> View:
        wrapped = wraps(view)(_with_refusals(view))
        wrapped.access = Access(public_because=because)  # type: ignore[attr-defined]
        return wrapped

    return declare


def signed_in(view: View) -> View:
    """A page outside any programme for anyone signed in; it shows only what is theirs."""

    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if actor_of(request).kind is ActorKind.ANONYMOUS:
            return _sign_in_first(request)
        return _with_refusals(view)(request, **kwargs)

    wrapped.access = Access(action="signed_in")  # type: ignore[attr-defined]
    return wrapped


def screen(
    action: str, *, post: str = "", load: Loader | None = None, open_to_all: bool = False
) -> Callable[[View], View]:
    """A page below ``/p/<slug>/``, opened by a policy action.

    With ``load(programme, actor, **url_kwargs) -> Subject`` (raising ``Http404``) the view is called as
    ``view(request, subject)`` and the action is asked on the subject's facts; without it as
    ``view(request, programme, **url_kwargs)`` on the programme's facts. ``post`` is asked besides, on the same facts,
    of whoever posts to a page that more people may read: nobody learns what is wrong with a form that is not theirs
    to send. ``open_to_all``: anonymous visitors are not sent to sign in before the policy is asked. Sets
    ``request.programme`` and ``request.actor``. Whoever may not even view the subject is told that there is none
    (404), whatever the action.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
            actor = actor_of(request)
            programme = find_programme(slug)
            request.programme, request.actor = programme, actor  # type: ignore[attr-defined]
            if actor.kind is ActorKind.ANONYMOUS and not open_to_all:
                return _sign_in_first(request)
            subject: Subject = programme if load is None else load(programme, actor, **kwargs)
            facts = subject.facts()
            verdict = policy.decide(actor, action, facts)
            if verdict and post and request.method == "POST":
                posting = policy.decide(actor, post, facts)
                if isinstance(posting, policy.Denied):
                    return _denied(request, posting, hidden=False)
            if isinstance(verdict, policy.Denied):
                hidden = action.endswith(".view") or (load is not None and not _may_view(actor, subject))
                return _denied(request, verdict, hidden=hidden)
            if load is None:
                return _with_refusals(view)(request, programme, **kwargs)
            return _with_refusals(view)(request, subject)

        wrapped.access = Access(action=action, post=post)  # type: ignore[attr-defined]
        return wrapped

    return declare


def find_programme(slug: str) -> Programme:
    """The programme of that address. Raises ``Http404``."""
    found = Programme.objects.filter(slug=slug).first()
    if found is None:
        raise Http404(_("There is no programme of that name here."))
    return found


def _with_refusals(view: View) -> View:
    def answered(*args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(*args, **kwargs)
        except Refusal as refusal:
            return refused(args[0], refusal)

    return answered


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page for a refusal that no form could show at its place; what was posted stays in it."""
    context = {"refusal": refusal, "typed": _typed(request)}
    return render(request, "kit/refused.html", context, status=refusal.status)


def _may_view(actor: Actor, subject: Subject) -> bool:
    """Whether the subject may be known to the actor at all; a missing second factor hides nothing."""
    verdict = policy.decide(actor, f"{subject.kind}.view", subject.facts())
    return isinstance(verdict, policy.Allowed) or verdict.code == "second_factor"


def _denied(request: HttpRequest, verdict: policy.Denied, *, hidden: bool) -> HttpResponse:
    """A visitor signs in first; what one may not view is not there; everything else is refused with its reason."""
    if actor_of(request).kind is ActorKind.ANONYMOUS:
        return _sign_in_first(request)
    if hidden and verdict.code != "second_factor":
        raise Http404
    return refused(request, Refusal(verdict.reason, code=verdict.code, remedy=verdict.remedy, status=403))


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return redirect_to_login(request.get_full_path())
    return render(request, "kit/session_ended.html", {"typed": _typed(request)}, status=401)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was posted, so that nothing typed is lost; the token is left out."""
    if request.method != "POST":
        return []
    return [(k, v) for k, values in request.POST.lists() if k != "csrfmiddlewaretoken" for v in values]
