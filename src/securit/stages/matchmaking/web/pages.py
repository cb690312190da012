"""What the pages of partner search show, as plain values for their templates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from securit.kernel import policy
from securit.kernel.actor import Actor
from securit.kernel.models import Subject
from securit.kit.tables import pages
from securit.machinery.forms.rendering import country_names
from securit.people.public import OrganisationKind
from securit.programmes.public import Programme
from securit.stages.challenges.public import published_challenges
from securit.stages.matchmaking.directory import (
    PAGE_SIZE,
    Reading,
    Wanted,
    countries_listed,
    directory,
    reading_of,
)
from securit.stages.matchmaking.disclosure import Reader, shown_parts
from securit.stages.matchmaking.models import Profile
from securit.stages.matchmaking.selectors import asking_profiles, between
from securit.stages.matchmaking.terms import PART_LABELS, Cause, RoleWished
from securit.stages.matchmaking.web.forms import ReasonForm, ShutOutForm
from securit.stages.solutions.public import CAPABILITIES

#: Acts that need no more than a press, in the order of the buttons, with their routes.
STEPS = {
    "publish": "matchmaking:publish",
    "reinstate": "matchmaking:reinstate",
}


def directory_page(programme: Programme, actor: Actor, wanted: Wanted, page: str) -> dict[str, Any]:
    """One page of the filtered directory with its filters."""
    reading = reading_of(programme, actor)
    found = directory(programme, actor, reading, wanted)
    count = found.count()
    last = max(1, -(-count // PAGE_SIZE))
    number = min(max(int(page) if page.isdecimal() and len(page) < 7 else 1, 1), last)
    rows = list(found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    here = reverse("matchmaking:profiles", args=[programme.slug])
    return {
        "programme": programme,
        "wanted": wanted,
        "query": wanted.query(),
        "reading": reading,
        "count": count,
        "cards": [card(row, reading, programme) for row in rows],
        "synthetic": any(row.synthetic for row in rows),
        "sign_in_url": sign_in_url(programme),
        "may_search": bool(policy.decide(actor, "profile.create", programme.facts())),
        "pages": pages(number, last, lambda n: f"{here}?{urlencode({**wanted.query(), 'page': n})}"),
        **filter_choices(programme, actor, wanted),
    }


def sign_in_url(programme: Programme) -> str:
    """Where a visitor signs in to come back to their own partner search."""
    return f"{reverse('account_login')}?{urlencode({'next': reverse('matchmaking:mine', args=[programme.slug])})}"


def filter_choices(programme: Programme, actor: Actor, wanted: Wanted) -> dict[str, Any]:
    """What each filter offers."""
    names = country_names(get_language() or "en")
    capabilities = sorted(((code, str(label)) for code, label in CAPABILITIES.items()), key=lambda pair: pair[1])
    countries = [(code, names.get(code, code)) for code in countries_listed(programme, actor)]
    challenges = [(row.number, f"{row.number} {row.title}") for row in published_challenges(programme)]
    return {
        "filters": [
            (name, label, choices, getattr(wanted, name))
            for name, label, choices in (
                ("offers", _("Offers"), capabilities),
                ("seeks", _("Seeks"), capabilities),
                ("country", _("Country"), sorted(countries, key=lambda pair: pair[1])),
                ("kind", _("Kind"), list(OrganisationKind.choices)),
                ("challenge", _("Challenge"), challenges),
                ("role", _("Role wished"), list(RoleWished.choices)),
            )
        ]
    }


def card(profile: Profile, reading: Reading, programme: Programme) -> dict[str, Any]:
    """A profile in a list, as this reader may read it."""
    shown = shown_parts(profile.audiences, reading.reader_of(profile))
    return {
        "name": profile.organisation.legal_name,
        "kind": profile.organisation.get_organisation_kind_display(),
        "country": country_names(get_language() or "en").get(
            profile.organisation.country, profile.organisation.country
        ),
        "url": reverse("matchmaking:profile", args=[programme.slug, profile.ref]),
        "summary": profile.summary if "summary" in shown else "",
        "offers": _labels(profile.offered) if "offers" in shown else [],
        "seeks": _labels(profile.sought) if "seeks" in shown else [],
        "synthetic": profile.synthetic,
    }


def profile_page(profile: Profile, actor: Actor) -> dict[str, Any]:
    """Everything on the page of one profile; what the reader may not read is left out."""
    programme = profile.programme
    reading, facts = reading_of(programme, actor), profile.facts()
    reader = reading.reader_of(profile)
    may = allowed(profile, facts, actor, ("edit", "suspend", *STEPS))
    shown = shown_parts(profile.audiences, reader)
    own = profile.organisation_id in reading.own
    askers = [] if own else asking_profiles(profile, actor)
    return {
        "profile": profile,
        "programme": programme,
        "head": card(profile, reading, programme),
        "parts": described(profile, shown, audience=reader is Reader.INSIDE),
        "is_more": len(shown) < len(PART_LABELS),
        "is_own": own,
        "askers": askers,
        "contact": next((one for asker in askers if (one := between(asker, profile))), None),
        "may_ask": bool(policy.decide(actor, "profile.ask", facts)) and not own,
        "shut_out": shut_out_choices(profile, askers),
        "bars": list(profile.bars.select_related("organisation").order_by("id")) if own else [],
        "may_edit": "edit" in may,
        "steps": [
            (name, profile.lifecycle.transitions[name].label, reverse(STEPS[name], args=[programme.slug, profile.ref]))
            for name in STEPS
            if name in may
        ],
        "suspend_form": ReasonForm.fresh() if "suspend" in may else None,
        "may_match": bool(policy.decide(actor, "profile.match", facts)) and profile.state == "listed",
        "may_report": bool(policy.decide(actor, "abuse_report.create", facts)) and not own,
        "signed_in": actor.user_id is not None,
        "sign_in_url": sign_in_url(programme),
    }


def allowed(subject: Subject, facts: Any, actor: Actor, names: Iterable[str]) -> frozenset[str]:
    """Which of these acts the actor may take now; the facts are read once by whoever asks."""
    return frozenset(
        name
        for name in names
        if subject.lifecycle.target(name, subject.state) and policy.decide(actor, f"{subject.kind}.{name}", facts)
    )


def shut_out_choices(profile: Profile, askers: list[Profile]) -> list[dict[str, Any]]:
    """For each of one's profiles, the form that shuts this organisation out of it."""
    barred = {asker.pk: asker.bars.filter(organisation_id=profile.organisation_id).first() for asker in askers}
    return [
        {
            "profile": asker,
            "bar": barred[asker.pk],
            "form": ShutOutForm.fresh(organisation=profile.ref, cause=Cause.COMPETITOR),
        }
        for asker in askers
    ]


def described(profile: Profile, shown: frozenset[str], *, audience: bool) -> list[dict[str, Any]]:
    """The shown parts as label, text and chips; ``audience`` says who else reads each."""
    names = country_names(get_language() or "en")
    values: dict[str, tuple[str, list[str]]] = {
        "summary": (profile.summary, []),
        "offers": (profile.offers, _labels(profile.offered)),
        "seeks": (profile.seeks, _labels(profile.sought)),
        "challenges": (", ".join(profile.challenges), []),
        "countries": (", ".join(names.get(code, code) for code in profile.countries), []),
        "role_wished": (str(profile.get_role_wished_display()), []),
        "availability": (str(profile.get_availability_display()), []),
    }
    return [
        {
            "label": PART_LABELS[part],
            "text": text,
            "chips": chips,
            "audience": getattr(profile, f"get_{part}_for_display")() if audience else "",
        }
        for part, (text, chips) in values.items()
        if part in shown and (text or chips)
    ]


def next_steps(profile: Profile, at: datetime, *, has_met: bool, deadline: datetime | None) -> list[str]:
    """What would bring more answers, in order of effect; first what is urgent."""
    left = (deadline - at).days if deadline is not None else 0
    wishes = [
        (
            deadline is not None and not has_met,
            _("%(days)d days are left and you have met nobody yet: ask the first two suggestions today.")
            % {"days": left},
        ),
        (profile.state != "listed", _("List the profile: until then nobody finds you, and nothing is suggested.")),
        (not profile.seeks, _("Say what you seek; suggestions begin with it.")),
        (not profile.offers, _("Say what you offer: others are suggested to you by it.")),
        (
            not profile.offered or not profile.sought,
            _("Tick capabilities on both sides: two texts that mean the same may share no word, a capability does."),
        ),
        (not profile.challenges, _("Name the challenges that interest you; common ones count.")),
        (not profile.is_public, _("Nothing of the profile is public: who has no profile here does not see you.")),
        (
            profile.cluster_id is None and not has_met,
            _("Choose a partner of the programme who may help you."),
        ),
    ]
    return [sentence for wanting, sentence in wishes if wanting]


def _labels(codes: tuple[str, ...]) -> list[str]:
    return [str(CAPABILITIES[code]) for code in codes if code in CAPABILITIES]
