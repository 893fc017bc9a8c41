"""Two people dispose of old entries, and whoever operates the site carries it out."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from registry.people.models import Proposal
from tests.cast import signed_in

WORDS = "Records schedule, item ADM 04200"


def propose(by, **more):
    return signed_in(by).post("/trail/keeping/dispose/", {"schedule": 1, "authority": WORDS, **more})


def agree(by):
    return signed_in(by).post(f"/people/proposals/{Proposal.objects.latest('pk').pk}/agree/")


def agreed(cast):
    assert propose(cast.superintendent).status_code == 302
    assert agree(cast.director).status_code == 302


def dispose(*words, schedule="S-0001", authority=WORDS):
    out = StringIO()
    call_command("audit", "dispose", "--schedule", schedule, "--authority", authority, *words, stdout=out)
    return out.getvalue()


def refusal(**how):
    with pytest.raises(CommandError) as refused:
        dispose(**how)
    return str(refused.value)
