import django.db.models.deletion
from django.db import migrations, models

from securit.kernel.db import append_only


class Migration(migrations.Migration):
    """What lists show of a version stands beside it, and never changes either."""

    dependencies = [
        ("applications", "0004_size_of_a_member"),
        ("programmes", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="ListedVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.programme"
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listed",
                        to="applications.applicationversion",
                    ),
                ),
                ("acronym", models.CharField(blank=True, max_length=40)),
                ("title", models.CharField(max_length=200)),
                ("domain", models.CharField(blank=True, max_length=40)),
                ("challenge", models.CharField(blank=True, max_length=40)),
                ("instrument", models.CharField(blank=True, max_length=40)),
                ("countries", models.CharField(blank=True, max_length=200)),
                ("members", models.PositiveSmallIntegerField()),
                ("cost_cents", models.BigIntegerField()),
                ("grant_cents", models.BigIntegerField()),
            ],
            options={"ordering": ["id"]},
        ),
        append_only.guard("applications_listedversion"),
    ]
