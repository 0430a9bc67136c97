#!/usr/bin/env bash
# What the tests need beyond Python: Chromium and PostgreSQL's server, from Debian's packages when we may install them.
# Without them the tests that need them are left out, and say so.
set -u
need=""
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || need="$need chromium"
command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need="$need postgresql"
[ -n "$need" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing$need ..."
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends $need; } >/tmp/straks-install.log 2>&1 || tail -5 /tmp/straks-install.log
fi
for tool in $need; do
  case $tool in
    chromium) command -v chromium >/dev/null || echo "LEFT OUT: browser tests (tests/browser, tests/journeys): no Chromium on this machine." ;;
    postgresql) ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || echo "LEFT OUT: the PostgreSQL half of the store tests: no PostgreSQL server on this machine." ;;
  esac
done
exit 0
