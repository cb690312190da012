"""What the source may not do: states, clocks, money, tenancy."""

from __future__ import annotations

import ast

from tests.laws.source import Module, dotted, modules

CLOCK_READS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "datetime.datetime.now", "date.today", "datetime.date.today",
    "timezone.now", "timezone.localdate", "timezone.localtime", "django.utils.timezone.now", "time.time",
    "time.time_ns", "time.localtime", "time.gmtime", "time.strftime", "time.ctime", "Now", "functions.Now",
}  # fmt: skip
#: Assigns ``.state``: the one place that may.
ONLY_HERE = "kernel/perform.py"
#: Tables of the installation: their rows belong to no programme, or are named by a stream that does.
OF_THE_INSTALLATION = ("AuditEntry", "AuditHead", "Checkpoint", "CheckpointLeaf", "Programme", "User", "Organisation")
#: Divides near money, and why that is exact there.
EXACT_DIVISIONS = {"engines/portfolio/ranked_list.py": "scores are fractions"}


def assigned(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return [t for target in node.targets for t in (target.elts if isinstance(target, ast.Tuple) else [target])]
    if isinstance(node, (ast.AugAssign, ast.AnnAssign)):
        return [node.target]
    return []


def test_a_state_is_assigned_in_one_place_only() -> None:
    found = {
        module.name
        for module in modules()
        for node in module.walk(ast.Assign, ast.AugAssign)
        for target in assigned(node)
        if isinstance(target, ast.Attribute) and target.attr == "state"
    }
    assert found == {ONLY_HERE}


def test_a_state_is_never_set_by_its_name() -> None:
    found = [
        module.at(call)
        for module in modules()
        for call in module.walk(ast.Call)
        if isinstance(call, ast.Call) and dotted(call.func) == "setattr"
        for argument in call.args[1:2]
        if isinstance(argument, ast.Constant) and argument.value == "state"
    ]
    assert found == []


def test_a_state_is_never_written_past_the_lifecycle() -> None:
    """``update(state=…)``, ``create(state=…)``, ``update_or_create`` and ``Model(state=…)`` go round ``perform``."""
    writers = ("update", "create", "update_or_create", "get_or_create", "bulk_create", "bulk_update")
    found = [
        module.at(call)
        for module in modules()
        if module.name.startswith(("stages/", "programmes/", "people/", "portal/", "integrations/"))
        for call in module.walk(ast.Call)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in writers
        and any(keyword.arg == "state" for keyword in call.keywords)
    ]
    assert found == []


def test_only_the_clock_reads_the_time() -> None:
    found = [
        module.at(node)
        for module in modules()
        if module.name != "kernel/clock.py"
        for node in module.walk(ast.Attribute, ast.Name)
        if dotted(node) in CLOCK_READS
    ]
    assert found == []


def is_money(node: ast.AST) -> bool:
    """A name that speaks of cents."""
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name.endswith("cents")


def money_in(node: ast.AST) -> list[ast.AST]:
    """The expressions of this node that make, change or compare an amount."""
    if isinstance(node, ast.keyword) and (node.arg or "").endswith("cents"):
        return [node.value]
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)) and any(map(is_money, assigned(node))):
        return [node.value] if node.value is not None else []
    if isinstance(node, ast.BinOp) and (is_money(node.left) or is_money(node.right)):
        return [node]
    if isinstance(node, ast.Compare) and any(map(is_money, [node.left, *node.comparators])):
        return [node]
    if isinstance(node, ast.FunctionDef) and node.name.endswith("cents"):
        return [statement for statement in ast.walk(node) if isinstance(statement, ast.Return)]
    return []


def is_floating(node: ast.AST) -> bool:
    return (isinstance(node, ast.Constant) and isinstance(node.value, float)) or dotted(node) == "float"


def near_money() -> list[tuple[Module, ast.AST]]:
    """Every node of every expression that makes, changes or compares an amount."""
    return [
        (module, node)
        for module in modules()
        for place in ast.walk(module.tree)
        for expression in money_in(place)
        for node in ast.walk(expression)
    ]


def test_no_float_stands_near_money() -> None:
    assert [module.at(node) for module, node in near_money() if is_floating(node)] == []


def test_money_is_divided_only_where_that_is_exact() -> None:
    divisions = {
        module.name
        for module, node in near_money()
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not is_a_path(node)
    }
    assert divisions == set(EXACT_DIVISIONS)


def is_a_path(node: ast.AST) -> bool:
    """``directory / name`` joins paths; a division has no text in it."""
    return isinstance(node, ast.BinOp) and any(
        isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in (node.left, node.right)
    )


def test_cents_are_declared_as_whole_numbers() -> None:
    found = []
    for module in modules():
        for node in module.walk(ast.AnnAssign, ast.arg):
            name = (
                node.arg
                if isinstance(node, ast.arg)
                else dotted(node.target)
                if isinstance(node, ast.AnnAssign)
                else ""
            )
            kind = getattr(node, "annotation", None)
            if name.endswith("_cents") and kind is not None and "int" not in ast.unparse(kind):
                found.append(f"{module.at(node)} {name}: {ast.unparse(kind)}")
    assert found == []


BARE = ("all", "get", "first", "last", "latest", "earliest", "count", "exists", "iterator")


def bare_reads(module: Module) -> list[str]:
    """``Model.objects.all()`` and its like: a query that does not begin with its programme."""
    return [
        module.at(call)
        for call in module.walk(ast.Call)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in BARE
        and isinstance(call.func.value, ast.Attribute)
        and call.func.value.attr in ("objects", "_default_manager")
        and dotted(call.func.value.value) not in OF_THE_INSTALLATION
    ]


def test_stages_never_read_all_programmes_at_once() -> None:
    found = [place for module in modules() if module.name.startswith("stages/") for place in bare_reads(module)]
    assert found == []


def test_every_service_takes_its_actor_and_its_time_by_name() -> None:
    """Public functions of ``services/`` that write: keyword-only, with ``actor`` and ``at`` (ticks: ``at`` alone)."""
    found = []
    for module in modules():
        if "/services/" not in module.name or module.name.endswith("__init__.py"):
            continue
        for node in module.tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or node.name != stem(module):
                continue
            names = {argument.arg for argument in node.args.kwonlyargs}
            is_tick = [a.arg for a in node.args.args] == ["at"] and not names
            if not is_tick and (node.args.args or not {"actor"} <= names or not names & {"at", "arrived_at"}):
                found.append(module.at(node))
    assert found == []


def stem(module: Module) -> str:
    return module.name.rsplit("/", 1)[-1].removesuffix(".py")
