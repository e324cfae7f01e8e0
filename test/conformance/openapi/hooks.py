"""What schemathesis must know of forewarm: calls are signed, and RetCode, not the HTTP status, tells what came of one."""

import atexit
import json
import os
from collections import Counter, defaultdict
from uuid import UUID

import schemathesis

from reality import Reality
from signer import Signer

FAULTS = {110: "no answer in time", 130: "a fault of the server", 150: "unavailable"}
# 174 is not among them: a generated SecurityToken is unknown.
NOT_UNDERSTOOD = {160, 161, 170, 171, 172}

reality = Reality(os.environ["FOREWARM_TASK_IDS"].split(), os.environ["FOREWARM_SITEMAP"])
schemathesis.auth.set_from_requests(Signer(os.environ["FOREWARM_PUBLIC_KEY"], os.environ["FOREWARM_PRIVATE_KEY"]))

# RetCodes by operation: what the test beside this file judges the whole run by.
tally: dict[str, Counter] = defaultdict(Counter)


@atexit.register
def write_tally() -> None:
    with open(os.environ["FOREWARM_TALLY_FILE"], "w", encoding="utf-8") as file:
        json.dump(tally, file)


@schemathesis.hook
def before_load_schema(context, raw_schema) -> None:
    """The document leaves answers open, for versions to come; this very server has no fields that it doesn't tell of."""
    for name, schema in raw_schema["components"]["schemas"].items():
        if name == "Refusal" or name.endswith("Answer"):
            close(schema)


def close(schema) -> None:
    if schema.get("type") == "object":
        schema["additionalProperties"] = False
    for inner in schema.get("properties", {}).values():
        close(inner)
    if "items" in schema:
        close(schema["items"])


@schemathesis.hook
def before_call(context, case, kwargs) -> None:
    reality.fill(case.body)
    reality.fill(case.query)


@schemathesis.hook
def after_call(context, case, response) -> None:
    if case.method in ("GET", "POST"):
        tally[f"{case.method} {case.path}"][ret_code(response)] += 1


def ret_code(response):
    try:
        return response.json()["RetCode"]
    except (ValueError, KeyError, TypeError):
        return "none"


@schemathesis.check
def retcode_tells_no_fault(ctx, response, case) -> None:
    """HTTP 200 with RetCode 130 is what a 500 would be elsewhere."""
    code = ret_code(response)
    assert code not in FAULTS, f"RetCode {code}, {FAULTS[code]}: {response.text}"


@schemathesis.check
def answer_is_the_actions_own(ctx, response, case) -> None:
    """The answer names the action that was asked for, and the call has an id."""
    UUID(response.headers["x-ucloud-request-uuid"][0])
    answer = response.json()
    expected = case.operation.definition.raw["x-action"] + "Response"
    if answer["RetCode"] == 0:
        assert answer["Action"] == expected, f"asked for {expected}, came {answer['Action']}"


@schemathesis.check
def valid_call_is_understood(ctx, response, case) -> None:
    """Whatever the document allows to be sent and was signed gets past action and signature."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if response.request.headers.get("X-Signed") == "yes":
        code = ret_code(response)
        assert code not in NOT_UNDERSTOOD, f"RetCode {code}: {response.text}"
