#!/usr/bin/env bash
# The demo: ./build.sh demo [--once | --stay] [FILE ...]
# Starts vimd with twelve simulated servers and is then an ordinary client: everything goes through vimctl and gRPC.
#   --once  ends by itself, with exit code 0 when everything was as it should be (the default without a terminal)
#   --stay  keeps the VIM up until Enter is pressed (the default on a terminal)
#   FILE    descriptors to deploy in place of the four of etsi-models/vnfd
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

root=$PWD
models=etsi-models/vnfd
vimd_binary=$root/artifacts/bin/Vim.Server/release/vimd.dll
vimctl_binary=$root/artifacts/bin/Vim.Cli/release/vimctl.dll
fleet=etsi-models/fleets/demo.yaml
ready_seconds=60

stay=0
[ -t 0 ] && [ -t 1 ] && stay=1
files=()
for argument in "$@"; do
    case $argument in
        --once) stay=0 ;;
        --stay) stay=1 ;;
        -*) echo "demo: there is no option $argument; --once, --stay and files are" >&2; exit 1 ;;
        *) files+=("$argument") ;;
    esac
done
[ -t 0 ] || stay=0
[ ${#files[@]} -gt 0 ] || files=(
    "$models/router-forwarding-plane.yaml" "$models/firewall.yaml"
    "$models/router-two-numa-nodes.yaml" "$models/router-control-plane.yaml")

bold= dim= red= reset=
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
    bold=$'\e[1;36m' dim=$'\e[2m' red=$'\e[31m' reset=$'\e[0m'
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/vim-demo.XXXXXX")
log=$work/vimd.log
vimd_pid=
listen=127.0.0.1:0
metrics=127.0.0.1:0

heading() { printf '\n%s== %s%s\n' "$bold" "$1" "$reset"; }
say() { printf '%s\n' "$1"; }
vimctl() { dotnet "$vimctl_binary" --server "http://$listen" "$@"; }
run() {
    printf '\n%s$ vimctl %s%s\n' "$dim" "$*" "$reset"
    vimctl "$@"
}

clean_up() {
    local code=$?
    trap - EXIT ERR INT TERM
    if [ -n "$vimd_pid" ] && kill -0 "$vimd_pid" 2>/dev/null; then
        kill -KILL "$vimd_pid" 2>/dev/null || true
        wait "$vimd_pid" 2>/dev/null || true
    fi
    rm -rf "$work"
    exit "$code"
}

fail() {
    printf '\n%sdemo: %s%s\n' "$red" "$1" "$reset" >&2
    if [ -s "$log" ]; then
        printf 'the last lines of the log of vimd:\n' >&2
        tail -n 30 "$log" >&2
    fi
    exit 1
}

trap clean_up EXIT
trap 'exit 130' INT TERM
trap 'fail "line $LINENO: $BASH_COMMAND ended with exit code $?"' ERR

# One line of an HTTP answer of the metrics port; no curl needed.
is_ready() {
    local line
    { exec 3<>"/dev/tcp/${metrics%:*}/${metrics##*:}"; } 2>/dev/null || return 1
    printf 'GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
    IFS= read -r -t 5 line <&3 || line=
    exec 3>&- 3<&-
    [[ $line == *" 200 "* ]]
}

# vimd prints "ready GRPC-URL metrics METRICS-URL" once its ports are open.
read_ports() {
    local ready url_grpc word url_metrics
    read -r ready url_grpc word url_metrics < <(sed -n '/^ready /p' "$work/vimd.out") || return 1
    [ "$ready $word" = "ready metrics" ] || return 1
    listen=${url_grpc#*://} metrics=${url_metrics#*://}
    listen=${listen%/} metrics=${metrics%/}
}

# Waits until a condition holds; looks again every 0.2 s and at whether vimd is alive.
await() {
    local what=$1 end=$((SECONDS + ready_seconds))
    shift
    until "$@"; do
        kill -0 "$vimd_pid" 2>/dev/null || fail "vimd ended while waiting for: $what"
        [ $SECONDS -lt $end ] || fail "not within $ready_seconds s: $what"
        sleep 0.2
    done
}

enabled_hosts() { vimctl host list -o json 2>/dev/null | grep -c '"HOST_STATE_ENABLED"' || true; }
all_hosts_enabled() { [ "$(enabled_hosts)" -ge 12 ]; }

start_vimd() {
    : >"$work/vimd.out"
    dotnet "$vimd_binary" --data "$work/data" --listen "$listen" --plaintext --metrics "$metrics" \
        --simulated-hosts "$fleet" >"$work/vimd.out" 2>>"$log" &
    vimd_pid=$!
    await "vimd opens its ports" read_ports
    await "/readyz answers 200" is_ready
    await "all twelve hosts are enabled" all_hosts_enabled
}

# Everything there is, without what changes with time.
listing() {
    vimctl compute list -o json
    vimctl network list -o json
    vimctl flavour list -o json
    vimctl image list -o json
}

deployment_name() {
    local name
    name=$(basename "$1")
    printf '%s' "${name%.*}"
}

# ---------------------------------------------------------------------------------------------------------------------
for binary in "$vimd_binary" "$vimctl_binary"; do
    [ -f "$binary" ] || fail "$binary is not there; run ./build.sh build first"
done

heading "A VIM with twelve servers in two zones"
say "vimd keeps its journal in SQLite in a temporary folder; the servers are simulated from etsi-models/hosts."
start_vimd
run status
run zone list
run host list

heading "A network for everybody"
run network create oam --physical-network mgmt --type vlan --segment 100 --subnet 10.0.0.0/16 --shared
say "Images and the VNFs' own networks are made with each deployment."

for file in "${files[@]}"; do
    name=$(deployment_name "$file")
    heading "Deploy $(basename "$file")"
    sed -n 's/^description: *//p' "$file" | head -n 1
    run deploy "$file" --name "$name" --register-images
done

heading "What there is now"
run compute list
busiest=$(vimctl compute list -o json | sed -n 's/.*"hostId": "\([^"]*\)".*/\1/p' | sort | uniq -c | sort -rn |
    sed -n '1s/^ *[0-9]* //p')
run host show "$busiest"

heading "A request that cannot fit, and why"
code=0
run deploy src/Vim.Cli/Demo/too-big.yaml --name too-big --register-images || code=$?
[ "$code" = 2 ] || fail "the refusal ended with exit code $code, not 2"
say "Exit code 2. What had been made for it is gone again."

heading "Kill vimd (SIGKILL) and start it again"
listing >"$work/before"
kill -KILL "$vimd_pid"
wait "$vimd_pid" 2>/dev/null || true
say "vimd is dead. Starting it on the same journal."
start_vimd
run status
same_as_before() { listing >"$work/after" && cmp -s "$work/before" "$work/after"; }
await "the listings are as before the kill" same_as_before
say "Computes, networks, flavours and images are the same as before, to the byte ($(wc -c <"$work/after") of JSON)."

if [ $stay = 1 ]; then
    heading "Look around"
    say "The VIM stays up. In another terminal:"
    say "  export VIM_SERVER=http://$listen"
    say "  alias vimctl='dotnet $vimctl_binary'"
    say "  vimctl compute show \$(vimctl compute list -o name | head -n 1)"
    say "  vimctl watch"
    say "  metrics: http://$metrics/metrics"
    printf '\nPress Enter to tear down. '
    read -r _ || true
fi

heading "Tear down"
for file in "${files[@]}"; do
    run undeploy "$(deployment_name "$file")" --images
done
run network delete oam
left=$(vimctl compute list -o name; vimctl network list -o name; vimctl flavour list -o name)
[ -z "$left" ] || fail "after the tear down there is still: $left"
run host list
kill -TERM "$vimd_pid"
code=0
wait "$vimd_pid" || code=$?
vimd_pid=
[ "$code" = 0 ] || fail "vimd ended with exit code $code on SIGTERM"

heading "What to try next"
say "  ./build.sh demo --stay                      keep the VIM up and look around"
say "  ./build.sh demo FILE ...                    deploy your own descriptors: SOL001, tosca-nfv, openmano, HOT"
say "  vimctl explain FILE                         where it would go in each zone, or what each zone lacks"
say "  vimctl compute show NAME                    every vCPU, page, VF and rate of one compute"
say "  vimctl host maintenance HOST                no new computes on a server"
say "  source <(vimctl completion bash)            complete commands and options"
