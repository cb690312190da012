"""A row of a table, read as a need: texts by column in, a need to write down or a sentence per column out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.db.word_index import folded
from securit.machinery.tabular.cells import Wrong, chosen, codes_by_word, country, day, whole_number
from securit.stages.needs.checking import cleaned, contact_problems, problems_in
from securit.stages.needs.contracts import (
    STATED,
    ContactDetails,
    OwnerKind,
    Procurement,
    Statement,
    Tlp,
    Urgency,
    Willing,
    WrittenDown,
)
from securit.stages.needs.disclosure import audience_of
from securit.stages.needs.wording import COLUMN_LABELS

Texts = Mapping[str, str]

#: Columns that a table has, or that are said for all its rows.
NEEDED = ("title", "situation", "owner_name", "owner_kind", "owner_country", "domain", "urgency")


class Opening(TextChoices):
    """What of a need the public may see: the ready choices of :data:`~securit.stages.needs.disclosure.PRESETS`."""

    KIND_AND_COUNTRY = (
        "kind_and_country",
        gettext_lazy("only kind of organisation, country and domain, in counts of three or more"),
    )
    PROBLEM = "problem", gettext_lazy("also the problem, without the organisation's name")
    ALL = "all", gettext_lazy("everything but the contact")


_URGENCIES = {
    **{value: value for value in Urgency.values},
    "kritisch": "critical", "critique": "critical", "krytyczna": "critical", "critico": "critical",
    "critica": "critical", "hoch": "high", "haute": "high", "eleve": "high", "elevee": "high", "hoog": "high",
    "wysoka": "high", "alta": "high", "alto": "high", "dringend": "high", "urgent": "high", "mittel": "medium",
    "moyenne": "medium", "middel": "medium", "gemiddeld": "medium", "srednia": "medium", "media": "medium",
    "medio": "medium", "normal": "medium", "niedrig": "low", "gering": "low", "faible": "low", "basse": "low",
    "laag": "low", "niska": "low", "bassa": "low", "baja": "low", "kritine": "critical", "didele": "high",
    "vidutine": "medium", "maza": "low",
}  # fmt: skip
_KINDS = {
    "industry": "end_user_industry", "company": "end_user_industry", "end user": "end_user_industry",
    "industrie": "end_user_industry", "unternehmen": "end_user_industry", "entreprise": "end_user_industry",
    "przemysl": "end_user_industry", "bedrijf": "end_user_industry", "industria": "end_user_industry",
    "public authority": "end_user_public", "public": "end_user_public", "authority": "end_user_public",
    "municipality": "end_user_public", "city": "end_user_public", "police": "end_user_public",
    "behorde": "end_user_public", "kommune": "end_user_public", "commune": "end_user_public",
    "collectivite": "end_user_public", "gemeente": "end_user_public", "gmina": "end_user_public",
    "comune": "end_user_public", "ayuntamiento": "end_user_public", "savivaldybe": "end_user_public",
    "critical infrastructure": "end_user_infrastructure", "infrastructure": "end_user_infrastructure",
    "operator": "end_user_infrastructure", "critical infrastructure manager": "end_user_infrastructure",
    "kritis": "end_user_infrastructure", "betreiber": "end_user_infrastructure",
    "operateur": "end_user_infrastructure", "operator infrastruktury": "end_user_infrastructure",
    "integrator": "integrator_industry", "integrateur": "integrator_industry", "integratore": "integrator_industry",
    "integrador": "integrator_industry",
}  # fmt: skip
_PROCUREMENTS = {
    "no": "none", "nein": "none", "non": "none", "nee": "none", "nie": "none", "ne": "none", "yes": "planned",
    "ja": "planned", "oui": "planned", "tak": "planned", "taip": "planned", "si": "planned", "geplant": "planned",
    "maybe": "considered", "perhaps": "considered", "vielleicht": "considered", "peut etre": "considered",
}  # fmt: skip
_ANSWERS = {
    "ja": "yes", "oui": "yes", "tak": "yes", "si": "yes", "taip": "yes", "y": "yes", "true": "yes", "x": "yes",
    "nein": "no", "non": "no", "nee": "no", "nie": "no", "ne": "no", "n": "no", "false": "no", "vielleicht": "maybe",
    "peut etre": "maybe", "misschien": "maybe", "byc moze": "maybe", "forse": "maybe", "quizas": "maybe",
    "galbut": "maybe", "possibly": "maybe",
}  # fmt: skip
_LABELS = {
    **{f"{before}{value}": value for before in ("", "tlp ") for value in Tlp.values},
    "white": "clear", "tlp white": "clear", "amber strict": "red", "tlp amber strict": "red",
}  # fmt: skip


def read_need(texts: Texts, domains: Mapping[str, str]) -> tuple[WrittenDown | None, dict[str, str]]:
    """The need, or a sentence by column for each text that cannot be stored. ``domains``: code → title.

    ``AMBER+STRICT`` stays at the partner, as ``RED`` does: here amber is the whole consortium's.
    """
    given = cleaned({name: texts.get(name, "") for name in COLUMN_LABELS})
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, text in given.items():
        try:
            values[name] = _read(name, text, domains)
        except Wrong as found:
            wrong[name] = str(found)
    if values.get("procurement_on") and not given["procurement"]:
        values["procurement"] = Procurement.PLANNED.value
    if "domain" in values:
        values["domain"], *further = values["domain"]
        values["further_domains"] = tuple(further)
    stated = {name: value for name, value in values.items() if name in STATED}
    contact = ContactDetails(given["contact_name"], given["contact_email"])
    for problem in [*problems_in(stated), *contact_problems(contact)]:
        wrong.setdefault(problem.field, str(problem))
    if wrong:
        return None, wrong
    audience = audience_of(values["opening"])
    return WrittenDown(Statement(**stated), contact, values["tlp"], audience), {}


def _read(name: str, text: str, domains: Mapping[str, str]) -> Any:
    if not text and name in NEEDED:
        raise Wrong(_("This is needed."))
    return _READERS[name](text, domains) if name in _READERS else text


def _domains(text: str, domains: Mapping[str, str]) -> tuple[str, ...]:
    """Codes of the domains named, separated by semicolons: the main one first."""
    known = codes_by_word(tuple(domains.items()))
    found = []
    for part in filter(None, map(str.strip, text.split(";"))):
        if folded(part) not in known:
            offered = ", ".join(f"{code} ({title})" for code, title in domains.items())
            sentence = _("“%(text)s” is no domain of this programme; its domains are: %(offered)s.")
            raise Wrong(sentence % {"text": part[:80], "offered": offered})
        found.append(known[folded(part)])
    if not found:
        raise Wrong(_("This is needed."))
    return tuple(dict.fromkeys(found))


def _labels(choices: type[TextChoices]) -> str:
    return "; ".join(str(choice.label) for choice in choices)


def _short_labels(choices: type[TextChoices]) -> str:
    return ", ".join(str(choice.label).partition(":")[0] for choice in choices)


def _tlp_labels(choices: type[TextChoices]) -> str:
    return ", ".join(f"TLP:{value.upper()}" for value in choices.values)


def _choice(
    choices: type[TextChoices],
    words: Mapping[str, str],
    *,
    offered: Callable[[type[TextChoices]], str] = _short_labels,
    empty: str = "",
) -> Callable[[str, Mapping[str, str]], str]:
    """A reader of one of the choices; ``empty`` is what no text means, where that means something."""

    def read(text: str, _domains: Mapping[str, str]) -> str:
        return chosen(text, choices, words, partial(offered, choices)) if text or not empty else empty

    return read


_READERS: Mapping[str, Callable[[str, Mapping[str, str]], Any]] = {
    "domain": _domains,
    "urgency": _choice(Urgency, _URGENCIES),
    "owner_kind": _choice(OwnerKind, _KINDS, offered=_labels),
    "owner_country": lambda text, _domains: country(text),
    "comparable_sites": lambda text, _domains: whole_number(text),
    "procurement": _choice(Procurement, _PROCUREMENTS, empty=Procurement.NONE.value),
    "procurement_on": lambda text, _domains: day(text),
    "would_pilot": _choice(Willing, _ANSWERS, empty=Willing.UNKNOWN.value),
    "would_buy": _choice(Willing, _ANSWERS, empty=Willing.UNKNOWN.value),
    "evidence_links": lambda text, _domains: "\n".join(text.replace(";", "\n").split()),
    "tlp": _choice(Tlp, _LABELS, offered=_tlp_labels, empty=Tlp.CLEAR.value),
    "opening": _choice(Opening, {}, offered=_labels, empty=Opening.KIND_AND_COUNTRY.value),
}
