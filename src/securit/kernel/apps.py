from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The grammar every stage speaks: clock, lifecycle, perform, policy, audit, outbox."""

    name = "securit.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from securit.kernel.outbox import worker  # noqa: F401 - declares the checkpoint tick
