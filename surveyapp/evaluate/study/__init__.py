"""What evaluators read of a study: pages, workbook and report, all from its release."""
