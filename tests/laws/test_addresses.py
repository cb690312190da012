"""No page, header, export or mail gives away a mail address before both sides have shared theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from securit.machinery.correspondence.models import Mail
from securit.programmes.public import Programme
from securit.stages.matchmaking.public import answer_report, share_contact, suspend_profile, write_message
from tests.laws.places import notices_token
from tests.laws.routes import Route, routes
from tests.laws.test_leaks import client_of, knock, text_of
from tests.stages.matchmaking.meetings import Searching, a_partner_search, searching
from tests.worlds import BEFORE, a_person, acting, an_open_call

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

#: Shown to oneself: one's own address, in one's own account.
OWN_ACCOUNT = ("account/",)


@dataclass(frozen=True)
class World:
    """Partner search in full swing: everybody who may knock, and those whose addresses must not be found."""

    programme: Programme
    made: dict[str, Any]
    people: dict[str, Any]
    values: dict[str, str]

    @property
    def searchers(self) -> list[Searching]:
        return [self.made[name] for name in ("one", "other", "third")]


@pytest.fixture
def world(db: None) -> World:
    call = an_open_call()
    programme, made = call.programme, a_partner_search(call.programme)
    one, other, third = made["one"], made["other"], made["third"]
    staff = a_person("Staff", {programme: ["partner_staff"]})
    met = made["introduction"]
    write_message(introduction=met, text="When do we talk?", actor=other.actor, at=BEFORE)
    share_contact(introduction=met, actor=one.actor, at=BEFORE)
    answer_report(report=made["report"], answer="Talked to.", actor=acting(staff), at=BEFORE)
    suspend_profile(profile=searching(programme).profile, reason="Rude.", actor=acting(staff), at=BEFORE)
    people = {
        "visitor": None,
        "stranger": a_person("Stranger"),
        "staff": staff,
        **{name: made[name].user for name in ("one", "other", "third")},
    }
    values = {
        "profiles/<ref>": other.profile.ref,
        "introductions/<ref>": met.ref,
        "abuse/<report>": made["report"].ref,
        "notices/<ref>": third.user.ref,
        "stop/<token>": notices_token(programme.slug, third.user.ref),
        "welcome/<code>": "HUB",
        "calls/<code>": call.code,
    }
    return World(programme, made, people, values)


def doors(world: World, begin: str = "") -> Iterator[tuple[Route, str]]:
    """Every route that leads to a page of this world, with its address; ``begin`` is what its name begins with."""
    for route in routes():
        is_asked = route.name.startswith(begin) and not route.pattern.startswith(OWN_ACCOUNT)
        if is_asked and set(route.parts) <= set(world.values):
            yield route, route.address(world.programme.slug, world.values)


def found(world: World, readers: tuple[str, ...], methods: tuple[str, ...], begin: str = "") -> set[tuple[str, str]]:
    """Who found whose address behind any door; one's own is no find."""
    clients: dict[str, Client] = {name: client_of(world.people[name]) for name in readers}
    whose = {name: world.made[name].user.email for name in ("one", "other", "third")}
    finds = set()
    for _route, address in doors(world, begin):
        for method in methods:
            for reader, client in clients.items():
                said = "\n".join(text_of(knock(client, method, address)))
                finds |= {(reader, name) for name, email in whose.items() if email in said and name != reader}
    return finds


def test_no_address_is_found_before_both_shared_and_then_by_the_two_alone(world: World) -> None:
    met, other = world.made["introduction"], world.made["other"]
    everywhere = found(world, ("visitor", "one", "third", "staff"), ("GET",))
    posting = found(world, ("other", "third", "staff"), ("POST",), "matchmaking:")
    share_contact(introduction=met, actor=other.actor, at=BEFORE)

    assert (everywhere, posting) == (set(), set())
    assert found(world, tuple(world.people), ("GET",), "matchmaking:") == {("one", "other"), ("other", "one")}


def test_no_mail_says_anybodys_address_or_answers_to_one(world: World, mailoutbox: list[Any]) -> None:
    from securit.kernel.outbox import queue

    queue.work_off(at=BEFORE)
    addresses = {row.user.email for row in world.searchers}
    said = [(mail.to, mail.subject + mail.body) for mail in Mail.objects.order_by("id")]
    sent = [(mail.from_email, mail.reply_to, mail.cc, mail.bcc, str(mail.extra_headers)) for mail in mailoutbox]

    assert addresses & {to for to, _text in said} != set()
    assert [to for to, text in said if any(one in text for one in addresses)] == []
    assert [one for one in sent if any(address in str(one) for address in addresses)] == []
    assert len(sent) == len(said) > 4
