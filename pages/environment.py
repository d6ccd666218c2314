"""Environment: which library versions open the model, and whether it answers alike."""

from dashboard import environment_page, page, state

case, settings = page.begin("environment")
state.write_link()
environment_page.draw(case, settings)
