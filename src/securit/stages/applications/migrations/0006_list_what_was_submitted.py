from django.db import migrations

AT_ONCE = 500


def fill(apps, schema_editor):
    """One row for each version there is."""
    version_model = apps.get_model("applications", "ApplicationVersion")
    listed = apps.get_model("applications", "ListedVersion")
    rows = []
    for version in version_model.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        content = version.content
        rows.append(
            listed(
                programme_id=version.programme_id,
                version_id=version.pk,
                countries=" ".join(sorted({member["country"] for member in content["members"]})),
                members=len(content["members"]),
                cost_cents=content["cost_cents"],
                grant_cents=content["grant_cents"],
                **{name: content[name] for name in ("acronym", "title", "domain", "challenge", "instrument")},
            )
        )
    listed.objects.bulk_create(rows, batch_size=AT_ONCE)


class Migration(migrations.Migration):
    """What was submitted before lists had rows of their own is taken from its content."""

    dependencies = [("applications", "0005_what_lists_show")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
