"""Retrain: when, on what, and whether it pays."""

from dashboard import family, page, retrain_page

case, settings = page.begin("retrain")
family.draw(
    case,
    retrain_page.late_labels(settings),
    "retrain",
    "Retrain",
    "Accuracy falls with time and frequent retraining restores it: so they say. Here every policy plays the same "
    "future, sees only what has arrived by then, and is sent its bill.",
    before=retrain_page.should_i,
    weigh=retrain_page.weigh,
)
