"""Over time: the model's accuracy in a drifting world."""

from dashboard import over_time, page, state

case, settings = page.begin("over_time")
over_time.headline(case, settings)
settings = over_time.controls(case, settings)
state.change(settings)
state.write_link()
over_time.picture(case, settings)
