"""How forms look, what they refuse, and what they never give back."""

import re
from datetime import date
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string

from registry.forms import (
    DateBoxesField,
    MooringForm,
    PersonField,
    SecretField,
    SecretInput,
    SecretText,
    control_characters,
)
from registry.people.models import User
from registry.templatetags.mooring import error_list, without_hint


class Ask(MooringForm):
    """One of each."""

    platform = forms.ChoiceField(
        label="Platform",
        choices=[("ig", "Instagram"), ("lt", "Let's Talk")],
        widget=forms.RadioSelect(
            {"look": "cards", "hints": {"lt": "A tool"}, "marks": {"ig": "IG"}, "reasons": ["lt"]}
        ),
    )
    handle = forms.CharField(
        label="Handle", max_length=10, help_text="Starts with Lakeview", widget=forms.TextInput({"affix": "@"})
    )
    unit = forms.ChoiceField(
        label="School", choices=[("1", "High")], required=False, widget=forms.Select({"width": "md"})
    )
    why = forms.CharField(label="Purpose", max_length=20, widget=forms.Textarea)
    ends = DateBoxesField(label="End of season", required=False)
    email = forms.EmailField(label="Email", required=False)
    agreed = forms.BooleanField(label="I agree")


class Deposit(MooringForm):
    """What no page ever shows again."""

    password = SecretField(label="Password", widget=SecretInput({"autocomplete": "new-password"}))
    codes = SecretField(label="Codes", widget=SecretText, required=False)


GOOD = {"platform": "ig", "handle": "lakeview", "why": "News", "agreed": "on"}


def ask(**changed: str) -> Ask:
    return Ask({**GOOD, **changed})


def drawn(field: Any) -> str:
    return str(field.as_field_group())


def attributes(html: str, tag: str) -> dict[str, str]:
    found = re.search(rf"<{tag}\s([^>]*)>", html)
    assert found
    return dict(re.findall(r'([\w-]+)="([^"]*)"', found[1]))


def test_a_field_points_at_its_hint_and_its_error() -> None:
    html = drawn(ask(handle="")["handle"])
    box = attributes(html, "input")
    assert (box["aria-describedby"], box["aria-invalid"], box["class"]) == (
        "id_handle_helptext id_handle_error",
        "true",
        "input",
    )
    assert [name in html for name in ('id="id_handle_helptext"', 'id="id_handle_error"', 'for="id_handle"')] == [
        True
    ] * 3


def test_settings_of_the_part_never_reach_the_page() -> None:
    html = "".join(drawn(field) for field in Ask())
    assert re.findall(r'\b(look|hints|marks|affix|reasons|required|maxlength|width="md")\b=?', html) == ["affix"]
    assert html.count('<div class="affix"><span aria-hidden="true">@</span><input') == 1


def test_optional_fields_say_so_and_a_box_to_tick_does_not() -> None:
    optional = [field.name for field in Ask() if "(optional)" in drawn(field)]
    assert optional == ["unit", "ends", "email"]


def test_a_search_does_not_call_everything_optional() -> None:
    class Search(MooringForm):
        marks_optional = False
        q = forms.CharField(label="Name", required=False)

    assert "(optional)" not in drawn(Search()["q"])


def test_a_longer_text_has_a_count_and_no_limit_that_cuts_it_off() -> None:
    html = drawn(Ask()["why"])
    box = attributes(html, "textarea")
    assert (box["data-max"], box["aria-describedby"], "maxlength" in box) == ("20", "id_why_count", False)
    assert "Up to 20 characters" in html


def test_a_line_break_counts_as_one_character_as_in_the_browser() -> None:
    form = ask(why="0123456789\r\n012345678")
    assert (form.is_valid(), form.cleaned_data["why"]) == (True, "0123456789\n012345678")


def test_radio_buttons_have_a_legend_hints_marks_and_what_needs_a_reason() -> None:
    html = drawn(ask(platform="lt")["platform"])
    assert [
        "<legend>Platform</legend>" in html,
        'class="choices cards"' in html,
        'aria-describedby="id_platform_1_hint"' in html,
        '<span class="plat sm" aria-hidden="true">IG</span>' in html,
        re.findall(r'value="(\w+)"[^>]*checked', html) == ["lt"],
        re.findall(r'value="(\w+)"[^>]*data-reason', html) == ["lt"],
    ] == [True] * 6


def test_what_was_typed_is_kept_when_a_form_fails() -> None:
    form = ask(handle="much too long for it", unit="1", ends_month="2", ends_day="30", ends_year="2027")
    html = "".join(drawn(field) for field in form)
    assert [value in html for value in ('value="much too long for it"', 'value="30"', 'value="2027"', ">\nNews<")] == [
        True
    ] * 4


def test_the_summary_names_every_problem_in_order_and_links_to_its_field() -> None:
    form = Ask({"ends_month": "2", "ends_day": "30", "ends_year": "2027", "email": "maya"})
    assert [(problem["href"], problem["message"]) for problem in error_list(form)] == [
        ("#id_platform_0", "Choose an answer for “Platform”."),
        ("#id_handle", "Fill in “Handle”."),
        ("#id_why", "Fill in “Purpose”."),
        ("#id_ends_0", "Enter a real date, like 2 20 2027."),
        ("#id_email", "Enter an email address in full, like name@school.example."),
        ("#id_agreed", "Tick “I agree” to go on."),
    ]
    page = render_to_string("parts/error_summary.html", {"form": form}) + "".join(drawn(field) for field in form)
    targets = re.findall(r'href="#([^"]+)"', page)
    assert [target for target in targets if f'id="{target}"' not in page] == []


def test_a_form_that_did_not_fail_has_no_summary() -> None:
    assert [render_to_string("parts/error_summary.html", {"form": form}).strip() for form in (Ask(), ask(), None)] == [
        ""
    ] * 3


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\x7fb", "a\x85b"])
def test_characters_that_cannot_be_seen_are_refused_in_words(text: str) -> None:
    form = ask(handle=text)
    assert form.errors["handle"] == ["Remove the characters that cannot be seen. Typing the text again helps."]


@pytest.mark.parametrize("text", ["a\nb\tc", "Nguyễn", "🏒", "", None, 3])
def test_everything_one_can_see_is_accepted(text: object) -> None:
    assert control_characters(text) is None


@pytest.mark.parametrize(
    ("boxes", "says"),
    [
        (("2", "30", "2027"), "Enter a real date, like 2 20 2027."),
        (("x", "1", "2027"), "Enter a real date, like 2 20 2027."),
        (("-1", "1", "2027"), "Enter a real date, like 2 20 2027."),
        (("2", "20", "27"), "Enter the year with four digits, like 2027."),
        (("2", "20", "２０２７"), "Enter the year with four digits, like 2027."),
        (("13", "45", "26"), "Enter a real date, like 2 20 2027."),
        (("2", "20", "0000"), "Enter a real date, like 2 20 2027."),
        (("2", "", ""), "Enter the day, year too."),
        (("2", "9" * 5000, "2027"), "Enter a real date, like 2 20 2027."),
    ],
)
def test_a_date_that_is_none_says_what_is_wrong(boxes: tuple[str, str, str], says: str) -> None:
    form = ask(ends_month=boxes[0], ends_day=boxes[1], ends_year=boxes[2])
    assert form.errors.get("ends") == [says]


def test_a_date_in_three_boxes_is_a_date_and_an_empty_one_is_none() -> None:
    full, empty = ask(ends_month=" 2", ends_day="20 ", ends_year="2027"), ask()
    assert (full.is_valid(), empty.is_valid()) == (True, True)
    assert (full.cleaned_data["ends"], empty.cleaned_data["ends"]) == (date(2027, 2, 20), None)


def test_a_date_is_drawn_in_its_boxes_each_with_a_label() -> None:
    html = drawn(Ask(initial={"ends": date(2027, 2, 20)})["ends"])
    assert re.findall(r'for="(\w+)">(\w+)</label><input[^>]*name="(\w+)"[^>]*value="(\d+)"', html) == [
        ("id_ends_0", "Month", "ends_month", "2"),
        ("id_ends_1", "Day", "ends_day", "20"),
        ("id_ends_2", "Year", "ends_year", "2027"),
    ]


def test_a_secret_is_taken_as_typed_and_never_given_back() -> None:
    form = Deposit({"password": "  T0rch ", "codes": "1234\r\n5678 "}, initial={"password": "older"})
    assert (form.is_valid(), form.cleaned_data) == (True, {"password": "  T0rch ", "codes": "1234\n5678 "})
    html = "".join(drawn(field) for field in form)
    assert [secret in html for secret in ("T0rch", "1234", "older")] == [False] * 3
    assert [attributes(html, "input")[name] for name in ("type", "autocomplete", "spellcheck")] == [
        *("password", "new-password", "false"),
    ]


def test_a_secret_that_fails_is_not_given_back_either() -> None:
    form = Deposit({"password": "", "codes": "1234"}, initial={"codes": "older"})
    html = "".join(drawn(field) for field in form) + render_to_string("parts/error_summary.html", {"form": form})
    assert ("1234" in html, "older" in html, "Fill in “Password”." in html) == (False, False, True)


def test_a_hint_can_be_said_in_another_place() -> None:
    html = drawn(without_hint(Ask()["handle"]))
    assert ("Starts with Lakeview" in html, "aria-describedby" in html) == (False, False)


# --- Choosing a person


@pytest.fixture
def people(db: None) -> dict[str, User]:
    rows = [
        ("maya@lakeviewps.example", "Maya Lindqvist", "Head coach"),
        ("erik@lakeviewps.example", "Erik Solberg", ""),
        ("sam1@lakeviewps.example", "Sam Ortega", "Teacher"),
        ("sam2@lakeviewps.example", "Sam Ortega", "Teacher"),
    ]
    return {email.split("@")[0]: User.objects.create_user(email, name=name, title=title) for email, name, title in rows}


class Choose(MooringForm):
    """Somebody."""

    person = PersonField(User.objects.all(), label="Custodian", required=False)


@pytest.mark.parametrize(
    "typed",
    [
        "maya@lakeviewps.example",
        "MAYA@lakeviewps.example",
        "Maya Lindqvist",
        " maya  lindqvist ",
        "Maya Lindqvist, Head coach",
    ],
)
def test_a_person_is_found_by_address_by_name_and_as_suggested(people: dict[str, User], typed: str) -> None:
    form = Choose({"person": typed})
    assert (form.is_valid(), form.cleaned_data.get("person")) == (True, people["maya"])


def test_every_suggestion_leads_to_one_person(people: dict[str, User]) -> None:
    suggestions = re.findall(r'<option value="([^"]+)"', drawn(Choose()["person"]))
    chosen = [Choose({"person": text.replace("&lt;", "<").replace("&gt;", ">")}) for text in suggestions]
    assert [form.is_valid() and form.cleaned_data["person"].email for form in chosen] == [
        "erik@lakeviewps.example",
        "maya@lakeviewps.example",
        "sam1@lakeviewps.example",
        "sam2@lakeviewps.example",
    ]


def test_two_of_one_name_are_told_apart_by_address(people: dict[str, User]) -> None:
    form = Choose({"person": "Sam Ortega"})
    assert form.errors["person"] == [
        "More than one person is called so: Sam Ortega, Teacher (sam1@lakeviewps.example); "
        "Sam Ortega, Teacher (sam2@lakeviewps.example). Enter the email address."
    ]


def test_a_mistyped_name_is_answered_with_near_ones(people: dict[str, User]) -> None:
    near, far = Choose({"person": "Maja Lindquist"}), Choose({"person": "Nobody\u2019s name"})
    assert near.errors["person"] == ["We found nobody called “Maja Lindquist”. Did you mean Maya Lindqvist?"]
    assert "Enter a name as in the staff list" in far.errors["person"][0]


def test_nobody_is_none_and_somebody_of_another_set_is_not_found(people: dict[str, User]) -> None:
    class Few(MooringForm):
        person = PersonField(User.objects.filter(title="Head coach"), required=False)

    assert (Few({"person": ""}).is_valid(), Few({"person": "Erik Solberg"}).is_valid()) == (True, False)


def test_where_one_only_asks_a_part_of_a_name_is_enough_if_only_one_person_has_it(people: dict[str, User]) -> None:
    class Ask(MooringForm):
        person = PersonField(User.objects.all(), by_part=True)

    asked = {typed: Ask({"person": typed}) for typed in ("maya", "Solberg", "Sam", "May")}
    assert [form.is_valid() for form in asked.values()] == [True, True, False, False]
    assert (asked["maya"].cleaned_data["person"], asked["Solberg"].cleaned_data["person"]) == (
        people["maya"],
        people["erik"],
    )
    assert "sam2@lakeviewps.example" in asked["Sam"].errors["person"][0]
    assert not Choose({"person": "Maya"}).is_valid()


def test_a_person_given_as_initial_is_drawn_as_typed(people: dict[str, User]) -> None:
    boxes = [drawn(Choose(initial={"person": given})["person"]) for given in (people["maya"], people["maya"].pk)]
    assert [attributes(html, "input")["value"] for html in boxes] == ["Maya Lindqvist, Head coach"] * 2
    kept = drawn(Choose({"person": "Maja"})["person"])
    assert attributes(kept, "input")["value"] == "Maja"


# --- Forms that are not ours are drawn the same way


def test_a_foreign_form_gets_our_markup_and_a_numeric_keyboard_for_codes() -> None:
    class Code(forms.Form):
        code = forms.CharField(
            label="Code", widget=forms.TextInput({"placeholder": "Code", "autocomplete": "one-time-code"})
        )

    html = str(Code())
    box = attributes(html, "input")
    assert (box["class"], box["inputmode"], "placeholder" in box, "required" in html) == (
        "input w-sm",
        "numeric",
        False,
        False,
    )


def test_a_day_after_which_there_is_none_is_refused_in_place() -> None:
    boxes = {"ends_month": "12", "ends_day": "31"}
    assert Ask({**GOOD, **boxes, "ends_year": "9998"}).is_valid()
    said = Ask({**GOOD, **boxes, "ends_year": "9999"})
    assert said.errors["ends"] == ["Look at the year again: 9999 is too far away."]
