"""Tables of solutions through the pages: uploaded, assigned, judged, imported once."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from securit.machinery.tabular.incoming.intake import table_of
from securit.programmes.public import Programme
from securit.stages.solutions.models import Solution, SolutionImport
from tests.stages.solutions.catalogues import a_solution
from tests.worlds import a_person, a_programme, signed_in

pytestmark = pytest.mark.django_db

OFFICE = "/p/alpha/solutions/office/"
GOOD = "Titel;Firma;Land;TRL;Beschreibung\nKamera;Acme GmbH;Deutschland;7;Sieht im Dunkeln\nRadar;Beta GmbH;AT;;\n"
MIXED = GOOD + "Balloon;Gamma;Atlantis;4;\nKamera;ACME GmbH;DE;7;\n;;;;x\n"


@pytest.fixture
def programme(db: None, client: Client) -> Programme:
    """A programme, with a scout signed in."""
    made = a_programme()
    signed_in(client, a_person(roles={made: ["partner_staff"]}))
    return made


def uploaded(client: Client, content: str | bytes, name: str = "list.csv") -> Any:
    data = content.encode() if isinstance(content, str) else content
    return client.post(f"{OFFICE}import/", {"table": SimpleUploadedFile(name, data)})


def mapped(client: Client, programme: Programme, content: str | bytes, name: str = "list.csv") -> SolutionImport:
    """The table with the columns as they were guessed."""
    page = uploaded(client, content, name).url
    record = SolutionImport.objects.in_programme(programme).latest("id")
    columns = table_of(record).columns
    sent = {f"column-{index}": record.mapping.get(label, "") for index, label in enumerate(columns)}
    assert client.post(page, {**sent, "header": str(record.header_number)}).status_code == 302
    return SolutionImport.objects.in_programme(programme).get(pk=record.pk)


def stored(programme: Programme) -> list[tuple[str, str, int | None]]:
    rows = Solution.objects.in_programme(programme).order_by("id")
    return [(row.title, row.country, row.trl) for row in rows]


def test_a_table_in_german_is_imported_once_by_two_presses(client: Client, programme: Programme) -> None:
    record = mapped(client, programme, GOOD)
    page = f"{OFFICE}tables/{record.ref}/"
    shown = client.get(page).content.decode()
    answers = [client.post(f"{page}take/", {"which": "all", "intent": "k" * 20}).status_code for _ in range(2)]

    assert "Import all 2" in shown
    assert "UTF-8, columns separated by semicolons" in shown
    assert answers == [302, 302]
    assert stored(programme) == [("Kamera", "DE", 7), ("Radar", "AT", None)]
    assert set(Solution.objects.in_programme(programme).values_list("state", "origin")) == {("drafted", "import")}


def test_nothing_is_imported_unless_all_is_right_or_rows_are_chosen(client: Client, programme: Programme) -> None:
    record = mapped(client, programme, MIXED)
    page = f"{OFFICE}tables/{record.ref}/"
    shown = client.get(page).content.decode()
    whole = client.post(f"{page}take/", {"which": "all"})
    faulty = client.post(f"{page}take/", {"which": "ticked", "rows": ["2", "4"]})
    none = client.post(f"{page}take/", {"which": "ticked"})
    assert stored(programme) == []
    chosen = client.post(f"{page}take/", {"which": "ticked", "rows": ["3"]})

    assert "C (Country of the provider): “Atlantis” is not a country" in shown
    assert [answer.status_code for answer in (whole, faulty, none, chosen)] == [422, 422, 422, 302]
    assert stored(programme) == [("Radar", "AT", None)]


def test_the_new_rows_can_be_taken_and_the_others_left_out(client: Client, programme: Programme) -> None:
    record = mapped(client, programme, MIXED)
    client.post(f"{OFFICE}tables/{record.ref}/take/", {"which": "new"})
    record.refresh_from_db()

    assert [row[0] for row in stored(programme)] == ["Kamera", "Radar"]
    assert (record.state, record.rows_taken, record.rows_left_out) == ("imported", 2, 3)


def test_what_is_here_already_is_told(client: Client, programme: Programme) -> None:
    a_solution(programme, title="Kamera", provider_name="ACME G.m.b.H.", country="DE")
    record = mapped(client, programme, GOOD)

    assert "here already: Kamera" in client.get(f"{OFFICE}tables/{record.ref}/").content.decode()


def test_the_errors_come_back_in_the_same_table(client: Client, programme: Programme) -> None:
    record = mapped(client, programme, MIXED)
    answer = client.get(f"{OFFICE}tables/{record.ref}/errors/")
    lines = answer.content.decode("utf-8-sig").splitlines()

    assert lines[0] == "Titel,Firma,Land,TRL,Beschreibung,What is wrong"
    assert lines[3].startswith('Balloon,Gamma,Atlantis,4,,"C (Country of the provider): “Atlantis”')


def test_an_assignment_is_remembered_for_the_next_table_of_the_same_make(client: Client, programme: Programme) -> None:
    text = "a;b;c\nKamera;Acme;DE\n"
    page = uploaded(client, text).url
    missing = client.post(page, {"column-0": "title", "header": "1"})
    twice = client.post(page, {"column-0": "title", "column-1": "title", "column-2": "country", "header": "1"})
    sent = {"column-0": "title", "column-1": "provider_name", "column-2": "country", "header": "1"}
    client.post(page, sent)
    client.post(f"{page}take/", {"which": "all"})
    uploaded(client, text.replace("Kamera", "Radar"))

    assert (missing.status_code, twice.status_code) == (422, 422)
    assert SolutionImport.objects.in_programme(programme).latest("id").mapping == {
        "a": "title",
        "b": "provider_name",
        "c": "country",
    }


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"\n\n;;\n", "blank.csv"),
        (b"%PDF-1.7 nothing", "table.csv"),
        (b"PK\x03\x04 nothing", "table.xlsx"),
        (b"title;provider;country\n" + b"a;b;FR\n" * 10_001, "long.csv"),
        (b'title;provider\n"a;b\n', "quotes.csv"),
    ],
    ids=["empty", "blank", "pdf", "damaged", "too long", "quotes"],
)
def test_a_file_that_is_no_table_is_refused_at_its_field(
    client: Client, programme: Programme, content: bytes, name: str
) -> None:
    answer = uploaded(client, content, name)

    assert answer.status_code in (413, 422)
    assert 'class="k-field-error"' in answer.content.decode()
    assert SolutionImport.objects.in_programme(programme).count() == 0


def test_a_workbook_is_read_by_sheet_and_its_formulas_are_never_run(client: Client, programme: Programme) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["cover"])
    sheet = book.create_sheet("List")
    sheet.append(["Title", "Provider", "Country"])
    sheet.append(["=1+1", "Acme", "FR"])
    made = io.BytesIO()
    book.save(made)
    page = uploaded(client, made.getvalue(), "list.xlsx").url
    shown = client.get(f"{page}?sheet=List&header=1").content.decode()
    sent = {"column-0": "title", "column-1": "provider_name", "column-2": "country", "sheet": "List", "header": "1"}
    client.post(page, sent)

    assert "no formula is run" in shown
    assert "A solution needs a title." in client.get(page).content.decode()


def test_a_discarded_table_is_not_imported(client: Client, programme: Programme) -> None:
    record = mapped(client, programme, GOOD)
    page = f"{OFFICE}tables/{record.ref}/"
    answers = [client.post(f"{page}discard/"), client.post(f"{page}take/", {"which": "all"})]

    assert [answer.status_code for answer in answers] == [302, 409]
    assert stored(programme) == []


def test_a_table_of_another_programme_is_not_there(client: Client, programme: Programme) -> None:
    record = mapped(client, programme, GOOD)
    other = a_programme("beta")
    signed_in(client, a_person(roles={other: ["partner_staff"]}))

    assert client.get(f"/p/beta/solutions/office/tables/{record.ref}/").status_code == 404
    assert client.get(f"{OFFICE}tables/{record.ref}/").status_code == 404
