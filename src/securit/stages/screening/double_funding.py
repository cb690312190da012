"""Is the same work, or the same cost, paid for somewhere else? Signals with their numbers, for a person to settle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from securit.kernel.rules_kept import keeps
from securit.machinery.rules import Finding, Result, Severity
from securit.money import euros
from securit.stages.screening.contracts import Surroundings

DOUBLE, ALIKE = "platform:double_funding", "platform:alike"
#: Questions of a form that declare other funding: yes or no, a text, or a table; ``…_details`` beside it.
DECLARED = ("other_funding", "other_eu_funding")
LONGEST_QUOTE = 400
SAYS_NONE = ("no", "none", "nothing", "n/a", "-")


@keeps("R-48")
def double_funding(content: Mapping[str, Any], beside: Surroundings) -> Finding | None:
    """Members that ask or have money elsewhere on this installation, and what the team itself declared."""
    if beside.elsewhere is None:
        return None
    seen = [*_elsewhere(content, beside), *_declared(content)]
    return Finding(
        DOUBLE,
        Result.UNRESOLVED if seen else Result.MET,
        " ".join(seen) if seen else _("No member asks or has other money here, and none is declared."),
        _("Find out whether the same costs are asked twice; they are paid once.") if seen else "",
        {"signals": seen},
        _("The same costs may not be paid twice."),
        Severity.ADVISORY,
    )


def _elsewhere(content: Mapping[str, Any], beside: Surroundings) -> Iterator[str]:
    for member in content["members"]:
        ref, name = member["organisation"]["ref"], member["legal_name"]
        others = [one for one in (beside.elsewhere or {}).get(ref, ()) if one.number != content["number"]]
        for one in others:
            yield _("%(name)s also asks %(amount)s in %(number)s (call %(call)s).") % {
                "name": name,
                "amount": euros(one.grant_cents),
                "number": one.number,
                "call": one.call,
            }
        used = beside.used_cents.get(ref, 0)
        if used:
            yield _("%(name)s has %(amount)s from this programme already.") % {"name": name, "amount": euros(used)}
        together = used + member["grant_cents"] + sum(one.grant_cents for one in others)
        if others and beside.ceiling_is_cumulative and together > beside.ceiling_cents:
            yield _("If all of it were funded, %(name)s would have %(sum)s; the ceiling is %(ceiling)s.") % {
                "name": name,
                "sum": euros(together),
                "ceiling": euros(beside.ceiling_cents),
            }
        for programme, cents in beside.awarded_elsewhere.get(ref, ()):
            yield _("%(name)s has %(amount)s from %(programme)s.") % {
                "name": name,
                "amount": euros(cents),
                "programme": programme,
            }


def _declared(content: Mapping[str, Any]) -> Iterator[str]:
    answers = content.get("answers", {})
    for code in DECLARED:
        details = list(_said(answers.get(f"{code}_details")))
        for text in _said(answers.get(code)):
            if text == "yes" and not details:
                yield _("The team declares other funding and does not say which.")
            elif text != "yes":
                yield _("The team declares: “%(quote)s”") % {"quote": _quoted(text)}
        for text in details:
            yield _("The team declares: “%(quote)s”") % {"quote": _quoted(text)}


def _said(given: Any) -> Iterator[str]:
    """What is declared, text by text: of members, of the rows of a table; nothing where it says that there is none."""
    if isinstance(given, Mapping):
        parts: list[Any] = list(given.values())
        if parts and all(isinstance(part, str | int) for part in parts) and "programme" in given:
            yield ", ".join(str(part) for part in parts if part not in ("", False))
            return
    elif isinstance(given, list):
        parts = given
    else:
        said = {True: "yes", False: "no"}[given] if isinstance(given, bool) else " ".join(str(given or "").split())
        if said and said.casefold().split()[0].strip(".,;:!") not in SAYS_NONE:
            yield said
        return
    for part in parts:
        yield from _said(part)


def _quoted(said: str) -> str:
    return said if len(said) <= LONGEST_QUOTE else said[:LONGEST_QUOTE].rstrip() + " …"


@keeps("R-48")
def alike_texts(content: Mapping[str, Any], beside: Surroundings) -> Finding | None:
    """Other applications of the programme whose text is nearly the same; the page shows the passages side by side."""
    if beside.elsewhere is None:
        return None
    found = (beside.alike or {}).get(content["number"], ())
    if beside.alike is None:
        result, reason = Result.UNRESOLVED, _("There are too many applications to compare the texts of all.")
    elif found:
        named = ", ".join(_("%(number)s (%(n)d of 100)") % {"number": ref, "n": n} for ref, n in found)
        result, reason = Result.UNRESOLVED, _("Nearly the same words stand in %(named)s.") % {"named": named}
    else:
        result, reason = Result.MET, _("Its words were compared with those of every other application that counts.")
    return Finding(
        ALIKE,
        result,
        reason,
        _("Read the passages side by side; likeness is not yet the same work.") if found else "",
        {"alike": [{"number": number, "hundredths": hundredths} for number, hundredths in found]},
        _("No other application of the programme has nearly the same words."),
        Severity.ADVISORY,
    )
