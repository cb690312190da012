"""What is stated about a solution, as texts: from a form, a table or open data. Read once, refused at its place.

All three ways in give texts by the names of :data:`FIELDS`; lists are separated by semicolons. :func:`read_statements`
answers with the values for the columns and a sentence for each text that cannot be stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext as _

from securit.kernel.db.word_index import folded
from securit.machinery.tabular.cells import Wrong, chosen, codes_by_word, country
from securit.people.public import OrganisationKind
from securit.programmes.public import Programme
from securit.stages.solutions.models import MOST, Solution
from securit.stages.solutions.terms import CAPABILITIES, Nature

Domains = Mapping[str, str]
Texts = Mapping[str, str]

#: What may be stated, in the order of the form.
FIELDS = (
    "title", "summary", "provider_name", "provider_kind", "country", "vat_number", "register_number", "pic", "website",
    "nature", "trl", "domains", "capabilities", "countries_served", "evidence", "deployments", "certifications",
    "licence", "contact_name", "contact_email", "source_url",
)  # fmt: skip
REQUIRED = ("title", "provider_name", "country")
MOST_EVIDENCE = 12
_TRL = re.compile(r"(?:trl[\s:\-]*)?([1-9])(?:[.,]0+)?(?:\s*/\s*9)?", re.IGNORECASE)
_NATURES = {
    "physical": Nature.PHYSICAL, "hardware": Nature.PHYSICAL, "physisch": Nature.PHYSICAL, "physique": Nature.PHYSICAL,
    "digital": Nature.DIGITAL, "software": Nature.DIGITAL, "numerique": Nature.DIGITAL, "digitaal": Nature.DIGITAL,
    "both": Nature.BOTH, "hybrid": Nature.BOTH, "beides": Nature.BOTH, "les deux": Nature.BOTH,
    "physical and digital": Nature.BOTH, "hardware and software": Nature.BOTH,
}  # fmt: skip
_KINDS = {
    "sme": "sme", "pme": "sme", "kmu": "sme", "mkb": "sme", "start up": "sme", "startup": "sme", "prc": "large",
    "large": "large", "research": "research", "university": "research", "rec": "research", "hes": "research",
    "rto": "research", "public": "public", "pub": "public", "cluster": "cluster", "oth": "other", "other": "other",
}  # fmt: skip


def read_statements(texts: Texts, domains: Domains) -> tuple[dict[str, Any], dict[str, str]]:
    """Values by column for the texts given, and a sentence by name for each that is wrong.

    ``domains`` are the programme's, code → title. Names that are no :data:`FIELDS` are left alone.
    """
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name in FIELDS:
        if name not in texts:
            continue
        text = texts[name].replace("\r\n", "\n").replace("\0", "").strip()
        try:
            values[name] = _value(name, text, domains)
        except Wrong as found:
            wrong[name] = str(found)
    return values, wrong


def evidence_links(text: str) -> list[tuple[str, str]]:
    """The lines of evidence as (words, address): the address is the last word where it is one, else empty."""
    found = []
    for line in text.splitlines():
        words, _space, last = line.strip().rpartition(" ")
        if last.startswith(("https://", "http://")):
            found.append((words.rstrip(" :–-|") or last.split("//", 1)[1], last))
        elif line.strip():
            found.append((line.strip(), ""))
    return found


def domains_of(programme: Programme) -> dict[str, str]:
    """The programme's domains, code → title."""
    return {domain.code: domain.title for domain in programme.terms.domains}


def nothing_to_list(solution: Solution) -> str:
    """Why the solution cannot stand in the catalogue yet; empty when it can."""
    if len(solution.summary) < 40:
        return _("Say in at least 40 characters what it does.")
    if not solution.domains and not solution.capabilities:
        return _("Choose a domain or a capability, so that people find it.")
    return ""


def _value(name: str, text: str, domains: Domains) -> Any:
    if not text and name in REQUIRED:
        raise Wrong(_required(name))
    most = MOST.get(name)
    if most is not None and len(text) > most:
        raise Wrong(
            _("This has %(length)d characters; at most %(most)d are kept.") % {"length": len(text), "most": most}
        )
    reader = _READERS.get(name)
    return reader(text, domains) if reader else text


def _required(name: str) -> str:
    return {
        "title": _("A solution needs a title."),
        "provider_name": _("Say who provides it."),
        "country": _("Say in which country the provider is."),
    }[name]


def _country(text: str, _domains: Domains) -> str:
    return country(text)


def _countries(text: str, _domains: Domains) -> tuple[str, ...]:
    return tuple(dict.fromkeys(country(part) for part in _parts(text)))


def _trl(text: str, _domains: Domains) -> int | None:
    if not text:
        return None
    found = _TRL.fullmatch(text)
    if found is None:
        raise Wrong(_("“%(text)s” is not a technology readiness level; it is a number from 1 to 9.") % {"text": text})
    return int(found[1])


def _nature(text: str, _domains: Domains) -> str:
    if not text:
        return Nature.DIGITAL.value
    return chosen(text, Nature, _NATURES, lambda: _("physical, digital or both"))


def _kind(text: str, _domains: Domains) -> str:
    if not text:
        return OrganisationKind.SME.value
    return chosen(text, OrganisationKind, _KINDS, lambda: ", ".join(str(kind.label) for kind in OrganisationKind))


def _domains(text: str, domains: Domains) -> tuple[str, ...]:
    return _codes(text, domains, _("This programme has no domain “%(text)s”; its domains are: %(offered)s."))


def _capabilities(text: str, _domains: Domains) -> tuple[str, ...]:
    return _codes(text, CAPABILITIES, _("“%(text)s” is not in the list of capabilities: %(offered)s."))


def _codes(text: str, known: Mapping[str, Any], sentence: str) -> tuple[str, ...]:
    if not text:
        return ()
    by_word = codes_by_word(tuple((code, str(label)) for code, label in known.items()))
    found = []
    for part in _parts(text):
        if folded(part) not in by_word:
            offered = ", ".join(str(label) for label in list(known.values())[:8])
            raise Wrong(sentence % {"text": part, "offered": offered})
        found.append(by_word[folded(part)])
    return tuple(dict.fromkeys(found))


def _parts(text: str) -> Iterable[str]:
    return [part.strip() for part in re.split(r"[;|\n]", text) if part.strip()]


def _url(text: str, _domains: Domains) -> str:
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        raise Wrong(_("“%(text)s” is not an address of the web.") % {"text": text[:80]}) from None
    if len(address) > MOST["website"]:
        raise Wrong(_("The address has more than %(most)d characters.") % {"most": MOST["website"]})
    return address


def _email(text: str, _domains: Domains) -> str:
    if not text:
        return ""
    try:
        EmailValidator()(text)
    except ValidationError:
        raise Wrong(_("“%(text)s” is not an e-mail address.") % {"text": text[:80]}) from None
    return text.lower()


def _vat(text: str, _domains: Domains) -> str:
    number = re.sub(r"[^0-9A-Za-z]", "", text).upper()
    if len(number) > 20:
        raise Wrong(_("A VAT number has at most 20 letters and digits."))
    return number


def _register(text: str, _domains: Domains) -> str:
    if len(text) > 40:
        raise Wrong(_("A register number has at most 40 characters."))
    return " ".join(text.split())


def _pic(text: str, _domains: Domains) -> str:
    digits = re.sub(r"\s", "", text)
    if digits and not re.fullmatch(r"[0-9]{9}", digits):
        raise Wrong(_("A participant identification code (PIC) has nine digits."))
    return digits


def _evidence(text: str, _domains: Domains) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_EVIDENCE:
        raise Wrong(_("At most %(most)d pieces of evidence, one per line.") % {"most": MOST_EVIDENCE})
    return "\n".join(lines)


_READERS: dict[str, Callable[[str, Domains], Any]] = {
    "country": _country, "countries_served": _countries, "trl": _trl, "nature": _nature, "provider_kind": _kind,
    "domains": _domains, "capabilities": _capabilities, "website": _url, "source_url": _url, "contact_email": _email,
    "vat_number": _vat, "register_number": _register, "pic": _pic, "evidence": _evidence,
}  # fmt: skip
