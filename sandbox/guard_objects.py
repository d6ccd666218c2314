"""Opcodes that make containers and objects, each doing only what it is allowed to."""

from __future__ import annotations

import collections
import pickle
from typing import Any

from sandbox.guard_calls import call, new_object
from sandbox.guard_joblib import read_array
from sandbox.guard_keys import check_key, check_keys
from sandbox.guard_machine import Machine
from sandbox.guard_names import ArrayWrapper
from sandbox.guard_state import set_state
from sandbox.guard_values import Opcode
from sandbox.guard_words import damaged, not_allowed

MOST_PAIRS = 2000  # picklers write at most 1000 a batch


def mark(m: Machine) -> None:
    if len(m.marks) >= m.limits.marks:
        raise damaged("nested too deeply")
    m.marks.append(len(m.stack))


def empty(kind: type) -> Opcode:
    return lambda m: m.push(kind())


def tuple_of(n_items: int) -> Opcode:
    def run(m: Machine) -> None:
        items = tuple(m.stack[-n_items:])
        if len(items) < n_items:
            raise damaged("a tuple of too few parts")
        m.stack[-n_items:] = [items]

    return run


def tuple_to_mark(m: Machine) -> None:
    m.push(tuple(m.pop_mark()))


def list_to_mark(m: Machine) -> None:
    m.push(m.pop_mark())


def frozenset_to_mark(m: Machine) -> None:
    items = m.pop_mark()
    check_keys(items)
    m.push(frozenset(items))


def dict_to_mark(m: Machine) -> None:
    items = m.pop_mark()
    m.push(_filled({}, items))


def append(m: Machine) -> None:
    item = m.stack.pop()
    _only(m.stack[-1], list).append(item)


def appends(m: Machine) -> None:
    items = m.pop_mark()
    _only(m.stack[-1], list).extend(items)


def add_items(m: Machine) -> None:
    items = m.pop_mark()
    check_keys(items)
    _only(m.stack[-1], set).update(items)


def set_item(m: Machine) -> None:
    value, key = m.stack.pop(), m.stack.pop()
    _filled(m.stack[-1], [key, value])


def set_items(m: Machine) -> None:
    items = m.pop_mark()
    _filled(m.stack[-1], items)
    m.clock.check()


def _only(target: Any, kind: type) -> Any:
    if type(target) is not kind:
        raise not_allowed(f"adding items to a {type(target).__name__}")
    return target


def _filled(target: Any, items: list[Any]) -> Any:
    plain = type(target) in (dict, collections.OrderedDict, collections.defaultdict)
    if not plain and (type(target).__module__, type(target).__name__) != ("sklearn.utils._bunch", "Bunch"):
        raise not_allowed(f"setting items of a {type(target).__name__}")
    if len(items) > 2 * MOST_PAIRS or len(items) % 2:
        raise damaged(f"a dictionary batch of more than {MOST_PAIRS} pairs")
    for key, value in zip(items[::2], items[1::2]):
        if type(key) is not str:
            check_key(key)
        target[key] = value
    return target


def name_lines(m: Machine) -> None:
    module, name = m.line().decode("utf-8"), m.line().decode("utf-8")
    m.push(m.find(module, name))


def name_stack(m: Machine) -> None:
    name, module = m.stack.pop(), m.stack.pop()
    if type(name) is not str or type(module) is not str:
        raise damaged("a name is not text")
    m.push(m.find(module, name))


def reduce(m: Machine) -> None:
    args = m.stack.pop()
    m.stack[-1] = m.make(call(m.stack[-1], args))


def new(m: Machine) -> None:
    args, cls = m.stack.pop(), m.stack.pop()
    m.push(_made(m, cls, args))


def new_with_keywords(m: Machine) -> None:
    kwargs, args, cls = m.stack.pop(), m.stack.pop(), m.stack.pop()
    m.push(_made(m, cls, args, kwargs))


def instance_lines(m: Machine) -> None:
    module, name = m.line().decode("utf-8"), m.line().decode("utf-8")
    cls = m.find(module, name)
    m.push(_made(m, cls, tuple(m.pop_mark())))


def instance_stack(m: Machine) -> None:
    cls, *args = m.pop_mark()
    m.push(_made(m, cls, tuple(args)))


def _made(m: Machine, cls: Any, args: Any, kwargs: Any = None) -> Any:
    if cls is ArrayWrapper and args == ():
        return m.make(ArrayWrapper())
    return m.make(new_object(cls, args, kwargs))


def build(m: Machine) -> None:
    """Give the object on the stack its state: only one made by this file, and only once."""
    state = m.stack.pop()
    obj = m.stack[-1]
    if m.fresh.pop(id(obj), None) is not obj or obj is None:
        raise not_allowed(f"a state for a {type(obj).__name__} that has one or needs none")
    if type(obj) is ArrayWrapper:
        m.stack[-1] = read_array(m, state)
    else:
        set_state(obj, state)


OBJECTS: dict[bytes, Opcode] = {
    pickle.MARK: mark, pickle.EMPTY_TUPLE: lambda m: m.push(()), pickle.EMPTY_LIST: empty(list),
    pickle.EMPTY_DICT: empty(dict), pickle.EMPTY_SET: empty(set), pickle.TUPLE: tuple_to_mark,
    pickle.TUPLE1: tuple_of(1), pickle.TUPLE2: tuple_of(2), pickle.TUPLE3: tuple_of(3), pickle.LIST: list_to_mark,
    pickle.DICT: dict_to_mark, pickle.FROZENSET: frozenset_to_mark, pickle.APPEND: append, pickle.APPENDS: appends,
    pickle.ADDITEMS: add_items, pickle.SETITEM: set_item, pickle.SETITEMS: set_items, pickle.GLOBAL: name_lines,
    pickle.STACK_GLOBAL: name_stack, pickle.REDUCE: reduce, pickle.NEWOBJ: new, pickle.NEWOBJ_EX: new_with_keywords,
    pickle.INST: instance_lines, pickle.OBJ: instance_stack, pickle.BUILD: build,
}  # fmt: skip
