"""The reference is current, whole, and asks nothing of other sites."""

import json
import re
from pathlib import Path

from kahui.site.home import CHECKOUT
from kahui.web.api import api_reference
from kahui.web.api.v1 import TAGS, described

DOCS = Path(CHECKOUT) / "docs" / "look-up" / "api.md"


def test_the_page_of_the_docs_is_current():
    assert DOCS.read_text(encoding="utf-8") == api_reference()


def test_the_description_is_openapi_3_1(client, public_record):
    served = client.get("/api/v1/openapi.json").json()
    assert served["openapi"] == "3.1.0"
    assert served == json.loads(json.dumps(described()))
    assert set(served["paths"]) == {
        f"/api/v1/{path}"
        for path in (
            "figures", "reports/{name}", "networks", "networks/{id}", "schools", "schools/{number}", "regions",
            "momentum", "measures", "measures/{name}", "programme", "sources", "coverage",
        )
    }  # fmt: skip


def test_every_operation_has_one_tag_takes_the_dates_and_can_be_refused():
    for path in described()["paths"].values():
        assert list(path) == ["get"]
        operation = path["get"]
        assert [tag for tag in operation["tags"] if tag in TAGS] == operation["tags"][:1]
        assert operation["description"].endswith(".")
        assert [p["name"] for p in operation["parameters"] if p["name"] in ("on", "known")] == ["on", "known"]
        assert list(operation["responses"][400]["content"]) == ["application/problem+json"]


def test_every_field_is_described_and_null_is_said_wherever_it_can_be():
    for name, schema in described()["components"]["schemas"].items():
        assert schema["description"], name
        for field, of in schema["properties"].items():
            words = of.get("description", "")
            assert words, f"{name}.{field}"
            nullable = {"type": "null"} in of.get("anyOf", [])
            assert nullable == ("Null:" in words), f"{name}.{field}: {words}"


def test_every_parameter_is_described():
    for path in described()["paths"].values():
        for parameter in path["get"]["parameters"]:
            assert parameter["description"], parameter["name"]


def test_the_page_for_people_names_every_operation_and_asks_no_other_site(client, public_record):
    page = client.get("/api/v1/docs").content.decode()
    assert client.get("/api/v1/").content.decode() == page
    found = re.findall(r'<h3 id="(\w+)"><code>GET ', page)
    assert sorted(found) == sorted(p["get"]["operationId"] for p in described()["paths"].values())
    assert [a for a in re.findall(r'(?:href|src)="([^"]*)"', page) if not a.startswith("/")] == []
    assert "<script" not in page
    assert "style=" not in page
