"""Make what was typed canonical: one way to write each answer. Total, idempotent, and nothing typed is lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from securit import money
from securit.machinery.forms.countries import COMMISSION_VARIANTS
from securit.machinery.forms.fields import Field, FieldType

MEMBER = re.compile(r"[0-9A-Za-z_-]{1,40}")
"""The form of a member's reference in the answers of a field asked per member."""

MOST_CHOICES = 300
MOST_ROWS_READ = 200
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BARE_SITE = re.compile(r"[\w-]+(\.[\w-]+)+(:[0-9]{1,5})?([/?#]\S*)?")


def clean(fields: Iterable[Field], raw: object) -> dict[str, Any]:
    """The canonical, non-empty answers to ``fields`` in ``raw``, in the order of the fields."""
    if not isinstance(raw, Mapping):
        return {}
    answers = {field.code: _clean(field, raw[field.code]) for field in fields if field.code in raw}
    return {code: value for code, value in answers.items() if value not in (None, "", [], {})}


def clean_value(field: Field, raw: object) -> Any:
    """The canonical value of one answer; ``None``, ``""`` or ``[]`` when there is none."""
    return _CLEANERS[field.type](field, raw)


def clean_text(raw: object) -> str:
    r"""Text in NFC with ``\n`` line ends, without control characters and outer white space; lists give none."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, int):
        return str(raw) if raw.bit_length() <= 256 else ""
    if isinstance(raw, float):
        return repr(raw)
    if not isinstance(raw, str):
        return ""
    text = _UNSTORABLE.sub("", re.sub(r"\r\n?", "\n", raw))
    return unicodedata.normalize("NFC", text).strip()


def _clean(field: Field, raw: object) -> Any:
    if not field.per_member:
        return clean_value(field, raw)
    if not isinstance(raw, Mapping):
        return None
    found = {
        member: clean_value(field, value)
        for member, value in raw.items()
        if isinstance(member, str) and MEMBER.fullmatch(member)
    }
    return {member: value for member, value in sorted(found.items()) if value not in (None, "", [], {})}


def _long_text(field: Field, raw: object) -> str:
    return clean_text(raw)


def _line(field: Field, raw: object) -> str:
    return unicodedata.normalize("NFC", " ".join(clean_text(raw).split()))


def _choices(field: Field, raw: object) -> list[str]:
    entries = raw if isinstance(raw, (list, tuple)) else [raw]
    found = dict.fromkeys(text for text in (_line(field, entry) for entry in entries[:MOST_CHOICES]) if text)
    order = {code: index for index, code in enumerate(field.option_codes)}
    return sorted(found, key=lambda text: order.get(text, len(order)))


def _yes_no(field: Field, raw: object) -> Any:
    text = _line(field, raw)
    return {"yes": True, "true": True, "on": True, "no": False, "false": False}.get(text.lower(), text)


def _whole_number(field: Field, raw: object) -> Any:
    text = _line(field, raw)
    return int(text) if re.fullmatch(r"-?[0-9]{1,12}", text) else text


def _money(field: Field, raw: object) -> str:
    """``€ 60.000,50`` and ``60000.5`` are ``60000.50``; what is no amount stays as typed (:func:`money.as_written`)."""
    text = _line(field, raw)
    try:
        return money.plain(money.as_written(text))
    except ValueError:
        return text


def _country(field: Field, raw: object) -> str:
    text = _line(field, raw).upper()
    return COMMISSION_VARIANTS.get(text, text)


def _url(field: Field, raw: object) -> str:
    text = _line(field, raw)
    return f"https://{text}" if _BARE_SITE.fullmatch(text) else text


def _file(field: Field, raw: object) -> dict[str, Any] | None:
    if not isinstance(raw, Mapping):
        return None
    size = raw.get("size")
    cleaned: dict[str, Any] = {key: _line(field, raw.get(key)) for key in ("name", "sha256", "kind")}
    return {**cleaned, "size": size if isinstance(size, int) and not isinstance(size, bool) else 0}


def _rows(field: Field, raw: object) -> list[dict[str, Any]]:
    """The rows in which something stands, each with the cells in which something stands."""
    entries = raw if isinstance(raw, (list, tuple)) else []
    rows = [clean(field.row_columns, entry) for entry in entries[:MOST_ROWS_READ]]
    return [row for row in rows if row]


_CLEANERS: dict[FieldType, Callable[[Field, object], Any]] = {
    FieldType.TEXT: _line,
    FieldType.LONG_TEXT: _long_text,
    FieldType.CHOICE: _line,
    FieldType.CHOICES: _choices,
    FieldType.YES_NO: _yes_no,
    FieldType.WHOLE_NUMBER: _whole_number,
    FieldType.MONEY: _money,
    FieldType.DATE: _line,
    FieldType.COUNTRY: _country,
    FieldType.URL: _url,
    FieldType.EMAIL: _line,
    FieldType.FILE: _file,
    FieldType.TABLE: _rows,
    FieldType.WORK_PLAN: _rows,
}
