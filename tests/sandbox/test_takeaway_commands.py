"""A folder is packed inside the confined worker, where nothing can be written."""

import io
import json
import zipfile
from importlib.util import find_spec

import pytest

import sample_data
from optimizers.experiment import Experiment
from optimizers.strategy import strategies
from sandbox import takeaway_commands  # noqa: F401  (it registers its command)
from sandbox.client import Refused as RefusedByWorker
from sandbox.commands import CaseState
from sandbox.refusal import Refused

from .test_case_commands import ask

PLAY = {"experiment": Experiment(n_steps=2, rows_per_step=60).spec()}
UPLOADED = {"strategy": "reference", "candidate": "as uploaded", "format": "joblib"}


@pytest.fixture(scope="module")
def opened():
    state = CaseState()
    state.case = sample_data.load("breast_cancer")
    return state


def test_a_folder_comes_as_a_zip_with_a_safe_name(opened):
    reply = ask(opened, "takeaway", PLAY | UPLOADED | {"python": "print(1)"})
    packed = zipfile.ZipFile(io.BytesIO(reply.blobs[0]))
    assert reply.head["folder"] == "breast-cancer-as-uploaded"
    assert packed.namelist() == [f"{reply.head['folder']}/{name}" for name in reply.head["files"]]
    assert b"print(1)" in packed.read(f"{reply.head['folder']}/MODEL_CARD.md")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"candidate": "nobody"}, "no candidate 'nobody'"),
        ({"format": "onnx"}, "goes into a folder as joblib or skops, not as onnx"),
        ({"python": "x" * 20_001}, "at most 20,000 characters"),
    ],
)
def test_what_cannot_be_packed_is_one_sentence(opened, more, said):
    with pytest.raises(Refused, match=said):
        ask(opened, "takeaway", PLAY | UPLOADED | more)


@pytest.mark.parametrize("form", ["joblib", "skops"])
def test_a_confined_worker_packs_it_too(worker, opened, form):
    facts, place = sample_data.describe("breast_cancer"), sample_data.folder("breast_cancer")
    worker.ask("open model", {"name": facts["model"]}, [(place / facts["model"]).read_bytes()])
    for role, key in (("table", "table"), ("test", "test_table")):
        worker.ask("open table", {"name": facts[key], "role": role}, [(place / facts[key]).read_bytes()])
    worker.ask("assemble", {"name": "breast_cancer", "target": facts["target"], "metric": facts["metric"]})
    if find_spec("skl2onnx"):
        graph_refuses_gaps(worker)
    reply = worker.ask("takeaway", PLAY | UPLOADED | {"format": form})
    here = ask(opened, "takeaway", PLAY | UPLOADED | {"format": form})
    assert reply.head == here.head
    with pytest.raises(RefusedByWorker, match="no candidate"):
        worker.ask("takeaway", PLAY | UPLOADED | {"candidate": "nobody"})


def graph_refuses_gaps(worker):
    """The original takes no gaps, so its graph's folder takes none, though the graph would answer them."""
    play = {"experiment": Experiment((strategies()["OnnxRuntime"](),), n_steps=2, rows_per_step=60).spec()}
    reply = worker.ask("takeaway", play | {"strategy": "OnnxRuntime", "candidate": "ONNX Runtime", "format": "onnx"})
    schema = json.loads(zipfile.ZipFile(io.BytesIO(reply.blobs[0])).read(f"{reply.head['folder']}/schema.json"))
    assert all(field["constraints"]["required"] for field in schema["fields"])
