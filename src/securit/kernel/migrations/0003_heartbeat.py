from django.db import migrations, models


class Migration(migrations.Migration):
    """The worker's signs of life."""

    dependencies = [("kernel", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True)),
                ("wall", models.DateTimeField()),
            ],
            options={"ordering": ["id"]},
        ),
    ]
