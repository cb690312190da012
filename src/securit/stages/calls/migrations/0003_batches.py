import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What stood in a cut-off is a call of its own."""

    dependencies = [("calls", "0002_questions_and_exceptions")]

    operations = [
        migrations.AddField(
            "call",
            "batch_of",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="batches", to="calls.call"
            ),
        ),
        migrations.AddConstraint(
            "call",
            models.UniqueConstraint(
                condition=models.Q(("batch_of__isnull", False)),
                fields=["batch_of", "deadline_at"],
                name="call_batch_of_cut_off_once",
            ),
        ),
    ]
