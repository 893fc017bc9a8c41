"""Reports on paper: tagged PDFs (PDF/UA) that screen readers read as they read a page (docs/decisions/0037).

Needs nothing of the rooms above it, and knows no account: a `Paper` is a title, a few facts and tables of texts.
"""

from registry.papers.paper import Paper, Table
from registry.papers.sending import download
from registry.papers.writing import pdf

__all__ = ["Paper", "Table", "download", "pdf"]
