"""Warms URLs through UCloud's own SDK, waits until they have ended and tells what became of each.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    export FOREWARM_ENDPOINT=http://127.0.0.1:8460 FOREWARM_PUBLIC_KEY=... FOREWARM_PRIVATE_KEY=...
    venv/bin/python prefetch.py http://cdn.example.com/a http://cdn.example.com/b
"""

import logging
import os
import sys
import time

import requests
from ucloud.client import Client
from ucloud.core import exc

# Only `wait` and `process` go on: a task may end as success, failure or unknow.
UNENDED = ("wait", "process")
# What may pass by itself: 110 timeout, 130 fault, 150 overload, 153 throttled, 605 queue full.
PASSING = (110, 130, 150, 153, 605)

# The SDK logs each request and answer whole, and a traceback for each fault.
logging.getLogger("ucloud").setLevel(logging.CRITICAL)


def again(call, tries=4):
    """The SDK never repeats what got no answer. Within 10 s a repeated submit is answered with the first one's TaskId."""
    for left in reversed(range(tries)):
        try:
            return call()
        except (requests.RequestException, exc.TransportException):
            if left == 0:
                raise
        except exc.RetCodeException as error:
            if left == 0 or error.code not in PASSING:
                raise
        time.sleep(1)


def main(urls):
    ucdn = Client(
        {
            "base_url": os.environ["FOREWARM_ENDPOINT"],
            "public_key": os.environ["FOREWARM_PUBLIC_KEY"],
            "private_key": os.environ["FOREWARM_PRIVATE_KEY"],
            "project_id": os.environ.get("FOREWARM_PROJECT_ID"),
            "timeout": 5,
        }
    ).ucdn()
    task_id = again(lambda: ucdn.prefetch_new_ucdn_domain_cache({"UrlList": urls}))["TaskId"]
    while True:
        answer = again(lambda: ucdn.describe_new_ucdn_prefetch_cache_task({"TaskId": [task_id]}))
        task = answer["TaskList"][0]
        if task["Status"] not in UNENDED:
            break
        time.sleep(1)
    for url in task["UrlLists"]:
        print(url["Status"], url["Url"])
    return 0 if task["Status"] == "success" else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
