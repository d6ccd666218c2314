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


def hardware_verdict(table: pd.DataFrame, batch_size: int, needs_more: bool = True) -> str:
    """One sentence: whether the model itself is slow, or what surrounds it.

    Where no other way of running the same model gains at least half again, the time is spent in the model, and a
    bigger machine only buys time.

    Parameters
    ----------
    needs_more : bool
        Say what that means for renting a bigger machine; false where the traffic needs none.
    """
    best, first = best_backend(table, batch_size), str(table["model"].iloc[0])
    rates = table[table["measure"] == RATE]
    nearest = min(rates["batch"].unique(), key=lambda b: abs(max(b, batch_size) / min(b, batch_size)))
    at = f"At {nearest:,} {'row' if nearest == 1 else 'rows'} a call"
    if len(rates["model"].unique()) < 2:
        return "Only one way of running the model was measured" + (
            "; measure another before renting a bigger machine." if needs_more else "."
        )
    row = rates[(rates["batch"] == nearest) & (rates["model"] == best)].iloc[0]
    if best != first and row["times_better"] >= WORTH_IT:
        return f"{at} the model is not what is slow, but what surrounds it: {best} answers {faster(row)}" + (
            " on the same machine; do that before renting a bigger one." if needs_more else "."
        )
    others = (
        "no other way of running it is clearly faster"
        if best == first
        else f"the fastest way, {best}, is {faster(row)}"
    )
    return f"{at} the model itself is what takes the time: {others}" + (
        ", so a bigger machine is a temporary fix; a smaller model lasts." if needs_more else "."
    )


def faster(row: pd.Series) -> str:
    """How many times as fast, with its interval where it is known."""
    known = pd.notna(row["times_low"]) and pd.notna(row["times_high"])
    interval = f" (95 % interval {times(row['times_low'])} to {times(row['times_high'])})" if known else ""
    return f"{times(row['times_better'])} times{interval} as fast"


def times(ratio: float) -> str:
    """A ratio with two digits, written out.

    >>> times(154.2), times(1.234)
    ('150', '1.2')
    """
    return f"{float(f'{ratio:.2g}'):,.10g}"


def traffic_verdict(table: pd.DataFrame, prices: Operation) -> tuple[str, bool]:
    """One sentence: whether one core is enough for the traffic, else how many are; and whether it takes more.

    Parameters
    ----------
    table : DataFrame
        As `operation_of` gives it; the first model is the one to be moved.
    prices : Operation
        Traffic and the latency that is wanted.
    """
    from optimizers.operation.cost import at_size, bill, busy, counted

    own = table[table["model"] == table["model"].iloc[0]]
    found = bill(prices, at_size(own, RATE, prices.rows_per_request, per_call=True), 0.0, 0.0)
    traffic = f"{prices.requests_s:,.6g} requests/s"
    wanted = f"{prices.target_p95_ms:,.4g} ms"
    if not found.cores:
        return (
            f"No number of cores answers 95 % of {traffic} within {wanted}: a request alone may take "
            f"{found.p95_ms:,.3g} ms, and more cores make none of them shorter."
        ), True
    within = f"95 % are answered within {found.p95_ms:,.3g} ms ({wanted} are wanted)"
    if found.cores == 1:
        return (
            f"One core serves this traffic: at {traffic} {busy(found)}, and {within}; a bigger machine buys nothing "
            "that this traffic needs."
        ), False
    return (
        f"One core no longer suffices: {traffic} need {counted(found.cores, 'core')}; {busy(found)}, and {within}."
    ), True
