#!/usr/bin/env bash
# Which share of the lines of src/Habitue.Learning the tests run: builds them into bin/coverage, runs those of the library, its
# laws and its documents, prints the share, and fails below 90 %. Takes several times as long as the tests alone.
set -uo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
source "$root/tools/parts.sh"
need_dotnet && need_npm || exit 1
mkdir -p "$root/bin/coverage"
( hold_lock "$root/bin/test.lock" && npm_parts tests ) || exit 1
dotnet build "$root/tests/Habitue.Tests/Habitue.Tests.csproj" -c Release -v minimal -nologo -nodeReuse:false -t:Cover --artifacts-path "$root/bin/coverage/build" \
    -p:CollectCoverage=true "-p:Include=[Habitue.Learning]*" -p:SingleHit=true -p:Threshold=90 -p:ThresholdType=line -p:ThresholdStat=total \
    "-p:CoverletOutput=$root/bin/coverage/" -p:CoverletOutputFormat=cobertura -p:RunAnalyzers=false < /dev/null
code=$?
sed -n 's|.*<coverage line-rate="\([0-9.]*\)".*lines-covered="\([0-9]*\)" lines-valid="\([0-9]*\)".*|lines of src/Habitue.Learning that the tests run: \2 of \3 (\1)|p' "$root/bin/coverage/coverage.cobertura.xml"
exit $code
