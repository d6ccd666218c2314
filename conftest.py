"""One thread for OpenMP and BLAS in each process of the suite: the runner has a process for every core already.

OpenMP's threads wait by spinning, so two processes of two threads on two cores take several times as long.
Environments of other library versions, which a few tests set up, stay inside this folder.
"""

import os
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("MODEL_WORKBENCH_CACHE", str(Path(__file__).parent / ".venv" / "cache"))
