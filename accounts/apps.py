"""How Django knows this room."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The register of official accounts."""

    name = "accounts"
    label = "accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the letters, what looking after an account lets people do, and what follows a departure."""
        import_module("accounts.notices")
        import_module("accounts.ways_notices")
        import_module("accounts.rotation_notices")
        import_module("accounts.hand_in_notices")
        import_module("accounts.care_notices")
        import_module("accounts.handoff_notices")
        import_module("accounts.campaign_notices")
        import_module("accounts.packet_notices")
        import_module("accounts.attested_panel")
        import_module("accounts.checks_panel")
        import_module("accounts.offer_notices")
        import_module("accounts.office_notices")
        import_module("accounts.closing_notices")
        import_module("accounts.ending_notices")
        import_module("accounts.sunset_notices")
        import_module("accounts.incident_notices")
        import_module("accounts.found_notices")
        import_module("accounts.following")
        import_module("accounts.actions.keeping_health")
        for holding in ("holds", "trail_holds"):  # commands load no addresses, and must know what is held
            import_module(f"accounts.rules.{holding}")
        import_module("accounts.purposes")
        import_module("accounts.subjects")
        seeing = import_module("accounts.rules.seeing")
        posting = import_module("accounts.rules.posting")
        proof = import_module("registry.people.proof")
        proof.add_reveal_holder(seeing.looks_after_something)
        proof.add_reveal_holder(posting.reveals_somewhere)
        shows = import_module("accounts.person_panel")
        for panel in (shows.looks_after, shows.may_post, shows.knows):
            import_module("registry.people.panels").add_panel(panel)
        stores, rewrapping = import_module("registry.stores"), import_module("accounts.actions.rewrapping")
        counts = import_module("accounts.sealing").counts
        stores.add_store("secrets", stores.Store(_("Secrets"), "vault", counts, rewrapping.rewrap_secrets))
        passing = import_module("accounts.sealing").passing_counts
        stores.add_store("passing", stores.Store(_("Passphrases of kits, and imports"), "vault", passing))
        left, rewrap = import_module("accounts.sealing").drop_counts, import_module("accounts.actions.rewrapping_drops")
        stores.add_store("drops", stores.Store(_("What was left by links"), "vault", left, rewrap.rewrap_drops))
        fingerprints = import_module("accounts.sealing").fingerprint_counts
        stores.add_store("fingerprints", stores.Store(_("Fingerprints"), "fingerprint", fingerprints))
        import_module("registry.people.powers").add_trail_scope(seeing.trail_of_own_accounts)
