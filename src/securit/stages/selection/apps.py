from django.apps import AppConfig


class SelectionConfig(AppConfig):
    """Which do we fund?"""

    name = "securit.stages.selection"
    label = "selection"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.stages.selection.policy import POLICY

        policy.register(POLICY)
