"""Tables of needs, such as the notes of a workshop: what is taken from which column, and what follows from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from securit.kernel.actor import Actor, ActorKind
from securit.kernel.db.word_index import folded
from securit.machinery.forms.rendering import country_names
from securit.machinery.tabular.cells import country_code
from securit.machinery.tabular.imports import ImportColumn, ImportSpec, JudgedRow, Preview
from securit.machinery.tabular.incoming.intake import Advice, Intake
from securit.programmes.public import Programme, person
from securit.stages.needs.checking import CannotStateNeed
from securit.stages.needs.contracts import OwnerKind, Tlp, Urgency, WrittenDown
from securit.stages.needs.disclosure import audience_of, is_shown
from securit.stages.needs.models import NeedImport
from securit.stages.needs.policy import reader_of
from securit.stages.needs.reading import NEEDED, Opening, read_need
from securit.stages.needs.selectors import COMPARED, comparable_needs, domains_of, host_for
from securit.stages.needs.services.write_down_needs import write_down_needs
from securit.stages.needs.wording import COLUMN_LABELS

MOST_COMPARED = 700
"""So many needs that are here already are compared with the rows of a table, the newest first."""
MOST_ADVISED = 2
"""So many are named for each row."""
#: Other words over a column, in the languages of partners: en, fr, de, nl, pl, it, es, lt.
_WORDS: dict[str, tuple[str, ...]] = {
    "title": ("title", "problem", "use case", "challenge", "what hurts", "titre", "besoin", "probleme", "titel",
              "bedarf", "behoefte", "probleem", "tytul", "potrzeba", "titolo", "esigenza", "bisogno", "titulo",
              "necesidad", "pavadinimas", "poreikis"),
    "situation": ("situation", "description", "today", "what happens", "situation actuelle", "beschreibung", "lage",
                  "was passiert",
                  "ausgangslage", "beschrijving", "situatie", "opis", "sytuacja", "descrizione", "situazione",
                  "descripcion", "situacion", "aprasymas", "situacija"),
    "gap": ("gap", "missing", "manque", "lacune", "lucke", "was fehlt", "ontbreekt", "brak", "luka", "lacuna",
            "carencia", "spraga"),
    "consequence": ("consequence", "impact", "consequences", "folge", "folgen", "auswirkung", "gevolg", "skutek",
                    "conseguenza", "impatto", "consecuencia", "pasekme"),
    "urgency": ("priority", "urgence", "priorite", "dringlichkeit", "prioritat", "urgentie", "prioriteit", "pilnosc",
                "priorytet", "urgenza", "priorita", "urgencia", "prioridad", "skubumas", "prioritetas"),
    "domain": ("theme", "area", "domaine", "bereich", "domein", "dziedzina", "obszar", "dominio", "ambito", "sritis"),
    "owner_name": ("owner", "company", "organization", "name of the organisation", "end user", "participant",
                   "organisme", "entreprise", "societe", "organisation", "unternehmen", "einrichtung", "firma",
                   "organisatie", "bedrijf", "organizacja", "organizzazione", "azienda", "ente", "organizacion",
                   "empresa", "entidad", "organizacija", "imone"),
    "owner_kind": ("kind", "type", "type of organisation", "you are", "type d organisation",
                   "art der organisation", "soort organisatie", "rodzaj organizacji", "tipo di organizzazione",
                   "tipo de organizacion", "tipo", "organizacijos tipas"),
    "owner_country": ("pays", "land", "kraj", "paese", "pais", "salis", "country of the organisation"),
    "scale": ("size", "scope", "ampleur", "umfang", "omvang", "skala", "scala", "escala", "mastas"),
    "comparable_sites": ("sites", "number of sites", "nombre de sites", "standorte", "locaties", "lokalizacje",
                         "siti", "sitios", "vietos"),
    "current_solution": ("current solution", "solution today", "solution actuelle", "heutige losung",
                         "huidige oplossing", "obecne rozwiazanie", "soluzione attuale", "solucion actual",
                         "dabartinis sprendimas"),
    "procurement": ("purchase", "planned procurement", "achat", "marche", "beschaffung", "kauf", "aanbesteding",
                    "aankoop", "zakup", "zamowienie", "acquisto", "appalto", "compra", "licitacion", "pirkimas"),
    "procurement_on": ("procurement date", "date of purchase", "date d achat", "beschaffung am", "datum aankoop",
                       "data zakupu", "data acquisto", "fecha de compra", "pirkimo data"),
    "procurement_route": ("route", "procedure", "verfahren", "procedura", "procedimiento"),
    "would_pilot": ("pilot", "willing to pilot", "would try", "pilote", "pilotieren", "piloot", "pilotaz", "pilota",
                    "piloto", "bandymas"),
    "would_buy": ("buy", "willing to buy", "acheterait", "kaufen", "kopen", "kupno", "comprerebbe", "compraria"),
    "evidence": ("proof", "preuves", "nachweise", "bewijs", "dowody", "prove", "evidencia", "irodymai"),
    "evidence_links": ("link", "url", "web", "liens", "verweise", "odnosniki", "collegamenti", "enlaces", "nuorodos"),
    "contact_name": ("contact", "name", "ansprechpartner", "contactpersoon", "osoba kontaktowa", "contatto",
                     "contacto", "kontaktas"),
    "contact_email": ("e mail", "email", "mail", "courriel", "correo", "el pastas"),
    "tlp": ("tlp label", "traffic light protocol", "label", "marking"),
    "opening": ("visibility", "public", "visibilite", "sichtbarkeit", "zichtbaarheid", "widocznosc", "visibilita",
                "visibilidad", "matomumas"),
}  # fmt: skip


def spec_of(programme: Programme) -> ImportSpec:
    """What is taken from a table of needs in this programme."""
    return spec_for({domain.code: domain.title for domain in domains_of(programme)})


def spec_for(domains: Mapping[str, str]) -> ImportSpec:
    """The same for these domains, code → title."""
    choices = _choices(domains)
    first = {"urgency": Urgency.MEDIUM.value, "tlp": Tlp.CLEAR.value, "opening": Opening.KIND_AND_COUNTRY.value}
    if len(domains) == 1:
        first |= {"domain": next(iter(domains))}
    columns = tuple(
        ImportColumn(name, str(label), _WORDS.get(name, ()), name in NEEDED, choices.get(name, ()), first.get(name, ""))
        for name, label in COLUMN_LABELS.items()
    )
    return ImportSpec(columns, lambda texts: read_need(texts, domains)[1], key_of)


def _choices(domains: Mapping[str, str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """What one may choose for every row that says nothing."""
    countries = sorted(country_names(get_language() or "en").items(), key=lambda pair: pair[1])
    urgencies = tuple((urgency.value, str(urgency.label).partition(":")[0]) for urgency in Urgency)
    return {
        "domain": tuple(domains.items()),
        "urgency": urgencies,
        "owner_kind": tuple((kind.value, str(kind.label)) for kind in OwnerKind),
        "owner_country": tuple(countries),
        "tlp": tuple((label.value, str(label.label)) for label in Tlp),
        "opening": tuple((opening.value, str(opening.label)) for opening in Opening),
    }


def key_of(texts: Mapping[str, str]) -> str:
    """Title, organisation and country: by this two rows are the same need."""
    title, owner = folded(texts.get("title", "")), folded(texts.get("owner_name", ""))
    return f"{title}|{owner}|{country_code(texts.get('owner_country', ''))}" if title and owner else ""


def known_keys(record: NeedImport, actor: Actor) -> dict[str, str]:
    """The keys of the needs that the person may read, with their titles: nobody learns of others by an import."""
    return {key_of(shown): shown["title"] for _ref, shown in _readable(record, actor)}


def _readable(record: NeedImport, actor: Actor, most: int | None = None) -> Iterator[tuple[str, dict[str, str]]]:
    """What whoever acts, or for whom the worker acts, may read of needs, newest first: ref and texts that are shown."""
    reader = person(record.asked_by, strong=True) if actor.kind is ActorKind.SYSTEM and record.asked_by else actor
    for need in comparable_needs(record.programme, reader)[:most]:
        as_whom = reader_of(reader, need.facts())
        shown = {name: getattr(need, name) for name in COMPARED if is_shown(need, name, as_whom)}
        if shown.get("title"):  # its owner may have erased it
            yield need.ref, shown


def prepare(record: NeedImport, actor: Actor) -> None:
    """The partner of the person who uploads takes the needs in. Raises :class:`CannotStateNeed` where there is none."""
    host = host_for(record.programme, actor)
    if host is None:
        raise CannotStateNeed(_("This programme has no coordinator yet."), code="no_host", field="table")
    record.host = host


def keep_rows(record: NeedImport, rows: Sequence[JudgedRow], actor: Actor, at: datetime) -> None:
    """Write a need down from each row, all or none. The person has confirmed that nothing is classified."""
    domains = {domain.code: domain.title for domain in domains_of(record.programme)}
    write_down_needs(
        programme=record.programme,
        needs=[_written(row, domains) for row in rows],
        host=record.host,
        declared_unclassified=True,
        synthetic=record.synthetic,
        actor=actor,
        at=at,
    )


def _written(row: JudgedRow, domains: Mapping[str, str]) -> WrittenDown:
    need, wrong = read_need(row.texts, domains)
    if need is None:
        field, sentence = next(iter(wrong.items()))
        raise CannotStateNeed(f"{_('Row %(number)d') % {'number': row.number}}: {sentence}", code="faulty", field=field)
    return need


def what_follows(record: NeedImport, preview: Preview) -> list[str]:
    """Who will read what, and what becomes of the rows, before they are taken."""
    domains = {domain.code: domain.title for domain in domains_of(record.programme)}
    read = [need for row in preview.of("new") if (need := read_need(row.texts, domains)[0]) is not None]
    host = record.host.organisation.legal_name
    said = [_("%(host)s takes the needs in; they wait for a review.") % {"host": host}]
    labels = Counter(need.tlp for need in read)
    openings = Counter(_opening_of(need) for need in read if need.tlp == Tlp.CLEAR)
    for opening in Opening:
        if number := openings[opening.value]:
            rows = ngettext("Of one row", "Of %(number)d rows", number) % {"number": number}
            said.append(_("%(rows)s the public may see: %(what)s.") % {"rows": rows, "what": opening.label})
    closed = labels[Tlp.GREEN] + labels[Tlp.AMBER]
    if closed:
        rows = ngettext("One row", "%(number)d rows", closed) % {"number": closed}
        said.append(_("%(rows)s with TLP:GREEN or AMBER: only the consortium sees them.") % {"rows": rows})
    if labels[Tlp.RED]:
        rows = ngettext("One row", "%(number)d rows", labels[Tlp.RED]) % {"number": labels[Tlp.RED]}
        said.append(_("%(rows)s with TLP:RED: only %(host)s sees them.") % {"rows": rows, "host": host})
    rest = _("Everything else up to TLP:AMBER is read by the consortium, contacts by %(host)s only.")
    return [
        *said,
        rest % {"host": host},
        _("Where an e-mail address is given, the owner hears of the need once it is reviewed, not before."),
    ]


def _opening_of(need: WrittenDown) -> str:
    return next(opening.value for opening in Opening if audience_of(opening.value) == need.audience)


def resembling(record: NeedImport, preview: Preview, actor: Actor) -> dict[int, list[Advice]]:
    """For each row, what the stage's engine finds like it: other rows, and needs that the person may read."""
    from securit.stages.needs.engines import likeness

    here = dict(_readable(record, actor, MOST_COMPARED))
    rows = {str(row.number): row.texts for row in preview.rows if row.status != "faulty"}
    texts = {f"row:{number}": _text(said) for number, said in rows.items()}
    texts |= {f"need:{ref}": _text(said) for ref, said in here.items()}
    found: dict[int, list[Advice]] = {}
    for key, ones in likeness(texts).resembling.items():
        kind, _colon, number = key.partition(":")
        if kind == "row":
            found[int(number)] = [
                _advice(record, one.id, one.hundredths, one.words, here) for one in ones[:MOST_ADVISED]
            ]
    return found


def _text(said: Mapping[str, str]) -> str:
    return " ".join(filter(None, (said.get(name) for name in ("title", "situation", "gap"))))


def _advice(
    record: NeedImport, key: str, hundredths: int, words: Sequence[str], here: Mapping[str, Mapping[str, str]]
) -> Advice:
    kind, _colon, ref = key.partition(":")
    said = {"share": hundredths, "words": ", ".join(words)}
    if kind == "row":
        return Advice(_("like row %(row)s (%(share)d %%: %(words)s)") % {**said, "row": ref})
    sentence = _("like “%(title)s” (%(share)d %%: %(words)s)") % {**said, "title": here[ref]["title"]}
    return Advice(sentence, reverse("needs:show", args=[record.programme.slug, ref]))


INTAKE = Intake(
    model=NeedImport,
    spec_of=spec_of,
    known_keys=known_keys,
    prepare=prepare,
    store=keep_rows,
    space="needs",
    title=gettext_lazy("Import notes of a workshop"),
    one_row=gettext_lazy("one need per row"),
    back=lambda programme: reverse("needs:list", args=[programme.slug]),
    after=lambda programme: f"{reverse('needs:list', args=[programme.slug])}?state=submitted",
    promise=what_follows,
    advice=resembling,
    confirmation=gettext_lazy("Nothing in these rows is classified information."),
)
