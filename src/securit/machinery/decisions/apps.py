from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """What an engine said, and, apart from it, what a person did."""

    name = "securit.machinery.decisions"
    label = "decisions"
