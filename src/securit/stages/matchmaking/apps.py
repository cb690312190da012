from django.apps import AppConfig


class MatchmakingConfig(AppConfig):
    """Who should meet?"""

    name = "securit.stages.matchmaking"
    label = "matchmaking"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.kit import panels
        from securit.stages.matchmaking.policy import TEAM_POLICY
        from securit.stages.matchmaking.web.team_panels import WAYS_IN

        policy.register(TEAM_POLICY)
        panels.register(WAYS_IN)
