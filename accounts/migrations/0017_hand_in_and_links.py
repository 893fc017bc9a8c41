"""Links for handing in, what was said at a hand-in, and the steps of getting back into an account.

The steps are as the platforms were in autumn 2026; a district edits its rows.
"""

import django.db.models.deletion
import registry.clock
import uuid
from django.conf import settings
from django.db import migrations, models


STEPS = {
    "instagram": """On the sign-in page: Forgot password > try the handle, and every e-mail address and phone it may hang on.
Open instagram.com/hacked and choose “I forgot my password or lost access to my email”.
Where it shows people: the app may ask for a video selfie. Where it shows none: answer its questions on e-mail, phone and device.""",
    "x": """On the sign-in page: Forgot password > enter the handle, and read to whose mailbox or phone the code would go.
Open help.x.com > Contact us > I need help with my account, and say that the account is a school’s.""",
    "tiktok": """On the sign-in page: Forgot password > by phone or e-mail.
Where neither is ours: in the app, Report a problem > Account and profile > I can’t log in, with the handle.""",
    "facebook": """Ask everybody who ever managed the Page to open Page access: somebody may still hold it.
Open facebook.com/help > Page > Report a Page admin issue: it asks for a letter and a copy of an identity card of an employee.""",
    "youtube": """Open accounts.google.com/signin/recovery, on a computer and a network where it was used before.
Ask everybody who ever managed the channel to open Settings > Permissions.""",
    "snapchat": """On the sign-in page: Forgot password > by phone or e-mail.
Open support.snapchat.com > I can’t access my account.""",
    "pinterest": """On the sign-in page: Forgotten your password.
Open help.pinterest.com > Contact us > Login issues.""",
    "vimeo": """On the sign-in page: Forgot your password.
Open vimeo.com/help/contact and say that the account is a school’s.""",
}


def say_how(apps, schema_editor):
    platforms = apps.get_model("accounts", "Platform").objects.using(schema_editor.connection.alias)
    for slug, steps in STEPS.items():
        platforms.filter(slug=slug, steps_recovery="").update(steps_recovery=steps)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0016_out_of_use'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='platform',
            name='steps_recovery',
            field=models.TextField(blank=True),
        ),
        migrations.CreateModel(
            name='Drop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('fields', models.JSONField(default=list)),
                ('bearer', models.CharField(choices=[('students', 'A student'), ('former_coach', 'A former coach or advisor'), ('parent', 'A parent or volunteer'), ('webmaster', 'A vendor, webmaster or contractor')], max_length=16)),
                ('class_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('guardian', models.CharField(blank=True, choices=[('', 'Not said'), ('told', 'Yes, they were told'), ('not_asked', 'Our policy does not ask that parents be told')], default='', max_length=12)),
                ('guardian_on', models.DateField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=120)),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('nonce_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('state', models.CharField(choices=[('open', 'Not used yet'), ('held', 'Waits for your word'), ('confirmed', 'Confirmed'), ('discarded', 'Discarded'), ('revoked', 'Revoked'), ('lapsed', 'Expired')], default='open', max_length=12)),
                ('made_at', models.DateTimeField(default=registry.clock.now)),
                ('expires_at', models.DateTimeField()),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('left_fields', models.JSONField(blank=True, default=list)),
                ('receipt', models.CharField(blank=True, max_length=12)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_why', models.CharField(blank=True, max_length=200)),
                ('purged_at', models.DateTimeField(blank=True, null=True)),
                ('kid', models.CharField(blank=True, max_length=40)),
                ('wrapped_key', models.BinaryField(default=b'')),
                ('blob', models.BinaryField(default=b'')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drops', to='accounts.account')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-id',),
            },
        ),
        migrations.AddField(
            model_name='secretversion',
            name='drop',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='accounts.drop'),
        ),
        migrations.CreateModel(
            name='HandIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_by', models.CharField(blank=True, choices=[('employee', 'An employee'), ('students', 'Students'), ('former_coach', 'A former coach or advisor'), ('parent', 'A parent or volunteer'), ('webmaster', 'A webmaster or contractor')], max_length=16)),
                ('head_count', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('class_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('email', models.CharField(blank=True, choices=[('district', 'The district’s'), ('employee', 'An employee’s own'), ('student_or_parent', 'A student’s or parent’s'), ('none', 'There is none'), ('unknown', 'Nobody knows')], max_length=20)),
                ('phone', models.CharField(blank=True, choices=[('district', 'The district’s'), ('employee', 'An employee’s own'), ('student_or_parent', 'A student’s or parent’s'), ('none', 'There is none'), ('unknown', 'Nobody knows')], max_length=20)),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='hand_in', to='accounts.account')),
            ],
        ),
        migrations.CreateModel(
            name='Recovery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('why', models.CharField(choices=[('unknown', 'It is there, and nobody knows its login'), ('lost', 'Who had the login says it is lost'), ('refused', 'Who has the login does not hand it over'), ('renamed', 'Who had it changed the handle and kept the account'), ('channel', 'Codes go to a mailbox or phone that is not ours'), ('platform', 'The platform has locked or suspended it')], max_length=12)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('opened_at', models.DateTimeField(default=registry.clock.now)),
                ('outcome', models.CharField(blank=True, choices=[('', 'Under way'), ('back', 'Back in our hands'), ('given_up', 'Given up')], default='', max_length=12)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_why', models.CharField(blank=True, max_length=300)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recoveries', to='accounts.account')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='RecoveryStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=500)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recovery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='accounts.recovery')),
            ],
            options={
                'ordering': ('position',),
            },
        ),
        migrations.AddIndex(
            model_name='drop',
            index=models.Index(fields=['state', 'expires_at'], name='drop_by_state'),
        ),
        migrations.AddConstraint(
            model_name='drop',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('left_at__isnull', False), ('state', 'held'), models.Q(('blob', b''), _negated=True), models.Q(('wrapped_key', b''), _negated=True)), models.Q(models.Q(('state', 'held'), _negated=True), ('blob', b''), ('kid', ''), ('wrapped_key', b'')), _connector='OR'), name='drop_holds_only_while_held'),
        ),
        migrations.AddConstraint(
            model_name='drop',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state__in', ('open', 'held'))), models.Q(models.Q(('state__in', ('open', 'held')), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='drop_closed_has_date'),
        ),
        migrations.AddConstraint(
            model_name='drop',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('confirmed', 'discarded')), _negated=True), models.Q(('closed_by__isnull', False), ('left_at__isnull', False)), _connector='OR'), name='drop_is_answered_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='drop',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('bearer', 'students'), models.Q(('class_year__isnull', False), ('purged_at__isnull', False), _connector='OR')), models.Q(models.Q(('bearer', 'students'), _negated=True), ('class_year', None), ('guardian', ''), ('guardian_on', None)), _connector='OR'), name='drop_students_are_a_class'),
        ),
        migrations.AddConstraint(
            model_name='handin',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('made_by', 'students'), _negated=True), models.Q(('class_year__isnull', False), ('head_count__gte', 1)), _connector='OR'), name='hand_in_students_are_a_number'),
        ),
        migrations.AddConstraint(
            model_name='recovery',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('account',), name='recovery_one_open'),
        ),
        migrations.AddConstraint(
            model_name='recovery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None), ('closed_why', ''), ('outcome', '')), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('outcome', 'back')), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('outcome', 'given_up'), models.Q(('closed_why', ''), _negated=True)), _connector='OR'), name='recovery_closed_at_by_and_how'),
        ),
        migrations.AddConstraint(
            model_name='recoverystep',
            constraint=models.UniqueConstraint(fields=('recovery', 'position'), name='recovery_step_once'),
        ),
        migrations.AddConstraint(
            model_name='recoverystep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='recovery_step_done_at_and_by'),
        ),
        migrations.RunPython(say_how, migrations.RunPython.noop),
    ]
