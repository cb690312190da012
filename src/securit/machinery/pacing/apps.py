from django.apps import AppConfig


class PacingConfig(AppConfig):
    """How often somebody without an account may come."""

    name = "securit.machinery.pacing"
    label = "pacing"

    def ready(self) -> None:
        from securit.machinery.pacing import forgetting  # noqa: F401 - declares its tick
