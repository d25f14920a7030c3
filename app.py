"""Starts the pages: `duban app --db FILE`, or `DUBAN_DB=FILE streamlit run app.py`."""

from pipeline import dashboard

dashboard.run()
