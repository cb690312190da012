from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The content-addressed store and its table."""

    name = "securit.machinery.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
