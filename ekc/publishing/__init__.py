"""A coordinator's appointments put into her own calendar, kept right there, and taken away again."""
