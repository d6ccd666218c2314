"""Waiting in line for c servers: M/M/c, requests and predictions both at random."""

from __future__ import annotations

import math


def erlang_b(servers: int, load: float) -> float:
    """The chance that all servers are busy where nobody waits, by the stable recursion.

    Parameters
    ----------
    servers : int
    load : float
        Arrivals a second times seconds of service, in Erlang.

    References
    ----------
    Erlang (1917). Solution of some problems in the theory of probabilities. Elektroteknikeren 13.
    """
    chance = 1.0
    for n in range(1, servers + 1):
        chance = load * chance / (n + load * chance)
    return chance


def erlang_c(servers: int, load: float) -> float:
    """The chance that a request has to wait; 1 where the load is not served at all."""
    if load >= servers:
        return 1.0
    blocked = erlang_b(servers, load)
    return blocked / (1 - load / servers * (1 - blocked))


def waits_longer(seconds: float, servers: int, arrivals_s: float, service_s: float) -> float:
    """The chance that a request waits longer than this before it is served."""
    spare = servers / service_s - arrivals_s
    return erlang_c(servers, arrivals_s * service_s) * math.exp(-max(0.0, spare) * seconds)


def takes_longer(seconds: float, servers: int, arrivals_s: float, service_s: float) -> float:
    """The chance that waiting and service together take longer than this.

    References
    ----------
    Gross, Shortle, Thompson, Harris (2008). Fundamentals of Queueing Theory, 4th edition, section 2.3.
    """
    rate, spare = 1 / service_s, servers / service_s - arrivals_s
    if spare <= 0:
        return 1.0
    delayed = erlang_c(servers, arrivals_s * service_s)
    served = math.exp(-rate * seconds)
    if math.isclose(spare, rate, rel_tol=1e-9):
        return served * (1 + delayed * rate * seconds)
    both = (spare * served - rate * math.exp(-spare * seconds)) / (spare - rate)
    return (1 - delayed) * served + delayed * both


def mean_wait_s(servers: int, arrivals_s: float, service_s: float) -> float:
    """Seconds that a request waits on average; infinite where the load is not served."""
    spare = servers / service_s - arrivals_s
    return erlang_c(servers, arrivals_s * service_s) / spare if spare > 0 else math.inf


def quantile_s(q: float, servers: int, arrivals_s: float, service_s: float) -> float:
    """Seconds within which the share q of requests is answered, waiting included; infinite where it never is."""
    if arrivals_s * service_s >= servers:
        return math.inf
    low, high = 0.0, service_s
    while takes_longer(high, servers, arrivals_s, service_s) > 1 - q:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        if takes_longer(middle, servers, arrivals_s, service_s) > 1 - q:
            low = middle
        else:
            high = middle
    return high


def servers_needed(q: float, target_s: float, arrivals_s: float, service_s: float, most: int = 100_000) -> int:
    """The fewest servers that answer the share q of requests within the target; 0 where no number does."""
    if math.exp(-target_s / service_s) > 1 - q:  # service alone takes longer, without any line
        return 0
    fewest = math.floor(arrivals_s * service_s) + 1
    if fewest > most:
        return 0
    low, high = fewest, fewest
    while takes_longer(target_s, high, arrivals_s, service_s) > 1 - q:
        if high >= most:
            return 0
        low, high = high, min(most, 2 * high)
    while low < high:
        middle = (low + high) // 2
        if takes_longer(target_s, middle, arrivals_s, service_s) > 1 - q:
            low = middle + 1
        else:
            high = middle
    return low
