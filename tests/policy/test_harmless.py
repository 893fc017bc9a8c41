"""A district pastes its own text: none of it does harm, and none of its words is lost."""

import re

import pytest

from registry.policy.forms import MOST
from registry.policy.models import PolicyVersion
from registry.policy.rendering import TAGS, is_nested_too_deep, render
from tests.cast import Cast, signed_in

NASTY = {
    "a script": "<script>alert(1)</script>",
    "a script in a comment": "<!--><script>alert(1)</script>-->",
    "a handler": "<img src=x onerror=alert(1)>",
    "a style sheet": "<style>body{display:none}</style>",
    "an inline style": '<p style="position:fixed;inset:0">x</p>',
    "a javascript address": "[x](javascript:alert(1))",
    "a javascript address in disguise": "[x](&#106;ava\tscript:alert(1))",
    "a javascript address by reference": "[x][y]\n\n[y]: JaVaScRiPt:alert(1)",
    "a javascript address between angles": "<javascript:alert(1)>",
    "a data address": "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "a script of another name": "<a href='vbscript:x'>x</a>",
    "an image": "![x](https://tracker.example/p.gif)",
    "an image in data": "![x](data:image/png;base64,iVBORw0KGgo=)",
    "a name of ours": '<h2 id="main" onclick="x">x</h2>',
    "a frame": "<iframe src=https://evil.example></iframe>",
    "a form": "<form action=https://evil.example><input name=password></form>",
    "a vector": "<svg><script>alert(1)</script></svg>",
    "an odd link title": '[x](https://a.example "\\" onmouseover=\\"alert(1)")',
}
OPENING = re.compile(r"<([a-z0-9]+)((?:\s+[a-z-]+=\"[^\"]*\")*)\s*/?>")


@pytest.mark.parametrize("name", NASTY)
def test_no_markdown_does_harm(name: str) -> None:
    html = str(render(f"# Title\n\n{NASTY[name]}\n").html)
    tags = OPENING.findall(html)
    attributes = {pair.partition("=")[0] for _tag, rest in tags for pair in re.findall(r"[a-z-]+=\"[^\"]*\"", rest)}
    addresses = re.findall(r'href="([^"]*)"', html)
    assert len(tags) == len(re.findall(r"<[a-z]", html))  # every tag there is has been looked at
    assert {tag for tag, _rest in tags} <= TAGS
    assert attributes <= {"id", "href", "title", "rel"}
    assert [one for one in addresses if not one.startswith(("https://", "http://", "mailto:", "tel:"))] == []


def test_raw_html_is_shown_as_it_was_typed() -> None:
    assert render("Write <b>bold</b> & run.").html == "<p>Write &lt;b&gt;bold&lt;/b&gt; &amp; run.</p>\n"


def test_what_a_policy_needs_stays() -> None:
    html = str(render("## One\n\n1. *a* **b** `c`\n\n> d\n\n| e |\n|---|\n| f |\n\n[g](https://h.example)\n").html)
    wanted = ("<h2 ", "<ol>", "<em>a</em>", "<strong>b</strong>", "<code>c</code>", "<blockquote>", "<td>f</td>")
    assert [one for one in wanted if one not in html] == []
    assert '<a href="https://h.example" rel="noopener noreferrer">g</a>' in html


def test_headings_get_names_and_start_below_the_pages_own() -> None:
    rendered = render("# One\n\n### Two\n\n# One\n", prefix="p")
    assert [words for _, words in rendered.headings] == ["One", "One"]
    assert len({name for name, _ in rendered.headings}) == 2
    assert "<h1" not in rendered.html


@pytest.mark.parametrize(("deep", "refused"), [(1, False), (6, False), (12, True), (5000, True)])
def test_lists_and_quotations_nested_too_deep_are_noticed(deep: int, *, refused: bool) -> None:
    nested = {is_nested_too_deep("- " * deep + "innermost"), is_nested_too_deep("> " * deep * 2 + "innermost")}
    kept = "innermost" in render("- " * deep + "innermost").html
    assert (nested, kept or refused) == ({refused}, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("body", "a" * 1_000_000, f"Shorten this to {MOST} characters. It has 1000000."),
        ("guidelines", "a" * (MOST + 1), f"Shorten this to {MOST} characters. It has {MOST + 1}."),
        ("body", "nul \x00 here", "Remove the characters that cannot be seen."),
        ("body", "- " * 40 + "deep", "Nest lists and quotations less deep."),
        ("title", "", "Fill in “Title”."),
        ("body", " \n ", "Fill in “Policy”."),
    ],
)
def test_a_text_that_cannot_be_is_said_at_its_field_and_kept(cast: Cast, field: str, text: str, sentence: str) -> None:
    sent = {"title": "Policy 470", "body": "Text.", "guidelines": "Other words.", "after": 1} | {field: text}
    page = signed_in(cast.director).post("/policy/publish/", sent)
    form = page.context["form"]
    assert (page.status_code, sentence in page.text) == (422, True)
    assert {name: form[name].value() for name in sent if name != "after"} == {
        k: v for k, v in sent.items() if k != "after"
    }
    assert (page.text.count(f'href="#id_{field}"'), PolicyVersion.objects.count()) == (1, 1)
