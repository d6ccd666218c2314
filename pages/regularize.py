"""Regularize: against over- and underfitting."""

from dashboard import family, fit_page, page, regularize_page

case, settings = page.begin("regularize")
family.draw(
    case,
    settings,
    "regularize",
    "Regularize",
    "The model's recipe is fitted again with another strength of regularization, other weights or a stop in time. "
    "Cross-validation on the learning rows chooses; the judging rows, which choose nothing, say what it brings.",
    ways=("learning", "tolerance", "budget"),
    pictures=regularize_page.pictures,
    before=fit_page.diagnosis,
)
