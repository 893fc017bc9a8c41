import pytest
from tests import test_matrix
from tests.matrix_seasons import SEASONS
from tests.test_matrix import world, quiet  # noqa: F401

test_matrix.OURS = SEASONS


@pytest.mark.parametrize(
    "actor",
    [
        "nobody",
        "coach",
        "principal",
        "other_principal",
        "communications",
        "superintendent",
        "teacher",
        "sysadmin",
        "designee",
        "newcomer",
        "backup",
        "deputy",
    ],
)
def test_mine(actor, world, record_property):
    test_matrix.test_every_address_answers_each_person_as_the_table_says(actor, world, record_property)
