from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0011_objections_settled'),
    ]

    operations = [
        migrations.AlterField(
            model_name='request',
            name='made_by',
            field=models.CharField(blank=True, choices=[('staff', 'Somebody on staff'), ('students', 'Students'), ('former_coach', 'A former coach or advisor'), ('parent', 'A parent or volunteer'), ('vendor', 'A vendor, webmaster or contractor'), ('unknown', 'Nobody knows')], max_length=16),
        ),
    ]
