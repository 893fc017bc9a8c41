"""`manage.py draw_workflow`: writes docs/workflow.md from the workflow table, or compares it (--check)."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from approvals import drawing


class Command(BaseCommand):
    help = "Draws docs/workflow.md from the workflow table."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--check` writes nothing and exits 1 where the file is out of date; `--json` answers for a machine."""
        parser.add_argument("--check", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare."""
        path = settings.BASE_DIR / "docs" / "workflow.md"
        with translation.override("en"):
            page = drawing.page()
        current = path.exists() and path.read_text(encoding="utf-8") == page
        if not (current or options["check"]):
            path.parent.mkdir(exist_ok=True)
            path.write_text(page, encoding="utf-8")
        said = {"path": str(path.relative_to(settings.BASE_DIR)), "up_to_date": current or not options["check"]}
        self.stdout.write(
            json.dumps(said)
            if options["json"]
            else f"{said['path']}: {'up to date' if said['up_to_date'] else 'out of date'}"
        )
        if not said["up_to_date"]:
            raise SystemExit(1)
