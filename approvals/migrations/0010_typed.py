from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("approvals", "0009_decision_names_backup")]

    operations = [
        migrations.AddField(
            model_name="request",
            name="typed",
            field=models.JSONField(blank=True, default=dict, verbose_name="typed, and not understood yet"),
        ),
    ]
