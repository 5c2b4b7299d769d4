import pytest

from jwtlens.audit import Severity, Subject, audit
from tests.audit.vendors import TOKENS


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS)
def test_a_vendors_ordinary_token_raises_nothing_above_info(token: Subject) -> None:
    loud = [(one.slug, one.message) for one in audit(token).findings if one.severity > Severity.INFO]
    assert loud == []
