import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import securit.kernel.refs
from securit.kernel.db import append_only


class Migration(migrations.Migration):
    """The consensus on an application and what follows; drafts and answers never change."""

    dependencies = [
        ("applications", "0008_discarded"),
        ("calls", "0002_questions_and_exceptions"),
        ("evaluation", "0002_append_only"),
        ("programmes", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="review",
            name="minutes",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="summary",
            name="how",
            field=models.CharField(default="mean", max_length=20),
        ),
        migrations.AddField(
            model_name="summary",
            name="minority",
            field=models.JSONField(default=list),
        ),
        migrations.CreateModel(
            name="Consensus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ref",
                    models.CharField(default=securit.kernel.refs.new_ref, editable=False, max_length=10, unique=True),
                ),
                ("state", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField(default=1)),
                ("because", models.CharField(max_length=300)),
                ("scores", models.JSONField(default=dict)),
                ("comments", models.JSONField(default=dict)),
                ("reasons", models.JSONField(default=dict)),
                ("draft_number", models.PositiveSmallIntegerField(default=0)),
                ("opened_at", models.DateTimeField()),
                ("drafted_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consensus",
                        to="applications.application",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.programme"
                    ),
                ),
                (
                    "rapporteur",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evaluation.evaluator",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["opened", "drafted", "agreed", "dissent_noted", "closed"])),
                        name="consensus_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["drafted", "agreed", "dissent_noted", "closed"]), _negated=True),
                            models.Q(
                                ("draft_number__gte", 1), ("drafted_at__isnull", False), ("rapporteur__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="consensus_drafted_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="consensus_closed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("because", ""), _negated=True), name="consensus_because"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsensusAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("draft_number", models.PositiveSmallIntegerField()),
                ("agrees", models.BooleanField()),
                ("dissent", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField()),
                (
                    "consensus",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="evaluation.consensus"
                    ),
                ),
                (
                    "evaluator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="evaluation.evaluator"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.programme"
                    ),
                ),
            ],
            options={
                "ordering": ["consensus_id", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consensus", "draft_number", "evaluator"), name="consensus_answer_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agrees", True), ("dissent", "")),
                            models.Q(("agrees", False), models.Q(("dissent", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="consensus_dissent_in_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsensusVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                ("content_sha256", models.CharField(max_length=64)),
                ("saved_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="evaluation.evaluator"
                    ),
                ),
                (
                    "consensus",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="evaluation.consensus"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.programme"
                    ),
                ),
            ],
            options={
                "ordering": ["consensus_id", "number"],
                "constraints": [models.UniqueConstraint(fields=("consensus", "number"), name="consensus_version_once")],
            },
        ),
        migrations.CreateModel(
            name="ExpertCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ref",
                    models.CharField(default=securit.kernel.refs.new_ref, editable=False, max_length=10, unique=True),
                ),
                ("state", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField(default=1)),
                ("area", models.CharField(max_length=10)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("rule", models.CharField(blank=True, max_length=10)),
                ("findings", models.TextField(blank=True)),
                ("requirements", models.JSONField(default=list)),
                ("remark", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField()),
                ("delivered_at", models.DateTimeField(null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expert_checks",
                        to="applications.application",
                    ),
                ),
                (
                    "evaluator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expert_checks",
                        to="evaluation.evaluator",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.programme"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "delivered", "ended"])),
                        name="expert_check_state_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "ended"), _negated=True),
                        fields=("application", "area"),
                        name="expert_check_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("area__in", ["ethics", "security"])), name="expert_check_area_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["", "none", "not_fundable", "requirements"])),
                        name="expert_check_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "delivered"), _negated=True),
                            models.Q(
                                ("delivered_at__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                                models.Q(("findings", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="expert_check_delivered_with_findings",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "not_fundable"), _negated=True),
                            models.Q(("rule", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="expert_check_not_fundable_by_rule",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ObserverReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ref",
                    models.CharField(default=securit.kernel.refs.new_ref, editable=False, max_length=10, unique=True),
                ),
                ("state", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField(default=1)),
                ("text", models.TextField(blank=True)),
                ("recommendations", models.JSONField(default=list)),
                ("saved_at", models.DateTimeField()),
                ("delivered_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="observer_reports", to="calls.call"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.programme"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["drafted", "delivered"])), name="observer_report_state_known"
                    ),
                    models.UniqueConstraint(fields=("call", "author"), name="observer_report_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "delivered"), _negated=True),
                            models.Q(("delivered_at__isnull", False), models.Q(("text", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="observer_report_delivered_with_text",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewSchedule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ref",
                    models.CharField(default=securit.kernel.refs.new_ref, editable=False, max_length=10, unique=True),
                ),
                ("state", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField(default=1)),
                ("due_at", models.DateTimeField()),
                ("before_days", models.JSONField(default=list)),
                ("after_days", models.JSONField(default=list)),
                ("set_at", models.DateTimeField()),
                (
                    "call",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="review_schedule", to="calls.call"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.programme"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["running", "stopped"])), name="review_schedule_state_known"
                    )
                ],
            },
        ),
        append_only.guard("evaluation_consensusversion"),
        append_only.guard("evaluation_consensusanswer"),
    ]
