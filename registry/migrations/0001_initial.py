from django.db import migrations, models

import registry.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Instance",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("identity", models.UUIDField()),
                ("first_seen_at", models.DateTimeField(default=registry.clock.now)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="one_instance"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("purpose", models.CharField(max_length=20)),
                ("kid", models.CharField(max_length=64)),
                ("check_value", models.CharField(max_length=16)),
                ("first_seen_at", models.DateTimeField(default=registry.clock.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("purpose", "kid"), name="one_check_value_per_key"
                    )
                ],
            },
        ),
    ]
