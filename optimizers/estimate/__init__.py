"""How well a model does where no labels are: estimated from what it says, and from how it erred on learning rows."""
