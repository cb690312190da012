"""SecurIT is only the first programme: the software knows nothing of a shipped file, and nothing of our workshop."""

from __future__ import annotations

import ast
import re

import pytest

from securit.programmes.definition import ProgrammeDefinition, parse
from tests.laws.source import ROOT, SRC, committed_text_files, modules

FILES = sorted((ROOT / "demo" / "programmes").glob("*.yaml"))
#: Folders that speak of the demonstration on purpose: its loader, its invented fragments, the gallery's samples.
DEMONSTRATION = ("integrations/demo/", "integrations/synthetic/", "kit/samples.py", "kit/templates/kit/sample_")
#: The name of the software is also the name of the first programme; slugs that are plain words are looked for quoted.
REGISTRY_HOSTS = re.compile(
    r"pypi\.org|files\.pythonhosted\.org|registry\.npmjs\.org|registry\.yarnpkg|cdn\.jsdelivr|unpkg\.com|cdnjs\.|"
    r"deb\.debian\.org|proxy\.golang\.org|index\.crates\.io|artifactory|nexus\.|fonts\.g(?:oogleapis|static)\.com"
)


def programme_of(path: object) -> ProgrammeDefinition:
    return parse((ROOT / str(path)).read_text(encoding="utf-8"))


def sources() -> list[tuple[str, str]]:
    kinds = (".py", ".html", ".txt", ".js", ".css", ".typ")
    paths = [p for p in sorted(SRC.rglob("*")) if p.suffix in kinds and "vendor" not in p.parts]
    named = [(p.relative_to(SRC).as_posix(), p) for p in paths]
    return [(name, p.read_text(encoding="utf-8")) for name, p in named if not name.startswith(DEMONSTRATION)]


SOURCES = sources()


def places(pattern: str) -> list[str]:
    search = re.compile(pattern)
    return [name for name, text in SOURCES if search.search(text)]


@pytest.mark.parametrize("path", FILES, ids=[p.stem for p in FILES])
def test_no_address_of_a_shipped_programme_is_known_to_the_software(path: object) -> None:
    slug = programme_of(path).slug
    assert places(rf"""["'/]{re.escape(slug)}["'/]""") == (
        [] if slug != "securit" else [name for name in places(r"""["'/]securit["'/]""") if is_the_package(name)]
    )


def is_the_package(name: str) -> bool:
    """``securit`` is the name of the package and the command; programme code never asks for a slug of that name."""
    text = dict(SOURCES)[name]
    return re.search(r"slug\s*(?:==|!=|=)\s*[\"']securit[\"']", text) is None


@pytest.mark.parametrize("path", FILES, ids=[p.stem for p in FILES])
def test_no_domain_of_a_shipped_programme_is_known_to_the_software(path: object) -> None:
    titles = [domain.title for domain in programme_of(path).domains]
    assert titles != []
    assert [(title, found) for title in titles if (found := places(re.escape(title)))] == []


def amounts_of(programme: ProgrammeDefinition) -> set[int]:
    """Budget, ceiling, call budgets and largest grants, in cents."""
    found = {programme.budget_cents, programme.ceiling.amount_cents}
    for call in programme.calls:
        found |= {call.budget_cents, *(i.max_grant_cents for i in call.instruments)}
    return found - {0}


def is_written(constant: object, cents: int) -> bool:
    """Whether a constant of the source is this amount: in cents, or as the text of an amount."""
    if isinstance(constant, str):
        return constant.lstrip("€") in (f"{cents // 100}.00", f"{cents // 100:,}", f"{cents // 100:,}.00")
    return isinstance(constant, int) and not isinstance(constant, bool) and constant == cents


@pytest.mark.parametrize("path", FILES, ids=[p.stem for p in FILES])
def test_no_amount_of_a_shipped_programme_is_known_to_the_software(path: object) -> None:
    amounts = amounts_of(programme_of(path))
    found = [
        (module.at(node), cents)
        for module in modules()
        if not module.name.startswith(DEMONSTRATION)
        for node in module.walk(ast.Constant)
        for cents in sorted(amounts)
        if isinstance(node, ast.Constant) and is_written(node.value, cents)
    ]
    assert found == []


def test_no_committed_file_names_a_registry() -> None:
    allowed = ("tests/laws/test_generality.py",)
    found = [name for name, text in committed_text_files() if REGISTRY_HOSTS.search(text) and name not in allowed]
    assert found == []


def test_no_committed_file_names_our_workshop() -> None:
    workshop = re.compile(r"/work/(?:main|shared|\.library)|/tmp/brief")
    allowed = ("tests/laws/test_generality.py",)
    found = [name for name, text in committed_text_files() if workshop.search(text) and name not in allowed]
    assert found == []
