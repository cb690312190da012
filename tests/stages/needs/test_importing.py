"""Notes of a workshop through the pages: uploaded, assigned, judged, taken once; who reads what is said before."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from securit.machinery.tabular.incoming.intake import table_of
from securit.programmes.public import Programme
from securit.stages.needs.models import Need, NeedContact, NeedImport
from tests.stages.needs.pages import desk, page
from tests.stages.needs.situations import a_need, a_table_of_needs, partner, staff_at
from tests.worlds import a_programme, somebody

pytestmark = pytest.mark.django_db

PAGE_QUERIES = 12
HEAD = "Bedarf;Lage;Organisation;Art der Organisation;Land;Bereich;Dringlichkeit;TLP;E-Mail\n"
PUMPS = "Pumpen stehen still;Niemand merkt es;Wasserwerk;KRITIS;Deutschland;D1;hoch;;olga@werk.example\n"
GATES = "Tore öffnen sich;Im Hafen;Hafenamt;Behörde;PL;D1;;TLP:RED;\n"
WRONG = "Zäune;;Hafenamt;Behörde;Atlantis;D9;sofort;violett;keine\n"


@pytest.fixture
def programme(db: None) -> Programme:
    return a_programme()


def uploaded(client: Client, programme: Programme, text: str) -> Any:
    return client.post(page("import", programme), {"table": SimpleUploadedFile("notes.csv", text.encode())})


def mapped(client: Client, programme: Programme, text: str, **more: str) -> str:
    """The page of the table with its columns as they were guessed."""
    address: str = uploaded(client, programme, text).url
    record = NeedImport.objects.in_programme(programme).latest("id")
    columns = table_of(record).columns
    sent = {f"column-{index}": record.mapping.get(label, "") for index, label in enumerate(columns)}
    sent |= {f"all-{name}": value for name, value in record.defaults.items()}
    assert client.post(address, {**sent, "header": str(record.header_number), **more}).status_code == 302
    return address


def stored(programme: Programme) -> list[tuple[str, str, str, str, str]]:
    rows = Need.objects.in_programme(programme).order_by("id")
    return [(row.title, row.owner_country, row.urgency, row.tlp, row.state) for row in rows]


def test_notes_in_german_are_taken_once_by_two_presses(programme: Programme) -> None:
    client = desk(programme, "NORTH", "partner_staff")
    address = mapped(client, programme, HEAD + PUMPS + GATES)
    shown = client.get(address).content.decode()
    sent = {"which": "all", "intent": "k" * 20, "confirmed": "on"}
    answers = [client.post(f"{address}take/", sent).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert stored(programme) == [
        ("Pumpen stehen still", "DE", "high", "clear", "submitted"),
        ("Tore öffnen sich", "PL", "medium", "red", "submitted"),
    ]
    assert "Of one row the public may see: only kind of organisation, country and domain, in counts" in shown
    assert f"One row with TLP:RED: only {partner(programme, 'NORTH').organisation.legal_name} sees them." in shown
    needs = Need.objects.in_programme(programme).order_by("id")
    assert set(needs.values_list("source", "host__code", "declared_unclassified")) == {("import", "NORTH", True)}
    assert list(NeedContact.objects.order_by("need_id").values_list("email", flat=True)) == ["olga@werk.example", ""]


def test_every_fault_is_named_and_nothing_is_taken_unless_it_is_confirmed(programme: Programme) -> None:
    client = desk(programme)
    address = mapped(client, programme, HEAD + PUMPS + WRONG)
    shown = client.get(address).content.decode()
    refused = [
        client.post(f"{address}take/", {"which": which, "rows": ["3"], **confirmed})
        for which, confirmed in (("new", {}), ("all", {"confirmed": "on"}), ("ticked", {"confirmed": "on"}))
    ]

    assert [answer.status_code for answer in refused] == [422, 422, 422]
    assert "Please confirm this first." in refused[0].content.decode()
    assert stored(programme) == []
    for fault in (
        "B (What happens today): This is needed.",
        "E (Country): “Atlantis” is not a country",
        "F (Domain): “D9” is no domain of this programme",
        "G (Urgency): “sofort” is not known here; give one of: critical, high, medium, low.",
        "H (TLP): “violett” is not known here; give one of: TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:RED.",
        "I (E-mail address of the contact): This is not an e-mail address.",
    ):
        assert fault in shown


def test_what_holds_for_every_row_fills_the_gaps_and_is_remembered(programme: Programme) -> None:
    client, text = desk(programme), "Need;Situation;Organisation\nPumps;They stop;Waterworks\n"
    missing = client.post(uploaded(client, programme, text).url, {"column-0": "title", "header": "1"})
    every = {"all-owner_kind": "end_user_public", "all-owner_country": "LT", "all-domain": "D2", "all-tlp": "amber"}
    address = mapped(client, programme, text, **every)
    client.post(f"{address}take/", {"which": "all", "confirmed": "on"})
    uploaded(client, programme, text.replace("Pumps", "Gates"))

    assert missing.status_code == 422
    assert stored(programme) == [("Pumps", "LT", "medium", "amber", "submitted")]
    assert NeedImport.objects.in_programme(programme).latest("id").defaults["domain"] == "D2"


def test_what_is_alike_is_shown_as_far_as_one_may_read_it(programme: Programme) -> None:
    said = {
        "title": "Pump failures unseen at night",
        "situation": "Pumps fail at night and nobody notices the failure.",
    }
    a_need(programme, host=partner(programme, "HUB"), **said)
    a_need(programme, host=partner(programme, "HUB"), tlp="red", title="Pump sabotage unseen", situation="Pumps fail.")
    row = "Pumps fail unseen;At night pumps fail, nobody notices;{};end user: public authority;FR;D1;;;\n"
    client = desk(programme, "NORTH", "partner_staff")
    address = mapped(client, programme, HEAD + row.format("Waterworks") + row.format("Other works"))
    shown = client.get(address).content.decode()

    assert "like “Pump failures unseen at night”" in shown
    assert "like row 3" in shown
    assert "sabotage" not in shown


def test_another_partner_does_not_see_the_table_and_who_is_at_none_sees_their_own(programme: Programme) -> None:
    record = a_table_of_needs(programme, actor=staff_at(programme, "NORTH"))
    own = a_table_of_needs(programme, actor=somebody(programme, "call_manager"))
    address = page("table", programme, record.ref)

    assert (own.host.role, own.state) == ("coordinator", "mapped")
    assert desk(programme, "HUB", "partner_staff").get(address).status_code == 404
    assert record.ref not in desk(programme, "HUB", "partner_staff").get(page("import", programme)).content.decode()
    assert desk(programme, "NORTH", "partner_staff").get(address).status_code == 200


def test_the_page_of_a_table_asks_the_same_number_of_questions_for_one_row_and_three(
    programme: Programme, django_assert_num_queries: Any
) -> None:
    client = desk(programme)
    few = mapped(client, programme, HEAD + PUMPS)
    many = mapped(client, programme, HEAD + PUMPS + GATES + PUMPS.replace("Pumpen", "Rohre"))
    client.get(few)
    for address in (few, many):
        with django_assert_num_queries(PAGE_QUERIES):
            client.get(address)
