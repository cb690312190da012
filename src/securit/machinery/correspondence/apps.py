from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    """Mails, and later letters, threads and notices."""

    name = "securit.machinery.correspondence"
    label = "correspondence"

    def ready(self) -> None:
        from securit.machinery.correspondence import mail  # noqa: F401 - declares the sending job
