"""Which Python and libraries a release needs, against what its wheels say."""

import pytest

from optimizers.environment.versions import LAST_PYTHON, RELEASES, minor_of, python_for, release


@pytest.mark.parametrize(
    ("version", "running", "python"),
    [("1.0.2", 11, 10), ("1.2.2", 11, 11), ("1.2.2", 13, 11), ("1.7.2", 9, 10), ("1.8", 12, 12), ("1.1.1", 11, 10)],
)
def test_the_running_python_is_taken_where_it_has_wheels(version, running, python):
    assert python_for(release(version), running) == python


def test_a_minor_version_stands_for_its_last_release():
    assert release("1.2") is RELEASES["1.2"] and release("1.2").version == "1.2.2"


def test_an_exact_version_keeps_the_bounds_of_its_minor():
    found = release("1.2.1")
    assert found.version == "1.2.1" and found.packages[0] == "scikit-learn==1.2.1"
    assert found.packages[1:] == RELEASES["1.2"].packages[1:] and found.minor == "1.2"


def test_a_release_newer_than_the_table_is_left_to_the_index():
    assert release("1.97.0").packages[0] == "scikit-learn==1.97.0"


@pytest.mark.parametrize("version", ["0.24.2", "one", "", "1", "1.2.2; import os", "1.2.2rc1", "1.2.dev0", "9" * 40])
def test_what_cannot_be_set_up_is_refused_in_one_sentence(version):
    with pytest.raises(ValueError, match=r"^[^\n]{20,200}\.$"):
        release(version)


def test_versions_compare_as_numbers():
    assert minor_of("1.10.0") > minor_of("1.9.1")


def test_patches_before_the_last_have_no_wheels_of_a_python_that_the_last_one_lacks():
    assert all(last < RELEASES[".".join(v.split(".")[:2])].python[1] for v, last in LAST_PYTHON.items())
