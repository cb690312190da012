"""A small sound programme file; tests change one thing in it and say on which line the mistake is named."""

SMALL = """\
schema: securit.programme/1
slug: small
acronym: Small
title: A small programme
summary: For tests.
starts_on: '2021-09-01'
ends_on: '2024-08-31'
contact_email: calls@small.example
budget: '1000000.00'
ceiling: {amount: '60000.00', source: S1}
profile: {code: p, title: Profile, min_open_months: 2, european_dimension_required: false}
sources: {S1: 'https://small.example/'}
lists:
  eligible: [FR, 'NO', GR]
partners:
  - {code: A, name: Alpha, country: 'NO', role: coordinator}
  - {code: B, name: Beta, country: FR}
domains:
  - {code: '1', title: One, source: S1}
challenges:
  - {number: '1.10', domain: '1', title: A challenge, source: S1}
calls:
  - code: OC1
    title: Call one
    summary: The call.
    opens_at: '2022-01-11T09:00:00+01:00'
    deadline_at: '2022-04-26T17:00:00+02:00'
    budget: '500000.00'
    grant_per_member: '60000.00'
    challenges: ['1.10']
    envelopes:
      - {code: E1, title: Domain one, amount: '500000.00', domain: '1'}
    instruments:
      - code: prototype
        title: Prototype
        max_grant: '74000.00'
        duration_months: 9
        payment_plan:
          - {code: P1, title: First, share: '0.4', trigger: signature}
          - {code: P2, title: Last, share: '0.6', trigger: completion}
    eligibility:
      - code: TEAM-1
        says: At least two SMEs.
        test: {count: members, where: {kind: sme}, at_least: 2}
    form:
      sections:
        - code: idea
          title: The idea
          fields:
            - {code: idea, type: long_text, label: What is it?, max_words: 100}
    criteria:
      criteria:
        - {code: excellence, title: Excellence, weight: '1', threshold: '3'}
        - {code: impact, title: Impact, weight: '1.5'}
      overall_threshold: '6'
    tie_breaks:
      - {key: 'criterion:impact', title: Impact first}
      - {key: draw, title: A draw}
    text:
      objectives: Test.
      activities: [Testing]
      who_can_apply: Anybody.
      amounts: Some.
      procedure: Simple.
      obligations: Few.
"""


def changed(old: str, new: str) -> str:
    """The small file with one passage changed, which must occur in it exactly once."""
    assert SMALL.count(old) == 1, f"“{old}” occurs {SMALL.count(old)} times"
    return SMALL.replace(old, new)


def line_of(passage: str, text: str = SMALL) -> int:
    """The line on which a passage begins."""
    return text[: text.index(passage)].count("\n") + 1
