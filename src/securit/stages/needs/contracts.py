"""What a need is made of: frozen, and free of tables. Importers and questionnaires fill a :class:`Statement`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import IntEnum, StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MOST_LINKS = 10
MOST_SITES = 1_000_000
#: The most characters of each text.
LIMITS: Mapping[str, int] = {
    "title": 160,
    "situation": 4_000,
    "gap": 4_000,
    "consequence": 4_000,
    "scale": 400,
    "current_solution": 2_000,
    "procurement_route": 300,
    "evidence": 4_000,
    "evidence_links": 2_000,
    "owner_name": 200,
    "contact_name": 120,
    "contact_email": 254,
}


class Urgency(TextChoices):
    """How soon it hurts; the label says what is meant."""

    CRITICAL = "critical", _("critical: it can happen any day, and people or the service would be hit")
    HIGH = "high", _("high: it harms people, service or compliance within a year")
    MEDIUM = "medium", _("medium: it costs time or money now")
    LOW = "low", _("low: good to have")


class OwnerKind(TextChoices):
    """Who has the need: integrator or end user, and in which part of the economy."""

    END_USER_INDUSTRY = "end_user_industry", _("end user: industry")
    END_USER_PUBLIC = "end_user_public", _("end user: public authority")
    END_USER_INFRASTRUCTURE = "end_user_infrastructure", _("end user: critical-infrastructure manager")
    INTEGRATOR_INDUSTRY = "integrator_industry", _("integrator: industry")
    INTEGRATOR_PUBLIC = "integrator_public", _("integrator: public authority")
    INTEGRATOR_INFRASTRUCTURE = "integrator_infrastructure", _("integrator: critical-infrastructure manager")


class Procurement(TextChoices):
    """Whether something is to be bought."""

    NONE = "none", _("nothing planned")
    CONSIDERED = "considered", _("considered")
    PLANNED = "planned", _("planned")


class Willing(TextChoices):
    """Whether the owner would try, or buy, a solution."""

    YES = "yes", _("yes")
    MAYBE = "maybe", _("perhaps")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("not said")


class Tlp(TextChoices):
    """The Traffic Light Protocol as used here; it caps what the owner's choice per field may open."""

    CLEAR = "clear", _("TLP:CLEAR – public where I say so")
    GREEN = "green", _("TLP:GREEN – consortium and its community")
    AMBER = "amber", _("TLP:AMBER – consortium only")
    RED = "red", _("TLP:RED – only the partner that takes it in")


class Source(TextChoices):
    """Which way a need came in."""

    QUESTIONNAIRE = "questionnaire", _("public questionnaire")
    DESK = "desk", _("written down by staff")
    IMPORT = "import", _("imported from a table")


class Audience(IntEnum):
    """Who may read a field, from the narrowest to the widest."""

    HOST = 0
    CONSORTIUM = 1
    PUBLIC = 2


class Reader(StrEnum):
    """As whom somebody reads a need."""

    OWNER = "owner"
    HOST = "host"
    CONSORTIUM = "consortium"
    PUBLIC = "public"


#: What each reader's widest circle is; the owner and the host read everything.
CIRCLE: Mapping[Reader, Audience] = {
    Reader.OWNER: Audience.HOST,
    Reader.HOST: Audience.HOST,
    Reader.CONSORTIUM: Audience.CONSORTIUM,
    Reader.PUBLIC: Audience.PUBLIC,
}
#: The widest circle that a label allows.
CAP: Mapping[str, Audience] = {
    Tlp.CLEAR: Audience.PUBLIC,
    Tlp.GREEN: Audience.CONSORTIUM,
    Tlp.AMBER: Audience.CONSORTIUM,
    Tlp.RED: Audience.HOST,
}


@dataclass(frozen=True, slots=True)
class Statement:
    """What the owner says. ``comparable_sites`` is ``None`` where it is not known.

    ``domain`` is the code of the main domain, ``further_domains`` are those of others that the need concerns as well.
    """

    title: str
    situation: str
    urgency: str
    domain: str
    owner_name: str
    owner_kind: str
    owner_country: str
    gap: str = ""
    consequence: str = ""
    scale: str = ""
    comparable_sites: int | None = None
    current_solution: str = ""
    procurement: str = Procurement.NONE
    procurement_on: date | None = None
    procurement_route: str = ""
    would_pilot: str = Willing.UNKNOWN
    would_buy: str = Willing.UNKNOWN
    evidence: str = ""
    evidence_links: str = ""
    further_domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """Whom to ask back: personal data, kept beside the need."""

    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class WrittenDown:
    """A need that somebody else wrote down for its owner, with who may read it."""

    statement: Statement
    contact: ContactDetails
    tlp: str
    audience: Mapping[str, int]


STATED = tuple(field.name for field in fields(Statement))
#: Every field whose readers the owner chooses; ``contact`` is the name and the address together.
FIELDS = (*STATED, "contact")
#: What may be read where the owner chose nothing.
DEFAULT_AUDIENCE: Mapping[str, Audience] = {
    **dict.fromkeys(STATED, Audience.CONSORTIUM),
    **dict.fromkeys(("owner_kind", "owner_country", "domain", "further_domains"), Audience.PUBLIC),
    "contact": Audience.HOST,
}
#: A contact is never public, whatever is chosen.
WIDEST: Mapping[str, Audience] = {"contact": Audience.CONSORTIUM}
