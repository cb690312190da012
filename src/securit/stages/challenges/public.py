"""The door of ``challenges``."""

from securit.stages.challenges.models import Challenge

__all__ = ["Challenge"]
