"""Rotations: secrets that must change, who is declared to know them, and where on a platform one changes what.

The steps are as the platforms were in autumn 2026; a district edits its rows.
"""

import django.db.models.deletion
import registry.clock
import uuid
from django.conf import settings
from django.db import migrations, models


#: Platform: how to change the password, to end other sessions, to take roles and connections away.
STEPS = {
    "instagram": (
        "Settings > Accounts Center > Password and security > Change password. Choose this account, and tick “Log out of other devices”.",
        "Settings > Accounts Center > Password and security > Where you’re logged in. Choose this account, select every device but yours, and log them out.",
        "In Meta Business Suite, Settings > People: remove whoever must not have access. In the Accounts Center, remove profiles that are not ours.",
    ),
    "threads": (
        "Threads signs in with the Instagram account: change the password there.",
        "As for Instagram: Accounts Center > Password and security > Where you’re logged in.",
        "",
    ),
    "x": (
        "Settings and privacy > Your account > Change your password.",
        "Settings and privacy > Security and account access > Apps and sessions > Sessions > Log out of all other sessions. Then Connected apps: revoke what is not known.",
        "Settings and privacy > Security and account access > Delegate > Members you’ve delegated: remove whoever must not have access.",
    ),
    "tiktok": (
        "Profile > Menu > Settings and privacy > Account > Password.",
        "Settings and privacy > Security & permissions > Manage devices: remove every device but yours.",
        "Settings and privacy > Security & permissions > Manage app permissions: remove what is not known.",
    ),
    "snapchat": (
        "Profile > Settings > Password.",
        "Profile > Settings > Session Management: log out every session but yours.",
        "In Snapchat Ads Manager, Members: remove whoever must not have access.",
    ),
    "facebook": (
        "A page has no password of its own: people reach it under sign-ins of their own.",
        "Removing somebody’s access ends what they can do on the page at once.",
        "Switch to the page, then Settings > Page setup > Page access: remove whoever must not have access. In Meta Business Suite, Settings > People, do the same.",
    ),
    "youtube": (
        "A channel has no password of its own: people reach it under sign-ins of their own.",
        "Removing somebody’s access ends what they can do on the channel at once.",
        "YouTube Studio > Settings > Permissions: remove whoever must not have access. For a Brand Account: Google Account > Data & privacy > Brand Accounts > Manage permissions.",
    ),
    "linkedin": (
        "A page has no password of its own: people reach it under sign-ins of their own.",
        "Removing somebody’s role ends what they can do on the page at once.",
        "Page (admin view) > Settings > Manage admins: remove whoever must not have access, page admins and paid media admins.",
    ),
    "bluesky": (
        "Settings > Account > Password. A code comes by e-mail.",
        "Settings > Privacy and security > App passwords: delete every one. Then sign out on every device that is ours, and in again.",
        "",
    ),
    "pinterest": (
        "Settings > Account management > Password > Change.",
        "Settings > Security > Connected devices > Show sessions: end every session but yours.",
        "Settings > Business access > People: remove whoever must not have access.",
    ),
    "vimeo": (
        "Settings > Account > Password.",
        "Settings > Account > Sign out of all devices.",
        "Team > Manage team: remove whoever must not have access.",
    ),
    "flickr": (
        "You > Settings > Personal information > Password.",
        "You > Settings > Sessions and history: sign out everywhere else.",
        "You > Settings > Sharing and extending: remove apps that are not known.",
    ),
    "nextdoor": (
        "Settings > Account > Password.",
        "Settings > Account > Log out of all devices.",
        "Agency settings > Staff: remove whoever must not have access.",
    ),
    "mastodon": (
        "Preferences > Account > Account settings > Change password.",
        "Preferences > Account > Account settings > Sessions: revoke every session but yours. Then Authorized apps: revoke what is not known.",
        "",
    ),
    "schoology": (
        "Settings > Account settings > Password, or where the district’s single sign-on changes it.",
        "Sign out on every device; an administrator of the platform can end sessions.",
        "Group or course > Members: remove whoever must not have access.",
    ),
}


def say_how(apps, schema_editor):
    platforms = apps.get_model("accounts", "Platform").objects
    for slug, (password, sessions, roles) in STEPS.items():
        platforms.filter(slug=slug).update(steps_password=password, steps_sessions=sessions, steps_roles=roles)


def begin(apps, schema_editor):
    """A year for every password, until the district says otherwise."""
    apps.get_model("accounts", "RotationTerms").objects.create(id=1)
    apps.get_model("accounts", "AgeLimit").objects.create(platform=None, klass="", days=365)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_account_searched'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AgeLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('klass', models.CharField(blank=True, choices=[('district', 'District'), ('school', 'School or department'), ('program', 'Program or classroom'), ('student_group', 'Student group'), ('community', 'Community'), ('unapproved', 'Unapproved'), ('impostor', 'Impostor')], max_length=16)),
                ('days', models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
            options={
                'ordering': ('platform', 'klass'),
            },
        ),
        migrations.CreateModel(
            name='Rotation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('field', models.CharField(blank=True, choices=[('login', 'Login'), ('password', 'Password'), ('recovery_email', 'Recovery e-mail'), ('recovery_phone', 'Recovery phone'), ('backup_code', 'Backup code'), ('seed', 'Authenticator seed'), ('birth_date', 'Date of birth given at sign-up'), ('notes', 'Notes')], max_length=24)),
                ('due_on', models.DateField()),
                ('opened_at', models.DateTimeField(default=registry.clock.now)),
                ('reminded_on', models.DateField(blank=True, null=True)),
                ('sessions_out_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('dropped_why', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ('due_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='RotationReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('leaver', 'Somebody who knows it has left'), ('class_graduated', 'A class that knows it has graduated'), ('custody_passed', 'The custody has passed on'), ('not_entrusted', 'Somebody knows it who may not open it'), ('incident', 'Somebody else may have got in'), ('age', 'It is older than the district allows'), ('key_compromise', 'A key of the vault may be known'), ('drill_failed', 'A drill could not sign in with what is stored'), ('reported_change', 'It was changed on the platform, and not deposited'), ('personal_channel', 'It hangs on a personal mailbox or phone')], max_length=20)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('added_at', models.DateTimeField(default=registry.clock.now)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='RotationTerms',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('urgent_days', models.PositiveSmallIntegerField(default=1)),
                ('other_days', models.PositiveSmallIntegerField(default=5)),
                ('graduates_month', models.PositiveSmallIntegerField(default=6)),
                ('graduates_day', models.PositiveSmallIntegerField(default=10)),
            ],
        ),
        migrations.AddField(
            model_name='exposure',
            name='declared_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='exposure',
            name='declared_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='exposure',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='exposure',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='exposure',
            name='withdrawn_why',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='platform',
            name='steps_password',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='platform',
            name='steps_roles',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='platform',
            name='steps_sessions',
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name='exposure',
            name='described',
            field=models.CharField(blank=True, choices=[('employee', 'An employee'), ('students', 'Students'), ('former_coach', 'A former coach or advisor'), ('parent', 'A parent or volunteer'), ('webmaster', 'A webmaster or contractor')], max_length=120),
        ),
        migrations.AddIndex(
            model_name='exposure',
            index=models.Index(fields=['person', 'secret'], name='exposure_by_person'),
        ),
        migrations.AddIndex(
            model_name='secretversion',
            index=models.Index(fields=['fingerprint', 'fingerprint_kid'], name='secret_by_value'),
        ),
        migrations.AddConstraint(
            model_name='exposure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None), ('withdrawn_why', '')), models.Q(('kind', 'declared'), ('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='exposure_withdrawn_at_by_and_why'),
        ),
        migrations.AddConstraint(
            model_name='exposure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('described', 'students'), _negated=True), models.Q(('class_year__isnull', False), ('head_count__gte', 1), ('person', None)), _connector='OR'), name='exposure_students_are_a_number'),
        ),
        migrations.AddField(
            model_name='agelimit',
            name='platform',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='age_limits', to='accounts.platform'),
        ),
        migrations.AddField(
            model_name='rotation',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rotations', to='accounts.account'),
        ),
        migrations.AddField(
            model_name='rotation',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rotation',
            name='closed_version',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='closed_rotations', to='accounts.secretversion'),
        ),
        migrations.AddField(
            model_name='rotation',
            name='opened_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rotation',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rotations', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rotation',
            name='sessions_out_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rotationreason',
            name='added_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rotationreason',
            name='declaration',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rotation_reasons', to='accounts.exposure'),
        ),
        migrations.AddField(
            model_name='rotationreason',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='must_lose', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rotationreason',
            name='rotation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reasons', to='accounts.rotation'),
        ),
        migrations.AddConstraint(
            model_name='rotationterms',
            constraint=models.CheckConstraint(condition=models.Q(('id', 1)), name='rotation_terms_once'),
        ),
        migrations.AddConstraint(
            model_name='agelimit',
            constraint=models.UniqueConstraint(fields=('platform', 'klass'), name='age_limit_once'),
        ),
        migrations.AddConstraint(
            model_name='agelimit',
            constraint=models.UniqueConstraint(condition=models.Q(('platform', None)), fields=('klass',), name='age_limit_once_for_all'),
        ),
        migrations.AddConstraint(
            model_name='agelimit',
            constraint=models.CheckConstraint(condition=models.Q(('days', None), ('days__gte', 30), _connector='OR'), name='age_limit_of_a_month_or_more'),
        ),
        migrations.AddIndex(
            model_name='rotation',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['due_on', 'id'], name='rotation_open'),
        ),
        migrations.AddConstraint(
            model_name='rotation',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('account', 'field'), name='rotation_one_open_per_field'),
        ),
        migrations.AddConstraint(
            model_name='rotation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None), ('closed_version', None), ('dropped_why', '')), models.Q(('closed_at__isnull', False), ('closed_version__isnull', False), ('dropped_why', '')), models.Q(('closed_at__isnull', False), ('closed_version', None), models.Q(('dropped_why', ''), _negated=True)), _connector='OR'), name='rotation_closed_by_a_version_or_dropped'),
        ),
        migrations.AddConstraint(
            model_name='rotation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sessions_out_at', None), ('sessions_out_by', None)), models.Q(('sessions_out_at__isnull', False), ('sessions_out_by__isnull', False)), _connector='OR'), name='rotation_sessions_out_at_and_by'),
        ),
        migrations.AddConstraint(
            model_name='rotationreason',
            constraint=models.CheckConstraint(condition=models.Q(('person', None), ('declaration', None), _connector='OR'), name='rotation_reason_about_one_at_most'),
        ),
        migrations.RunPython(say_how, migrations.RunPython.noop),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
