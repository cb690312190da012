"""Is a statement fit to be stored? Every problem with its field, so that a form or an import can show them all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from securit.kernel.refusals import Refusal
from securit.machinery.files.markings import marking_in
from securit.machinery.forms.countries import COUNTRY_CODES
from securit.stages.needs.contracts import (
    FIELDS,
    LIMITS,
    MOST_LINKS,
    MOST_SITES,
    WIDEST,
    Audience,
    ContactDetails,
    Procurement,
    Tlp,
)
from securit.stages.needs.wording import CHOICES

_WEB = re.compile(r"https?://[^\s<>\"']+\Z", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class CannotStateNeed(Refusal):
    """Something of what was stated is missing, too long, unknown or not to be stored here."""


def cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values with texts stripped, line ends unified and control signs left out."""
    return {name: _clean(value) if isinstance(value, str) else value for name, value in values.items()}


def problems_in(values: Mapping[str, Any]) -> list[CannotStateNeed]:
    """Every problem of these fields of a statement (some or all), each naming its field; values are cleaned ones."""
    found: list[CannotStateNeed] = []
    for name, value in values.items():
        if isinstance(value, str):
            found += _in_text(name, value)
        if name in CHOICES and value not in CHOICES[name].values:
            found.append(_problem(_("Choose one of the answers."), "unknown_choice", name))
    found += _in_numbers(values)
    if "owner_country" in values and values["owner_country"] not in COUNTRY_CODES:
        found.append(_problem(_("Choose a country."), "unknown_country", "owner_country"))
    found += _in_links(values.get("evidence_links", ""))
    return found


def contact_problems(contact: ContactDetails) -> list[CannotStateNeed]:
    """Problems of the contact; an empty address is none here (the questionnaire asks for it)."""
    found = _in_text("contact_name", contact.name) + _in_text("contact_email", contact.email)
    if contact.email:
        try:
            EmailValidator()(contact.email)
        except ValidationError:
            found.append(
                _problem(
                    _("This is not an e-mail address."),
                    "no_address",
                    "contact_email",
                    _("Write it like name@example.org."),
                )
            )
    return found


def choice_problems(tlp: str, audience: Mapping[str, int]) -> list[CannotStateNeed]:
    """Problems of the label and of the choice per field."""
    found = []
    if tlp not in Tlp.values:
        found.append(_problem(_("Choose one of the four labels."), "unknown_label", "tlp"))
    for field, circle in audience.items():
        if field not in FIELDS or circle not in tuple(Audience):
            found.append(_problem(_("There is no such choice."), "unknown_choice", field))
        elif circle > WIDEST.get(field, Audience.PUBLIC):
            found.append(
                _problem(
                    _("A contact is never shown to the public."),
                    "contact_public",
                    field,
                    _("Choose a narrower circle."),
                )
            )
    return found


def first_raised(problems: list[CannotStateNeed]) -> None:
    """Raise the first problem, if there is one."""
    if problems:
        raise problems[0]


def _clean(text: str) -> str:
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _problem(sentence: str, code: str, field: str, remedy: str = "") -> CannotStateNeed:
    return CannotStateNeed(sentence, code=code, remedy=remedy, field=field)


REQUIRED = ("title", "situation", "owner_name", "domain")


def _in_text(name: str, text: str) -> list[CannotStateNeed]:
    found = []
    if name in REQUIRED and not text:
        found.append(_problem(_("This is needed."), "missing", name))
    most = LIMITS.get(name)
    if most is not None and len(text) > most:
        sentence = _("This has %(length)d characters; at most %(most)d are kept.")
        remedy = _("Say the essential here; the rest can follow when we ask back.")
        found.append(_problem(sentence % {"length": len(text), "most": most}, "too_long", name, remedy))
    if marking := marking_in(text):
        sentence = _("This contains the mark “%(marking)s” of classified information, which may not be handled here.")
        remedy = _(
            "Describe the problem without classified content, or speak to the partner through an approved channel."
        )
        found.append(_problem(sentence % {"marking": marking}, "classified", name, remedy))
    return found


def _in_numbers(values: Mapping[str, Any]) -> list[CannotStateNeed]:
    found = []
    sites = values.get("comparable_sites")
    if sites is not None and not 0 <= sites <= MOST_SITES:
        sentence = _("A number from 0 to %(most)d, or nothing where it is not known.") % {"most": MOST_SITES}
        found.append(_problem(sentence, "sites_out_of_range", "comparable_sites"))
    day = values.get("procurement_on")
    if isinstance(day, date) and values.get("procurement", Procurement.PLANNED) != Procurement.PLANNED:
        sentence = _("A day belongs to a planned procurement.")
        found.append(
            _problem(sentence, "day_without_plan", "procurement_on", _("Choose “planned”, or leave the day out."))
        )
    return found


def _in_links(text: str) -> list[CannotStateNeed]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) > MOST_LINKS:
        return [_problem(_("At most %(most)d links.") % {"most": MOST_LINKS}, "too_many_links", "evidence_links")]
    for line in lines:
        if not _WEB.match(line):
            sentence = _("“%(line)s” is not a web address.") % {"line": line[:80]}
            return [
                _problem(sentence, "no_link", "evidence_links", _("One address per line, beginning with https://."))
            ]
    return []
