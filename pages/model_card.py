"""Model card: what the model is, how good, how big, how fast, how sure."""

from dashboard import model_card, page, state

case, settings = page.begin("model_card")
state.write_link()
model_card.draw(case, settings)
