"""The shelf of answers: found again, and bounded in bytes."""

import time

from dashboard.answers import Answers, named


def test_an_answer_is_found_again():
    shelf = Answers()
    shelf.put("q", ({"a": 1}, [b"x"]))
    assert shelf.get("q") == ({"a": 1}, [b"x"])
    assert shelf.get("other") is None


def test_the_least_used_go_when_the_bytes_run_out():
    shelf = Answers(most_bytes=250)
    for q in "abc":
        shelf.put(q, ({}, [b"x" * 80]))
    assert shelf.get("a") is not None
    shelf.put("d", ({}, [b"x" * 80]))
    assert shelf.get("b") is None
    assert all(shelf.get(q) for q in "acd")


def test_the_same_question_counts_once():
    shelf = Answers(most_bytes=250)
    for _ in range(10):
        shelf.put("a", ({}, [b"x" * 80]))
    shelf.put("b", ({}, [b"x" * 80]))
    assert len(shelf) == 2


def test_one_answer_larger_than_the_shelf_is_kept_alone():
    shelf = Answers(most_bytes=10)
    shelf.put("a", ({}, [b"x" * 80]))
    shelf.put("b", ({}, [b"y" * 80]))
    assert shelf.get("a") is None
    assert shelf.get("b") == ({}, [b"y" * 80])


def test_a_dropped_answer_is_forgotten_with_its_time_and_its_bytes():
    shelf = Answers(most_bytes=250)
    shelf.put("a", ({}, [b"x" * 200]))
    assert abs(shelf.since("a") - time.time()) < 60
    shelf.drop("a")
    shelf.drop("never asked")
    assert shelf.get("a") is None and shelf.since("a") is None and len(shelf) == 0
    shelf.put("b", ({}, [b"x" * 200]))
    assert shelf.get("b") is not None


def test_a_question_is_named_by_what_it_asks_not_by_the_order_of_its_words():
    assert named("k", "run", {"a": 1, "b": 2}) == named("k", "run", {"b": 2, "a": 1})
    assert len({named("k", "run", {}), named("l", "run", {}), named("k", "card", {}), named("k", "run", {"a": 1})}) == 4
