"""Imports go one way, and untrusted bytes are read in one room; read from the sources, nothing is run."""

from functools import cache

from .sources import called, imported, room, trees

BELOW = {
    "optimizers": set(),
    "sample_data": {"optimizers"},
    "sandbox": {"optimizers"},
    "reporting": {"optimizers"},
    "dashboard": {"optimizers", "sample_data", "sandbox", "reporting"},
    "pages": {"optimizers", "sample_data", "sandbox", "reporting", "dashboard"},
    "app": {"dashboard"},
    "docs": {"optimizers", "sample_data", "tests"},
    "benchmarks": {"optimizers", "sample_data", "sandbox", "reporting", "dashboard", "tests"},
}
# An entry point that reads files, through the guard; it imports these only when a run is asked for.
ENTRY_POINT = {
    "optimizers/__main__.py": set(),
    "optimizers/command_case.py": {"sandbox.guard", "sandbox.guard_table", "sandbox.refusal", "sample_data"},
}
OURS = {*BELOW, "tests"}
WITH_STREAMLIT = {"app", "pages", "dashboard", "benchmarks"}
WITH_PLOTLY = {"app", "pages", "dashboard", "reporting", "benchmarks"}
# Bytes that we wrote ourselves: a model dumped a line before, in its worker; the committed samples.
OUR_OWN_BYTES = {"optimizers/measure.py", "optimizers/memory.py", "sample_data/world.py"}
# A file of another library version, in the confined process of that version, which no rule of ours could read.
CONFINED = {"sandbox/rehost_pickle.py"}
UNPICKLERS = {"pickle", "_pickle", "dill", "cloudpickle", "marshal", "shelve"}
LOADERS = {"joblib.load", "skops.io.load", "read_pickle"} | {f"{m}.{f}" for m in UNPICKLERS for f in ("load", "loads")}
TABLE_READERS = {f"pd.read_{kind}" for kind in ("csv", "table", "parquet", "feather", "excel", "hdf", "html")}


@cache
def tops(path, at_top=False):
    """The first words of all that a file imports."""
    return frozenset(name.split(".")[0] for name in imported(trees()[path], at_top))


def test_imports_go_one_way():
    for path, tree in trees().items():
        upward = OURS - BELOW[room(path)] - {room(path)}
        names = {name for name in imported(tree) if name.split(".")[0] in upward}
        assert names <= ENTRY_POINT.get(path, set()), f"{path} imports {names}"


def test_the_entry_point_imports_upward_only_inside_functions():
    for path in ENTRY_POINT:
        assert not tops(path, at_top=True) & (OURS - {"optimizers"}), path


def test_only_the_pages_and_what_they_share_know_streamlit():
    assert not [path for path in trees() if "streamlit" in tops(path) and room(path) not in WITH_STREAMLIT]


def test_only_reports_and_pages_know_plotly():
    assert not [path for path in trees() if "plotly" in tops(path) and room(path) not in WITH_PLOTLY]


def unpickles(path):
    """Calls that run what a file names."""
    calls = called(trees()[path])
    return {c for c in calls if c in LOADERS or c.endswith(("Unpickler", ".read_pickle"))}


def test_nothing_is_unpickled_but_what_we_wrote_ourselves():
    assert {path for path in trees() if unpickles(path)} == OUR_OWN_BYTES | CONFINED


def test_pickle_is_imported_only_where_its_opcodes_are_read():
    importing = {path for path in trees() if tops(path) & UNPICKLERS}
    assert {path for path in importing if not path.startswith(("sandbox/guard_", "benchmarks/"))} == set()


def test_tables_are_parsed_in_the_sandbox():
    rooms = {*WITH_STREAMLIT, "reporting", "optimizers"}
    assert not [path for path, tree in trees().items() if room(path) in rooms and called(tree) & TABLE_READERS]
