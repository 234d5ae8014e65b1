#!/usr/bin/env python3
"""Called for every {{event}}{{of}}, with the event as JSON on stdin.

Status 0 without output is no opinion; status 2 refuses, with stderr as the reason, which the model reads.
"""
import json
import os
import sys

event = json.load(sys.stdin)
options = json.loads(os.environ["HOOK_OPTIONS"])

phrase = options["phrase"]
text = {{pythonText}}
if phrase in text:
    {{pythonAnswer}}
