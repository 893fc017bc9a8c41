"""What a person is found by, folded once when it is written (`searched`)."""

import unicodedata

from django.db import migrations, models


def _folded(text):
    """As registry/folding.py folds at the time of this migration."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _fill(apps, schema_editor):
    rows = apps.get_model("people", "User").objects.using(schema_editor.connection.alias)
    for row in rows.only("name").iterator():
        rows.filter(pk=row.pk).update(searched=_folded(row.name))


class Migration(migrations.Migration):
    dependencies = [("people", "0005_departures")]

    operations = [
        migrations.AddField("user", "searched", models.TextField(default="", editable=False)),
        migrations.RunPython(_fill, migrations.RunPython.noop, elidable=True),
    ]
