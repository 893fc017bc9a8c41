"""The platforms the policy names (II.3, III.1, III.2) and today's others. A district edits the rows; running it again changes none."""

from django.db import migrations

END = r"(?:[/?].*)?$"
SHARED, ROLES = "shared_login", "delegated_roles"
PUBLIC, TOOL = "public", "tool"
PAGES = ["about", "accounts", "ads", "blog", "business", "developers", "directory", "download", "explore", "help", "home",
         "jobs", "legal", "login", "logout", "notifications", "privacy", "search", "settings", "share", "signup", "terms"]


def plain(host, name=r"[^/?]+"):
    """One name right after the host."""
    return rf"^{host}/@?(?P<handle>{name}){END}"


# slug, name, glyph, category, access, minimum age, hosts, patterns, reserved, handle pattern, address form
ROWS = [
    ("facebook", "Facebook", "Fb", PUBLIC, ROLES, 13, ["facebook.com", "fb.com", "fb.me"],
     [rf"^(?:facebook|fb)\.com/profile\.php\?id=(?P<handle>\d{{5,20}})$",
      rf"^(?:facebook|fb)\.com/(?:permalink|story)\.php\?id=(?P<handle>\d{{5,20}})$",
      rf"^(?:facebook|fb)\.com/(?:pages|people)/[^/?]+/(?P<handle>\d{{5,20}}){END}",
      rf"^(?:facebook|fb)\.com/(?:pages/category/[^/?]+|p|pg)/(?:[^/?]*-)?(?P<handle>\d{{5,20}}){END}",
      rf"^(?:facebook|fb)\.com/pg/(?P<handle>[\w.]+){END}",
      rf"^(?:facebook|fb)\.com/(?P<kind>groups)/(?P<handle>[\w.]+){END}",
      rf"^(?:facebook\.com|fb\.com|fb\.me)/(?P<handle>[\w.]+){END}"],
     [*PAGES, "events", "gaming", "groups", "hashtag", "marketplace", "messages", "p", "pages", "people", "permalink.php",
      "pg", "photo", "photo.php", "photos", "plugins", "posts", "profile.php", "public", "reel", "reels", "sharer",
      "sharer.php", "story.php", "stories", "watch"],
     r"[A-Za-z0-9.]{2,75}", "https://www.facebook.com/{handle}"),
    ("x", "X (Twitter)", "X", PUBLIC, SHARED, 13, ["x.com", "twitter.com"],
     [plain(r"(?:x|twitter)\.com", r"[A-Za-z0-9_]{1,20}")],
     [*PAGES, "compose", "hashtag", "i", "intent", "messages", "tos"], r"[A-Za-z0-9_]{1,15}", "https://x.com/{handle}"),
    ("instagram", "Instagram", "Ig", PUBLIC, SHARED, 13, ["instagram.com", "instagr.am"],
     [rf"^(?:instagram\.com|instagr\.am)/stories/(?!highlights(?:[/?]|$))(?P<handle>[\w.]+){END}",
      plain(r"(?:instagram\.com|instagr\.am)", r"[\w.]+")],
     [*PAGES, "p", "reel", "reels", "stories", "tv", "web"], r"[A-Za-z0-9_.]{1,30}", "https://www.instagram.com/{handle}"),
    ("youtube", "YouTube", "Yt", PUBLIC, ROLES, 13, ["youtube.com"],
     [rf"^youtube\.com/(?P<kind>channel)/(?P<exact>UC[A-Za-z0-9_-]{{22}}){END}",
      rf"^youtube\.com/(?P<kind>c|user)/(?P<handle>[^/?@]+){END}",
      rf"^youtube\.com/@(?P<handle>[^/?@]+){END}",
      rf"^youtube\.com/(?P<handle>[^/?@]+){END}"],
     [*PAGES, "c", "channel", "channels", "clip", "embed", "feed", "gaming", "hashtag", "live", "playlist", "post",
      "premium", "results", "shorts", "user", "v", "watch"],
     r"[\w.·-]{1,60}", "https://www.youtube.com/@{handle}"),
    ("vimeo", "Vimeo", "Vi", PUBLIC, SHARED, 16, ["vimeo.com"],
     [rf"^vimeo\.com/(?P<kind>channels|groups|showcase)/(?P<handle>[\w-]+){END}", plain(r"vimeo\.com", r"(?!\d+(?:[/?]|$))[\w-]+")],
     [*PAGES, "categories", "channels", "features", "groups", "manage", "ondemand", "showcase", "stock", "upload", "user",
      "watch"], r"(?!\d+$)[A-Za-z0-9_-]{2,60}", "https://vimeo.com/{handle}"),
    ("snapchat", "Snapchat", "Sc", PUBLIC, SHARED, 13, ["snapchat.com"],
     [rf"^snapchat\.com/(?:add|@|p)/?@?(?P<handle>[\w.-]+){END}"],
     [], r"[A-Za-z][A-Za-z0-9_.-]{2,14}", "https://www.snapchat.com/@{handle}"),
    ("linkedin", "LinkedIn page", "Li", PUBLIC, ROLES, 16, ["linkedin.com"],
     [rf"^linkedin\.com/company/(?P<handle>[^/?]+){END}", rf"^linkedin\.com/(?P<kind>school|showcase|in)/(?P<handle>[^/?]+){END}"],
     [], r"[\w-]{2,100}", "https://www.linkedin.com/company/{handle}"),
    ("tiktok", "TikTok", "Tk", PUBLIC, SHARED, 13, ["tiktok.com"], [rf"^tiktok\.com/@(?P<handle>[\w.]+){END}"],
     [], r"[A-Za-z0-9_.]{2,24}", "https://www.tiktok.com/@{handle}"),
    ("threads", "Threads", "Th", PUBLIC, SHARED, 13, ["threads.net", "threads.com"],
     [rf"^threads\.(?:net|com)/@(?P<handle>[\w.]+){END}"], [], r"[A-Za-z0-9_.]{1,30}", "https://www.threads.com/@{handle}"),
    ("bluesky", "Bluesky", "Bs", PUBLIC, SHARED, 13, ["bsky.app"], [rf"^bsky\.app/profile/@?(?P<handle>[a-z0-9.-]+){END}"],
     [], r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", "https://bsky.app/profile/{handle}"),
    ("pinterest", "Pinterest", "Pi", PUBLIC, SHARED, 13, ["pinterest.com"], [plain(r"pinterest\.com", r"\w+")],
     [*PAGES, "ideas", "pin", "today"], r"[A-Za-z0-9_]{3,30}", "https://www.pinterest.com/{handle}"),
    ("flickr", "Flickr", "Fl", PUBLIC, SHARED, 13, ["flickr.com"],
     [rf"^flickr\.com/(?:photos|people)/(?P<handle>\d+@N\d+){END}", rf"^flickr\.com/(?:photos|people)/(?P<handle>[\w-]+){END}"],
     ["tags", "upload"], r"[A-Za-z0-9_-]{2,40}|\d+@N\d+", "https://www.flickr.com/photos/{handle}"),
    ("nextdoor", "Nextdoor", "Nd", PUBLIC, SHARED, 13, ["nextdoor.com"],
     [rf"^nextdoor\.com/(?:agency-detail|pages|profile)/(?:[^?]*/)?(?P<handle>[\w-]+)(?:\?.*)?$"],
     [], r"[A-Za-z0-9_-]{2,80}", "https://nextdoor.com/pages/{handle}"),
    ("mastodon", "Mastodon", "Ma", PUBLIC, SHARED, 13, ["mastodon.social", "mstdn.social", "mastodon.online", "*"],
     [rf"^(?P<host>[a-z0-9.-]+)/(?:web/)?@(?P<handle>\w+(?:[.-]\w+)*){END}", rf"^(?P<host>[a-z0-9.-]+)/users/(?P<handle>\w+){END}"],
     [], r"\w[\w.-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", "https://{host}/@{name}"),
    ("website", "Blog or website", "Ww", PUBLIC, SHARED, None, ["*"], [r"^(?P<handle>[^/?@]+\.[^/?@.]{2,}(?:/[^?]*)?)(?:\?.*)?$"],
     [], "", "https://{handle}"),
    ("schoology", "Schoology", "Sy", TOOL, SHARED, None, ["schoology.com"],
     [rf"^(?P<handle>(?!app\.)[a-z0-9-]+)\.schoology\.com{END}",
      rf"^(?:app\.)?schoology\.com/(?P<kind>school|group|course)/(?P<handle>[\w-]+){END}"],
     [], r"[A-Za-z0-9-]{2,60}", "https://{handle}.schoology.com"),
    ("lets-talk", "Let’s Talk", "Lt", TOOL, SHARED, None, ["k12insight.com"],
     [rf"^(?P<handle>(?!letstalk|www)[a-z0-9-]+)\.k12insight\.com{END}"], [], r"[A-Za-z0-9-]{2,60}", "https://{handle}.k12insight.com"),
    ("precioustatus", "PreciouStatus", "Ps", TOOL, SHARED, None, ["precioustatus.com"],
     [rf"^(?P<handle>[a-z0-9-]+)\.precioustatus\.com{END}"], [], r"[A-Za-z0-9-]{2,60}", "https://{handle}.precioustatus.com"),
    ("peachjar", "Peachjar", "Pj", TOOL, SHARED, None, ["peachjar.com"],
     [rf"^(?P<handle>(?!app\.|my\.)[a-z0-9-]+)\.peachjar\.com{END}",
      rf"^(?:app\.|my\.)?peachjar\.com/(?P<kind>flyers/schools|school|district)/(?P<handle>[\w-]+){END}"],
     [], r"[A-Za-z0-9-]{2,60}", "https://{handle}.peachjar.com"),
]


def add(apps, schema_editor):
    platforms = apps.get_model("accounts", "Platform").objects.using(schema_editor.connection.alias)
    for place, (slug, name, glyph, category, access, age, hosts, patterns, reserved, pattern, form) in enumerate(ROWS, 1):
        values = {
            "name": name, "glyph": glyph, "category": category, "access_model": access, "minimum_age": age, "hosts": hosts,
            "patterns": patterns, "reserved": reserved, "handle_pattern": pattern, "address_form": form, "order": place * 10,
            "folds_case": slug != "website",
        }
        platforms.get_or_create(slug=slug, defaults=values)


def take_back(apps, schema_editor):
    """Only what nobody uses: a row with accounts is refused by the database, and rightly."""
    platforms = apps.get_model("accounts", "Platform").objects.using(schema_editor.connection.alias)
    platforms.filter(slug__in=[row[0] for row in ROWS]).delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(add, take_back)]
