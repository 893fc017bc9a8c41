"""What a request is found by, folded once when it is written (`searched`)."""

import unicodedata

from django.db import migrations, models


def _folded(text):
    """As registry/folding.py folds at the time of this migration."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    rows = apps.get_model("approvals", "Request").objects.using(alias)
    handles = apps.get_model("approvals", "Item").objects.using(alias).filter(dropped_at=None)
    for row in rows.only("title", "display_name", "group").iterator():
        asked = handles.filter(request=row.pk).values_list("handle", flat=True)
        text = "\n".join([row.title, row.display_name, row.group, *asked])
        rows.filter(pk=row.pk).update(searched=_folded(text))


class Migration(migrations.Migration):
    dependencies = [("approvals", "0012_made_by_a_vendor")]

    operations = [
        migrations.AddField("request", "searched", models.TextField(default="", editable=False)),
        migrations.RunPython(_fill, migrations.RunPython.noop, elidable=True),
    ]
