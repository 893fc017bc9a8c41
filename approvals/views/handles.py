"""Whether a handle can be asked for, for the page's script while somebody types."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from approvals import availability, rules
from approvals.forms.handles import LookForm
from approvals.views.request import signed_in


@require_POST
def look(request: HttpRequest, reference: str) -> JsonResponse:
    """The state in a word, the sentence, and where it leads on; of what cannot be a handle, nothing."""
    user = signed_in(request)
    asked = rules.the_request(user, reference)
    availability.check_may_look(asked, user)
    if availability.one_too_many(user):
        return _answer(availability.wait(), status=429)
    form = LookForm(request.POST)
    if not form.is_valid():
        return _answer(availability.Availability())
    return _answer(availability.of(asked, form.cleaned_data["platform"], form.cleaned_data["handle"]))


def _answer(found: availability.Availability, status: int = 200) -> JsonResponse:
    parts = {"state": found.state, "tone": found.tone, "said": found.said, "url": found.url, "action": found.action}
    return JsonResponse(parts, status=status)
