"""The words a solution is filed under: our own short list, so that nobody's licence or classification is needed."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from securit.kernel.refusals import Sentence

#: What a security solution does, by code.
CAPABILITIES: dict[str, Sentence] = {
    "access": _("access control and identity"),
    "analytics": _("data analytics and decision support"),
    "authentication": _("authentication and trust"),
    "biometrics": _("biometrics"),
    "cbrn": _("chemical, biological, radiological and nuclear detection"),
    "communication": _("secure and resilient communication"),
    "crowd": _("crowd and public-space safety"),
    "cyber_defence": _("cyber-attack detection and response"),
    "drones": _("drones and counter-drone systems"),
    "earth_observation": _("earth observation and mapping"),
    "encryption": _("encryption"),
    "forensics": _("forensics and investigation"),
    "identity_of_things": _("protection of connected devices"),
    "incident": _("incident and crisis management"),
    "industrial": _("protection of industrial control systems"),
    "positioning": _("positioning and navigation"),
    "privacy": _("privacy and data protection"),
    "protective_gear": _("protective equipment"),
    "risk": _("risk assessment and resilience"),
    "robotics": _("robotics"),
    "sensors": _("sensors and perimeter surveillance"),
    "simulation": _("simulation and training"),
    "supply_chain": _("supply-chain security"),
    "video": _("video analysis"),
    "warning": _("early warning and alerting"),
}


class Nature(models.TextChoices):
    """What one can touch, what runs on a computer, or both."""

    PHYSICAL = "physical", _("physical")
    DIGITAL = "digital", _("digital")
    BOTH = "both", _("physical and digital")


class Origin(models.TextChoices):
    """Who put the record here."""

    SCOUT = "scout", _("entered by a scout")
    PROVIDER = "provider", _("entered by its provider")
    IMPORT = "import", _("imported from a table")
    CORDIS = "cordis", _("drafted from CORDIS open data")


class Checked(models.TextChoices):
    """What a partner looked at before verifying."""

    VISIT = "visit", _("visit on site")
    DEMONSTRATION = "demonstration", _("demonstration seen")
    REFERENCE = "reference", _("call with a reference customer")
    CERTIFICATE = "certificate", _("certificate seen")
    DOCUMENTS = "documents", _("technical documents read")
    REGISTER = "register", _("company register looked up")


class EvidenceKind(models.TextChoices):
    """What a file shows."""

    CERTIFICATE = "certificate", _("certificate")
    REPORT = "report", _("report of a test or trial")
    REFERENCE = "reference", _("word of a customer")
    DATASHEET = "datasheet", _("data sheet")
    PICTURE = "picture", _("picture")


class Audience(models.TextChoices):
    """Who may read a file, as its provider chose."""

    PUBLIC = "public", _("everybody, once the solution is listed")
    INSIDE = "inside", _("the programme's people only")


class Cause(models.TextChoices):
    """Why a solution left the catalogue."""

    STALE = "stale", _("nobody confirmed that it is still so")
    WITHDRAWN = "withdrawn", _("withdrawn by its provider")
    WRONG = "wrong", _("entered by mistake")
    MERGED = "merged", _("the same as another record")


class Standing(StrEnum):
    """Which records a list shows."""

    ALL = ""
    REAL = "real"
    SYNTHETIC = "synthetic"
