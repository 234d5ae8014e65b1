#!/usr/bin/env bash
# Called for every {{event}}{{of}}, with the event as JSON on stdin.
# Status 0 without output is no opinion; status 2 refuses, with stderr as the reason, which the model reads.
set -u

event=$(cat)
phrase='{{phrase}}'

{{shellEarlyEnd}}
[[ $event == *"$phrase"* ]] || exit 0
{{shellAnswer}}
