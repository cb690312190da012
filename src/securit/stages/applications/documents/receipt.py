"""The words and figures of a receipt on paper."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from securit import money
from securit.stages.applications.models import ApplicationVersion
from securit.stages.applications.window import brussels


def receipt_title(version: ApplicationVersion) -> str:
    """The title of the document."""
    return _("Receipt of %(number)s, version %(version)d") % {
        "number": version.content["number"],
        "version": version.number,
    }


def receipt_data(version: ApplicationVersion) -> dict[str, Any]:
    """What ``receipt.typ`` prints; every text is written already."""
    content, receipt = version.content, version.receipt
    programme = version.application.programme
    call = version.application.call
    facts = [
        (_("Application"), f"{content['number']} {content['acronym']}".strip()),
        (_("Title"), content["title"]),
        (_("Call"), f"{call.code} {call.title}"),
        (_("Version"), str(version.number)),
        (_("Arrived"), f"{brussels(version.arrived_at, seconds=True)} ({receipt.content['arrived_at']})"),
        (
            _("Deadline"),
            f"{brussels(datetime.fromisoformat(receipt.content['deadline_at']))} ({receipt.content['deadline_at']})",
        ),
        (_("Grant asked for"), money.euros(content["grant_cents"])),
    ]
    proof = [
        (_("Digest of the content (SHA-256)"), version.content_sha256),
        (_("Entry in the trail"), f"{receipt.content['entry']['seq']} · {receipt.content['entry']['hash']}"),
        (_("Checkpoint"), f"{receipt.content['checkpoint']['number']} · {receipt.content['checkpoint']['root']}"),
        (_("Public key of the platform"), receipt.content["key"]),
        (_("Signature"), receipt.signature),
    ]
    return {
        "sender": programme.title,
        "title": receipt_title(version),
        "says": _("This application was received in time and is sealed until the call has closed."),
        "facts": _pairs(facts),
        "members_title": _("Team"),
        "member_columns": _columns(_("Organisation"), _("Country"), _("Grant asked for")),
        "members": [[m["legal_name"], m["country"], money.euros(m["grant_cents"])] for m in content["members"]],
        "files_title": _("Files"),
        "file_columns": _columns(_("Name"), _("SHA-256"), _("Bytes")),
        "files": [[file["name"], file["sha256"], str(file["size"])] for file in content["files"]],
        "proof_title": _("Proof"),
        "proof_says": _("The same receipt as JSON carries the whole signed text; with it anybody can verify the rest."),
        "proof": _pairs(proof),
    }


def _pairs(pairs: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in pairs]


def _columns(first: str, second: str, third: str) -> list[dict[str, str]]:
    return [{"label": first}, {"label": second}, {"label": third, "align": "right"}]
