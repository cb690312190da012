"""Tables of solutions: what is taken from which column, and what is there already."""

from __future__ import annotations

import io
from collections.abc import Mapping

from securit.kernel.db.word_index import folded
from securit.machinery.files.models import File
from securit.machinery.files.uploads import store_of
from securit.machinery.tabular.imports import MOST_IMPORT_ROWS, ImportColumn, ImportSpec, Preview, judge
from securit.machinery.tabular.reading import Table, UnreadableTable, read_table
from securit.programmes.public import Programme
from securit.stages.solutions.duplicates import company
from securit.stages.solutions.models import Solution, SolutionImport
from securit.stages.solutions.stating import REQUIRED, country_code, domains_of, read_statements
from securit.stages.solutions.wording import LABELS

#: Other words over a column, in the languages of partners: en, fr, de, nl, pl, it, es.
_WORDS: dict[str, tuple[str, ...]] = {
    "title": ("solution", "name of solution", "product", "titre", "titel", "tytul", "titolo", "titulo", "bezeichnung",
              "nom de la solution", "nazwa rozwiazania", "nome soluzione", "nombre de la solucion", "oplossing"),
    "summary": ("description", "what it does", "beschreibung", "beschrijving", "opis", "descrizione", "descripcion",
                "resume", "objective", "zusammenfassung"),
    "provider_name": ("provider", "company", "organisation", "organization", "vendor", "supplier", "entreprise",
                      "societe", "firma", "unternehmen", "anbieter", "bedrijf", "leverancier", "azienda", "empresa",
                      "fournisseur", "proveedor", "fornitore", "dostawca"),
    "provider_kind": ("kind of organisation", "type of organisation", "activity type", "art der organisation", "tipo"),
    "country": ("pays", "land", "kraj", "paese", "pais", "country code", "country of provider"),
    "vat_number": ("vat", "vat no", "tva", "ust id", "ust idnr", "btw", "btw nummer", "nip", "partita iva", "nif"),
    "register_number": ("register number", "siren", "siret", "handelsregister", "kvk", "krs", "rea", "cif"),
    "pic": ("pic", "participant identification code"),
    "website": ("web", "url", "web site", "homepage", "site internet", "webseite", "strona", "sito", "sitio web"),
    "nature": ("physical digital", "physical or digital", "hardware software", "physisch oder digital"),
    "trl": ("technology readiness level", "reifegrad", "niveau de maturite", "poziom gotowosci", "maturity"),
    "domains": ("domain", "domaine", "bereich", "domein", "dziedzina", "dominio", "ambito"),
    "capabilities": ("capability", "taxonomy", "keywords", "tags", "mots cles", "schlagworte", "trefwoorden",
                     "parole chiave", "palabras clave", "slowa kluczowe"),
    "countries_served": ("markets", "marches", "markte", "markten", "rynki", "mercati", "mercados"),
    "evidence": ("proof", "links", "preuves", "nachweise", "bewijs", "dowody", "prove", "evidencia"),
    "deployments": ("references", "deployment", "in use", "referenzen", "referenties", "wdrozenia", "referenze"),
    "certifications": ("certification", "certificates", "zertifikate", "certificaten", "certyfikaty", "certificazioni"),
    "licence": ("license", "lizenz", "licentie", "licencja", "licenza", "licencia"),
    "contact_name": ("contact", "contact person", "ansprechpartner", "contactpersoon", "osoba kontaktowa", "contatto"),
    "contact_email": ("e mail", "email", "mail", "courriel", "correo", "contact mail"),
    "source_url": ("source", "quelle", "bron", "zrodlo", "fonte", "fuente"),
}  # fmt: skip


def spec_of(programme: Programme) -> ImportSpec:
    """What is taken from a table into this programme's catalogue."""
    domains = domains_of(programme)

    def check_row(texts: Mapping[str, str]) -> Mapping[str, str]:
        return read_statements(texts, domains)[1]

    columns = tuple(
        ImportColumn(name, str(label), _WORDS.get(name, ()), name in REQUIRED) for name, label in LABELS.items()
    )
    return ImportSpec(columns, check_row, key_of)


def key_of(texts: Mapping[str, str]) -> str:
    """Title, provider and country: by this two rows are the same solution."""
    title, provider = folded(texts.get("title", "")), company(texts.get("provider_name", ""))
    return f"{title}|{provider}|{country_code(texts.get('country', ''))}" if title and provider else ""


def known_keys(programme: Programme) -> dict[str, str]:
    """The keys of the solutions that are here and not archived, with their titles."""
    rows = Solution.objects.in_programme(programme).exclude(state="archived").order_by("id")
    listed = rows.values_list("title", "provider_name", "country")
    return {
        key_of({"title": title, "provider_name": provider, "country": country}): title
        for title, provider, country in listed
    }


def content_of(file: File) -> bytes:
    """The bytes of the uploaded table."""
    with store_of(file.programme).open(file.sha256) as stream:
        return stream.read()


def table_of(record: SolutionImport) -> Table:
    """The table as it is read by now. Raises :class:`UnreadableTable`, also beyond the limit of rows."""
    return read_content(content_of(record.file), record.file.name, sheet=record.sheet, header=record.header_number)


def read_content(content: bytes, name: str, *, sheet: str = "", header: int = 0) -> Table:
    """The table in these bytes. Raises :class:`UnreadableTable`."""
    table = read_table(io.BytesIO(content), name, sheet=sheet, header=header)
    if len(table.rows) > MOST_IMPORT_ROWS:
        raise UnreadableTable(
            f"“{name}” has {len(table.rows)} rows; at most {MOST_IMPORT_ROWS} are taken at once. Split it."
        )
    return table


def preview_of(record: SolutionImport, table: Table) -> Preview:
    """Every row judged under the assignment stored with the record."""
    return judge(spec_of(record.programme), table, record.mapping, known_keys(record.programme))
