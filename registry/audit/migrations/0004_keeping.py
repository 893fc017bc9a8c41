"""For how long entries are kept, and what was disposed of; until a district says otherwise, everything seven years."""

import datetime
import uuid
from typing import Any

import registry.clock
from django.db import migrations, models

YEARS = 7
AUTHORITY = "Seven years, until the district names its records schedule"


def keep_seven_years(apps: Any, schema_editor: Any) -> None:
    schedules = apps.get_model("audit", "Schedule").objects.using(schema_editor.connection.alias)
    schedules.get_or_create(kind="", starts_on=datetime.date(1970, 1, 2), defaults={"years": YEARS, "authority": AUTHORITY})



class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0003_entry_by_outcome'),
    ]

    operations = [
        migrations.CreateModel(
            name='Removal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('disposal', models.CharField(max_length=40)),
                ('first', models.BigIntegerField(unique=True)),
                ('last', models.BigIntegerField(unique=True)),
                ('root', models.CharField(max_length=64)),
                ('signed_at', models.DateTimeField()),
                ('signature', models.TextField()),
                ('kid', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'removal',
                'verbose_name_plural': 'removals',
                'ordering': ('first',),
                'constraints': [models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='removal_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(blank=True, default='', max_length=40)),
                ('years', models.PositiveSmallIntegerField()),
                ('authority', models.CharField(max_length=300)),
                ('starts_on', models.DateField()),
                ('made_at', models.DateTimeField(default=registry.clock.now)),
            ],
            options={
                'verbose_name': 'retention schedule',
                'verbose_name_plural': 'retention schedules',
                'ordering': ('kind', 'starts_on', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('years__gte', 1), ('years__lte', 100)), name='schedule_one_year_or_more'), models.CheckConstraint(condition=models.Q(('authority', ''), _negated=True), name='schedule_has_authority')],
            },
        ),
        migrations.RunPython(keep_seven_years, migrations.RunPython.noop),
    ]
