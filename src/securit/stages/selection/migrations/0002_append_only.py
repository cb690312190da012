from django.db import migrations

from securit.kernel.db import append_only


class Migration(migrations.Migration):
    """What is written here is never changed: the database refuses UPDATE and DELETE."""

    dependencies = [("selection", "0001_initial")]

    operations = [
        append_only.guard("selection_resultsnotice"),
    ]
