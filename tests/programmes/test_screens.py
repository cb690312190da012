"""Every route asks the policy, finds its subject in its own programme, and answers a refusal with its sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from securit.kernel.actor import Actor
from securit.kernel.refusals import Refusal
from securit.people.models import User
from securit.programmes.models import RoleGrant
from securit.programmes.public import Programme, public, screen, signed_in
from securit.programmes.web.screens import Access
from tests.worlds import a_person, a_programme

pytestmark = pytest.mark.django_db

View = Callable[..., HttpResponse]


def a_request(user: User | None, *, method: str = "GET", strong: bool = True, **typed: str) -> HttpRequest:
    request: HttpRequest = getattr(RequestFactory(), method.lower())("/p/alpha/here/", typed)
    request.session = SessionStore()
    request.session["account_authentication_methods"] = [{"method": "mfa"}] if strong else []
    request.user = user or AnonymousUser()
    return request


def shown(request: HttpRequest, subject: Any, **kwargs: Any) -> HttpResponse:
    return HttpResponse(f"{subject} {kwargs}")


def a_grant(programme: Programme, actor: Actor, *, ref: str) -> RoleGrant:
    found = RoleGrant.objects.filter(programme=programme, ref=ref).first()
    if found is None:
        raise Http404
    return found


OVERSEE = screen("programme.oversee")(shown)
ROLE = screen("role.view", load=a_grant)(shown)


def test_a_screen_says_how_it_is_opened() -> None:
    assert (ROLE.access, public("anyone may read it")(shown).access, signed_in(shown).access) == (  # type: ignore[attr-defined]
        Access(action="role.view"),
        Access(public_because="anyone may read it"),
        Access(action="signed_in"),
    )


def test_who_may_sees_the_programme_and_its_arguments() -> None:
    programme = a_programme()
    request = a_request(a_person(roles={programme: ["auditor"]}))
    assert OVERSEE(request, slug="alpha", page="2").content.decode() == f"programme:{programme.ref} {{'page': '2'}}"
    assert (request.programme, request.actor.has_role(programme.pk, "auditor")) == (programme, True)  # type: ignore[attr-defined]


def test_an_unknown_programme_is_not_found() -> None:
    with pytest.raises(Http404):
        OVERSEE(a_request(a_person()), slug="nowhere")


def test_a_subject_of_another_programme_is_not_found() -> None:
    alpha, beta = a_programme("alpha"), a_programme("beta")
    foreign = RoleGrant.objects.get(user=a_person(roles={beta: ["auditor"]}))
    reader = a_person(roles={alpha: ["auditor"], beta: ["auditor"]})
    with pytest.raises(Http404):
        ROLE(a_request(reader), slug="alpha", ref=foreign.ref)
    assert ROLE(a_request(reader), slug="beta", ref=foreign.ref).status_code == 200


def test_what_one_may_not_view_is_not_found() -> None:
    programme = a_programme()
    grant = RoleGrant.objects.get(user=a_person(roles={programme: ["auditor"]}))
    with pytest.raises(Http404):
        ROLE(a_request(a_person()), slug="alpha", ref=grant.ref)


def test_what_one_may_not_do_is_refused_with_its_reason() -> None:
    a_programme()
    answer = OVERSEE(a_request(a_person()), slug="alpha")
    assert answer.status_code == 403
    assert "See figures and funnel of the programme” is for:" in answer.content.decode()


def test_whoever_may_read_but_not_post_is_refused_before_the_form_is_judged() -> None:
    def judging(request: HttpRequest, subject: Any) -> HttpResponse:
        return HttpResponse(status=422 if request.method == "POST" else 200)

    page = screen("role.view", post="role.create")(judging)
    programme = a_programme()
    reader, manager = (a_person(roles={programme: [role]}) for role in ("auditor", "programme_manager"))
    answers = {
        method: [page(a_request(user, method=method), slug="alpha").status_code for user in (reader, manager)]
        for method in ("GET", "POST")
    }
    assert answers == {"GET": [200, 200], "POST": [403, 422]}


def test_a_role_without_its_second_factor_is_refused_with_the_remedy() -> None:
    person = a_person(roles={a_programme(): ["auditor"]})
    answer = OVERSEE(a_request(person, strong=False), slug="alpha")
    assert answer.status_code == 403
    assert "Set up a passkey or an authenticator" in answer.content.decode()


def test_a_visitor_is_asked_to_sign_in_and_comes_back() -> None:
    a_programme()
    for view in (OVERSEE, signed_in(shown)):
        kwargs = {"slug": "alpha"} if view is OVERSEE else {}
        answer = view(a_request(None), **kwargs)
        assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/p/alpha/here/")


def test_a_session_that_ended_while_typing_keeps_what_was_typed() -> None:
    a_programme()
    answer = OVERSEE(a_request(None, method="POST", title="My long title", csrfmiddlewaretoken="secret"), slug="alpha")
    assert answer.status_code == 401
    assert "My long title" in answer.content.decode()
    assert "secret" not in answer.content.decode()


def test_a_refusal_is_answered_with_its_sentence_status_and_what_was_typed() -> None:
    def refusing(request: HttpRequest, subject: Any) -> HttpResponse:
        raise Refusal("The call has closed.", code="closed", remedy="Wait for the next one.", status=409)

    person = a_person(roles={a_programme(): ["auditor"]})
    answer = screen("programme.oversee")(refusing)(
        a_request(person, method="POST", title="My long title"), slug="alpha"
    )
    assert answer.status_code == 409
    text = answer.content.decode()
    assert [words in text for words in ("The call has closed.", "Wait for the next one.", "My long title")] == [
        True
    ] * 3


def test_a_page_open_to_all_asks_the_policy_about_visitors_too() -> None:
    a_programme()
    assert screen("programme.view", open_to_all=True)(shown)(a_request(None), slug="alpha").status_code == 200
    assert screen("programme.oversee", open_to_all=True)(shown)(a_request(None), slug="alpha").status_code == 302
