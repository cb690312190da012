from django.apps import AppConfig


class SelectionConfig(AppConfig):
    """Which do we fund?"""

    name = "securit.stages.selection"
    label = "selection"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.kit import panels
        from securit.machinery.decisions.again import register as register_solver
        from securit.stages.applications.public import register_outcomes, register_selected
        from securit.stages.selection import engines
        from securit.stages.selection.outcomes import decided_outcomes, leads_funded_in
        from securit.stages.selection.policy import POLICY
        from securit.stages.selection.web.panels import (
            AWARD_FOR_THE_TEAM,
            AWARD_OF_APPLICATION,
            RANKING_OF_CALL,
            RESULTS_OF_CALL,
        )

        policy.register(POLICY)
        register_outcomes(decided_outcomes)
        register_selected(leads_funded_in)
        register_solver(engines.ENGINE, engines.again)
        panels.register(RANKING_OF_CALL, RESULTS_OF_CALL, AWARD_OF_APPLICATION, AWARD_FOR_THE_TEAM)
