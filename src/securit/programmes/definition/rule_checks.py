"""Can the eligibility rules of a call be met: together, with its form, its kinds of support and its money?

And does its form plan what its kinds of support allow?
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from securit.machinery.forms import Field, FieldType
from securit.machinery.rules import Rule, Severity
from securit.machinery.rules.conditions import Condition, IsTrue
from securit.machinery.rules.conflicts import allowed, always, bounds_in, conflicts
from securit.machinery.rules.predicates import Combination, Each, Join, Measure, Negation, Quantity, Test, Value
from securit.machinery.shape import Path
from securit.money import euros
from securit.programmes.definition.calls import CallDefinition, Instrument
from securit.programmes.definition.findings import Findings
from securit.programmes.definition.programme import ProgrammeDefinition

GRANT = "members.grant_cents"


def rule_contradictions(programme: ProgrammeDefinition, call: CallDefinition, path: Path, found: Findings) -> None:
    """Note each pair of rules that excludes each other, and each rule that this call lets nobody meet."""
    rules = call.eligibility
    for conflict in conflicts(rules):
        named = [rules[index].says for index in (conflict.first, *conflict.others, conflict.second)]
        words = " and ".join(f"“{says.rstrip('.')}”" for says in named)
        sentence = f"{words} can never be met together: {conflict.because}."
        found.note((*path, "eligibility", conflict.second, "says"), sentence)
    for index, rule in enumerate(rules):
        if rule.severity is Severity.BLOCKING:
            for sentence in _never_met(rule, call):
                found.note((*path, "eligibility", index, "says"), f"“{rule.says.rstrip('.')}” {sentence}")
    _plans(call, path, found)
    for index, instrument in enumerate(call.instruments):
        _least_grant(programme, call, instrument, (*path, "instruments", index, "min_grant"), found)


def _plans(call: CallDefinition, path: Path, found: Findings) -> None:
    """A work plan lasts no longer than the longest project."""
    longest = max((instrument.duration_months for instrument in call.instruments), default=0)
    for section, part in enumerate(call.form.sections if call.form else ()):
        for index, field in enumerate(part.fields):
            if field.type is FieldType.WORK_PLAN and (field.limits.months or 0) > longest:
                place = (*path, "form", "sections", section, "fields", index, "months")
                sentence = (
                    f"“{field.label}” plans {field.limits.months} months; no project lasts more than {longest} months."
                )
                found.note(place, sentence)


def _never_met(rule: Rule, call: CallDefinition) -> Iterator[str]:
    for test in always(rule):
        if not isinstance(test, Value):
            continue
        values = allowed(test.conditions)
        if test.path.startswith("answers.") and call.form is not None:
            fields = {field.code: field for field in call.form.fields}
            code = test.path.removeprefix("answers.")
            yield from _about_answer(fields, code, test.conditions)
        elif test.path == "instrument" and values is not None:
            for instrument in call.instruments:
                if instrument.code not in values:
                    yield f"shuts out every application for “{instrument.title}”, which this call offers."
        elif test.path == "challenge" and values is not None and call.challenges and not values & set(call.challenges):
            yield "can never be met: it names none of the call's challenges."


def _about_answer(fields: dict[str, Field], code: str, conditions: Sequence[Condition]) -> Iterator[str]:
    field = fields.get(code.partition(".")[0])
    if field is None:
        yield f"looks at the question “{code}”, which the form does not ask."
        return
    values, bounds, limits = allowed(conditions), bounds_in(conditions), field.limits
    if field.type is FieldType.CHOICE and values is not None and not values & set(field.option_codes):
        yield f"can never be met: “{field.label}” offers none of its answers."
    if any(isinstance(each, IsTrue) for each in conditions) and field.type is not FieldType.YES_NO:
        yield f"can never be met: “{field.label}” is not answered with yes or no."
    if field.type not in (FieldType.WHOLE_NUMBER, FieldType.MONEY):
        return
    if bounds.at_least is not None and limits.most is not None and bounds.at_least.number > limits.most:
        yield f"can never be met: the form takes at most {_amount(field, limits.most)} for “{field.label}”."
    if bounds.at_most is not None and limits.least is not None and bounds.at_most.number < limits.least:
        yield f"can never be met: the form takes at least {_amount(field, limits.least)} for “{field.label}”."


def _amount(field: Field, value: int) -> str:
    return euros(value) if field.type is FieldType.MONEY else str(value)


def _least_grant(
    programme: ProgrammeDefinition, call: CallDefinition, instrument: Instrument, path: Path, found: Findings
) -> None:
    """The least grant can be reached under the rules about grants and numbers of members."""
    least = instrument.min_grant_cents
    if not least:
        return
    tests = [
        (test, rule.says.rstrip("."))
        for rule in call.eligibility
        if rule.severity is Severity.BLOCKING
        for test in (*always(rule), *_of_instrument(rule.test, instrument.code))
    ]
    for test, says in tests:
        if isinstance(test, Quantity) and test.measure is Measure.SUM and test.path == GRANT and test.where is None:
            most = test.bounds.at_most
            if most is not None and most.number < least:
                found.note(path, f"The least grant {euros(least)} can never be asked: “{says}”.")
    members = _most([test for test, _says in tests if isinstance(test, Quantity) and _counts_members(test)])
    of_one = call.grant_per_member_cents or programme.ceiling.amount_cents
    grants = [bounds_in(test.test.conditions).at_most for test, _says in tests if _limits_each_grant(test)]  # type: ignore[union-attr]
    of_one = min([of_one, *(limit.number for limit in grants if limit is not None)])
    if members and of_one and members * of_one < least:
        found.note(
            path,
            f"The least grant {euros(least)} can never be asked: {members} members with {euros(of_one)} each, the most "
            f"that the rules allow, have {euros(members * of_one)}.",
        )


def _of_instrument(test: Test, code: str) -> Iterator[Test]:
    """What “not this kind of support, or …” demands of applications for this one."""
    if not isinstance(test, Combination) or test.join is not Join.ANY_OF or len(test.tests) != 2:
        return
    first, second = test.tests
    named = first.test if isinstance(first, Negation) else None
    if isinstance(named, Value) and named.path == "instrument" and allowed(named.conditions) == frozenset({code}):
        yield second


def _counts_members(test: Quantity) -> bool:
    return test.measure is Measure.COUNT and test.path == "members" and test.where is None


def _limits_each_grant(test: Test) -> bool:
    is_each = isinstance(test, Each) and test.path == "members" and test.where is None
    return is_each and isinstance(test.test, Value) and test.test.path == "grant_cents"  # type: ignore[union-attr]


def _most(tests: Sequence[Quantity]) -> int:
    """The smallest of the upper limits; 0 where there is none."""
    return min((test.bounds.at_most.number for test in tests if test.bounds.at_most is not None), default=0)
