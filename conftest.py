"""One thread for OpenMP and BLAS in each process of the suite: the runner has a process for every core already.

OpenMP's threads wait by spinning, so two processes of two threads on two cores take several times as long.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
