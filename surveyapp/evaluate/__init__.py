"""What evaluators read: the workbook and the pages of a round's figures, all from its release."""
