"""The pages for office staff; each is one module, and `site` puts them together. The only door to Streamlit."""

from pipeline.dashboard.site import run

__all__ = ["run"]
