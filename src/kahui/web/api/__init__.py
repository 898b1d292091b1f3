"""The open, read-only API: the same answers as the pages, for programs."""


def api_reference() -> str:
    """The reference of the API as Markdown, written from its OpenAPI description; needs Django to be set up."""
    from kahui.web.api.reference import markdown  # noqa: PLC0415  (ninja reads Django's settings when imported)

    return markdown()
