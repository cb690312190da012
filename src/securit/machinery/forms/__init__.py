"""Forms as data: what a call asks, how answers are made canonical, checked, compared and described.

A leaf library: no database, no request, no clock. Only ``rendering`` knows Django's forms, and is imported by
pages alone.
"""

from securit.machinery.forms.checking import FieldProblem
from securit.machinery.forms.comparing import Change, shown, shown_cells
from securit.machinery.forms.counting import count_characters, count_words
from securit.machinery.forms.fields import ROWS, Field, FieldType, Limits, Option, ShowIf
from securit.machinery.forms.reading import parse_form
from securit.machinery.forms.rows import names_member, periods, rows_in, totals
from securit.machinery.forms.spec import FormSpec, Section

__all__ = [
    "ROWS",
    "Change",
    "Field",
    "FieldProblem",
    "FieldType",
    "FormSpec",
    "Limits",
    "Option",
    "Section",
    "ShowIf",
    "count_characters",
    "count_words",
    "names_member",
    "parse_form",
    "periods",
    "rows_in",
    "shown",
    "shown_cells",
    "totals",
]
