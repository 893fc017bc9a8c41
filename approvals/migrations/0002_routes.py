"""The three routes as delivered (domain.md, Lives). Rows: a district edits them, and a change affects new rounds only."""

from typing import Any

from django.db import migrations

# kind: (step, office, working days to decide)
ROUTES = {
    "new_account": ((1, "administrator", 3), (2, "superintendent", 3), (2, "communications_director", 3)),
    "registration": ((1, "administrator", 3), (2, "communications_director", 3)),
    "authorization": ((1, "administrator", 3), (2, "superintendent", 3)),
}


def deliver(apps: Any, _editor: Any) -> None:
    for kind, steps in ROUTES.items():
        route, _made = apps.get_model("approvals", "Route").objects.get_or_create(kind=kind)
        for step, office, days in steps:
            apps.get_model("approvals", "RouteStep").objects.get_or_create(
                route=route, office=office, defaults={"step": step, "days": days}
            )


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial")]
    operations = [migrations.RunPython(deliver, migrations.RunPython.noop, elidable=False)]
