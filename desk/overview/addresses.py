"""Where the list behind a figure stands: the page that shows it anyway, or a list of the overview's own."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import Campaign
from desk.overview.day import AsOf


def listed(what: str, as_of: AsOf, **narrowed: Any) -> str:
    """One of the overview's own lists, of that day."""
    asked = {} if as_of.is_today else {"as_of": as_of.day.isoformat()}
    chosen = {name: value for name, value in narrowed.items() if value not in ("", None)}
    query = urlencode({**asked, **chosen}, doseq=True)
    return f"{reverse('desk:overview-list', args=[what])}{'?' if query else ''}{query}"


def accounts(as_of: AsOf, **narrowed: Any) -> str:
    """The register where it can show them; it knows only today."""
    if not as_of.is_today:
        return listed("accounts", as_of, **narrowed)
    return f"{reverse('accounts:list')}?{urlencode(narrowed, doseq=True)}"


def answers(campaign: Campaign, show: str, as_of: AsOf) -> str:
    """The campaign's board; it knows only today."""
    if not as_of.is_today:
        return listed("answers", as_of, campaign=campaign.uuid, show=show)
    return f"{campaign.get_absolute_url()}{f'?show={show}' if show else ''}"
