"""The head of an empty chain: it stands before the first entry."""

from typing import Any

from django.db import migrations

GENESIS = "0" * 64


def place_head(apps: Any, schema_editor: Any) -> None:
    head = apps.get_model("audit", "Head")
    head.objects.using(schema_editor.connection.alias).get_or_create(id=1, defaults={"seq": 0, "hash": GENESIS})


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(place_head, migrations.RunPython.noop)]
