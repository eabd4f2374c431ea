#!/usr/bin/env bash
# Takes the pictures of the README: the overview in the dark, a batch in the light.
set -euo pipefail
cd "$(dirname "$0")/.."
pictures=$(mktemp -d)
trap 'rm -rf "$pictures"' EXIT
BATCHRUNNER_SCREENSHOTS=$pictures dotnet test tests/Browser.Tests --filter Axe_finds_nothing_to_complain_of_on_any_page
mkdir -p docs/images
cp "$pictures/overview-dark-1120-top.png" docs/images/overview.png
cp "$pictures/batch-light-1120-top.png" docs/images/batch.png
