from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """What came of it?"""

    name = "securit.stages.reporting"
    label = "reporting"
