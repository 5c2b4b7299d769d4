"""The field's own test suites, from the folder that JWTLENS_VECTORS names; one test a vector."""

import pytest

from tests.vectors.judging import HOW, Vector, folder, judged, vectors

ALL = vectors()


@pytest.mark.skipif(folder() is None, reason=HOW)
def test_there_are_vectors_in_the_folder() -> None:
    assert len(ALL) >= 600
    assert len({vector["id"] for vector in ALL}) == len(ALL)


# Without the folder there is no vector, and the test above says why; pytest would count an empty list as a skip too.
if ALL:

    @pytest.mark.parametrize("vector", [pytest.param(vector, id=vector["id"]) for vector in ALL])
    def test_vector(vector: Vector) -> None:
        assert judged(vector) == ("right", []), vector.get("notes", "")
