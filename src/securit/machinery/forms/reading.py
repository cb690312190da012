"""Read a form from plain data; every mistake becomes a problem at its place."""

from __future__ import annotations

from collections.abc import Container

from securit import money
from securit.machinery.forms.countries import COUNTRY_CODES
from securit.machinery.forms.fields import (
    ADDABLE,
    COLUMN_TYPES,
    DEFAULT_LIMITS,
    NAMED_LIMITS,
    ROWS,
    Field,
    FieldType,
    Limits,
    Option,
    ShowIf,
)
from securit.machinery.forms.spec import FormSpec, Section
from securit.machinery.shape import Reader

CODE = r"[a-z][a-z0-9_]{0,39}"
OPTION_CODE = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}"
AUTOCOMPLETE = (
    "off", "name", "given-name", "family-name", "honorific-prefix", "organization", "organization-title", "email",
    "tel", "url", "country", "street-address", "address-level1", "address-level2", "postal-code", "language", "bday",
)  # fmt: skip
FILE_KINDS = ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "csv", "txt", "png", "jpg", "zip")

MOST_SECTIONS = 40
MOST_FIELDS = 200
MOST_OPTIONS = 300
MOST_COLUMNS = 8
MOST_ROWS = 40
MOST_ROWS_OF_A_MEMBER = 10
MOST_MONTHS = 60
_CONTROLLING = (FieldType.CHOICE, FieldType.CHOICES, FieldType.YES_NO, FieldType.COUNTRY)


def parse_form(data: object) -> FormSpec:
    """The form in a mapping with ``title`` and ``sections``.

    Raises :class:`securit.machinery.shape.Malformed` with every mistake; paths begin at the mapping.
    """
    reader = Reader.of(data)
    spec = FormSpec(
        title=reader.text("title", default="", most=200),
        sections=_sections(reader),
    )
    reader.done()
    count = len(spec.fields)
    if count > MOST_FIELDS:
        reader.problem("sections", f"The form has {count} fields; at most {MOST_FIELDS} are allowed.")
    reader.raise_if_malformed()
    return spec


def _sections(reader: Reader) -> tuple[Section, ...]:
    sections: list[Section] = []
    earlier: dict[str, Field] = {}
    for entry in reader.each("sections", required=True, most=MOST_SECTIONS):
        code = entry.text("code", pattern=CODE)
        if code in {section.code for section in sections}:
            entry.problem("code", f"There is already a section “{code}”.")
        title = entry.text("title", most=200)
        description = entry.text("description", default="", most=2000)
        sections.append(Section(code, title, _fields(entry, earlier), description))
        entry.done()
    return tuple(sections)


def _fields(section: Reader, earlier: dict[str, Field]) -> tuple[Field, ...]:
    found = []
    for reader in section.each("fields", required=True, most=MOST_FIELDS):
        field = _field(reader, earlier)
        if field.code in earlier:
            reader.problem("code", f"There is already a field “{field.code}”; codes are unique in the whole form.")
        earlier.setdefault(field.code, field)
        found.append(field)
    return tuple(found)


def _field(reader: Reader, earlier: dict[str, Field]) -> Field:
    code = reader.text("code", pattern=CODE)
    kind = FieldType(reader.choice("type", tuple(FieldType)) or FieldType.TEXT)
    options = _options(reader, kind)
    field = Field(
        code=code,
        type=kind,
        label=reader.text("label", most=300),
        help=reader.text("help", default="", most=2000),
        required=reader.flag("required", default=False),
        options=options,
        limits=_limits(reader, kind, len(options)),
        show_if=_show_if(reader, earlier),
        personal_data=reader.text("personal_data", default="", most=500),
        per_member=reader.flag("per_member", default=False),
        autocomplete=reader.choice("autocomplete", AUTOCOMPLETE, default=""),
        columns=_columns(reader) if kind is FieldType.TABLE else (),
    )
    if kind in ROWS and field.per_member:
        _rows_of_members(reader, field)
    reader.done()
    return field


def _rows_of_members(reader: Reader, field: Field) -> None:
    if field.type is FieldType.WORK_PLAN:
        reader.problem("per_member", "A work plan is one for the whole team; it cannot be asked of every member.")
    elif (field.limits.most or 0) > MOST_ROWS_OF_A_MEMBER:
        sentence = f"A table that every member fills in has at most {MOST_ROWS_OF_A_MEMBER} rows; say so in at_most."
        reader.problem("at_most", sentence)


def _columns(reader: Reader) -> tuple[Field, ...]:
    found: list[Field] = []
    for entry in reader.each("columns", required=True, most=MOST_COLUMNS):
        kind = FieldType(entry.choice("type", COLUMN_TYPES) or FieldType.TEXT)
        options = _options(entry, kind)
        column = Field(
            code=entry.text("code", pattern=CODE),
            type=kind,
            label=entry.text("label", most=100),
            required=entry.flag("required", default=False),
            options=options,
            limits=_limits(entry, kind, len(options)),
            total=entry.flag("total", default=False),
        )
        if column.code in {other.code for other in found}:
            entry.problem("code", f"There is already a column “{column.code}”.")
        if column.total and kind not in ADDABLE:
            entry.problem("total", "Only whole numbers and amounts can be added up.")
        found.append(column)
        entry.done()
    return tuple(found)


def _options(reader: Reader, kind: FieldType) -> tuple[Option, ...]:
    if kind not in (FieldType.CHOICE, FieldType.CHOICES):
        return ()
    found: list[Option] = []
    for entry in reader.each("options", required=True, most=MOST_OPTIONS):
        option = Option(entry.text("code", pattern=OPTION_CODE), entry.text("label", most=300))
        if option.code in {other.code for other in found}:
            entry.problem("code", f"There is already an option “{option.code}”.")
        found.append(option)
        entry.done()
    return tuple(found)


def _limits(reader: Reader, kind: FieldType, options: int) -> Limits:
    """The limits the type knows; one of another type stays unread and so is reported as unknown."""
    named = NAMED_LIMITS.get(kind, ())
    default = DEFAULT_LIMITS.get(kind, Limits())
    for key in named:
        reader.raw(key)  # known here, even when it is left empty
    words = _whole(reader, "max_words", named, None, 1, 20_000)
    characters = _whole(reader, "max_characters", named, default.max_characters, 1, 100_000)
    least, most = _bounds(reader, kind, named, options)
    after = reader.date("not_before", required=False) if "not_before" in named else None
    before = reader.date("not_after", required=False) if "not_after" in named else None
    if after and before and after > before:
        reader.problem("not_after", "The last day allowed lies before the first day allowed.")
    return Limits(
        max_words=words,
        max_characters=characters,
        least=least,
        most=most,
        not_before=after,
        not_after=before,
        one_of=_known_texts(reader, "one_of", named, COUNTRY_CODES, "a country code"),
        max_mib=_whole(reader, "max_mib", named, default.max_mib, 1, 200),
        kinds=_known_texts(reader, "kinds", named, FILE_KINDS, f"one of {', '.join(FILE_KINDS)}") or default.kinds,
        months=_whole(reader, "months", named, default.months, 1, MOST_MONTHS),
    )


def _whole(reader: Reader, key: str, named: tuple[str, ...], default: int | None, least: int, most: int) -> int | None:
    if key not in named or not reader.has(key):
        return default
    return reader.whole(key, default=least, least=least, most=most)


def _bounds(reader: Reader, kind: FieldType, named: tuple[str, ...], options: int) -> tuple[int | None, int | None]:
    found: list[int | None] = []
    for key in ("at_least", "at_most"):
        if key not in named or not reader.has(key):
            found.append(DEFAULT_LIMITS[kind].most if key == "at_most" and kind in ROWS else None)
        elif kind in ROWS:
            found.append(reader.whole(key, default=1, least=1, most=MOST_ROWS))
        elif kind is FieldType.MONEY:
            found.append(reader.cents(key, default=0))
        elif kind is FieldType.CHOICES:
            found.append(reader.whole(key, default=1, least=0 if key == "at_least" else 1, most=max(options, 1)))
        else:
            found.append(reader.whole(key, default=0))
    least, most = found
    if least is not None and most is not None and least > most:
        shown = (money.plain(least), money.plain(most)) if kind is FieldType.MONEY else (least, most)
        reader.problem("at_most", f"at_least {shown[0]} and at_most {shown[1]} leave nothing between them.")
    return least, most


def _known_texts(reader: Reader, key: str, named: tuple[str, ...], known: Container[str], what: str) -> tuple[str, ...]:
    if key not in named:
        return ()
    texts = reader.texts(key)
    for index, text in enumerate(texts):
        if text not in known:
            reader.problem(key, f"Entry {index + 1}, “{text}”, is not {what}.")
    return texts


def _show_if(reader: Reader, earlier: dict[str, Field]) -> ShowIf | None:
    if reader.raw("show_if") in (None, ""):
        return None
    inner = reader.mapping("show_if")
    code = inner.text("field", pattern=CODE)
    values = inner.texts("one_of") if inner.has("one_of") else (inner.text("equals"),)
    inner.done()
    controlling = earlier.get(code)
    if controlling is None:
        if code:
            inner.problem("field", f"There is no earlier field “{code}”; show_if looks back at a field above.")
        return None
    if controlling.type not in _CONTROLLING or controlling.per_member:
        inner.problem("field", f"“{code}” cannot decide what is shown; choices, yes_no and country fields can.")
        return None
    values = tuple(_yes_no(value) for value in values) if controlling.type is FieldType.YES_NO else values
    _check_values(inner, controlling, values)
    return ShowIf(code, values)


def _check_values(reader: Reader, controlling: Field, values: tuple[str, ...]) -> None:
    possible = {
        FieldType.YES_NO: ("yes", "no"),
        FieldType.COUNTRY: controlling.limits.one_of or tuple(COUNTRY_CODES),
    }.get(controlling.type, controlling.option_codes)
    for value in values:
        if value and value not in possible:
            reader.problem(None, f"“{controlling.code}” never has the value “{value}”.")


def _yes_no(value: str) -> str:
    return {"true": "yes", "false": "no"}.get(value, value)
