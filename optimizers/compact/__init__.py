"""Small files for fitted models, read back without running anything that they name."""

from optimizers.compact.forest_file import pack_forest, unpack_forest

__all__ = ["pack_forest", "unpack_forest"]
