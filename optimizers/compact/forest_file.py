"""A fitted forest as a file of about two bytes a node, and back, with the same predictions bit for bit."""

from __future__ import annotations

import json
import struct
import zlib
from typing import Any

import numpy as np

from optimizers.compact.bits import Damaged, SplitReader, split_bits
from optimizers.compact.leaf_values import pack_values, read_values
from optimizers.compact.level_order import Levels, by_level, level_order, room
from optimizers.compact.shell import described, rebuilt
from optimizers.compact.sorted_numbers import pack_sorted, read_sorted
from optimizers.compact.streams import Reader, pack, pack_bits, pack_symbols
from optimizers.prune.private import LEAF, node_dtype, nodes_and_values, tree_of_width

MAGIC = b"FOREST\x01"
MOST_TREES = 1 << 20


def pack_forest(forest: Any) -> bytes:
    """A fitted forest as bytes, 30 and more times fewer than joblib writes.

    What prediction reads is kept, missing values included; what only describes the fit (impurities, numbers of
    rows, the values of inner nodes, the trees' seeds, settings that are not plain values) is dropped. Thresholds
    are rounded down to float32, the type that trees cast every row to: no row can tell.

    Parameters
    ----------
    forest : RandomForest* or ExtraTrees*
        Fitted, of one output.

    Raises
    ------
    ValueError
        If it is something else.
    """
    head = json.dumps(described(forest)).encode()
    body = struct.pack("<I", len(forest.estimators_)) + pack(head) + packed_trees(forest)
    return MAGIC + struct.pack("<I", zlib.crc32(body)) + body


def unpack_forest(raw: bytes) -> Any:
    """The forest of a file; nothing in the file is run, and nothing that it names is imported.

    Raises
    ------
    ValueError
        If the bytes are no forest file, or were changed.
    """
    if raw[: len(MAGIC)] != MAGIC:
        raise Damaged("This is no forest file; a joblib or pickle file opens elsewhere.")
    body = raw[len(MAGIC) + 4 :]
    if struct.pack("<I", zlib.crc32(body)) != raw[len(MAGIC) : len(MAGIC) + 4]:
        raise Damaged("The file was changed or cut short; save it again.")
    reader = Reader(body)
    (n_trees,) = struct.unpack("<I", reader.take(4))
    try:
        head = json.loads(reader.unpack())
        n_classes = len(head["classes"]["values"]) if head["classes"] else 1
        trees = read_trees(reader, n_trees, int(head["n_features"]), n_classes)
        return rebuilt(head, trees)
    except (KeyError, TypeError, struct.error, UnicodeDecodeError) as wrong:
        raise Damaged("A part of the file is not what it should be; save it again.") from wrong


def packed_trees(forest: Any) -> bytes:
    parts = [nodes_and_values(member.tree_) for member in forest.estimators_]
    starts = np.cumsum([0] + [len(nodes) for nodes, _ in parts])[:-1]
    nodes = np.concatenate([nodes for nodes, _ in parts])
    first = np.repeat(starts, [len(n) for n, _ in parts])
    left, right = (np.where(nodes[side] == LEAF, -1, nodes[side] + first) for side in ("left_child", "right_child"))
    order = level_order(left, right, starts)
    nodes, values = nodes[order], np.concatenate([v[:, 0, :] for _, v in parts])[order]
    levels = Levels.from_bits(nodes["left_child"] != LEAF, len(parts))
    at = np.flatnonzero(levels.splits)
    tables, index = thresholds(nodes["feature"], nodes["threshold"], at, forest.n_features_in_)
    out = [pack_bits(levels.splits), pack_symbols(nodes["feature"][at], forest.n_features_in_)]
    out += [pack_bits(nodes["missing_go_to_left"][at] != 0), *map(pack_sorted, tables)]
    out += packed_index(levels, at, nodes["feature"], index, np.array([len(t) for t in tables]))
    return b"".join(out) + pack_values(values[~levels.splits], second_leaves(levels))


def thresholds(
    feature: np.ndarray, threshold: np.ndarray, at: np.ndarray, n_features: int
) -> tuple[list[np.ndarray], np.ndarray]:
    """The different thresholds of each column, rising, and each node's number among those of its column."""
    index, floor = np.zeros(len(feature), dtype=np.int64), rounded_down(threshold)
    tables = []
    by_feature = at[np.argsort(feature[at], kind="stable")]
    for mine in np.split(by_feature, np.searchsorted(feature[by_feature], np.arange(1, n_features))):
        table, index[mine] = np.unique(floor[mine], return_inverse=True)
        tables.append(table)
    return tables, index


def rounded_down(threshold: np.ndarray) -> np.ndarray:
    """The largest float32 that is not above; -0.0 becomes 0.0."""
    with np.errstate(over="ignore"):
        near = threshold.astype(np.float32)
    return np.where(near > threshold, np.nextafter(near, np.float32(-np.inf)), near) + np.float32(0)


def packed_index(
    levels: Levels, at: np.ndarray, feature: np.ndarray, index: np.ndarray, n_kinds: np.ndarray
) -> list[bytes]:
    """Threshold numbers within the room that the tests above leave; in all of a column's if one has none."""
    low, high = room(levels, at, feature, index, n_kinds)
    narrow = bool(((low <= index[at]) & (index[at] < high)).all())
    if not narrow:
        low, high = np.zeros_like(low), n_kinds[feature[at]]
    head, tail = split_bits(index[at] - low, high - low)
    return [struct.pack("<B", narrow), pack_bits(head), pack_bits(tail)]


def second_leaves(levels: Levels) -> np.ndarray:
    """Of all leaves in level order, the right ones whose sibling is a leaf too; bool (n_leaves,)."""
    is_leaf = ~levels.splits
    return (is_leaf & levels.is_right & np.r_[False, is_leaf[:-1]] & (levels.parent >= 0))[is_leaf]


def read_trees(reader: Reader, n_trees: int, n_features: int, n_classes: int) -> list[Any]:
    if not 1 <= n_trees <= MOST_TREES:
        raise Damaged("A part of the file is not what it should be; save it again.")
    levels = Levels.from_bits(reader.bits(), n_trees)
    at = np.flatnonzero(levels.splits)
    feature = np.full(len(levels.splits), -2, dtype=np.int64)
    feature[at] = reader.symbols(len(at), n_features)
    missing = reader.bits()
    tables = [read_sorted(reader) for _ in range(n_features)]
    index = read_index(reader, levels, feature, np.array([len(t) for t in tables]))
    values = np.zeros((len(feature), n_classes))
    values[~levels.splits] = read_values(reader, second_leaves(levels), n_classes)
    threshold = np.full(len(feature), -2.0)
    begins = np.cumsum([0] + [len(t) for t in tables])[:-1]
    threshold[at] = np.concatenate(tables)[begins[feature[at]] + index[at]] if len(at) else 0
    return built(levels, feature, threshold, missing, values, n_features)


def read_index(reader: Reader, levels: Levels, feature: np.ndarray, n_kinds: np.ndarray) -> np.ndarray:
    narrow, head, tail = reader.take(1) == b"\x01", reader.bits(), reader.bits()
    index, numbers = np.zeros(len(feature), dtype=np.int64), SplitReader(head, tail)

    def read(at: np.ndarray) -> np.ndarray:
        every = np.zeros(len(at), dtype=np.int64), n_kinds[feature[at]]
        low, high = room(levels, at, feature, index, n_kinds) if narrow else every
        if (high <= low).any():
            raise Damaged("A number in the file is out of range; save it again.")
        return low + numbers.read(high - low)

    by_level(levels, read, index)
    return index


def built(
    levels: Levels, feature: np.ndarray, threshold: np.ndarray, missing: np.ndarray, values: np.ndarray, n_features: int
) -> list[Any]:
    """The trees, each with its nodes depth first."""
    number, tree = levels.depth_first()
    sizes = np.bincount(tree, minlength=levels.n_trees)
    begins = np.cumsum(sizes) - sizes
    place, at, left = begins[tree] + number, np.flatnonzero(levels.splits), levels.children()
    nodes = np.zeros(len(feature), dtype=node_dtype())
    nodes["left_child"] = nodes["right_child"] = LEAF
    nodes["left_child"][place[at]] = number[left[at]]
    nodes["right_child"][place[at]] = number[left[at] + 1]
    nodes["feature"][place], nodes["threshold"][place] = feature, threshold
    nodes["n_node_samples"], nodes["weighted_n_node_samples"] = 1, 1.0
    nodes["missing_go_to_left"][place[at]] = missing[: len(at)]
    ordered = np.empty_like(values)
    ordered[place] = values
    spans = [slice(b, b + s) for b, s in zip(begins, sizes)]
    return [tree_of_width(n_features, values.shape[1], nodes[s], ordered[s][:, None, :]) for s in spans]
