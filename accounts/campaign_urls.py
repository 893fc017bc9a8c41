"""Addresses of campaigns: one for each verb."""

from django.urls import path

from accounts.views import campaign_terms, campaigns, evidence, packets

app_name = "campaigns"
PACKET = "packets/<uuid:uuid>/"
urlpatterns = [
    path("", campaigns.campaigns, name="list"),
    path("open/", campaigns.open_one, name="open"),
    path("terms/", campaign_terms.terms, name="terms"),
    path(PACKET, packets.packet, name="packet"),
    path(f"{PACKET}retire/", packets.retire, name="retire"),
    path(f"{PACKET}retire/accept/", packets.accept_retiring, name="retire-accept"),
    path(f"{PACKET}retire/decline/", packets.decline_retiring, name="retire-decline"),
    path("<uuid:uuid>/", campaigns.campaign, name="campaign"),
    path("<uuid:uuid>/evidence.csv", evidence.as_list, name="evidence-csv"),
    path("<uuid:uuid>/evidence.pdf", evidence.as_paper, name="evidence-pdf"),
    path("<uuid:uuid>/close/", campaigns.close, name="close"),
    path("<uuid:uuid>/cancel/", campaigns.cancel, name="cancel"),
]
