"""Your model: upload a fitted model and its table."""

from dashboard import chapters, uploading

chapters.came_through_app()
uploading.draw()
