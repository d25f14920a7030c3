"""Date expressions of official Chinese: found in a text, and chosen as deadline or recurrence of a statement.

Pure reckoning on calendar days: no clock, no time zone, no segmenter.
"""

from pipeline.dates.choice import due, recurrence
from pipeline.dates.document import stated
from pipeline.dates.scan import found

__all__ = ["due", "found", "recurrence", "stated"]
