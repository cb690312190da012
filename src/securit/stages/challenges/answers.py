"""What somebody says of themselves to come to a workshop, and the list of people that staff paste to invite them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from securit.kernel.refusals import Refusal
from securit.machinery.forms.countries import COUNTRY_CODES

LIMITS = {"name": 120, "email": 254, "organisation_name": 200}
MOST_INVITED = 300
COLUMNS = ("name", "email", "organisation_name", "comes_as", "country")


class CannotRegister(Refusal):
    """An answer is missing or too long, the workshop takes no registrations, or a line cannot be read."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Who comes: only the address is needed to be asked, kind and country as well to come."""

    email: str
    name: str = ""
    organisation_name: str = ""
    comes_as: str = ""
    country: str = ""


def in_order(said: Answers) -> Answers:
    """The same without spaces around, the address in small letters. Raises :class:`CannotRegister` at the field."""
    tidy = Answers(**{name: " ".join(getattr(said, name).split()) for name in COLUMNS})
    for name, most in LIMITS.items():
        if len(getattr(tidy, name)) > most:
            raise CannotRegister(
                _("At most %(most)d characters are kept.") % {"most": most}, code="too_long", field=name
            )
    try:
        EmailValidator()(tidy.email)
    except ValidationError:
        raise CannotRegister(
            _("This is not an e-mail address."),
            code="no_address",
            remedy=_("Write it like name@example.org."),
            field="email",
        ) from None
    return Answers(tidy.email.lower(), tidy.name, tidy.organisation_name, tidy.comes_as, tidy.country)


def complete(said: Answers, kinds: Mapping[str, object]) -> Answers:
    """The same, with everything that is needed to come. Raises :class:`CannotRegister` at the field."""
    tidy = in_order(said)
    if not tidy.name:
        raise CannotRegister(_("Say your name; only the hosts read it."), code="name_missing", field="name")
    if tidy.comes_as not in kinds:
        raise CannotRegister(_("Choose where you come from."), code="kind_missing", field="comes_as")
    if tidy.country not in COUNTRY_CODES:
        raise CannotRegister(_("Choose your country."), code="country_missing", field="country")
    return tidy


def read_people(text: str, kinds: Mapping[str, object]) -> list[Answers]:
    """One person a line: name; e-mail; organisation; kind; country. Only the address must be there.

    Between them stand semicolons, tabs (as a spreadsheet gives them) or commas. ``kinds`` are the codes with their
    labels; either may be written. Raises :class:`CannotRegister` at the field ``people`` that names every wrong line.
    """
    labels = {str(label).casefold(): code for code, label in kinds.items()} | {code: code for code in kinds}
    found: dict[str, Answers] = {}
    wrong: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            person = _person(line, labels)
        except CannotRegister as refusal:
            wrong.append(_("Line %(number)d: %(why)s") % {"number": number, "why": refusal.sentence})
        else:
            found.setdefault(person.email, person)
    if wrong:
        shown = " ".join(wrong[:5])
        more = _(" %(count)d more lines are wrong.") % {"count": len(wrong) - 5} if len(wrong) > 5 else ""
        raise CannotRegister(shown + more, code="wrong_lines", field="people")
    if not found:
        raise CannotRegister(_("Nobody is named yet."), code="nobody", field="people")
    if len(found) > MOST_INVITED:
        raise CannotRegister(
            _("At most %(most)d people are invited at once.") % {"most": MOST_INVITED},
            code="too_many",
            remedy=_("Send them in two parts."),
            field="people",
        )
    return list(found.values())


def _person(line: str, labels: Mapping[str, str]) -> Answers:
    """The address is the part with an @, so that a bare address and “address, name” are understood as well."""
    separator = next((each for each in ("\t", ";", ",") if each in line), ";")
    parts = [part.strip().strip('"') for part in line.split(separator)]
    if len(parts) > 1 and "@" not in parts[1] and "@" in parts[0]:
        parts = [parts[1], parts[0], *parts[2:]]
    elif len(parts) == 1:
        parts = ["", parts[0]]
    name, email, organisation, kind, country = (*parts, "", "", "", "", "")[:5]
    code = labels.get(kind.casefold(), "")
    if kind and not code:
        raise CannotRegister(_("“%(kind)s” is no kind of participant.") % {"kind": kind[:60]}, code="unknown_kind")
    if country and country.upper() not in COUNTRY_CODES:
        raise CannotRegister(
            _("“%(country)s” is not a country code such as FR.") % {"country": country[:60]}, code="unknown_country"
        )
    return in_order(Answers(email, name, organisation, code, country.upper()))
