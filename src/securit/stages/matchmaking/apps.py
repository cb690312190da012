from django.apps import AppConfig


class MatchmakingConfig(AppConfig):
    """Who should meet?"""

    name = "securit.stages.matchmaking"
    label = "matchmaking"
