"""Files saved by another scikit-learn: the version is read from the bytes, and said when it is the cause."""

from __future__ import annotations

import pickle

import pytest
import sklearn
import skops.io

from sandbox.guard import load_model
from sandbox.guard_version import is_older, pickled_versions, skops_versions
from sandbox.refusal import Refused
from tests.sandbox.hostile_file import named, plain, program
from tests.sandbox.models import X, classifier

HERE = sklearn.__version__


def aged(raw: bytes, version: str = "0.9.9") -> bytes:
    """The file as if another version had saved it; the version must be as long as the real one."""
    return raw.replace(HERE.encode(), version.encode().ljust(len(HERE), b"0")[: len(HERE)])


@pytest.mark.parametrize("protocol", range(6))
def test_reads_the_version_of_every_protocol(protocol):
    found = pickled_versions(pickle.dumps(classifier("logistic"), protocol))
    assert found == {"sklearn": HERE}


def test_reads_the_versions_of_skops_files():
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(skops.io.dumps(classifier("forest")))) as archive:
        found = skops_versions(archive.read("schema.json"))
    assert found == {"sklearn": HERE, "skops": skops.__version__}


@pytest.mark.parametrize(
    "raw", [b"", b"_sklearn_version", b"_sklearn_version\x8c\x05", b"_sklearn_version\x8c\xffevil" * 9]
)
def test_says_nothing_about_versions_that_are_none(raw):
    assert pickled_versions(raw) == {} and skops_versions(raw) == {}


@pytest.mark.parametrize("dumps", [pickle.dumps, skops.io.dumps], ids=["pickle", "skops"])
def test_an_older_file_that_works_loads_with_one_note(dumps):
    raw = dumps(classifier("forest"))
    loaded = load_model(aged(raw) if dumps is pickle.dumps else reversioned(raw))
    assert loaded.saved_by["sklearn"] == "0.9.9"
    (note,) = loaded.notes
    assert note.startswith(f"Saved by scikit-learn 0.9.9 and opened with {HERE}: it loads, but")
    assert (loaded.model.predict(X) == classifier("forest").predict(X)).all()


def reversioned(raw: bytes) -> bytes:
    from tests.sandbox.hostile_skops import packed, parts_of

    parts = parts_of("forest")
    return packed({**parts, "schema.json": aged(parts["schema.json"])})


def refusal(raw: bytes) -> Refused:
    with pytest.raises(Refused) as refused:
        load_model(raw)
    return refused.value


def test_an_older_file_that_does_not_fit_is_called_too_old():
    refused = refusal(aged(pickle.dumps(classifier("forest"))).replace(b"left_child", b"left_kinds"))
    assert refused.code == "too_old"
    assert refused.sentence == (
        f"The model file was saved by scikit-learn 0.9.9 and the installed {HERE} cannot read it "
        f"(the state of Tree does not fit: ValueError); open it in its own version, or fit it again with {HERE}."
    )


def saying(version: str, *parts: bytes) -> bytes:
    return program(plain("_sklearn_version"), plain(version), b"00", *parts)


def test_an_older_file_that_names_what_is_gone_is_called_too_old():
    assert refusal(saying("0.19.2", named("sklearn.ensemble.forest", "RandomForestClassifier"))).code == "too_old"
    assert refusal(saying("0.19.2", named("sklearn.tree._classes", "PresortBestSplitter"))).code == "too_old"


def test_an_old_age_excuses_nothing():
    assert refusal(saying("0.19.2", named("os", "system"))).code == "not_allowed"
    assert refusal(saying("0.19.2", named("sklearn.datasets", "load_files"))).code == "not_allowed"


def test_a_newer_file_that_does_not_fit_says_so():
    refused = refusal(saying("99.1.0", named("sklearn.future", "Oracle")))
    assert refused.code == "unsupported" and "saved by scikit-learn 99.1.0, which is newer" in refused.sentence


def test_ages_compare_by_number():
    assert is_older("0.24.2", "1.9.1") and is_older("1.9.1", "1.10.0") and not is_older("1.9.0", "1.9.1")
    assert is_older("", "1.0")
