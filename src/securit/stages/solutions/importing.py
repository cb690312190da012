"""Tables of solutions: what is taken from which column, and what is there already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor
from securit.kernel.db.word_index import folded
from securit.machinery.forms.rendering import country_names
from securit.machinery.tabular.cells import country_code
from securit.machinery.tabular.imports import ImportColumn, ImportSpec, JudgedRow, Preview
from securit.machinery.tabular.incoming.intake import Intake
from securit.people.public import OrganisationKind
from securit.programmes.public import Programme
from securit.stages.solutions.duplicates import company
from securit.stages.solutions.models import Solution, SolutionImport
from securit.stages.solutions.services.draft_solution import draft_solutions
from securit.stages.solutions.stating import REQUIRED, domains_of, read_statements
from securit.stages.solutions.terms import Nature, Origin
from securit.stages.solutions.wording import LABELS

#: Other words over a column, in the languages of partners: en, fr, de, nl, pl, it, es, lt.
_WORDS: dict[str, tuple[str, ...]] = {
    "title": ("solution", "name of solution", "product", "titre", "titel", "tytul", "titolo", "titulo", "bezeichnung",
              "nom de la solution", "nazwa rozwiazania", "nome soluzione", "nombre de la solucion", "oplossing",
              "sprendimas", "pavadinimas"),
    "summary": ("description", "what it does", "beschreibung", "beschrijving", "opis", "descrizione", "descripcion",
                "resume", "objective", "zusammenfassung", "aprasymas"),
    "provider_name": ("provider", "company", "organisation", "organization", "vendor", "supplier", "entreprise",
                      "societe", "firma", "unternehmen", "anbieter", "bedrijf", "leverancier", "azienda", "empresa",
                      "fournisseur", "proveedor", "fornitore", "dostawca", "imone", "tiekejas"),
    "provider_kind": ("kind of organisation", "type of organisation", "activity type", "art der organisation", "tipo"),
    "country": ("pays", "land", "kraj", "paese", "pais", "salis", "country code", "country of provider"),
    "vat_number": ("vat", "vat no", "tva", "ust id", "ust idnr", "btw", "btw nummer", "nip", "partita iva", "nif"),
    "register_number": ("register number", "siren", "siret", "handelsregister", "kvk", "krs", "rea", "cif"),
    "pic": ("pic", "participant identification code"),
    "website": ("web", "url", "web site", "homepage", "site internet", "webseite", "strona", "sito", "sitio web",
                "svetaine"),
    "nature": ("physical digital", "physical or digital", "hardware software", "physisch oder digital"),
    "trl": ("technology readiness level", "reifegrad", "niveau de maturite", "poziom gotowosci", "maturity"),
    "domains": ("domain", "domaine", "bereich", "domein", "dziedzina", "dominio", "ambito", "sritis"),
    "capabilities": ("capability", "taxonomy", "keywords", "tags", "mots cles", "schlagworte", "trefwoorden",
                     "parole chiave", "palabras clave", "slowa kluczowe"),
    "countries_served": ("markets", "marches", "markte", "markten", "rynki", "mercati", "mercados"),
    "evidence": ("proof", "links", "preuves", "nachweise", "bewijs", "dowody", "prove", "evidencia"),
    "deployments": ("references", "deployment", "in use", "referenzen", "referenties", "wdrozenia", "referenze"),
    "certifications": ("certification", "certificates", "zertifikate", "certificaten", "certyfikaty", "certificazioni"),
    "licence": ("license", "lizenz", "licentie", "licencja", "licenza", "licencia"),
    "contact_name": ("contact", "contact person", "ansprechpartner", "contactpersoon", "osoba kontaktowa", "contatto",
                     "kontaktas"),
    "contact_email": ("e mail", "email", "mail", "courriel", "correo", "contact mail", "el pastas"),
    "source_url": ("source", "quelle", "bron", "zrodlo", "fonte", "fuente"),
}  # fmt: skip


def spec_of(programme: Programme) -> ImportSpec:
    """What is taken from a table into this programme's catalogue."""
    return spec_for(domains_of(programme))


def spec_for(domains: Mapping[str, str]) -> ImportSpec:
    """The same for these domains, code → title."""

    def check_row(texts: Mapping[str, str]) -> Mapping[str, str]:
        return read_statements(texts, domains)[1]

    choices = _choices(domains)
    columns = tuple(
        ImportColumn(name, str(label), _WORDS.get(name, ()), name in REQUIRED, choices.get(name, ()))
        for name, label in LABELS.items()
    )
    return ImportSpec(columns, check_row, key_of)


def _choices(domains: Mapping[str, str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """What one may choose for every row that says nothing."""
    named = sorted(country_names(get_language() or "en").items(), key=lambda pair: pair[1])
    return {
        "provider_kind": tuple((kind.value, str(kind.label)) for kind in OrganisationKind),
        "country": tuple(named),
        "nature": tuple((nature.value, str(nature.label)) for nature in Nature),
        "domains": tuple(domains.items()),
    }


def key_of(texts: Mapping[str, str]) -> str:
    """Title, provider and country: by this two rows are the same solution."""
    title, provider = folded(texts.get("title", "")), company(texts.get("provider_name", ""))
    return f"{title}|{provider}|{country_code(texts.get('country', ''))}" if title and provider else ""


def known_keys(record: SolutionImport, actor: Actor) -> dict[str, str]:
    """The keys of the solutions that are here and not archived, with their titles."""
    rows = Solution.objects.in_programme(record.programme).exclude(state="archived").order_by("id")
    listed = rows.values_list("title", "provider_name", "country")
    return {
        key_of({"title": title, "provider_name": provider, "country": country}): title
        for title, provider, country in listed
    }


def keep_rows(record: SolutionImport, rows: Sequence[JudgedRow], actor: Actor, at: datetime) -> None:
    """Draft a solution from each row, all or none."""
    draft_solutions(
        programme=record.programme,
        stated=[row.texts for row in rows],
        origin=Origin.IMPORT,
        entered_by_id=record.asked_by_id,
        synthetic=record.synthetic,
        actor=actor,
        at=at,
    )


def what_follows(record: SolutionImport, preview: Preview) -> list[str]:
    """What becomes of the rows, before they are taken."""
    return [_("The solutions are in preparation: nobody but the programme's people sees them until you list them.")]


INTAKE = Intake(
    model=SolutionImport,
    spec_of=spec_of,
    known_keys=known_keys,
    store=keep_rows,
    space="solutions",
    title=gettext_lazy("Import a table"),
    one_row=gettext_lazy("one solution per row"),
    back=lambda programme: reverse("solutions:desk", args=[programme.slug]),
    after=lambda programme: f"{reverse('solutions:desk', args=[programme.slug])}?show=drafted",
    promise=what_follows,
)
