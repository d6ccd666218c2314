"""Prune: a fitted model that really gets smaller and faster."""

from dashboard import family, page

case, settings = page.begin("prune")
family.draw(
    case,
    settings,
    "prune",
    "Prune",
    "The fitted model itself is rebuilt with fewer parameters and stays a scikit-learn model of its class. Settings "
    "are chosen on the last part of the learning rows; the judging rows, which choose no setting, say what it costs.",
)
