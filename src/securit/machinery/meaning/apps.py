from django.apps import AppConfig


class MeaningConfig(AppConfig):
    """Vectors of texts, worked out by the worker."""

    name = "securit.machinery.meaning"
    label = "meaning"
    default_auto_field = "django.db.models.BigAutoField"
