"""Distil: a smaller, cleaner data set that trains nearly as good a model."""

from dashboard import clean_page, distil_page, family, page

case, settings = page.begin("distil")
family.draw(
    case,
    settings,
    "distill",
    "Distil",
    "Which rows must a model really learn from? Each way keeps some of the learning rows and fits the recipe on these "
    "alone. Rows drawn at random are the reference: only what beats them is worth its name.",
    cost="fit_rows",
    pictures=distil_page.pictures,
    before=clean_page.rows_and_labels,
)
