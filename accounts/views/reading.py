"""The list, an account, its history, and looking one up by address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import by_words, ending_panel, finding, hand_in_panel, ledger, listing, origins, panels, rotation_queue
from accounts.forms.finding import CheckForm, FilterForm
from accounts.models import Account, CustodyState, Platform, RoleHolder
from accounts.rules import campaigns, credentials, dormant, namesakes, recognise, sunset, tombstones
from accounts.rules.drills import check_may_see
from accounts.rules.found_report import closed_file
from accounts.rules.importing import check_may_import
from accounts.rules.kit import check_may_take_part
from accounts.rules.offers import offers_to, role_lines
from accounts.rules.seeing import check_may_see_history, check_may_see_who_knows, may_see_versions
from accounts.rules.standing import Standing, standing_of
from accounts.views.desk import marked_page
from accounts.views.doors import about_account, crumbs, me, reads
from accounts.who_posts import posters_of
from registry.people.rules import may

LIVE = (CustodyState.OPEN, *CustodyState.asked())


@reads
def register(request: HttpRequest) -> HttpResponse:
    """The register: search, filters, what needs care first."""
    form = FilterForm(request.GET)
    filters = form.filters
    searched = by_words.search(filters.get("q", ""))
    form.count(listing.counts(filters, searched))
    before = request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    facts = {
        "form": form,
        "page": listing.page_of(filters, searched, number),
        "chips": finding.chips(filters),
        "order": dict(listing.SORTS)[filters.get("sort", "")],
        "unit": filters.get("unit"),
        "kits": may(check_may_take_part, me(request)),
        "brings": may(check_may_import, me(request)),
        "drills": may(check_may_see, me(request)),
        "dormant": may(dormant.check_may_see, me(request)),
        "sunsets": may(sunset.check_may_see, me(request)),
        "campaigns": campaigns.sees_any(me(request)),
        "to_change": rotation_queue.count_for(me(request)),
    }
    return render(request, "accounts/list.html", facts)


@reads
@about_account
def account(request: HttpRequest, account: Account) -> HttpResponse:
    """One account: who looks after it, what is in the vault, what is left to set up, what happened."""
    if not account.is_ours:
        return marked_page(request, account)
    standing = standing_of(account, me(request))
    buttons = offers_to(standing)
    custodies = list(account.custodies.filter(state__in=LIVE).select_related("custodian"))
    facts = {
        "account": account,
        "offers": buttons,
        **panels.who_looks_after(account, custodies),
        "posters": posters_of(account),
        "vault": panels.vault_panel(standing, may_reveal=may(credentials.check_may_reveal_alone, standing)),
        **panels.state_of(standing, custodies, buttons),
        "roles": role_lines(standing, _roles(account)),
        **panels.to_change(account, me(request)),
        "chain": panels.chain(standing),
        "recent": panels.recent(account, me(request)),
        "facts": panels.facts(standing),
        "origin": origins.origin_of(account, me(request)),
        **_sees(standing),
        "hand_in": hand_in_panel.panel_for(standing),
        "sections": panels.sections(account, me(request)),
    }
    return render(request, "accounts/account.html", facts)


def _sees(standing: Standing) -> dict[str, Any]:
    return {
        **ending_panel.facts_for(standing),
        "sees_versions": may_see_versions(standing),
        "sees_history": may(check_may_see_history, standing),
        "sees_knows": may(check_may_see_who_knows, standing),
    }


@reads
@about_account
def history(request: HttpRequest, account: Account) -> HttpResponse:
    """Every version of what gets one in, and who knows it; never a value."""
    standing = standing_of(account, me(request))
    check_may_see_history(standing)
    facts = {
        "account": account,
        "trail": crumbs(account),
        "versions": panels.versions(account),
        "lines": ledger.who_knows(standing),
        "reveals": panels.reveals(account, me(request)),
    }
    return render(request, "accounts/history.html", facts)


@reads
def check(request: HttpRequest) -> HttpResponse:
    """Paste an address: what it is, and whether it is in the register."""
    form = CheckForm(request.GET if "q" in request.GET else None)
    facts: dict[str, object] = {"form": form}
    if form.is_bound and form.is_valid():
        facts |= {"asked": True, **_checked(form.cleaned_data["q"], form.cleaned_data["platform"])}
    return render(request, "accounts/check.html", facts)


def _checked(text: str, platform: Platform | None) -> dict[str, object]:
    """What the text names, the account in the register, or several of that handle; and whose name it reads like."""
    found = recognise.recognise(text, platform)
    twin = recognise.twin(found.platform, found.key) if found else None
    named = [] if found else namesakes.namesakes(text)
    if len(named) == 1:
        twin = named[0]
    alone = not twin and not named
    return {
        "found": found,
        "odd": recognise.odd_characters(text),
        "twin": twin,
        "buried": tombstones.standing_at(found.platform, found.key) if found and not twin else None,
        "named": named,
        "closed": closed_file(found.platform, found.key) if found and not twin else None,
        "imitated": namesakes.imitated(found.handle if found else text) if alone else [],
    }


def _roles(account: Account) -> list[RoleHolder]:
    return list(account.role_holders.filter(ended_at=None).select_related("person", "proven_by"))
