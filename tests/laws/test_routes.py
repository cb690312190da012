"""Every route says how it is opened: by an action of the policy, or to everybody for a reason that stands here."""

from __future__ import annotations

from securit.kernel import policy
from tests.laws.routes import routes

#: Routes of the account library, which asks for the session itself, and of the gallery, which stands in the demo only.
LIBRARY = ("account/", "kit/")
#: Everything that is open to everybody without asking the policy.
PUBLIC = {
    "portal:front",
    "portal:healthz",
    "portal:accessibility",
    "portal:privacy",
    "portal:trust",
    "portal:signing_key",
    "portal:demo_people",
    "portal:demo_enter",
    "portal:demo_move",
    "portal:demo_mail",
    "calls:follow_confirm",
    "calls:follow_stop",
    "calls:question_confirm",
    "applications:sign_off",
    "teams:invitation",
    "rooms:enter",
    "challenges:registration",
    "challenges:room",
    "challenges:join",
    "challenges:pulse",
    "challenges:comment",
    "challenges:ballot",
    "challenges:ballots",
    "needs:mine",
    "needs:confirm",
    "needs:mine_edit",
    "needs:mine_audience",
    "events:feed",
    "matchmaking:notices",
    "needs:mine_data",
    "needs:mine_export",
}
#: Open to anyone signed in; each shows only what is theirs.
SIGNED_IN = {"portal:work", "applications:join", "teams:link"}


def own() -> list[tuple[str, object]]:
    return [(r.name, r.access) for r in routes() if not r.pattern.startswith(LIBRARY)]


def test_every_route_says_how_it_is_opened() -> None:
    assert [name for name, access in own() if access is None] == []


def test_what_is_open_to_everybody_is_on_the_list() -> None:
    assert {r.name for r in routes() if r.access and r.access.public_because} == PUBLIC


def test_each_public_route_gives_a_reason() -> None:
    reasons = [r.access.public_because for r in routes() if r.access and r.name in PUBLIC]
    assert [reason for reason in reasons if len(reason.split()) < 4] == []


def test_what_is_open_to_anyone_signed_in_is_on_the_list() -> None:
    assert {r.name for r in routes() if r.access and r.access.action == "signed_in"} == SIGNED_IN


def test_every_other_route_asks_for_an_action_of_the_policy() -> None:
    asked = {r.access.action for r in routes() if r.access and r.access.action not in ("", "signed_in")}
    assert sorted(asked - set(policy.actions())) == []


def test_what_is_not_public_stands_below_its_programme() -> None:
    outside = {r.name for r in routes() if not r.in_programme and not r.pattern.startswith(LIBRARY)}
    assert outside <= PUBLIC | SIGNED_IN


def test_no_two_routes_share_an_address_or_a_name() -> None:
    found = routes()
    assert len({r.pattern for r in found}) == len({r.name for r in found}) == len(found)
