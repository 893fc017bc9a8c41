"""One act, one letter for each person: what an act posts to somebody more than once goes out together."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.apps import apps

from registry.outbox.posting import listening, post

if TYPE_CHECKING:
    from registry.outbox.models import Letter


@contextmanager
def bundled(template: str, *, about: Any, key: str, apart: tuple[str, ...] = (), **ids: str | int) -> Iterator[None]:
    """Whatever is posted to one person inside, two letters or more, goes out as one `template`; one as it is.

    `apart` names letters that always go by themselves, as do those to whom it is `about`. What is kept for a daily
    letter stays there.
    """
    with listening() as posted:
        yield
    found: dict[object, list[Letter]] = defaultdict(list)
    for letter in posted:
        its_own = letter.template in apart or letter.to_id == getattr(about, "pk", None)
        if letter.state == "waiting" and not its_own:
            found[letter.to_id].append(letter)
    for person, letters in found.items():
        if len(letters) > 1:
            one = post(template, to=letters[0].to, about=about, key=f"{key}:{person}", **ids)
            numbers = [letter.pk for letter in letters]
            model = apps.get_model("outbox", "Letter")
            model.objects.filter(pk__in=numbers).update(state="gathered", gathered_into=one)
