"""Swap: another library or algorithm, which means other source code."""

from dashboard import family, page, swap_page

case, settings = page.begin("swap")
family.draw(
    case,
    settings,
    "swap",
    "Swap",
    "Another library or another algorithm under the same pipeline, with the settings carried over where they map, "
    "fitted anew on the learning rows. It changes the source code: only worth it if the rewards outweigh the effort.",
    ways=("tolerance", "budget"),
    pictures=swap_page.pictures,
)
