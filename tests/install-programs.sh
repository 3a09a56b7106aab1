#!/bin/sh
# Install the Debian packages of the named programs where they are missing and we may; otherwise
# say in one line what is missing, and fail.
set -eu
missing=""
for name in "$@"; do
	case "$name" in
	dovecot) path=/usr/sbin/dovecot packages="dovecot-imapd" ;;
	*) echo "unknown program: $name" >&2; exit 1 ;;
	esac
	[ -x "$path" ] || missing="$missing $packages"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && [ -r /etc/debian_version ]; then
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends $missing >/dev/null && exit 0
fi
echo "the tests need Debian's package(s):$missing (as root: apt-get install$missing)" >&2
exit 1
