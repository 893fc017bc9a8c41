"""Roles by the platforms' own names, seen again by a date and taken away from who leaves; recovery drills."""

from datetime import timedelta

import django.db.models.deletion
import registry.clock
from django.conf import settings
from django.db import migrations, models

#: The platforms' own names for what somebody may hold there, and what each amounts to.
ROLES = {
    "facebook": [["Full control", "full"], ["Partial control", "editor"], ["Task access", "editor"]],
    "youtube": [["Primary owner", "full"], ["Owner", "full"], ["Manager", "editor"], ["Viewer", "reader"]],
    "linkedin": [["Super admin", "full"], ["Content admin", "editor"], ["Analyst", "reader"]],
}


def name_roles(apps, schema_editor):
    platforms = apps.get_model("accounts", "Platform").objects.using(schema_editor.connection.alias)
    for slug, roles in ROLES.items():
        platforms.filter(slug=slug, roles=[]).update(roles=roles)


def set_dates(apps, schema_editor):
    """Full control that was seen before there were dates must be seen again a year on."""
    holders = apps.get_model("accounts", "RoleHolder").objects.using(schema_editor.connection.alias)
    for role in holders.filter(level="full", ended_at=None, proven_at__isnull=False, prove_by=None):
        holders.filter(pk=role.pk).update(prove_by=(role.proven_at + timedelta(days=365)).date())


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_typed_secrets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Drill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("passed", "Passed"), ("failed", "Failed"), ("dropped", "Dropped")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("opened_at", models.DateTimeField(default=registry.clock.now)),
                ("due_on", models.DateField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "step",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("vault", "Something was not in the vault, or did not open"),
                            ("login", "The login or the password was refused"),
                            ("code", "The second factor could not be given"),
                            ("platform", "The platform asked for something else"),
                            ("role", "Nobody of Communications has full control there"),
                            ("gone", "The account is locked or gone"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="DrillRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(unique=True)),
                ("seed", models.CharField(max_length=40)),
                ("drawn_at", models.DateTimeField(default=registry.clock.now)),
                ("population", models.PositiveIntegerField()),
                ("size", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ("-year",),
            },
        ),
        migrations.CreateModel(
            name="ProofPlan",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ("drill_size", models.PositiveSmallIntegerField(default=12)),
                ("drill_days", models.PositiveSmallIntegerField(default=20)),
                ("role_months", models.PositiveSmallIntegerField(default=12)),
            ],
        ),
        migrations.AddField(
            model_name="platform",
            name="roles",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="roleholder",
            name="asked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="roleholder",
            name="called",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="roleholder",
            name="prove_by",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="roleholder",
            name="signs_in",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not said"),
                    ("work", "With a work account of the district"),
                    ("own", "With a profile of their own"),
                ],
                default="",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="roleholder",
            name="to_remove_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="roleholder",
            name="level",
            field=models.CharField(
                choices=[("full", "Full control"), ("editor", "May post"), ("reader", "May look")], max_length=8
            ),
        ),
        migrations.AddIndex(
            model_name="roleholder",
            index=models.Index(condition=models.Q(("ended_at", None)), fields=["prove_by"], name="role_prove_by"),
        ),
        migrations.AddIndex(
            model_name="roleholder",
            index=models.Index(
                condition=models.Q(("ended_at", None)), fields=["to_remove_since"], name="role_to_remove"
            ),
        ),
        migrations.AddConstraint(
            model_name="roleholder",
            constraint=models.CheckConstraint(
                condition=models.Q(("prove_by__isnull", True), ("proven_at__isnull", False), _connector="OR"),
                name="role_prove_by_was_proven",
            ),
        ),
        migrations.AddField(
            model_name="drill",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="drills", to="accounts.account"
            ),
        ),
        migrations.AddField(
            model_name="drill",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="drill",
            name="opened_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="drill",
            name="round",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drills",
                to="accounts.drillround",
            ),
        ),
        migrations.AddConstraint(
            model_name="proofplan",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="proof_plan_is_one"),
        ),
        migrations.AddIndex(
            model_name="drill",
            index=models.Index(fields=["state", "closed_at"], name="drill_by_outcome"),
        ),
        migrations.AddConstraint(
            model_name="drill",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("account",), name="drill_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="drill",
            constraint=models.UniqueConstraint(fields=("round", "account"), name="drill_once_a_round"),
        ),
        migrations.AddConstraint(
            model_name="drill",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("closed_at__isnull", False)),
                    _connector="OR",
                ),
                name="drill_over_has_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="drill",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("passed", "failed")), _negated=True),
                    models.Q(("closed_by__isnull", False), ("minutes__isnull", False)),
                    _connector="OR",
                ),
                name="drill_done_by_somebody_in_minutes",
            ),
        ),
        migrations.AddConstraint(
            model_name="drill",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "failed"), _negated=True), models.Q(("step", ""), _negated=True), _connector="OR"
                ),
                name="drill_failed_at_a_step",
            ),
        ),
        migrations.AlterField(
            model_name='rotation',
            name='field',
            field=models.CharField(blank=True, choices=[('login', 'Login'), ('password', 'Password'), ('recovery_email', 'Recovery e-mail'), ('recovery_phone', 'Recovery phone'), ('backup_code', 'Backup code'), ('seed', 'Authenticator seed'), ('birth_date', 'Date of birth given at sign-up'), ('notes', 'Notes'), ('second_factor', 'Second factor'), ('security_question', 'Security question')], max_length=24),
        ),
        migrations.RunPython(name_roles, migrations.RunPython.noop),
        migrations.RunPython(set_dates, migrations.RunPython.noop),
    ]
