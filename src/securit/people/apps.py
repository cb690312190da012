from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People, organisations, and who belongs to which."""

    name = "securit.people"
    label = "people"

    def ready(self) -> None:
        from securit.kernel import policy
        from securit.people.policy import POLICY

        policy.register(POLICY)
