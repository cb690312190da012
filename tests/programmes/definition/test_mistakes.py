"""Every kind of mistake in a programme file is named on its line, in a sentence."""

import pytest

from securit.programmes.definition import FileProblem, MalformedFile, check, parse
from tests.programmes.definition.small import SMALL, changed, line_of

# (what stands in the small file, what stands there instead, the passage whose line is named, the sentence)
MISTAKES = [
    # one part by itself
    ("slug: small", "slug: Small One", "slug:", "“Small One” does not have the form expected of “slug”."),
    ("acronym: Small\n", "", "schema:", "“acronym” is missing."),
    ("title: A small", "titel: x\ntitle: A small", "titel:", "“titel” is not a known name here."),
    ("securit.programme/1", "securit.programme/2", "schema:",
     "“securit.programme/2” is not one of securit.programme/1."),
    ("starts_on: '2021-09-01'", "starts_on: '2021-02-30'", "starts_on:",
     "“2021-02-30” does not exist in the calendar."),
    ("ends_on: '2024-08-31'", "ends_on: 31.8.2024", "ends_on:",
     "“31.8.2024” is not a date; write it like 2022-04-26."),
    ("ends_on: '2024-08-31'", "ends_on: '9999-12-31'", "ends_on:",
     "“9999-12-31” lies outside the years 1990 to 2200."),
    ("budget: '1000000.00'", "budget: €1,000,000", "budget:",
     "“€1,000,000” is not an amount of money; write it like 74000.00."),
    ("budget: '1000000.00'", "budget: '1000000.00'\ncurrency: GBP", "currency:", "“GBP” is not one of EUR."),
    ("deadline_at: '2022-04-26T17:00:00+02:00'", "deadline_at: '2022-04-26T17:00'", "    deadline_at:",
     "“2022-04-26T17:00” does not say its offset from UTC; add one, like +02:00."),
    ("opens_at: '2022-01-11T09:00:00+01:00'", "opens_at: '0001-01-01T00:00:00+14:00'", "    opens_at:",
     "“0001-01-01T00:00:00+14:00” lies outside the calendar."),
    ("duration_months: 9", "duration_months: 90", "        duration_months:",
     "90 is too large; the most allowed is 60."),
    ("name: Beta, country: FR", "name: Beta, country: France", "  - {code: B",
     "“France” does not have the form expected of “country”."),
    ("      who_can_apply: Anybody.\n", "", "    text:", "“who_can_apply” is missing."),
    ("{key: draw, title", "{key: coin, title", "      - {key: coin",
     "“coin” does not have the form expected of “key”."),
    # the rules and the form, which other libraries read
    ("test: {count: members, where: {kind: sme}, at_least: 2}",
     "test: {each: members, field: country, in_list: nowhere}", "        test:",
     "There is no list “nowhere”; the lists are: eligible."),
    ("type: long_text, label: What is it?, max_words: 100", "type: essay, label: What is it?",
     "            - {code: idea",
     ("“essay” is not one of text, long_text, choice, choices, yes_no, whole_number, money, date, country, url, email, "
     "file, table, work_plan.")),
    # the programme
    ("contact_email: calls@small.example", "contact_email: calls@small.example\ntime_zone: Europe/Bruxelles",
     "time_zone:", "“Europe/Bruxelles” is not a known time zone; write it like Europe/Brussels."),
    ("name: Beta, country: FR", "name: Beta, country: UK", "  - {code: B",
     "“UK” is not a country code of ISO 3166-1 (Greece is GR, the United Kingdom GB)."),
    ("eligible: [FR, 'NO', GR]", "eligible: [FR, EL, GR]", "  eligible:",
     "“EL” is not a country code of ISO 3166-1 (Greece is GR, the United Kingdom GB)."),
    ("eligible: [FR, 'NO', GR]", "eligible: [FR, GR, FR]", "  eligible:",
     "“FR” stands in the list “eligible” a second time."),
    ("{code: B, name", "{code: A, name", "  - {code: A, name: Beta",
     "The code “A” is used a second time in “partners”."),
    ("role: coordinator", "role: partner", "partners:", "Exactly one partner is the coordinator; here are 0."),
    ("name: Beta, country: FR", "name: Beta, country: FR, role: coordinator", "partners:",
     "Exactly one partner is the coordinator; here are 2 (A, B)."),
    ("number: '1.10', domain: '1'", "number: '1.10', domain: '7'", "  - {number:",
     "There is no domain “7”; defined are: 1."),
    ("title: A challenge, source: S1", "title: A challenge, source: S1, ethics: [{question: dual_use, answer: yes}]",
     "  - {number:", "A yes needs words: what this means here, and what is done about it."),
    ("title: A challenge, source: S1",
     "title: A challenge, source: S1, ethics: [{question: dual_use}, {question: dual_use}]",
     "  - {number:", "The question “dual_use” is used a second time in “ethics”."),
    ("title: A challenge, source: S1", "title: A challenge, source: S9", "  - {number:",
     "There is no source “S9”; defined are: S1."),
    ("title: A challenge, source: S1", "title: A challenge", "  - {number:",
     "This is marked “fact” and names no source; name one, or mark it illustrative."),
    ("amount: '60000.00', source", "amount: '2000000.00', source", "ceiling:",
     "The ceiling €2,000,000 is above the whole budget €1,000,000."),
    ("amount: '60000.00', source", "amount: '0.00', source", "ceiling:",
     "The ceiling is zero; nobody could receive anything."),
    ("budget: '1000000.00'", "budget: '400000.50'", "budget:",
     "The calls together have €500,000; the budget is €400,000.50, €99,999.50 too little."),
    ("partners:\n", "calendar: [{'on': '2022-02-31', title: x, source: S1}]\npartners:\n", "calendar:",
     "“2022-02-31” does not exist in the calendar."),
    ("partners:\n", "calendar: [{'on': '2022-03', until: '2022-02-15', title: x, source: S1}]\npartners:\n",
     "calendar:", "It ends (2022-02-15) before it begins (2022-03)."),
    # the call
    ("deadline_at: '2022-04-26T17:00:00+02:00'", "deadline_at: '2022-01-10T17:00:00+01:00'", "    deadline_at:",
     "The deadline 2022-01-10 17:00 is not after the opening 2022-01-11 09:00."),
    ("deadline_at: '2022-04-26T17:00:00+02:00'", "deadline_at: '2022-03-11T17:00:00+01:00'", "    deadline_at:",
     ("The deadline 2022-03-11 17:00 is too early: a call that opens on 2022-01-11 must stay open 2 months, "
     "until 2022-03-12 00:00 at least.")),
    ("opens_at: '2022-01-11T09:00:00+01:00'", "opens_at: '2021-08-31T09:00:00+02:00'", "    opens_at:",
     "The call opens before the programme starts on 2021-09-01."),
    ("deadline_at: '2022-04-26T17:00:00+02:00'", "deadline_at: '2024-09-01T17:00:00+02:00'", "    deadline_at:",
     "The call closes after the programme ends on 2024-08-31."),
    ("summary: The call.", "summary: The call.\n    planned_decision_on: '2022-03'", "    planned_decision_on:",
     "The decision is planned (2022-03) before the deadline 2022-04-26."),
    ("summary: The call.", "summary: The call.\n    announced_month: '2022-02'", "    announced_month:",
     "The month announced (2022-02) is after the opening 2022-01-11."),
    ("summary: The call.", "summary: The call.\n    mode: cut_offs", "    mode:",
     "A call with cut-offs needs at least one cut-off."),
    ("summary: The call.", "summary: The call.\n    cut_offs: ['2022-04-26T17:00:00+02:00']", "    cut_offs:",
     "Only a call with the mode cut_offs has cut-offs."),
    ("summary: The call.", "summary: The call.\n    mode: cut_offs\n    cut_offs: ['2022-03-01T17:00:00+01:00']",
     "    cut_offs:", "The last cut-off must be the deadline of the call."),
    ("summary: The call.", "summary: The call.\n    follows: S9", "    follows:",
     "There is no call “S9”; defined are: OC1."),
    ("summary: The call.", "summary: The call.\n    follows: OC1", "    follows:",
     "It opens before the call it follows, “OC1”, has closed."),
    ("grant_per_member: '60000.00'", "grant_per_member: '61000.00'", "    grant_per_member:",
     "€61,000 for one member is above the programme's ceiling, €60,000."),
    ("challenges: ['1.10']", "challenges: ['1.1']", "    challenges:",
     "There is no challenge “1.1”; defined are: 1.10."),
    ("challenges: ['1.10']", "challenges: ['1.10', '1.10']", "    challenges:",
     "The challenge “1.10” stands here a second time."),
    ("amount: '500000.00', domain: '1'", "amount: '500000.01', domain: '1'", "    envelopes:",
     "The envelopes hold €500,000.01; the call has only €500,000."),
    ("amount: '500000.00', domain: '1'", "amount: '500000.00', domain: '2'", "      - {code: E1",
     "There is no domain “2”; defined are: 1."),
    ("amount: '500000.00', domain: '1'", "amount: '500000.00', instrument: demo", "      - {code: E1",
     "There is no instrument “demo”; defined are: prototype."),
    ("max_grant: '74000.00'", "max_grant: '600000.00'", "        max_grant:",
     "€600,000 for one grant is above the call's budget €500,000."),
    ("max_grant: '74000.00'", "max_grant: '74000.00'\n        min_grant: '75000.00'", "        min_grant:",
     "The least grant €75,000 is above the largest €74,000."),
    ("max_grant: '74000.00'", "max_grant: '74000.00'\n        rate: '0'", "        rate:",
     "The rate is zero; nothing would be paid."),
    ("max_grant: '74000.00'", "max_grant: '74000.00'\n        trl_in: 7\n        trl_out: 6", "        trl_out:",
     "TRL 6 at the end is below TRL 7 at the start."),
    ("share: '0.6'", "share: '0.59'", "        payment_plan:",
     "The shares of the instalments sum to 0.99; they must sum to exactly 1."),
    ("share: '0.6', trigger", "share: '0.6', amount: '5.00', trigger", "          - {code: P2",
     "An instalment has either a share or an amount."),
    ("share: '0.6', trigger", "amount: '5.00', trigger", "        payment_plan:",
     "All instalments have a share, or all have an amount; here they are mixed."),
    ("summary: The call.", "summary: The call.\n    evaluators_per_application: 1", "    evaluators_per_application:",
     "The rule profile asks for at least 2 reports per application; here it is 1."),
    (", european_dimension_required: false", "", "    text:",
     "The rule profile asks for the European dimension; the call text does not state it."),
    ("european_dimension_required: false", "european_dimension_required: false, insiders_may_apply: true", "profile:",
     "The rule profile lets partners apply to their own programme; name the source that allows it."),
    ("summary: The call.", "summary: The call.\n    illustrative: [weather]", "    illustrative:",
     ("There is no part of a call “weather”; defined are: amounts, budget, challenges, criteria, dates, eligibility, "
     "envelopes, evaluation, form, instruments, payment_plan, quotas, text, tie_breaks.")),
    ("summary: The call.",
     "summary: The call.\n    quotas: [{code: Q, title: q, field: domain, value: '9', at_most: 1}]",
     "    quotas:", "There is no domain “9”; defined are: 1."),
    ("summary: The call.", "summary: The call.\n    quotas: [{code: Q, title: q, field: domain, value: '*'}]",
     "    quotas:", "A quota needs at_least, at_most or both."),
    # the criteria
    ("weight: '1.5'", "weight: '0'", "        - {code: impact", "A weight must be above zero."),
    ("threshold: '3'", "threshold: '6'", "        - {code: excellence",
     "The threshold 6 is not on the scale, 0 to 5."),
    ("threshold: '3'", "threshold: '3.2'", "        - {code: excellence",
     "The threshold 3.2 is not a step of the scale (0, then steps of 0.5)."),
    ("overall_threshold: '6'", "overall_threshold: '10.5'", "      overall_threshold:",
     "The overall threshold 10.5 cannot be reached; the most is 10."),
    ("overall_threshold: '6'", "overall_threshold: '6'\n      step: '0.3'", "      step:",
     "Steps of 0.3 do not lead from 0 to 5."),
    ("overall_threshold: '6'", "least: '5'", "    criteria:",
     "The scale ends at 5, not above its start 5."),
    ("{code: excellence, title: Excellence,", "{code: impact, title: Excellence,",
     "        - {code: impact, title: Impact",
     "The code “impact” is used a second time in “criteria”."),
    ("criterion:impact", "criterion:quality", "      - {key: 'criterion",
     "There is no criterion “quality”; defined are: excellence, impact."),
    ("criterion:impact", "applicants_in_list:quality", "      - {key: 'applicants",
     "There is no list “quality”; defined are: eligible."),
    ("      - {key: draw, title: A draw}", "      - {key: draw, title: A draw}\n      - {key: countries, title: More}",
     "      - {key: draw", "A draw decides every tie; it must be the last key."),
    ("summary: The call.", "summary: The call.\n    discrepancy: {policy: consensus}", "    discrepancy:",
     "The policy consensus needs a trigger above zero."),
    ("summary: The call.", "summary: The call.\n    pre_scoring: {title: Gate, threshold: '7'}", "    pre_scoring:",
     "The threshold 7 is not on the scale of the gate, 0 to 5."),
    ("summary: The call.",
     "summary: The call.\n    pre_scoring: {title: G, threshold: '7', points: [{rule: NO, points: 9}]}", "pre_scoring:",
     "There is no rule “NO”; defined are: TEAM-1."),
    ("summary: The call.", "summary: The call.\n    gathered_every_days: 30", "    gathered_every_days:",
     "Only a rolling call is gathered every so many days."),
    ("summary: The call.", "summary: The call.\n    per_cut_off: '10.00'", "    per_cut_off:",
     "Only a call that is gathered at cut-offs has money for each of them."),
]  # fmt: skip


def test_the_small_file_is_sound():
    assert check(SMALL) == []


@pytest.mark.parametrize(("old", "new", "passage", "sentence"), MISTAKES)
def test_a_mistake_is_named_on_its_line(old, new, passage, sentence):
    text = changed(old, new)
    found = [(problem.line, problem.sentence) for problem in check(text)]
    assert found == [(line_of(passage, text), sentence)]


def test_one_slip_is_named_wherever_it_contradicts_something():
    text = changed("ends_on: '2024-08-31'", "ends_on: '2021-08-31'")
    assert [(problem.line, problem.sentence) for problem in check(text)] == [
        (line_of("ends_on:", text), "The programme ends on 2021-08-31, not after its start 2021-09-01."),
        (line_of("    deadline_at:", text), "The call closes after the programme ends on 2021-08-31."),
    ]


def test_a_grant_that_no_team_could_share_under_the_ceiling_is_taken_for_a_slip():
    text = changed("amount: '60000.00', source", "amount: '600.00', source").replace("'60000.00'", "'600.00'")
    assert [(problem.line, problem.sentence) for problem in check(text)] == [
        (line_of("max_grant:", text), "€74,000 for one grant needs more than 20 members at the ceiling of €600."),
    ]


def test_all_mistakes_of_the_parts_are_named_at_once_by_line():
    text = SMALL.replace("slug: small", "slug: S").replace("'74000.00'", "74k").replace("    title: Call one\n", "")
    assert [problem.line for problem in check(text)] == [2, line_of("  - code: OC1", text), line_of("max_grant", text)]


def test_a_problem_says_line_column_path_and_sentence():
    assert check(changed("duration_months: 9", "duration_months: soon")) == [
        FileProblem(
            line_of("duration_months"),
            9,
            ("calls", 0, "instruments", 0, "duration_months"),
            "“soon” is not a whole number.",
        )
    ]


def test_parse_raises_with_the_same_problems_that_check_lists():
    text = changed("share: '0.6'", "share: '0.59'")
    with pytest.raises(MalformedFile) as caught:
        parse(text)
    assert list(caught.value.problems) == check(text)


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just text", "[]", "{}"])
def test_a_file_that_is_not_a_list_of_names_is_named_as_such(text):
    assert check(text)[0].line == 1
