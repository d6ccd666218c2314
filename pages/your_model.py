"""Your model: upload a fitted model and its table."""

from dashboard import page, uploading

page.come_to("your_model")
uploading.draw()
