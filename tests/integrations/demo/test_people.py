"""Whom a visitor can be."""

from __future__ import annotations

import io

from securit.integrations.demo.people import applicants_application, cli_people, people, represented_company
from securit.integrations.demo.world import World

WORLD = World()


def test_everybody_has_a_name_a_role_an_organisation_something_to_do_and_an_address_no_mail_reaches() -> None:
    found = people(WORLD)
    assert len(found) == len({person.email for person in found}) == 15
    assert all(person.name and person.role and person.organisation and person.does for person in found)
    assert [person.email for person in found if not person.email.endswith(".example")] == []


def test_the_words_of_the_evaluators_fit_their_names() -> None:
    assert [expert.name.gender for expert in WORLD.evaluators[:3]] == ["man", "woman", "man"]
    assert WORLD.evaluators[2].severity < 0


def test_the_applicants_wrote_what_their_parts_say() -> None:
    first, second = applicants_application(WORLD, "1"), applicants_application(WORLD, "2")
    assert (first.fate, first.intended_fault, len(first.members)) == ("submitted", "", 2)
    assert second.fate == "left_in_draft"
    assert represented_company(WORLD) == first.members[1].company


def test_the_printed_list_names_the_page_and_one_person_a_line() -> None:
    out = io.StringIO()
    assert cli_people(out) == 0
    lines = out.getvalue().splitlines()
    assert lines[0] == "Be one of these people: http://localhost:8000/demo/"
    assert [line.split("  ")[0] for line in lines[2:]] == [person.name for person in people(WORLD)]
