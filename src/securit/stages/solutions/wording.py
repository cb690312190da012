"""What the fields of a solution are called, and how each is to be filled."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from securit.kernel.refusals import Sentence

LABELS: dict[str, Sentence] = {
    "title": _("Title"),
    "summary": _("What it does"),
    "provider_name": _("Provider"),
    "provider_kind": _("Kind of provider"),
    "country": _("Country of the provider"),
    "vat_number": _("VAT number"),
    "register_number": _("Number in the company register"),
    "pic": _("Participant code (PIC)"),
    "website": _("Web site"),
    "nature": _("Physical or digital"),
    "trl": _("Technology readiness level"),
    "domains": _("Domains"),
    "capabilities": _("Capabilities"),
    "countries_served": _("Countries served"),
    "evidence": _("Evidence"),
    "deployments": _("Where it is in use"),
    "certifications": _("Certifications"),
    "licence": _("Licence"),
    "contact_name": _("Contact person"),
    "contact_email": _("E-mail address of the contact"),
    "source_url": _("Where you found it"),
}
HELP: dict[str, Sentence] = {
    "summary": _("In plain words, for somebody who has the problem. At least 40 characters to be listed."),
    "provider_name": _("The full name of the company, with its legal form."),
    "website": _("A person whose mail address is at this web site can claim the record."),
    "trl": _("1 is an idea, 9 is in use. Leave it empty when you do not know."),
    "countries_served": _("Names or letters, separated by semicolons: France; DE; Poland."),
    "evidence": _("One per line: a few words and an address. At most twelve."),
    "deployments": _("Customers or sites that may be named, one per line."),
    "contact_name": _("Seen by the programme's people only."),
    "contact_email": _("Seen by the programme's people only; introductions go through the platform."),
    "source_url": _("Web page, fair, database: so that a colleague can look it up."),
}
