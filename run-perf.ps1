#!/usr/bin/env pwsh
# Runs ptemu from a Release build; all arguments are ptemu's. Without any: the answer to the review (see README.md).
#   ./run-perf.ps1
#   ./run-perf.ps1 compare Traces/seed/shared-2.trace
#   ./run-perf.ps1 bench ScanBenchmarks
dotnet run --configuration Release --project "$PSScriptRoot/Perf" -- @args
exit $LASTEXITCODE
