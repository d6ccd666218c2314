"""Which way of running a model to take at a batch size, and whether another machine would help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from optimizers.operation.cost import Operation

RATE = "throughput_rows_s"
WORTH_IT = 1.5


def best_backend(table: pd.DataFrame, batch_size: int) -> str:
    """The model of an `operation_of` table that answers most rows a second in batches of this size.

    Between measured sizes, rates are interpolated by ratio; beyond them the nearest counts. Where the fastest is not
    clearly faster than the first (its interval of the ratio holds 1 at the nearest measured size), the first stays.

    Parameters
    ----------
    table : DataFrame
        As `operation_of` gives it, with at least one batch size.
    batch_size : int

    Raises
    ------
    ValueError
        If nothing was measured, or the size is below 1.
    """
    from optimizers.operation.cost import at_size

    rates = table[table["measure"] == RATE]
    if rates.empty:
        raise ValueError("There is nothing to choose from: no throughput was measured.")
    if batch_size < 1:
        raise ValueError(f"A batch has at least 1 row; got {batch_size}.")
    names = list(rates["model"].unique())
    found = {name: at_size(rates[rates["model"] == name], RATE, batch_size) for name in names}
    best = max(names, key=found.__getitem__)
    nearest = min(rates["batch"].unique(), key=lambda b: abs(max(b, batch_size) / min(b, batch_size)))
    row = rates[(rates["model"] == best) & (rates["batch"] == nearest)].iloc[0]
    surely = not row["times_low"] <= 1 or found[best] > WORTH_IT * found[names[0]]
    return best if surely else names[0]


def backends(table: pd.DataFrame) -> pd.DataFrame:
    """The choice at every measured batch size: batch, model, and how many times better than the first."""
    rates = table[table["measure"] == RATE]
    chosen = [(int(batch), best_backend(table, int(batch))) for batch in sorted(rates["batch"].unique())]
    places = rates.set_index(["model", "batch"])
    records = [
        {"batch": b, "model": m} | places.loc[(m, b), ["times_better", "times_low", "times_high"]].to_dict()
        for b, m in chosen
    ]
    return pd.DataFrame(records)


def hardware_verdict(table: pd.DataFrame, batch_size: int) -> str:
    """One sentence: whether the model itself is slow, or what surrounds it.

    Where no other way of running the same model gains at least half again, the time is spent in the model, and a
    bigger machine only buys time.
    """
    best, first = best_backend(table, batch_size), str(table["model"].iloc[0])
    rates = table[table["measure"] == RATE]
    nearest = min(rates["batch"].unique(), key=lambda b: abs(max(b, batch_size) / min(b, batch_size)))
    rows = "row" if nearest == 1 else "rows"
    gains = rates[(rates["batch"] == nearest) & (rates["model"] == best)]["times_better"]
    gain = float(gains.iloc[0]) if best != first else 1.0
    if len(rates["model"].unique()) < 2:
        return "Only one way of running the model was measured; measure another before renting a bigger machine."
    if gain < WORTH_IT:
        return (
            f"At {nearest:,} {rows} a call the model itself is what is slow: no other way of running it gains more "
            f"than {times(max(gain, 1.0))} times, so a bigger machine is a temporary fix; a smaller model lasts."
        )
    return (
        f"At {nearest:,} {rows} a call the model is not what is slow, but what surrounds it: {best} gives the same "
        f"answers {times(gain)} times as fast on the same machine; do that before renting a bigger one."
    )


def times(ratio: float) -> str:
    """A ratio with two digits, written out.

    >>> times(154.2), times(1.234)
    ('150', '1.2')
    """
    return f"{float(f'{ratio:.2g}'):,.10g}"


def rehost_verdict(table: pd.DataFrame, prices: Operation, batch_size: int) -> str:
    """One sentence: whether one core is enough for the traffic, or else what `hardware_verdict` says.

    Parameters
    ----------
    table : DataFrame
        As `operation_of` gives it; the first model is the one to be moved.
    prices : Operation
        Traffic and the latency that is wanted.
    batch_size : int
    """
    from optimizers.operation.cost import at_size, bill

    own = table[table["model"] == table["model"].iloc[0]]
    seconds = at_size(own, RATE, prices.rows_per_request, per_call=True)
    if bill(prices, seconds, 0.0, 0.0).cores != 1:
        return hardware_verdict(table, batch_size)
    busy = prices.requests_s * seconds
    return (
        f"One core serves this traffic: {prices.requests_s:,.6g} requests/s keep it busy for {busy:.1%} of the time, "
        f"and 95 % are answered within {prices.target_p95_ms:,.4g} ms; a bigger machine buys nothing that this traffic "
        "needs."
    )
