"""A reveal counts the further codes it has shown, and needs words only where the chosen reason is none of the list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_account_retroactive")]

    operations = [
        migrations.AddField(
            model_name="reveal", name="codes_shown", field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(model_name="reveal", name="reason", field=models.CharField(blank=True, max_length=300)),
    ]
