"""The register's index of words is made, mended and filled by each migrate."""

from django.db import connection

from accounts.models import Account
from accounts.search_triggers import INDEX, install
from tests.cast import Cast
from tests.makers import make_account


def lose() -> str:
    """What SQLite does when it remakes the table; on PostgreSQL somebody must do it."""
    name = "account_words_changed" if connection.vendor == "sqlite" else INDEX
    with connection.cursor() as cursor:
        cursor.execute(f"DROP {'TRIGGER' if connection.vendor == 'sqlite' else 'INDEX'} {name}")
    return name


def test_what_is_lost_of_the_index_is_made_anew_and_filled(cast: Cast) -> None:
    account = make_account(cast, "setting_up", handle="harborchess")
    assert install(connection) == []
    lost = lose()
    Account.objects.filter(pk=account.pk).update(searched="harborknights")
    connection.check_constraints()  # what PostgreSQL has yet to check of this transaction keeps an index from being made
    assert install(connection) == [lost]
    assert Account.objects.get(searched__holds="rknig") == account
    assert not Account.objects.filter(searched__holds="chess").exists()


def test_words_are_taken_as_they_are(cast: Cast) -> None:
    account = make_account(cast, "setting_up", handle="harborchess")
    Account.objects.filter(pk=account.pk).update(searched='100%_"sure" or\\not')
    for held, text in ((True, '%_"s'), (True, "\\no"), (True, 'e" or'), (False, "100__"), (False, 'sure" OR "harbor')):
        assert Account.objects.filter(searched__holds=text).exists() is held
