"""What every page's frame shows: programme, navigation, person, the demonstration's date."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from securit.kernel import clock
from securit.people.public import User
from securit.portal import navigation
from securit.portal.addresses import address
from securit.portal.navigation import Entry, Group
from securit.portal.selectors.mine import Desk, desks
from securit.programmes.public import Programme, actor_of

THEMES = ("light", "dark")


def site(request: HttpRequest) -> dict[str, Any]:
    """The ``site`` that the frames of the kit read; each part is made when a template asks for it."""
    return {"site": Site(request)}


class Site:
    """The parts of a page's frame; what they mean is said in the kit's README."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def _programme(self) -> Programme | None:
        known: Programme | None = getattr(self._request, "programme", None)
        return known or Programme.objects.order_by("id").first()

    @cached_property
    def _user(self) -> User | None:
        user = getattr(self._request, "user", None)
        return user if isinstance(user, User) else None

    @cached_property
    def _desks(self) -> list[Desk]:
        return desks(actor_of(self._request))

    @cached_property
    def now(self) -> datetime:
        """The programme's time at the server, from which deadlines count down."""
        return clock.now()

    @cached_property
    def theme(self) -> str:
        """The theme the person chose, or empty for the system's."""
        wished = self._request.COOKIES.get("theme", "")
        return wished if wished in THEMES else ""

    @cached_property
    def programme_name(self) -> str:
        """The acronym of the programme that the page is about."""
        return self._programme.acronym if self._programme else ""

    @cached_property
    def programme_url(self) -> str:
        """Its public page."""
        return address("portal:programme", slug=self._programme.slug) if self._programme else address("portal:front")

    @cached_property
    def funding_statement(self) -> str:
        """What the programme's grant agreement asks to be said."""
        return self._programme.terms.funding_statement if self._programme else ""

    @cached_property
    def nav(self) -> list[Entry]:
        """The public pages of the programme."""
        return navigation.public(self._programme, _here(self._request)) if self._programme else []

    @cached_property
    def foot_nav(self) -> list[Entry]:
        """Pages about the site."""
        return navigation.foot(self._programme)

    @cached_property
    def work_nav(self) -> list[Group]:
        """The working area of the programme, as far as the policy opens it to the person."""
        if self._programme is None or self._user is None:
            return []
        return navigation.work(self._programme, actor_of(self._request), self._desks, self._request.path)

    @cached_property
    def programmes(self) -> list[Entry]:
        """The programmes in which the person works, to change between them."""
        if self._user is None:
            return []
        return navigation.programmes(self._desks, self._programme)

    @cached_property
    def person(self) -> dict[str, Any] | None:
        """Who is signed in, and their own pages."""
        if self._user is None:
            return None
        links = [
            {"label": _("E-mail addresses"), "url": address("account_email")},
            {"label": _("Password"), "url": address("account_change_password")},
            {"label": _("Second factor"), "url": address("mfa_index")},
        ]
        if settings.DEMO:
            links.append({"label": _("Be somebody else"), "url": address("portal:demo_people")})
        return {
            "key": self._user.ref,
            "name": str(self._user),
            "home_url": address("portal:work"),
            "logout_url": address("account_logout"),
            "links": links,
        }

    @cached_property
    def sign_in_url(self) -> str:
        """Where a visitor signs in: in the demonstration, the page of the people one can be."""
        return address("portal:demo_people") if settings.DEMO else address("account_login")

    @cached_property
    def demo(self) -> dict[str, str] | None:
        """The date at which the demonstration stands; None in production."""
        if not settings.DEMO:
            return None
        zone = ZoneInfo(self._programme.terms.time_zone if self._programme else settings.TIME_ZONE)
        return {
            "date_label": date_format(self.now.astimezone(zone), "j F Y, H:i"),
            "move_url": address("portal:demo_move"),
        }


def _here(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match is not None else ""
