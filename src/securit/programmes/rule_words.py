"""What people call the facts that a call's rules ask about: one definition for all pages and letters with reasons."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from securit.machinery.forms import FieldType
from securit.machinery.forms.rendering import country_names
from securit.machinery.rules import Words
from securit.people.public import OrganisationKind
from securit.programmes.definition import CallDefinition


def rule_words(terms: CallDefinition) -> Words:
    """The labels of the call's form, its kinds of support, and the names of countries and kinds of organisation."""
    countries = country_names(get_language() or "en")
    labels: dict[str, str] = {"instrument": _("kind of support")}
    values: dict[str, Mapping[str, str]] = {
        "instrument": {one.code: one.title for one in terms.instruments},
        "kind": {kind.value: str(kind.label) for kind in OrganisationKind},
        "country": countries,
    }
    for field in terms.form.fields if terms.form else ():
        place = f"answers.{field.code}"
        labels[place] = field.label
        is_country = field.type is FieldType.COUNTRY
        values[place] = countries if is_country else {option.code: option.label for option in field.options}
    return Words(labels, values)
