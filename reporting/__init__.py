"""Results as charts and as a standalone report; knows neither the sandbox nor a browser page."""
