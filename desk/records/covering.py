"""A text as it goes out: as it is, or with parts covered. Covering takes away; it never puts other words in."""

from django.utils.translation import gettext as _

from registry.people.refusal import Refused

#: What stands where something was covered.
COVER = "█"


def plain(text: str) -> str:
    """One kind of line end, as browsers send another."""
    return text.replace("\r\n", "\n").strip()


def check_only_covers(original: str, typed: str) -> None:
    """Raise `Refused` unless what was typed is the original with parts of it covered by █."""
    pieces, at, text = plain(typed).split(COVER), 0, plain(original)
    for nth, piece in enumerate(pieces):
        found = text.find(piece, at)
        if found < 0 or (nth == 0 and found > 0) or (nth == 0 and len(pieces) == 1 and text != piece):
            message = _("Cover what must not go out with %(sign)s, and change nothing else.") % {"sign": COVER}
            raise Refused(message, rule="Minn. Stat. 13.03")
        at = found + len(piece)
    if pieces[-1] and not text.endswith(pieces[-1]):
        raise Refused(_("Cover the end of it too, with %(sign)s.") % {"sign": COVER}, rule="Minn. Stat. 13.03")
