from django.db import migrations, models


class Migration(migrations.Migration):
    """A draft that was never submitted can be discarded."""

    dependencies = [("applications", "0007_more_time_and_advisers")]

    operations = [
        migrations.RemoveConstraint("application", "application_state_known"),
        migrations.AddConstraint(
            "application",
            models.CheckConstraint(
                condition=models.Q(("state__in", ["drafted", "submitted", "withdrawn", "discarded"])),
                name="application_state_known",
            ),
        ),
    ]
