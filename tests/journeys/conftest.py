"""A real browser, one window per person, that looks at every page it comes to."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from playwright.sync_api import Browser

from registry.people.models import User
from tests.cast import Cast, gather
from tests.journeys.visitor import Visitor

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
CHROMIUM = next((path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture
def people(live_server: Any) -> Cast:
    """The cast, committed, for a server that runs by the machine's own clock; nobody's code was used by an earlier test."""
    cache.clear()
    return gather()


@pytest.fixture(params=[390, 1280], ids=["phone", "desktop"])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def visit(browser: Browser, live_server: Any, people: Cast, width: int) -> Iterator[Callable[[User], Visitor]]:
    """Opens a window of that width for a person."""
    shots = Path(settings.VAR_DIR) / "shots" / f"{connection.vendor}-{width}"
    shots.mkdir(parents=True, exist_ok=True)
    opened: list[Visitor] = []

    def open_for(user: User) -> Visitor:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 900}, locale="en-US", reduced_motion="reduce"
        )
        opened.append(Visitor(context, user, shots))
        return opened[-1]

    yield open_for
    for visitor in opened:
        visitor.page.screenshot(path=shots / f"last {visitor.user.short_name}.png")
        visitor.context.close()
    assert [trouble for visitor in opened for trouble in visitor.troubles] == []
