"""The consolidated list of EU financial sanctions as the Commission publishes it: XML 1.1, or CSV with semicolons.

Pure: bytes in, entries out. Only what names are compared with is kept: reference, kind, programme, every name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree

from django.utils.translation import gettext as _

NAMESPACE = "{http://eu.europa.ec/fpi/fsd/export}"
COLUMNS = ("fileGenerationDate", "Entity_LogicalId", "NameAlias_WholeName")
LONGEST_NAME = 300
PERSON_CODES = ("P", "person")


class NotTheList(ValueError):
    """The content is not the list; the text says why."""


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """One listed person, group or entity with all its names."""

    reference: str
    is_person: bool
    regime: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishedList:
    """The entries, in the order of the file, and the day the file was made."""

    generated_on: str
    entries: tuple[ListedEntry, ...]


def read_list(content: bytes) -> PublishedList:
    """The published list. Raises :class:`NotTheList`."""
    head = content.lstrip(b"\xef\xbb\xbf \r\n\t")[:200]
    if not head:
        raise NotTheList(_("The file is empty."))
    found = _from_xml(content) if head.startswith(b"<") else _from_csv(content)
    if not found.entries:
        raise NotTheList(_("The file names nobody."))
    return found


def _from_xml(content: bytes) -> PublishedList:
    text = _text(content)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise NotTheList(_("The file declares a document type; the published list does not."))
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 (text without a document type has no entities)
    except (ElementTree.ParseError, ValueError) as error:
        raise NotTheList(_("The XML of the file is damaged.")) from error
    if root.tag != f"{NAMESPACE}export":
        raise NotTheList(_("This XML is not the export of the EU list."))
    entries = tuple(_entry(node) for node in root.iter(f"{NAMESPACE}sanctionEntity"))
    return PublishedList(_day(root.get("generationDate", "")), tuple(one for one in entries if one.names))


def _entry(node: ElementTree.Element) -> ListedEntry:
    subject, regulation = node.find(f"{NAMESPACE}subjectType"), node.find(f"{NAMESPACE}regulation")
    kind = "" if subject is None else subject.get("classificationCode") or subject.get("code") or ""
    return ListedEntry(
        _reference(node.get("euReferenceNumber", ""), node.get("logicalId", "")),
        kind in PERSON_CODES,
        "" if regulation is None else regulation.get("programme", "")[:40],
        _names(dict(alias.attrib) for alias in node.iter(f"{NAMESPACE}nameAlias")),
    )


def _names(aliases: Iterator[Mapping[str, str]]) -> tuple[str, ...]:
    found = []
    for alias in aliases:
        parts = (alias.get(key, "") for key in ("firstName", "middleName", "lastName"))
        whole = " ".join((alias.get("wholeName") or " ".join(parts)).split())
        found.append(whole[:LONGEST_NAME])
    return tuple(dict.fromkeys(name for name in found if any(c.isalnum() for c in name)))


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotTheList(_("The file is no UTF-8 text.")) from error


def _from_csv(content: bytes) -> PublishedList:
    rows = csv.DictReader(io.StringIO(_text(content), newline=""), delimiter=";")
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
    if missing:
        raise NotTheList(_("The file lacks the columns of the EU list: %(names)s.") % {"names": ", ".join(missing)})
    found: dict[str, list[dict[str, str]]] = {}
    try:
        for row in rows:
            if row["Entity_LogicalId"]:
                found.setdefault(row["Entity_LogicalId"], []).append({k: v or "" for k, v in row.items() if k})
    except csv.Error as error:
        raise NotTheList(_("The file is damaged: its quotation marks do not close.")) from error
    entries = tuple(_listed(logical_id, lines) for logical_id, lines in found.items())
    made = next((lines[0]["fileGenerationDate"] for lines in found.values()), "")
    return PublishedList(_day(made), tuple(one for one in entries if one.names))


def _listed(logical_id: str, lines: list[dict[str, str]]) -> ListedEntry:
    first = lines[0]
    kind = first.get("Entity_SubjectType_ClassificationCode") or first.get("Entity_SubjectType", "")
    parts = {"firstName": "FirstName", "middleName": "MiddleName", "lastName": "LastName", "wholeName": "WholeName"}
    return ListedEntry(
        _reference(first.get("Entity_EU_ReferenceNumber", ""), logical_id),
        kind in PERSON_CODES,
        first.get("Entity_Regulation_Programme", "")[:40],
        _names({key: line.get(f"NameAlias_{column}", "") for key, column in parts.items()} for line in lines),
    )


def _reference(reference: str, logical_id: str) -> str:
    return (reference.strip() or f"no. {logical_id.strip()}")[:40]


def _day(made: str) -> str:
    """The day of the file, ISO; both ways in which it is written."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(made[:10], form).date().isoformat()  # noqa: DTZ007 (a day, no moment)
        except ValueError:
            continue
    raise NotTheList(_("The file does not say on which day it was made."))
