from django.db import migrations, models


class Migration(migrations.Migration):
    """A submitted application stands in a cut-off."""

    dependencies = [("applications", "0008_discarded")]

    operations = [
        migrations.AddField("application", "cut_off_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "application",
            models.CheckConstraint(
                condition=models.Q(("cut_off_at__isnull", True), ("state", "submitted"), _connector="OR"),
                name="application_in_a_cut_off_is_submitted",
            ),
        ),
        migrations.AddIndex(
            "application",
            models.Index(
                condition=models.Q(("cut_off_at__isnull", False)),
                fields=["cut_off_at"],
                name="application_cut_off",
            ),
        ),
    ]
