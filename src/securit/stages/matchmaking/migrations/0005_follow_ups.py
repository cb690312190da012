import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matchmaking", "0004_events"),
        ("programmes", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "introduction",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follows",
                        to="matchmaking.introduction",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="follow_ups", to="matchmaking.meeting"
                    ),
                ),
                (
                    "member",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follows",
                        to="matchmaking.teammember",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.programme"
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="matchmaking.registration",
                    ),
                ),
                (
                    "vacancy",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follows",
                        to="matchmaking.vacancy",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("introduction__isnull", False), ("member__isnull", True), ("vacancy__isnull", True)
                            ),
                            models.Q(
                                ("introduction__isnull", True), ("member__isnull", False), ("vacancy__isnull", True)
                            ),
                            models.Q(
                                ("introduction__isnull", True), ("member__isnull", True), ("vacancy__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="follow_up_is_one_thing",
                    ),
                ],
            },
        ),
    ]
