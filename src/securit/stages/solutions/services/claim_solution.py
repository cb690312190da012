"""A provider's person says: this is ours."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.db import IntegrityError
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.db.constraints import violates
from securit.kernel.perform import Note, create
from securit.kernel.refusals import Refusal
from securit.people.public import User
from securit.stages.solutions.models import Claim, Solution

MOST_STATEMENT = 2_000
#: Mail addresses that anybody can have say nothing about a company.
PUBLIC_MAIL = {"gmail.com", "outlook.com", "hotmail.com", "yahoo.com", "proton.me", "gmx.de", "web.de", "wp.pl"}


class CannotClaimSolution(Refusal):
    """It is theirs already, was claimed by them before, or nothing shows that it is theirs."""


def claim_solution(
    *, solution: Solution, statement: str, actor: Actor, at: datetime, intent: str = ""
) -> tuple[Claim, bool]:
    """Ask to be the provider's person; staff decide. The second value says whether somebody else asks as well.

    An address at the domain of the provider's web site is evidence enough to ask; otherwise the statement must say
    what is. Raises :class:`CannotClaimSolution`.
    """
    user = User.objects.get(pk=actor.user_id) if actor.user_id else None
    by_domain = user is not None and at_home(user.email, solution.website)
    said = statement.strip()
    _refuse_unfit(solution, said, by_domain, actor)
    claim = Claim(
        programme=solution.programme, solution=solution, user=user, statement=said, by_domain=by_domain, asked_at=at
    )
    note = Note(details={"by_domain": by_domain}, personal={"statement": said})
    try:
        made = create(claim, actor=actor, at=at, intent=intent, note=note)
    except IntegrityError as error:
        if not violates(error, Claim, "claim_asked_once"):
            raise
        raise CannotClaimSolution(_("You have asked already; the answer comes by mail."), code="asked_before") from None
    others = solution.claims.filter(state="asked").exclude(pk=made.pk).exists()
    return made, others


def at_home(email: str, website: str) -> bool:
    """Whether the mail address is at the web site's domain (not one where everybody can have an address)."""
    domain = email.rpartition("@")[2].lower()
    host = (urlsplit(website).hostname or "").lower().removeprefix("www.")
    return bool(host) and domain not in PUBLIC_MAIL and (domain == host or host.endswith(f".{domain}"))


def _refuse_unfit(solution: Solution, said: str, by_domain: bool, actor: Actor) -> None:
    if not solution.is_public:
        raise CannotClaimSolution(_("This solution is not in the catalogue."), code="not_listed", status=409)
    if solution.claimed_by_id is not None and solution.claimed_by_id == actor.user_id:
        raise CannotClaimSolution(_("It is yours already."), code="already_yours", status=409)
    if len(said) > MOST_STATEMENT:
        raise CannotClaimSolution(
            _("At most %(most)d characters are kept.") % {"most": MOST_STATEMENT}, code="too_long", field="statement"
        )
    if not by_domain and len(said) < 40:
        raise CannotClaimSolution(
            _("Your mail address is not at the provider's web site."),
            code="evidence_missing",
            field="statement",
            remedy=_("Say in at least 40 characters how we can see that you speak for the provider."),
        )
