"""Whatever sound programme is written reads back the same, and is written the same again."""

from hypothesis import HealthCheck, given, settings

from securit.machinery.shape import Reader
from securit.programmes.definition import ProgrammeDefinition, check, dump, parse
from tests.programmes.definition.strategies import programmes

FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@FEW
@given(programmes())
def test_a_programme_is_read_back_from_its_file_the_same(programme):
    written = dump(programme)
    assert check(written) == []
    assert parse(written) == programme
    assert dump(parse(written)) == written


@FEW
@given(programmes())
def test_a_programme_is_read_back_from_its_plain_data_the_same(programme):
    reader = Reader.of(programme.to_data())
    assert ProgrammeDefinition.from_reader(reader) == programme
    assert reader.problems == []
