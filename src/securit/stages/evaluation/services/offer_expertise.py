"""An expert answers the call for evaluators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.perform import Note, create
from securit.kernel.refusals import Refusal
from securit.machinery.correspondence.mail import queue_mail
from securit.machinery.files.uploads import store_upload
from securit.machinery.forms.countries import COUNTRY_CODES
from securit.stages.evaluation.pool_models import ExpertCall, ExpertOffer
from securit.stages.evaluation.services.add_evaluator import MOST_LOAD
from securit.stages.evaluation.services.edit_profile import clean_ties, clean_weeks

LONGEST_EXPERTISE = 2_000
MOST_CV_BYTES = 5 * 1024 * 1024


class CannotOfferExpertise(Refusal):
    """The call for evaluators is closed, or the answer is not complete."""


def offer_expertise(
    *,
    call: ExpertCall,
    name: str,
    email: str,
    country: str,
    institution: str,
    expertise: str,
    domains: Sequence[str],
    languages: Sequence[str],
    max_load: int,
    away: Sequence[str],
    ties: Sequence[Mapping[str, str]],
    cv: UploadedFile[Any] | None,
    consents: bool,
    actor: Actor,
    at: datetime,
) -> ExpertOffer | None:
    """What a person of the office looks at; ``None`` where this address answered before: nobody learns who did.

    Raises :class:`CannotOfferExpertise`, ``CannotEditProfile`` and ``CannotStoreFile``.
    """
    offer = ExpertOffer(
        programme=call.programme,
        expert_call=call,
        name=name.strip(),
        email=email.strip().lower(),
        country=country.strip().upper(),
        institution=institution.strip(),
        expertise=expertise.strip(),
        domains=list(domains),
        languages=[code.strip().lower() for code in languages if code.strip()],
        max_load=max_load,
        away=clean_weeks(away),
        ties=clean_ties(ties),
        offered_at=at,
    )
    _require_complete(offer, consents, at)
    if ExpertOffer.objects.in_programme(call.programme).filter(expert_call=call, email=offer.email).exists():
        return None
    note = Note(
        details={"country": offer.country, "domains": offer.domains, "consented": True}, personal={"name": offer.name}
    )

    def with_cv(row: ExpertOffer) -> None:
        if cv is not None:
            row.cv = store_upload(
                programme=call.programme,
                stream=cv,
                name=cv.name or "",
                kinds=("pdf", "docx", "odt"),
                most_bytes=MOST_CV_BYTES,
                uploaded_by=None,
                at=at,
                field="cv",
            )

    made = create(offer, actor=actor, at=at, note=note, guards=[with_cv])
    _thank(made, at)
    return made


def _thank(offer: ExpertOffer, at: datetime) -> None:
    call, programme = offer.expert_call, offer.programme
    context = {"name": offer.name, "programme_name": programme.acronym, "title": call.title, "months": call.kept_months}
    body = render_to_string("evaluation/mail/offered.txt", context)
    subject = _("%(programme)s: thank you for offering to evaluate") % {"programme": programme.acronym}
    queue_mail(to=offer.email, subject=subject, body=body, key=f"{mails_of(offer)}thanks", at=at, programme=programme)


def mails_of(offer: ExpertOffer) -> str:
    """How the keys of the mails to this expert begin."""
    return f"expert_offer:{offer.ref}:"


def _require_complete(offer: ExpertOffer, consents: bool, at: datetime) -> None:
    call = offer.expert_call
    if call.state != "open" or at >= call.closes_at:
        raise CannotOfferExpertise(_("The call for evaluators is closed."), code="closed", status=409)
    lengths = {"name": 120, "institution": 120, "expertise": LONGEST_EXPERTISE}
    for field, most in lengths.items():
        if not 1 <= len(getattr(offer, field)) <= most:
            raise CannotOfferExpertise(
                _("Please write 1 to %(most)d characters.") % {"most": most}, code=f"{field}_length", field=field
            )
    if offer.country not in COUNTRY_CODES:
        raise CannotOfferExpertise(_("Choose the country you work in."), code="unknown_country", field="country")
    if not offer.languages:
        raise CannotOfferExpertise(_("Name a language you read well."), code="no_language", field="languages")
    if not 1 <= offer.max_load <= MOST_LOAD:
        raise CannotOfferExpertise(
            _("An evaluator reads 1 to %(most)d applications.") % {"most": MOST_LOAD}, code="max_load", field="max_load"
        )
    if not consents:
        raise CannotOfferExpertise(
            _("Without your consent we may not keep what you send."), code="no_consent", field="consents"
        )
