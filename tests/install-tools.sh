#!/usr/bin/env bash
# The foreign programs that the tests compare against. Installed when root on a Debian system; elsewhere the tests
# that need one are reported as skipped, with the reason.
set -u
command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || exit 0
missing=()
want() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'install ok installed' || missing+=("$1"); }
want python3-grpcio
want python3-protobuf
command -v promtool >/dev/null || missing+=(prometheus)
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
command -v snmpget >/dev/null || missing+=(snmp)
[ ${#missing[@]} = 0 ] && exit 0
echo "installing for the tests: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
# A package's own start-up scripts must not start services on a builder's machine.
policy=/usr/sbin/policy-rc.d
[ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' >"$policy"; chmod +x "$policy"; trap 'rm -f "$policy"' EXIT; }
if ! { apt-get -o DPkg::Lock::Timeout=120 update && apt-get -o DPkg::Lock::Timeout=120 install -y \
    --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
  tail -n 5 "$log"
  echo "not installed; the tests that need them will be reported as skipped"
fi
rm -f "$log"
exit 0
