from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0022_health_of_the_school_year")]

    operations = [
        migrations.AlterField(
            model_name="exposure",
            name="kind",
            field=models.CharField(
                choices=[
                    ("deposited", "Deposited it"),
                    ("revealed", "Revealed it"),
                    ("kit", "Got it in a kit"),
                    ("brought", "Had it in a password manager"),
                    ("link", "Made the link it was left by"),
                    ("declared", "Is declared to know it"),
                ],
                max_length=12,
            ),
        ),
    ]
