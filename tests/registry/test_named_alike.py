"""The trail's filters know people and requests by the same words as the one search does: accents or not."""

from django.db.models import Q

from approvals import subjects as requests
from approvals.actions.drafts import searched
from registry.audit.filters import Filters
from registry.folding import folded
from registry.people import subjects as people
from registry.people.models import User
from tests.cast import Cast
from tests.makers import make_request


def test_the_trail_finds_people_and_requests_without_their_accents(cast: Cast) -> None:
    User.objects.filter(pk=cast.coach.pk).update(name="Zoë Núñez", searched=folded("Zoë Núñez"))
    assert people.people("zoe nunez") == people.people("NÚÑEZ Zoë") == [str(cast.coach.pk)]
    assert people.people(cast.coach.email) == [str(cast.coach.pk)]
    assert people.people("@ ") == []
    request = make_request(cast, "with_both")
    request.group = "Ágil Çlub"
    request.searched = searched(request)
    request.save(update_fields=["group", "searched"])
    assert requests.requests("agil club") == [request.reference]
    User.objects.filter(pk=request.requester_id).update(name="Séan Ó Briain", searched=folded("Séan Ó Briain"))
    assert Filters({"who": "o briain sean"}, cast.director).question(Q()).count(5) > 0
