"""The words and figures of a whole application on paper: a draft as it stands, or a submitted version."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from securit.kit.tables import Table
from securit.machinery.documents.pdf import render_pdf
from securit.stages.applications.models import ApplicationVersion
from securit.stages.applications.reading import Answer, facts_of, parts_of, team_table, team_table_with_sign_offs
from securit.stages.applications.window import brussels

TEMPLATE = "stages/applications/documents/application.typ"


def application_title(version: ApplicationVersion) -> str:
    """The title of the document: the number, no name of a person."""
    return _("Application %(number)s") % {"number": version.content["number"]}


def application_data(version: ApplicationVersion, *, with_contacts: bool) -> dict[str, Any]:
    """What ``application.typ`` prints. A version without number is a draft.

    Without contacts, neither the ways to reach people nor those who signed are in it: what an evaluator reads.
    """
    content, call = version.content, version.application.call
    heading = [(_("Call"), f"{call.code} {call.title}"), (_("Title"), content["title"]), *facts_of(version)]
    return {
        "sender": call.programme.title,
        "title": " ".join(part for part in (application_title(version), content["acronym"]) if part),
        "state": _state(version),
        "facts": [{"label": label, "value": value} for label, value in heading if value],
        "parts": [
            {"title": part.title, "answers": [_answer(a) for a in part.answers]}
            for part in parts_of(version, with_contacts=with_contacts)
        ],
        "no_answer": _("no answer"),
        "team": _printed(team_table_with_sign_offs(version) if with_contacts else team_table(version)),
        "files_title": _("Files"),
        "file_columns": [{"label": _("Name")}, {"label": _("SHA-256")}],
        "files": [[file["name"], file["sha256"]] for file in content["files"]],
    }


def application_pdf(version: ApplicationVersion, *, with_contacts: bool, language: str) -> bytes:
    """The whole application on paper; without contacts as an evaluator reads it."""
    return render_pdf(
        TEMPLATE,
        application_data(version, with_contacts=with_contacts),
        title=application_title(version),
        language=language,
        at=version.arrived_at,
    )


def _answer(answer: Answer) -> dict[str, Any]:
    table = _printed(answer.table) if answer.table else None
    return {"label": answer.label, "text": answer.text, "table": table}


def _state(version: ApplicationVersion) -> dict[str, str]:
    if not version.number:
        saved = brussels(version.arrived_at, seconds=True)
        return {
            "label": _("Draft, not submitted"),
            "says": _("As it was saved on %(moment)s. Only what is submitted counts.") % {"moment": saved},
        }
    arrived = brussels(version.arrived_at, seconds=True)
    return {
        "label": _("Version %(number)d, which arrived on %(moment)s") % {"number": version.number, "moment": arrived},
        "says": _("Digest of its content (SHA-256): %(digest)s") % {"digest": version.content_sha256},
    }


def _printed(table: Table) -> dict[str, Any]:
    rows = [*table.rows, *([table.total] if table.total else [])]
    return {
        "title": table.caption,
        "columns": [{"label": c.label, "align": "right" if c.numeric else "left"} for c in table.columns],
        "rows": [[str(cell) for cell in row.cells] for row in rows],
    }
