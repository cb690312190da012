"""The door of ``screening``."""

from securit.stages.screening.models import Check, Screening

__all__ = ["Check", "Screening"]
