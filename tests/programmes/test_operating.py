"""The operator starts a programme and names its first manager; both are on the trail."""

from __future__ import annotations

import pytest

from securit.kernel.audit.models import AuditEntry
from securit.programmes.models import Programme, RoleGrant
from securit.programmes.operating import cli_appoint, cli_start
from tests.worlds import a_programme, a_user

pytestmark = pytest.mark.django_db


def test_a_prepared_programme_is_started_once(capsys: pytest.CaptureFixture[str]) -> None:
    a_programme("alpha", running=False)
    assert (cli_start("alpha"), cli_start("alpha")) == (0, 1)
    assert Programme.objects.get(slug="alpha").state == "running"
    out = capsys.readouterr()
    assert out.out == "alpha: running.\n"
    assert out.err == "“Start the programme” is not possible while this is “running”.\n"


def test_the_first_manager_is_appointed_by_the_platform(capsys: pytest.CaptureFixture[str]) -> None:
    programme = a_programme("alpha")
    user = a_user(email="mara@alpha.example")
    assert (cli_appoint("alpha", "Mara@alpha.example "), cli_appoint("alpha", "mara@alpha.example")) == (0, 0)
    assert [(r.programme, r.user, r.role) for r in RoleGrant.objects.all()] == [(programme, user, "programme_manager")]
    assert AuditEntry.objects.get(act="role.create").actor_kind == "system"
    assert capsys.readouterr().out.startswith("alpha: ")


@pytest.mark.parametrize(
    ("slug", "email", "sentence"),
    [
        ("beta", "mara@alpha.example", "There is no programme “beta” here.\n"),
        (
            "alpha",
            "nobody@alpha.example",
            "Nobody has an account with the address “nobody@alpha.example”. Ask the person to sign up first.\n",
        ),
    ],
)
def test_an_unknown_programme_or_person_is_named(
    slug: str, email: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    a_programme("alpha")
    a_user(email="mara@alpha.example")
    assert cli_appoint(slug, email) == 1
    assert capsys.readouterr().err == sentence
    assert RoleGrant.objects.count() == 0


def test_an_unknown_programme_is_not_started(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli_start("beta") == 1
    assert capsys.readouterr().err == "There is no programme “beta” here.\n"
