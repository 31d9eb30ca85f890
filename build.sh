#!/usr/bin/env bash
# ./build.sh TARGET [arguments]     ./build.sh help lists the targets. Every target is a task of build.cake.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 CAKE_SETTINGS_SHOWPROCESSCOMMANDLINE=false
command -v dotnet >/dev/null || {
    echo "build.sh: dotnet is not on PATH; install the .NET SDK named in global.json" >&2
    exit 127
}
target=${1:-help}
[ $# -gt 0 ] && shift
dotnet tool restore >/dev/null
VIM_BUILD_ARGUMENTS=$(printf '%s\n' "$@") exec dotnet cake build.cake --verbosity=minimal --target="$target"
