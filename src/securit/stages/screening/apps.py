from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Is it admissible and eligible?"""

    name = "securit.stages.screening"
    label = "screening"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.kit import panels
        from securit.stages.applications.public import register_checks, register_outcomes
        from securit.stages.calls.public import register_expected
        from securit.stages.screening import tasks  # noqa: F401 - declares its tick
        from securit.stages.screening.expecting import expected_after_check
        from securit.stages.screening.outcomes import rejected_outcomes
        from securit.stages.screening.policy import POLICY
        from securit.stages.screening.selectors import begun_ids
        from securit.stages.screening.web.panels import (
            CHECK_OF_APPLICATION,
            CHECK_OF_CALL,
            LETTERS_TO_TEAM,
            WORKSHOPS_OF_APPLICATION,
        )

        policy.register(POLICY)
        register_outcomes(rejected_outcomes)
        register_checks(begun_ids)
        register_expected(expected_after_check)
        panels.register(CHECK_OF_CALL, CHECK_OF_APPLICATION, WORKSHOPS_OF_APPLICATION, LETTERS_TO_TEAM)
