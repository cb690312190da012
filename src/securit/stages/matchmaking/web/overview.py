"""The pages on which one sees where things stand: one's own search, suggestions, introductions, the office."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from securit.kernel.actor import Actor
from securit.machinery.forms.rendering import country_names
from securit.programmes.public import Programme
from securit.stages.calls.public import calls_in_order
from securit.stages.matchmaking.ecosystem import next_deadline
from securit.stages.matchmaking.engines.suggestions import Reason, suggestions_for
from securit.stages.matchmaking.introduction_models import OPEN_STATES, SIDES, Introduction, Side
from securit.stages.matchmaking.models import Profile
from securit.stages.matchmaking.profile_models import represented
from securit.stages.matchmaking.selectors import (
    introductions_of,
    own_profiles,
    side_of,
    suggestible,
    without_profile,
)
from securit.stages.matchmaking.terms import MOST_MESSAGES_A_DAY
from securit.stages.matchmaking.web.forms import MessageForm, ReasonForm
from securit.stages.matchmaking.web.pages import allowed, next_steps


def mine_page(programme: Programme, actor: Actor, at: datetime) -> dict[str, Any]:
    """One's profiles with their next steps, and what waits for an answer."""
    introductions = list(introductions_of(programme, actor)[:50])
    deadline = next_deadline(calls_in_order(programme), at)
    rows = own_profiles(programme, actor)
    met = {pk for one in introductions if one.state == "accepted" for pk in (one.asker_id, one.asked_id)}
    return {
        "programme": programme,
        "profiles": [
            {
                "profile": row,
                "steps": next_steps(row, at, has_met=row.pk in met, deadline=deadline),
            }
            for row in rows
        ],
        "can_begin": bool(without_profile(programme, actor)),
        "waiting": [line(one, rows, programme) for one in introductions if one.state in OPEN_STATES],
        "past": [line(one, rows, programme) for one in introductions if one.state not in OPEN_STATES],
    }


def line(introduction: Introduction, mine: list[Profile], programme: Programme) -> dict[str, Any]:
    """An introduction in a list, from the side of whoever reads."""
    keys = {row.pk for row in mine}
    side: Side = "asked" if introduction.asked_id in keys else "asker"
    return {
        "introduction": introduction,
        "other": introduction.other(side).organisation.legal_name,
        "own": introduction.of(side).organisation.legal_name if len(mine) > 1 else "",
        "url": reverse("matchmaking:introduction", args=[programme.slug, introduction.ref]),
        "answer": introduction.state == "asked" and getattr(introduction, f"{side}_agreed_at") is None,
        "theirs": introduction.state == "accepted" and introduction.last_by not in ("", side),
    }


def suggestions_page(profile: Profile, actor: Actor) -> dict[str, Any]:
    """Whom to meet, why, and what would bring more."""
    others, barred = suggestible(profile)
    found = suggestions_for(profile, others, barred)
    names = country_names(get_language() or "en")
    slug = profile.programme.slug
    introduce = reverse("matchmaking:introduce", args=[slug])
    return {
        "profile": profile,
        "programme": profile.programme,
        "is_own": profile.organisation_id in represented(actor),
        "suggestions": [
            {
                "name": one.profile.organisation.legal_name,
                "country": names.get(one.profile.organisation.country, one.profile.organisation.country),
                "kind": one.profile.organisation.get_organisation_kind_display(),
                "url": reverse("matchmaking:profile", args=[slug, one.profile.ref]),
                "introduce_url": f"{introduce}?one={profile.ref}&other={one.profile.ref}",
                "ask_url": reverse("matchmaking:interest", args=[slug, one.profile.ref]),
                "score": one.score,
                "gives": lit(one.gives),
                "gives_same": one.gives.capabilities if one.gives else (),
                "takes": lit(one.takes),
                "takes_same": one.takes.capabilities if one.takes else (),
                "challenges": one.challenges,
            }
            for one in found.found
        ],
        "synthetic": any(one.profile.synthetic for one in found.found),
        "unanswered": found.unanswered,
        "compared": found.compared,
        "steps": next_steps(profile, profile.changed_at, has_met=True, deadline=None),
    }


def introduction_page(introduction: Introduction, actor: Actor) -> dict[str, Any]:
    """A conversation as one of its sides, or who answers a report on it, reads it."""
    side = side_of(introduction, actor)
    names: dict[str, str] = {each: introduction.of(each).organisation.legal_name for each in SIDES}
    told = introduction.messages.order_by("at", "id").values_list("side", "text", "at", "by__name")
    acts = ("accept", "decline", "withdraw", "share", "unshare", "end", "write")
    shares = side is not None and getattr(introduction, f"{side}_contact_id") is not None
    may = allowed(introduction, introduction.facts(), actor, acts) - ({"share"} if shares else {"unshare"})
    contacts = introduction.contacts() if side is not None else None
    return {
        "introduction": introduction,
        "programme": introduction.programme,
        "side": side,
        "other": introduction.other(side) if side else None,
        "title": " · ".join(names.values()),
        "messages_told": [
            {"who": names[s], "name": name, "mine": s == side, "text": text, "at": at} for s, text, at, name in told
        ],
        "may": {name: name in may for name in acts},
        "shares": shares,
        "contact": contacts["asked" if side == "asker" else "asker"] if contacts and side else None,
        "message_form": MessageForm.fresh() if "write" in may else None,
        "decline_form": ReasonForm.fresh() if "decline" in may else None,
        "most": MOST_MESSAGES_A_DAY,
    }


def lit(reason: Reason | None) -> SafeString | None:
    """The sentence with the shared words marked."""
    if reason is None:
        return None
    known = {word.casefold() for word in reason.words}
    parts = re.split(r"(\w+)", reason.passage[:400])
    pieces = ((format_html("<mark>{}</mark>", part) if part.casefold() in known else part,) for part in parts)
    return format_html_join("", "{}", pieces)
