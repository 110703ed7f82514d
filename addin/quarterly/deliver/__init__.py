"""How a finished report leaves: PDF, mail, encryption, archive. Nothing here reads or judges a workbook."""
