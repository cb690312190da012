"""The page of the rules of the field: where each is kept, which test notices when it is not, and what is open."""

from __future__ import annotations

import inspect
import sys
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import prove_rules

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "tools" / "field_rules.toml"
CLASSES = {
    "HARD": "breaking it makes the money ineligible, or breaks the law: the platform objects",
    "CONF": "the value comes from the programme, the topic or the grant agreement",
    "PRAC": "the practice of the funder, which auditors know; on unless the call says otherwise",
}
INTRODUCTION = """\
Whoever gives EU money on to third parties is held to rules: of the grant agreement, of the Financial Regulation, of the
programme. Each has a code here. A rule is kept by *guards*: small functions that object. Each guard is marked with the
codes it serves, and each is missed by a test: `make prove-rules` switches one guard off after another and expects a
test that fails without it and passes with it. The rules are told in our words and are no legal advice; your own grant
agreement, topic text and annexes come first.
"""


@cache
def rules() -> dict[str, dict[str, str]]:
    """Every rule by its code, as written in the data file."""
    return tomllib.loads(RULES.read_text(encoding="utf-8"))


def guards_by_rule() -> dict[str, list[str]]:
    """The marked guards of each rule, by name."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for guard, codes in prove_rules.marked().items():
        for code in codes:
            found[code].append(guard)
    return dict(found)


def page(generated: str) -> str:
    """The whole page."""
    kept, missed = guards_by_rule(), prove_rules.proven()
    lines = ["# Rules of the field", "", generated, "", *INTRODUCTION.splitlines(), "", "| class | what it means |"]
    lines += ["|---|---|", *(f"| {name} | {means} |" for name, means in CLASSES.items()), ""]
    lines += [_count(kept), "", "## At a glance", "", "| rule | class | | kept |", "|---|---|---|---|"]
    lines += [f"| [{code}](#{code.lower()}) | {rule['class']} | {rule['title']} | {_short(rule, kept.get(code))} |"
              for code, rule in rules().items()]  # fmt: skip
    for code, rule in rules().items():
        lines += ["", f"## {code}", "", f"**{rule['title']}** ({rule['class']})", ""]
        lines += _kept(rule, kept.get(code, []), missed)
    return "\n".join(lines) + "\n"


def _count(kept: dict[str, list[str]]) -> str:
    by = sum(1 for code, rule in rules().items() if code not in kept and "by" in rule)
    guarded = sum(1 for code in rules() if code in kept)
    left = len(rules()) - guarded - by
    return f"{len(rules())} rules: {guarded} kept by guards, {by} kept in another way, {left} not yet."


def _short(rule: dict[str, str], guards: list[str] | None) -> str:
    if guards:
        return "1 guard" if len(guards) == 1 else f"{len(guards)} guards"
    return "in another way" if "by" in rule else "**not yet**"


def _kept(rule: dict[str, str], guards: list[str], missed: dict[str, str]) -> Iterator[str]:
    for guard in guards:
        yield f"- [`{guard}`]({_address(guard)}): {_says(guard)}  "
        yield f"  missed by {_test(missed.get(guard, ''))}"
    if "by" in rule:
        yield from (["", rule["by"]] if guards else [rule["by"]])
    elif not guards:
        yield f"Not yet. {rule['not_yet']}"
    if "still" in rule:
        yield from ("", f"*{rule['still']}*")


def _address(guard: str) -> str:
    path = Path(inspect.getfile(inspect.unwrap(_function(guard)))).resolve()
    return f"../../{path.relative_to(ROOT)}"


def _says(guard: str) -> str:
    """The first line of what the guard says about itself, or its name in words."""
    said = inspect.getdoc(_function(guard)) or guard.rpartition(".")[2].strip("_").replace("_", " ")
    return said.splitlines()[0]


def _function(guard: str) -> Callable[..., object]:
    module, _dot, name = guard.rpartition(".")
    found: Callable[..., object] = getattr(sys.modules[module], name)
    return found


def _test(test: str) -> str:
    if not test:
        return "no test that is known; run `make prove-rules`"
    path, _colons, name = test.partition("::")
    return f"[`{name.partition('[')[0]}`](../../{path})"
