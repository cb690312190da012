"""The public catalogue: what is asked for, what is shown, and the same as a table to take away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from securit.kernel.db.word_index import words_of
from securit.kernel.refusals import Sentence
from securit.machinery.tabular.columns import Column
from securit.people.public import OrganisationKind
from securit.programmes.public import Programme
from securit.stages.challenges.public import published_challenges
from securit.stages.solutions.models import EvidenceFile, Solution, SolutionQuerySet
from securit.stages.solutions.policy import PUBLIC_STATES
from securit.stages.solutions.terms import CAPABILITIES, Audience, EvidenceKind, Nature, Standing
from securit.stages.solutions.white_spots import speaking_to

PAGE_SIZE = 18
MOST_EXPORTED = 10_000
#: So many are counted and paged through; beyond it the page says “more than” and asks for a filter.
MOST_COUNTED = 1_000
#: What is shorter says too little to be proposed alone.
SHORTEST_WORD = 3
#: Kinds of evidence that can be asked for, in the order of the filter.
EVIDENCE: dict[str, Sentence] = {
    "yes": gettext_lazy("any"),
    "link": gettext_lazy("an address of the web"),
    "use": gettext_lazy("in use at a named place"),
    "file": gettext_lazy("a file"),
    **{kind.value: kind.label for kind in EvidenceKind},
}
SORTS = {
    "title": ("title", "id"),
    "recent": ("-current_at", "id"),
    "provider": ("provider_name", "title", "id"),
    "country": ("country", "title", "id"),
    "trl": ("-trl", "title", "id"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters and order, as texts of the address; an unknown value is no filter."""

    q: str = ""
    challenge: str = ""
    domain: str = ""
    capability: str = ""
    nature: str = ""
    trl_from: str = ""
    trl_to: str = ""
    country: str = ""
    kind: str = ""
    evidence: str = ""
    verified: str = ""
    records: str = ""
    sort: str = "title"

    @classmethod
    def read(cls, query: Mapping[str, str], programme: Programme) -> Wanted:
        """From the address."""
        typed = {field.name: query.get(field.name, "")[:200].strip() for field in fields(cls)}
        known = {
            "domain": {domain.code for domain in programme.terms.domains},
            "capability": set(CAPABILITIES),
            "nature": set(Nature.values),
            "trl_from": set("123456789"),
            "trl_to": set("123456789"),
            "kind": set(OrganisationKind.values),
            "evidence": set(EVIDENCE),
            "verified": {"yes"},
            "records": {Standing.REAL.value, Standing.SYNTHETIC.value},
            "sort": set(SORTS),
        }
        kept = {name: text if name not in known or text in known[name] else "" for name, text in typed.items()}
        kept["challenge"] = kept["challenge"] if _on_the_market(programme, kept["challenge"]) else ""
        kept["country"] = kept["country"].upper() if kept["country"].isalpha() and len(kept["country"]) == 2 else ""
        return cls(**{**kept, "sort": kept["sort"] or "title"})

    def query(self) -> dict[str, str]:
        """The address that gives the same list."""
        pairs = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: text for name, text in pairs.items() if text and (name, text) != ("sort", "title")}

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is filtered."""
        return any(name != "sort" for name in self.query())

    @property
    def is_narrowed_further(self) -> bool:
        """Whether anything is asked for that stands under “more filters”."""
        return bool(set(self.query()) - {"q", "domain", "verified"})


def catalogue(programme: Programme, wanted: Wanted) -> SolutionQuerySet:
    """The listed and verified solutions that pass the filters, in the order asked for; same for every reader."""
    found = Solution.objects.in_programme(programme).filter(state__in=PUBLIC_STATES)
    if wanted.q:
        found = found.filter(words__found_by=wanted.q) if words_of(wanted.q) else found.none()
    if wanted.challenge:
        challenge = published_challenges(programme).get(number=wanted.challenge)
        found = found.filter(ref__in=speaking_to(challenge))
    return _narrowed(found, wanted).order_by(*SORTS[wanted.sort])


def words_that_find(programme: Programme, wanted: Wanted) -> list[str]:
    """Where all words together find nothing: those that find something alone, without the s of a plural if need be."""
    found = []
    for word in words_of(wanted.q):
        tries = (word, word.removesuffix("s")) if len(word) > SHORTEST_WORD else ()
        alone = (one for one in tries if catalogue(programme, replace(wanted, q=one)).exists())
        found += [next(alone, "")]
    return [word for word in dict.fromkeys(found) if word]


def _on_the_market(programme: Programme, number: str) -> bool:
    return bool(number) and published_challenges(programme).filter(number=number).exists()


def _narrowed(found: SolutionQuerySet, wanted: Wanted) -> SolutionQuerySet:
    """By the filters, each a lookup that is left out where it is empty."""
    natures = [wanted.nature] if wanted.nature == Nature.BOTH else [wanted.nature, Nature.BOTH]
    lookups: dict[str, object] = {
        "domains__holds": wanted.domain,
        "capabilities__holds": wanted.capability,
        "nature__in": wanted.nature and natures,
        "trl__gte": wanted.trl_from and int(wanted.trl_from),
        "trl__lte": wanted.trl_to and int(wanted.trl_to),
        "country": wanted.country,
        "provider_kind": wanted.kind,
        "state": wanted.verified and "verified",
    }
    found = found.filter(**{name: value for name, value in lookups.items() if value})
    if wanted.evidence:
        found = found.filter(_evident(wanted.evidence))
    if wanted.records:
        found = found.filter(synthetic=wanted.records == Standing.SYNTHETIC)
    return found


def _evident(kind: str) -> Q:
    """Solutions with that kind of evidence; a file counts where everybody may read it."""
    files = EvidenceFile.objects.filter(solution=OuterRef("pk"), state="attached", audience=Audience.PUBLIC)
    stated = {
        "yes": ~Q(evidence="") | Q(Exists(files)),
        "link": Q(evidence__contains="://"),
        "use": ~Q(deployments=""),
        "file": Q(Exists(files)),
        EvidenceKind.CERTIFICATE.value: ~Q(certifications="") | Q(Exists(files.filter(shows=EvidenceKind.CERTIFICATE))),
    }
    return stated[kind] if kind in stated else Q(Exists(files.filter(shows=kind)))


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of the list: its solutions, how many there are (at most :data:`MOST_COUNTED`), and whether more."""

    solutions: list[Solution]
    count: int
    is_more: bool
    has_synthetic: bool
    number: int
    pages: int


def page_of(found: SolutionQuerySet, wanted_page: str) -> Shown:
    """The page asked for, by two queries that read at most so many rows; a wild number is the last page."""
    head = list(found.values_list("pk", "synthetic")[: MOST_COUNTED + 1])
    keys = [pk for pk, _synthetic in head[:MOST_COUNTED]]
    last = max(1, -(-len(keys) // PAGE_SIZE))
    number = min(max(int(wanted_page) if wanted_page.isdecimal() and len(wanted_page) < 7 else 1, 1), last)
    chosen = keys[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    rows = {row.pk: row for row in Solution.objects.filter(pk__in=chosen)}
    listed = [rows[pk] for pk in chosen if pk in rows]
    synthetic = any(synthetic for _pk, synthetic in head)
    return Shown(listed, len(keys), len(head) > MOST_COUNTED, synthetic, number, last)


def counts_by_country(found: SolutionQuerySet) -> dict[str, int]:
    """How many of them there are in each country."""
    return dict(found.order_by("country").values_list("country").annotate(Count("id")))


def countries_listed(programme: Programme) -> list[str]:
    """The countries from which anything is listed, by code."""
    listed = Solution.objects.in_programme(programme).filter(state__in=PUBLIC_STATES)
    return list(listed.order_by("country").values_list("country", flat=True).distinct())


def has_synthetic(found: SolutionQuerySet) -> bool:
    """Whether any of them is invented, so that the page says so."""
    return found.filter(synthetic=True).exists()


def columns() -> list[Column]:
    """The columns of the export; contact data are no part of it."""
    return [
        Column("ref", _("Reference")),
        Column("title", _("Title")),
        Column("summary", _("What it does")),
        Column("provider", _("Provider")),
        Column("provider_kind", _("Kind of provider")),
        Column("country", _("Country")),
        Column("website", _("Web site")),
        Column("nature", _("Physical or digital")),
        Column("trl", _("Technology readiness level"), "whole"),
        Column("domains", _("Domains")),
        Column("capabilities", _("Capabilities")),
        Column("countries_served", _("Countries served")),
        Column("evidence", _("Evidence")),
        Column("deployments", _("Where it is in use")),
        Column("certifications", _("Certifications")),
        Column("licence", _("Licence")),
        Column("state", _("State")),
        Column("current_at", _("Last confirmed"), "moment"),
        Column("records", _("Records")),
    ]


def export_row(solution: Solution) -> dict[str, object]:
    """One solution as the export writes it."""
    return {
        "ref": solution.ref,
        "title": solution.title,
        "summary": solution.summary,
        "provider": solution.provider_name,
        "provider_kind": solution.provider_kind,
        "country": solution.country,
        "website": solution.website,
        "nature": solution.nature,
        "trl": solution.trl,
        "domains": "; ".join(solution.domains),
        "capabilities": "; ".join(str(CAPABILITIES.get(code, code)) for code in solution.capabilities),
        "countries_served": "; ".join(solution.countries_served),
        "evidence": solution.evidence,
        "deployments": solution.deployments,
        "certifications": solution.certifications,
        "licence": solution.licence,
        "state": solution.state_label,
        "current_at": solution.current_at,
        "records": _("synthetic") if solution.synthetic else _("real"),
    }
