"""The survey and focus-group service that a municipality runs to hear the people it serves."""

import os

# openpyxl writes other bytes where lxml is installed, which reports in Word bring along. A release that is rendered
# twice is the same bytes, whatever else is installed.
os.environ["OPENPYXL_LXML"] = "False"
