"""Builds process trees of Windows events 4688 as msticpy does; prints seconds and rows."""

import json
import sys
import time

import pandas as pd
from msticpy.transform.proc_tree_builder import build_process_tree
from msticpy.transform.proc_tree_schema import WIN_EVENT_SCH

started = time.perf_counter()
with open(sys.argv[1], encoding="utf-8") as lines:
    events = [event for event in map(json.loads, lines) if event.get("EventID") == 4688]
rows = pd.DataFrame(
    {
        "TimeGenerated": pd.to_datetime([event["TimeCreated"] for event in events], utc=True, format="ISO8601"),
        "Computer": [event["Hostname"] for event in events],
        "EventID": 4688,
        "NewProcessName": [event["NewProcessName"] for event in events],
        "NewProcessId": [event["NewProcessId"] for event in events],
        "ParentProcessName": [event.get("ParentProcessName", "System") for event in events],
        "ProcessId": [event["ProcessId"] for event in events],
        "CommandLine": [event["CommandLine"] for event in events],
        "SubjectUserName": [event["SubjectUserName"] for event in events],
        "SubjectUserSid": "S-1-5-21-1",
        "SubjectLogonId": "0x3e7",
        "TargetLogonId": "0x3e7",
    }
)
read = time.perf_counter()
tree = build_process_tree(rows, schema=WIN_EVENT_SCH)
print(json.dumps({"read": read - started, "build": time.perf_counter() - read, "rows": len(tree)}))
