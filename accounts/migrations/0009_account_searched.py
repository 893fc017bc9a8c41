"""What an account is found by, folded once when it is written (`searched`)."""

import unicodedata

from django.db import migrations, models


def _folded(text):
    """As registry/folding.py folds at the time of this migration."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def fill(apps, schema_editor):
    accounts = apps.get_model("accounts", "Account").objects
    for account in accounts.iterator(chunk_size=500):
        words = _folded("\n".join((account.handle, account.display_name, account.group)))
        accounts.filter(pk=account.pk).update(searched=words)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_custody_by_another")]

    operations = [
        migrations.AddField("account", "searched", models.TextField(default="", editable=False)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
