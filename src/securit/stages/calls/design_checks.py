"""What the publication checklist asks of the call by itself: its form, its rules, its text. Leaf: no tables.

As in ``checklist``, a question returns its line, or ``None`` where there is nothing to ask.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from securit.kernel.rules_kept import keeps
from securit.programmes.definition import CallDefinition
from securit.stages.calls.contracts import ChecklistItem, Result
from securit.stages.calls.design import ethics
from securit.stages.calls.design.generated import unsaid


def line(code: str, rule: str, says: str, met: bool, *, yes: str, no: str, remedy: str) -> ChecklistItem:
    """A line of the checklist that is met or not, with its reason and, where it is not, its remedy."""
    if met:
        return ChecklistItem(code, says, Result.MET, yes, "", rule)
    return ChecklistItem(code, says, Result.NOT_MET, no, remedy, rule)


@keeps("R-66")
def ethics_asked(call: CallDefinition) -> ChecklistItem | None:
    """A form that asks about ethics asks about every issue, and each yes demands an explanation."""
    definition = call.to_data()
    if not ethics.is_in(definition):
        return None
    open_ends = [*ethics.left_out(definition), *ethics.unexplained(definition)]
    return line(
        "ethics_asked",
        "R-66",
        _("Every ethics issue is asked, and each yes demands an explanation."),
        not open_ends,
        yes=_("All are, and each does."),
        no=_("Not asked, or not explained: %(questions)s") % {"questions": " ".join(open_ends)},
        remedy=_("Add the question, and a needed longer text that is asked only after a yes to it."),
    )


@keeps("R-68")
def prohibited_work(call: CallDefinition) -> ChecklistItem | None:
    """Work that may never be supported is kept out by a rule, not by a question alone."""
    definition = call.to_data()
    if not ethics.is_in(definition):
        return None
    return _held(
        "prohibited_work",
        "R-68",
        _("A yes to a question on prohibited work makes an application ineligible."),
        ethics.without_rule(definition, ethics.prohibited_codes(), "false"),
    )


@keeps("R-69")
def values_declared(call: CallDefinition) -> ChecklistItem | None:
    """Without the declaration of values nobody is eligible."""
    definition = call.to_data()
    if not ethics.is_in(definition):
        return None
    says = _("Without the declaration of values no application is eligible.")
    return _held("values_declared", "R-69", says, ethics.without_rule(definition, [ethics.DECLARATION], "true"))


def _held(code: str, rule: str, says: str, questions: list[str]) -> ChecklistItem:
    return line(
        code,
        rule,
        says,
        not questions,
        yes=_("Each question has its rule."),
        no=_("No rule that keeps an application out belongs to: %(questions)s") % {"questions": " ".join(questions)},
        remedy=_("Add a rule on the answer to it, under “Who can apply”."),
    )


def text_says_the_rules(call: CallDefinition) -> ChecklistItem | None:
    """A text that says some rules word by word, and not all, may be older than the rules; asked only then."""
    missing = unsaid(call.to_data())
    if not missing:
        return None
    reason = _("“Who can apply” does not say: %(rules)s") % {"rules": " ".join(missing)}
    remedy = _("The text may be older than the rules: read it again.")
    return ChecklistItem(
        "text_says_the_rules", _("The text says what the rules say."), Result.ADVICE, reason, remedy, "R-02"
    )


OF_THE_DESIGN: tuple[Callable[[CallDefinition], ChecklistItem | None], ...] = (
    ethics_asked,
    prohibited_work,
    values_declared,
    text_says_the_rules,
)
