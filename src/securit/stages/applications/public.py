"""The door of ``applications``."""

from securit.stages.applications.models import Application, ApplicationVersion, Member
from securit.stages.applications.readers import barred_ids, register

__all__ = ["Application", "ApplicationVersion", "Member", "barred_ids", "register"]
