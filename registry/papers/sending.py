"""A paper as a download, which no browser and no proxy keeps."""

from django.http import HttpResponse

from registry.papers.paper import Paper
from registry.papers.writing import pdf


def download(name: str, paper: Paper) -> HttpResponse:
    """The paper as a file called `name`."""
    answer = HttpResponse(pdf(paper), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
