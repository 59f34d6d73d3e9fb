"""The tables: the record, its views, people, desks."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Every table of the first version."""

    initial = True

    dependencies: ClassVar = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Agenda",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agreement", models.CharField(db_index=True, max_length=200)),
                ("on", models.DateField(db_index=True)),
                ("party", models.CharField(blank=True, max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="Reference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agreement", models.CharField(db_index=True, max_length=200)),
                ("relation", models.CharField(blank=True, max_length=20)),
                ("target", models.CharField(db_index=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
                ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False, help_text="Designates whether the user can log into this admin site.", verbose_name="staff status"
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("language", models.CharField(blank=True, max_length=8)),
                ("feed_key", models.CharField(blank=True, db_index=True, max_length=64)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agreement", models.CharField(db_index=True, max_length=200)),
                ("party", models.CharField(blank=True, max_length=40)),
                ("text", models.TextField()),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("author", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=255)),
                ("code", models.CharField(blank=True, max_length=40)),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn", models.DateTimeField(null=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=255)),
                ("media_type", models.CharField(max_length=120)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("content", models.BinaryField()),
                ("party", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("party", models.CharField(blank=True, max_length=40)),
                ("kind", models.CharField(max_length=20)),
                ("agreement", models.CharField(blank=True, max_length=200)),
                ("title", models.CharField(blank=True, max_length=255)),
                ("content", models.JSONField()),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("changed", models.DateTimeField(auto_now=True)),
                ("author", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("agreement", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("family", models.CharField(db_index=True, max_length=100)),
                ("title", models.TextField()),
                ("short_title", models.TextField(blank=True)),
                ("kind", models.CharField(db_index=True, max_length=40)),
                ("binding", models.BooleanField()),
                ("adopted", models.DateField(null=True)),
                ("depositary", models.JSONField(default=list)),
                ("illustrative", models.BooleanField(default=False)),
                ("incomplete", models.BooleanField(default=False)),
                ("questions", models.PositiveIntegerField(default=0)),
                ("acts", models.PositiveIntegerField(default=0)),
                ("latest", models.DateField(null=True)),
                ("agenda_on", models.DateField(null=True)),
                ("sort", models.CharField(max_length=300)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sort", "agreement"], name="entry_sort"),
                    models.Index(fields=["-adopted", "agreement"], name="entry_adopted"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("expires", models.DateTimeField()),
                ("taken", models.DateTimeField(null=True)),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("arguments", models.JSONField(default=dict)),
                ("party", models.CharField(blank=True, max_length=40)),
                ("state", models.CharField(db_index=True, default="queued", max_length=12)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("phase", models.CharField(blank=True, max_length=120)),
                ("cancelling", models.BooleanField(default=False)),
                ("result", models.JSONField(null=True)),
                ("fault", models.TextField(blank=True)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("worker", models.CharField(blank=True, max_length=64)),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("started", models.DateTimeField(null=True)),
                ("beat", models.DateTimeField(null=True)),
                ("ended", models.DateTimeField(null=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ("output", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to="store.document")),
            ],
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("who", models.CharField(blank=True, max_length=254)),
                ("party", models.CharField(blank=True, max_length=40)),
                ("deed", models.CharField(max_length=40)),
                ("subject", models.CharField(blank=True, max_length=255)),
                ("allowed", models.BooleanField()),
                ("why", models.TextField(blank=True)),
                ("address", models.CharField(blank=True, max_length=45)),
            ],
            options={
                "indexes": [models.Index(fields=["-at"], name="log_at")],
            },
        ),
        migrations.CreateModel(
            name="Recording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("deed", models.CharField(max_length=40)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("party", models.CharField(blank=True, max_length=40)),
                ("note", models.TextField(blank=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ("document", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="store.document")),
            ],
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("query", models.TextField()),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name="Span",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agreement", models.CharField(max_length=200)),
                ("party", models.CharField(blank=True, max_length=40)),
                ("status", models.CharField(max_length=20)),
                ("seen", models.DateField()),
                ("gone", models.DateField(null=True)),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agreement", "party", "seen"], name="span_agreement"),
                    models.Index(fields=["party", "agreement", "seen"], name="span_party"),
                    models.Index(fields=["party", "status", "seen"], name="span_status"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Supposition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=32, unique=True)),
                ("party", models.CharField(blank=True, max_length=40)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("acts", models.JSONField()),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("author", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("hint", models.CharField(max_length=12)),
                ("scopes", models.JSONField(default=list)),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("expires", models.DateTimeField()),
                ("used", models.DateTimeField(null=True)),
                ("revoked", models.DateTimeField(null=True)),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area", models.CharField(max_length=60)),
                ("entry", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="areas", to="store.entry")),
            ],
            options={
                "indexes": [models.Index(fields=["area", "entry"], name="area_entry")],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("party", models.CharField(blank=True, max_length=40)),
                ("role", models.CharField(max_length=40)),
                ("since", models.DateTimeField(auto_now_add=True)),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "party", "role"), name="one_membership")],
            },
        ),
        migrations.CreateModel(
            name="RecordedAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agreement", models.CharField(max_length=200)),
                ("number", models.PositiveIntegerField()),
                ("on", models.DateField()),
                ("kind", models.CharField(max_length=40)),
                ("by", models.JSONField()),
                ("to", models.JSONField(default=list)),
                ("known", models.DateField()),
                ("effective", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("of", models.CharField(blank=True, max_length=120)),
                ("articles", models.JSONField(default=list)),
                ("precludes", models.BooleanField(default=False)),
                ("strikes", models.BooleanField(default=False)),
                ("note", models.TextField(blank=True)),
                ("source", models.TextField(blank=True)),
                ("confidence", models.CharField(blank=True, max_length=12)),
                ("precision", models.CharField(default="day", max_length=20)),
                ("recording", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="store.recording")),
            ],
            options={
                "indexes": [models.Index(fields=["on"], name="act_on")],
                "constraints": [models.UniqueConstraint(fields=("agreement", "number"), name="one_act")],
            },
        ),
        migrations.CreateModel(
            name="Text",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agreement", models.CharField(max_length=200)),
                ("number", models.PositiveIntegerField()),
                ("law", models.TextField()),
                ("recording", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="texts", to="store.recording")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("agreement", "number"), name="one_text")],
            },
        ),
    ]
