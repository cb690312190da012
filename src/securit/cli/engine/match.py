"""``securit engine match``: documents for queries, affinities of evaluators, near-duplicates; problems or tables."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from securit.cli.engine import files
from securit.cli.engine.printing import Row, shown

if TYPE_CHECKING:
    from securit.cli.engine import Engine
    from securit.cli.engine.texts import Text
    from securit.engines.matching import affinity, likeness, names, search

HELP = "Find the texts that belong together, and say by what."
RULE = "hybrid"
FALLBACK = ""


def add_options(parser: argparse.ArgumentParser) -> None:
    """What a table is compared with and by which columns (a .json problem states everything itself)."""
    against = parser.add_mutually_exclusive_group()
    against.add_argument("--documents", type=Path, metavar="TABLE", help="find documents of this table for each row")
    against.add_argument("--evaluators", type=Path, metavar="TABLE", help="texts of evaluators: affinity to each row")
    against.add_argument("--alike", action="store_true", help="near-duplicates and themes among the rows")
    against.add_argument("--alike-to", type=Path, metavar="TABLE", help="near-duplicates of each row in this table")
    against.add_argument("--same-as", type=Path, metavar="TABLE", help="organisations that those of the rows may be")
    parser.add_argument("--text", action="append", metavar="COLUMN", help="a column of text (text); may be given again")
    parser.add_argument("--top", type=int, help="how many are shown for each row (10; 5 of near-duplicates)")
    parser.add_argument("--cut", type=str, help="how alike any two of a theme are at least, like 0.3")
    for name, what in (("require", "must share"), ("forbid", "must not share"), ("prefer", "should share")):
        parser.add_argument(
            f"--{name}", action="append", default=[], metavar="COLUMN", help=f"a column whose value the two {what}"
        )
    parser.add_argument("--embed", action="store_true", help="make vectors with the shipped model")
    parser.add_argument("--vectors", type=Path, metavar="FILE.npy", help="a vector for each row of the first table")
    parser.add_argument("--other-vectors", type=Path, metavar="FILE.npy", help="and for each row of the second")


def engine() -> Engine:
    """The families of the engine as one."""
    return _Families()


def read(path: Path, options: argparse.Namespace) -> Any:
    """The problem in a .json, or in tables. The rule becomes that of the problem's family."""
    from securit.engines import Unusable

    problem = _problem(path, options)
    family = _family(problem).__name__.rpartition(".")[2]
    rules = {f"{family}.{name}": name for name in _family(problem).RULES}
    if options.rule == RULE and f"{family}.{RULE}" not in rules:
        options.rule = next(iter(rules))
    wanted = options.rule if "." in options.rule else f"{family}.{options.rule}"
    if wanted not in rules:
        raise Unusable([f"The rule {options.rule} does not decide what “{path.name}” holds; use {', '.join(rules)}."])
    options.rule = wanted
    return problem


def table(problem: Any, outcome: Any) -> list[Row]:
    """The pairs from the best down, with the words that explain them."""
    decision = outcome.decision
    if hasattr(decision, "findings"):
        return _findings(decision)
    if hasattr(decision, "themes"):
        return _likenesses(decision)
    return _affinities(decision) if hasattr(decision, "units") else _names(problem, decision)


def _findings(decision: search.Findings) -> list[Row]:
    rows: list[Row] = [("query", "rank", "document", "score", "shares", "lacks", "wants missed")]
    for one in decision.findings:
        if not one.hits:
            rows.append((one.query, "–", "nothing", "", "", "", ""))
        for rank, hit in enumerate(one.hits, 1):
            cells = (", ".join(words) for words in (hit.words, hit.lacks, hit.missed))
            rows.append((one.query, str(rank), hit.document, shown(hit.score), *cells))
    return rows


def _affinities(decision: affinity.Affinities) -> list[Row]:
    rows: list[Row] = [("application", "evaluator", "affinity", "by text", "shares")]
    ordered = sorted(decision.reasons, key=lambda r: (r.application, -decision.score(r.application, r.evaluator)))
    return rows + [
        (
            reason.application,
            reason.evaluator,
            shown(decision.score(reason.application, reason.evaluator)),
            str(reason.text + 1),
            ", ".join(reason.words),
        )
        for reason in ordered
    ]


def _likenesses(decision: likeness.Likenesses) -> list[Row]:
    rows: list[Row] = [("item", "like", "how much", "by")]
    rows += [
        (look.id, one.id, shown(one.likeness), ", ".join(one.words))
        for look in decision.looks
        for one in look.candidates
    ]
    return rows + [
        ("theme", ", ".join(theme.items), shown(theme.least), ", ".join(theme.words))
        for theme in decision.themes
        if len(theme.items) > 1
    ]


def _names(problem: names.Problem, decision: names.Names) -> list[Row]:
    name = {one.id: one.name for one in (*problem.asked, *problem.known)}
    rows: list[Row] = [("organisation", "name", "may be", "name", "how much")]
    for look in decision.looks:
        if not look.candidates:
            rows.append((look.id, name[look.id], "–", "nobody known", ""))
        rows += [(look.id, name[look.id], one.id, name[one.id], shown(one.likeness)) for one in look.candidates]
    return rows


class _Families:
    """The rules of the families by ``family.rule``, and by ``rule`` alone those of search; the fitting checker."""

    def __init__(self) -> None:
        from securit.engines.matching import affinity, likeness, names, search

        self.RULES: Mapping[str, Any] = {
            **{f"search.{name}": rule for name, rule in search.RULES.items()},
            **{f"affinity.{name}": rule for name, rule in affinity.RULES.items()},
            **{f"likeness.{name}": rule for name, rule in likeness.RULES.items()},
            **{f"names.{name}": rule for name, rule in names.RULES.items()},
            **search.RULES,
        }

    def check(self, problem: Any, outcome: Any) -> tuple[str, ...]:
        """Every fault of an outcome."""
        found: tuple[str, ...] = _family(problem).check(problem, outcome)
        return found


def _family(problem: Any) -> Any:
    from securit.engines.matching import affinity, likeness, names, search

    kinds = {search.Problem: search, affinity.Problem: affinity, likeness.Problem: likeness, names.Problem: names}
    return kinds[type(problem)]


def _problem(path: Path, options: argparse.Namespace) -> Any:
    from securit.engines import Unusable
    from securit.engines.matching import affinity, likeness, names, search

    kind = files.kind_of(path, ".json", *files.TABLES)
    if kind != ".json":
        return _of_tables(path, options)
    stored = files.json_in(path)
    for family in (search, affinity, likeness, names):
        if stored.get("schema") == family.problem.SCHEMA:
            return family.Problem.from_data(stored)
    raise Unusable([f"“{path.name}” does not hold a problem of search, affinity, likeness or names."])


def _of_tables(path: Path, options: argparse.Namespace) -> Any:
    from securit.cli.engine.texts import texts_in
    from securit.engines import Unusable

    if options.same_as:
        return _same(path, options)
    columns = tuple(options.text or ("text",))
    second = options.documents or options.evaluators or options.alike_to
    if second is None and not options.alike:
        raise Unusable(
            ["Say with --documents, --evaluators, --alike, --alike-to or --same-as what the rows are compared with."]
        )
    first = texts_in(path, columns, options.vectors, options.embed)
    others = (
        [] if second is None else texts_in(second, columns, options.other_vectors, options.embed, options.evaluators)
    )
    if options.documents:
        return _search(first, others, options)
    return _affinity(first, others) if options.evaluators else _likeness(first, others, options)


def _search(queries: Sequence[Text], documents: Sequence[Text], options: argparse.Namespace) -> search.Problem:
    from securit.engines import Unusable
    from securit.engines.matching import search

    forces = (
        *((name, search.Force.REQUIRED) for name in options.require),
        *((name, search.Force.FORBIDDEN) for name in options.forbid),
        *((name, search.Force.PREFERRED) for name in options.prefer),
    )
    columns = {name for one in documents for name in one.facts}
    missing = sorted({name for name, _ in forces} - (columns & {name for one in queries for name in one.facts}))
    if missing:
        raise Unusable([f"Both tables must have the column {name}." for name in missing])
    return search.Problem(
        tuple(
            search.Query(
                one.id,
                one.whole,
                one.vector,
                tuple(search.Want(name, one.facts[name], force) for name, force in forces if one.facts.get(name)),
            )
            for one in queries
        ),
        tuple(
            search.Document(
                one.id,
                (search.Passage(one.text, one.vector),),
                tuple((name, value) for name, values in one.facts.items() for value in values),
                one.title,
            )
            for one in documents
        ),
        settings=search.Settings() if options.top is None else search.Settings(top=options.top),
    )


def _affinity(applications: Sequence[Text], texts: Sequence[Text]) -> affinity.Problem:
    from securit.engines.matching import affinity

    own: dict[str, list[affinity.Passage]] = {}
    for one in texts:
        own.setdefault(one.id, []).append(affinity.Passage(one.whole, one.vector))
    return affinity.Problem(
        tuple(affinity.Evaluator(name, tuple(passages)) for name, passages in own.items()),
        tuple(affinity.Application(one.id, (affinity.Passage(one.whole, one.vector),)) for one in applications),
    )


def _likeness(items: Sequence[Text], others: Sequence[Text], options: argparse.Namespace) -> likeness.Problem:
    from securit.engines import Unusable, exact
    from securit.engines.matching import likeness

    usual = likeness.Problem(())
    try:
        cut = usual.cut if options.cut is None else exact(options.cut)
    except ValueError as error:
        raise Unusable([f"--cut: {error}"]) from None
    return likeness.Problem(
        tuple(likeness.Item(one.id, one.whole, one.vector) for one in items),
        tuple(likeness.Item(one.id, one.whole, one.vector) for one in others),
        usual.top if options.top is None else options.top,
        usual.least,
        cut,
    )


def _same(path: Path, options: argparse.Namespace) -> names.Problem:
    """Tables with the columns id, name and, where there are any, country and address."""
    from securit.cli.engine.texts import texts_in
    from securit.engines.matching import names

    asked, known = (
        tuple(
            names.Organisation(
                one.id, one.text, *("; ".join(one.facts.get(column, ())) for column in ("country", "address"))
            )
            for one in texts_in(table, ("name",), None, embed=False)
        )
        for table in (path, options.same_as)
    )
    usual = names.Problem((), ())
    return names.Problem(asked, known, usual.top if options.top is None else options.top)
