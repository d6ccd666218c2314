"""What running a model costs: cores, machines and money, from measured times and one's own prices."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimizers.component import Component, param
from optimizers.operation.waiting import quantile_s, servers_needed

HOURS_A_YEAR, SECONDS_A_YEAR = 8760, 8760 * 3600
QUANTILE = 0.95


@dataclass(frozen=True)
class Operation(Component):
    """Traffic, the latency that is wanted, and prices.

    The defaults of the prices are near what large clouds list for containers by the second; all of them are meant
    to be replaced by one's own.
    """

    requests_s: float = param(
        50.0, 0.001, 1e6, "requests/s", "Requests that arrive, at random, in a busy hour.", log=True
    )
    rows_per_request: int = param(1, 1, 1_000_000, "rows", "Rows that a request asks for.", log=True)
    target_p95_ms: float = param(100.0, 0.01, 1e6, "ms", "95 % of requests are answered within this.", log=True)
    cpu_hour_price: float = param(0.04, 0.0, 1e4, "per CPU-hour", "Price of a core for an hour.", log=True)
    gb_month_price: float = param(3.25, 0.0, 1e5, "per GB-month", "Price of a gigabyte for a month.", log=True)
    cores_per_machine: int = param(4, 1, 1024, "cores", "Cores that are rented together.")
    least_machines: int = param(1, 1, 1000, "machines", "Kept even where fewer would do: 2 survive a failure.")
    process_mib: float = param(200.0, 0.0, 1e6, "MiB", "Memory of a process before it holds the model.", log=True)


@dataclass(frozen=True)
class Bill:
    """What one model needs under an `Operation`.

    Attributes
    ----------
    service_ms : float
        One request, alone on a core.
    cores, machines : int
        As many as the target needs, and rented for it; 0 where no number of them reaches it.
    busy : float
        Share of the time that a core which is needed works; other rented cores idle.
    p95_ms : float
        95 % of requests are answered within it on the cores that are needed; on any number where none is enough.
    memory_gb : float
        Of all processes: one a core that is needed, at least one a machine.
    cpu_per_million, per_million, yearly : float
        Price of the CPU time itself of a million predictions; of a million predictions, and of a year, on these
        machines, idle time and memory included; NaN where the target cannot be reached.
    """

    service_ms: float
    cores: int
    machines: int
    busy: float
    p95_ms: float
    memory_gb: float
    cpu_per_million: float
    per_million: float
    yearly: float


def bill(operation: Operation, service_s: float, cpu_s_per_million: float, memory_kib: float) -> Bill:
    """Cores, waiting and money of one model.

    A request is served by one core; requests arrive at random and take exponentially long about their mean (M/M/c).
    Predictions vary less than that, so the waiting is rather over- than underestimated. Waiting is that of the cores
    which are needed; money is for whole machines.

    Parameters
    ----------
    operation : Operation
    service_s : float
        Seconds that a request takes, alone.
    cpu_s_per_million : float
        CPU seconds of a million predictions at that size of request.
    memory_kib : float
        Memory of one copy of the model.
    """
    arrivals, target_s = operation.requests_s, operation.target_p95_ms / 1e3
    cores = servers_needed(QUANTILE, target_s, arrivals, service_s)
    cpu_price = cpu_s_per_million / 3600 * operation.cpu_hour_price
    if not cores:
        alone = -math.log(1 - QUANTILE) * service_s * 1e3
        return Bill(service_s * 1e3, 0, 0, math.nan, alone, math.nan, cpu_price, math.nan, math.nan)
    machines = max(operation.least_machines, math.ceil(cores / operation.cores_per_machine))
    rented = machines * operation.cores_per_machine
    memory_gb = max(cores, machines) * (operation.process_mib * 1024 + memory_kib) * 1024 / 1e9
    yearly = rented * HOURS_A_YEAR * operation.cpu_hour_price + memory_gb * 12 * operation.gb_month_price
    p95_ms = quantile_s(QUANTILE, cores, arrivals, service_s) * 1e3
    millions = arrivals * operation.rows_per_request * SECONDS_A_YEAR / 1e6
    busy = arrivals * service_s / cores
    return Bill(service_s * 1e3, cores, machines, busy, p95_ms, memory_gb, cpu_price, yearly / millions, yearly)


def bills(table: pd.DataFrame, operation: Operation) -> pd.DataFrame:
    """The bill of every model of an `operation_of` table, with what it saves a year against the first.

    Returns
    -------
    DataFrame
        One row a model: model, the fields of `Bill`, saved_a_year and said.
    """
    records = []
    for name in table["model"].unique():
        own = table[table["model"] == name]
        seconds = at_size(own, "throughput_rows_s", operation.rows_per_request, per_call=True)
        cpu_s = at_size(own, "cpu_s_per_million", operation.rows_per_request)
        held = own.loc[own["measure"] == "memory_kib", "value"]
        found = bill(operation, seconds, cpu_s, float(held.iloc[0]) if len(held) else 0.0)
        records.append({"model": name, **vars(found), "said": said(str(name), found, operation)})
    frame = pd.DataFrame(records)
    return frame.assign(saved_a_year=frame["yearly"].iloc[0] - frame["yearly"])


def at_size(own: pd.DataFrame, what: str, n_rows: int, per_call: bool = False) -> float:
    """A measured figure at so many rows a call: interpolated between batches, both by ratio.

    Beyond the measured batches the nearest one's figure a row is taken.
    """
    rows = own[own["measure"] == what].sort_values("batch")
    if rows.empty:
        raise ValueError(f"The table has no {what}; measure at least one batch size.")
    batch, value = rows["batch"].to_numpy(float), rows["value"].to_numpy(float)
    found = float(np.exp(np.interp(np.log(n_rows), np.log(batch), np.log(np.maximum(value, 1e-12)))))
    return n_rows / found if per_call else found


def said(name: str, found: Bill, operation: Operation) -> str:
    """The bill in one sentence."""
    wanted = f"95 % of {operation.requests_s:,.6g} requests/s within {operation.target_p95_ms:,.4g} ms"
    if not found.cores:
        return (
            f"No number of cores lets {name} answer {wanted}: a request alone may take {found.p95_ms:,.4g} ms; "
            "make the model faster, ask for fewer rows a request, or allow more time."
        )
    rented = counted(found.machines, "machine")
    return (
        f"{name} needs {counted(found.cores, 'core')} for {wanted}: 95 % are then answered within "
        f"{found.p95_ms:,.3g} ms, and {busy(found)}. {rented} of {counted(operation.cores_per_machine, 'core')} "
        f"{'costs' if found.machines == 1 else 'cost'} {found.yearly:,.0f} a year."
    )


def busy(found: Bill) -> str:
    """How long its cores work."""
    each = "it is" if found.cores == 1 else "each is"
    return f"{each} busy {100 * found.busy:.3g} % of the time"


def counted(n: int, what: str) -> str:
    """A number of things.

    >>> counted(1, "core"), counted(1200, "core")
    ('1 core', '1,200 cores')
    """
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"
