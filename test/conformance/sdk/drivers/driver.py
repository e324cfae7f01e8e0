"""Makes calls through UCloud's Python SDK: one JSON line in (see driver.ts), one JSON line out."""

import json
import logging
import re
import sys
import time

from ucloud.client import Client
from ucloud.core import exc

logging.disable(logging.CRITICAL)


def client_of(config):
    client = Client(
        {
            "base_url": config["baseUrl"],
            "public_key": config["publicKey"],
            "private_key": config["privateKey"],
            "project_id": config.get("projectId"),
            "region": config.get("region"),
            "max_retries": config.get("maxRetries"),
            "timeout": config.get("timeoutS"),
        }
    )
    token = config.get("securityToken")
    if token:
        # The SDK has no field for it: its documented way is a middleware.
        client.middleware.request(lambda args: {**args, "SecurityToken": token})
    return client


def method_of(client, action):
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", action).lower()
    for service in (client.ucdn(), client.uaccount()):
        if hasattr(service, name):
            return getattr(service, name)
    raise LookupError(f"the SDK has no {action}")


def failure_of(error):
    return {
        "type": type(error).__name__,
        "message": str(error),
        "retCode": error.code if isinstance(error, exc.RetCodeException) else None,
        "requestId": getattr(error, "request_uuid", None),
    }


def run(command):
    client = client_of(command["client"])
    try:
        action, params = command["action"], command["params"]
        if command["generic"]:
            return {"answer": client.ucdn().invoke(action, params)}
        method = method_of(client, action)
        for _ in range(command["times"]):
            answer = method(params)
        return {"answer": answer}
    except LookupError as error:
        return {"lacking": str(error)}
    except Exception as error:
        return {"failure": failure_of(error)}


for line in sys.stdin:
    started = time.monotonic()
    result = run(json.loads(line))
    result["elapsedMs"] = round((time.monotonic() - started) * 1000)
    print(json.dumps(result), flush=True)
