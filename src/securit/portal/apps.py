from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages across stages: the public site, home by role, tasks, the trail."""

    name = "securit.portal"
    label = "portal"

    def ready(self) -> None:
        from securit.kit import panels
        from securit.portal.panels import APPLIED, CAME_OF_IT, WAYS

        panels.register(APPLIED, CAME_OF_IT, *WAYS)
