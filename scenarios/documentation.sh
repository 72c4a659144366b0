#!/bin/sh
# The documentation's examples, as a short story. Usage: documentation.sh [URL] [API_KEY]
set -eu
url=${1:-http://localhost:8080}
key=${2:-API_KEY}

status() { # TYPE BODY [RESOURCE]
  curl -sS -H "Content-Type: application/$1" -d "$2" "$url/rest/user/test@domain.com/status${3:-}?api-key=$key"
  echo
}

echo 'A telephone exchange says that test is on the phone, in XML:'
status xml '<command>
    <available>true</available>
    <priority>-1</priority>
    <show>xa</show>
    <status>On the phone</status>
</command>'

echo 'A calendar says in JSON that test is busy, for a resource of its own:'
status json '{"show": "dnd", "status": "In a meeting"}' /calendar

echo 'Both are there now:'
curl -sS "$url/_emulator/presence/test@domain.com" || true
echo

echo 'The call ends:'
status json '{"available": "false"}'

echo 'The meeting ends:'
status json '{"available": "false"}' /calendar
