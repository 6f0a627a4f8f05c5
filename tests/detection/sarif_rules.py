"""What the SARIF 2.1.0 schema, and GitHub's reading of it, ask of the parts that we write."""

import re

_PART = r"(?:[^\\\[\]{}]|\\[\\\[\]]|\{\{|\}\})"
# Plain text: what is no link and no placeholder is escaped (sections 3.11.5 and 3.11.6).
_MESSAGE = re.compile(rf"(?:{_PART}|\[{_PART}*\]\(\d+\))*", re.DOTALL)

LEVELS = {"none", "note", "warning", "error"}

PROPERTIES = {
    "log": {"$schema", "version", "runs"},
    "run": {"tool", "columnKind", "originalUriBaseIds", "invocations", "results"},
    "driver": {"name", "version", "rules"},
    "rule": {"id", "name", "shortDescription", "defaultConfiguration"},
    "result": {
        "ruleId",
        "ruleIndex",
        "level",
        "message",
        "locations",
        "relatedLocations",
        "partialFingerprints",
        "properties",
    },
}


def check_sarif(log):
    """Assert the required properties, their types and their bounds."""
    assert set(log) == PROPERTIES["log"]
    assert log["version"] == "2.1.0"
    assert log["$schema"].startswith("https://")
    for run in log["runs"]:
        check_run(run)


def check_run(run):
    assert set(run) <= PROPERTIES["run"]
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
    driver = run["tool"]["driver"]
    assert set(driver) <= PROPERTIES["driver"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(set(ids)) == len(ids)
    for rule in driver["rules"]:
        assert set(rule) <= PROPERTIES["rule"]
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in LEVELS
    for invocation in run["invocations"]:
        assert isinstance(invocation["executionSuccessful"], bool)
        for notification in invocation["toolExecutionNotifications"]:
            assert notification["level"] in LEVELS
            check_message(notification["message"])
    for result in run["results"]:
        assert set(result) <= PROPERTIES["result"]
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in LEVELS
        check_message(result["message"])
        assert len(result["locations"]) == 1
        related = {each["id"] for each in result["relatedLocations"]}
        assert len(related) == len(result["relatedLocations"])
        for each in (*result["locations"], *result["relatedLocations"]):
            check_location(each, run["originalUriBaseIds"])
        for each in result["relatedLocations"]:
            check_message(each["message"])
        for key, value in result["partialFingerprints"].items():
            assert key
            assert isinstance(value, str)


def check_message(message):
    assert message["text"]
    assert _MESSAGE.fullmatch(message["text"])


def check_location(location, bases):
    assert location.keys() <= {"id", "message", "physicalLocation"}
    artifact = location["physicalLocation"]["artifactLocation"]
    assert artifact["uriBaseId"] in bases
    assert not artifact["uri"].startswith(("/", "..", "file:"))
    region = location["physicalLocation"]["region"]
    assert 1 <= region["startLine"] <= region["endLine"]
