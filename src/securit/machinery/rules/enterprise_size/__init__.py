"""Micro, small, medium-sized or large: the SME definition of Recommendation 2003/361/EC, over data.

A leaf library: no database, no request, no clock. :func:`size_of` answers about a :class:`Case` with every number it
rests on and every doubt it leaves; it never guesses a figure. What an applicant states is read by :func:`case_in`.
"""

from securit.machinery.rules.enterprise_size.ceilings import Size, ceilings_on
from securit.machinery.rules.enterprise_size.enterprises import Case, Enterprise, Figures, Kind, Tie, UnusableCase
from securit.machinery.rules.enterprise_size.explanation import explained, is_proven
from securit.machinery.rules.enterprise_size.relations import Relation, Standing, relations_of
from securit.machinery.rules.enterprise_size.stated import ITSELF, case_in, faults_in, open_questions
from securit.machinery.rules.enterprise_size.status import VERSION, SizeFinding, Total, figures_in, size_of

__all__ = [
    "ITSELF",
    "VERSION",
    "Case",
    "Enterprise",
    "Figures",
    "Kind",
    "Relation",
    "Size",
    "SizeFinding",
    "Standing",
    "Tie",
    "Total",
    "UnusableCase",
    "case_in",
    "ceilings_on",
    "explained",
    "faults_in",
    "figures_in",
    "is_proven",
    "open_questions",
    "relations_of",
    "size_of",
]
