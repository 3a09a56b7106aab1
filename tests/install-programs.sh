#!/bin/sh
# Install the named programs from Debian's packages where they are missing and we may; otherwise
# say in one line what is missing, and fail.
set -eu
missing="" cyrus=""
for name in "$@"; do
	case "$name" in
	dovecot) path=/usr/sbin/dovecot packages="dovecot-imapd" ;;
	postfix) path=/usr/sbin/postfix packages="postfix" ;;
	# Its own cluster is not wanted: the tests make one, private, and gone afterwards.
	postgresql) path=$(ls -d /usr/lib/postgresql/*/bin/postgres 2>/dev/null | tail -n 1) packages="postgresql" ;;
	iproute2) path=$(command -v ip || true) packages="iproute2" ;;
	libreoffice) path=/usr/bin/soffice packages="libreoffice-writer-nogui libreoffice-calc-nogui" ;;
	clamav) path=/usr/sbin/clamd packages="clamav-daemon" ;;
	chromium) path=/usr/bin/chromium packages="chromium fonts-liberation" ;;
	valgrind) path=/usr/bin/valgrind packages="valgrind" ;;
	spamassassin) path=/usr/bin/spamassassin packages="spamassassin" ;;
	# Debian's cyrus-imapd excludes dovecot-imapd: its imapd is unpacked beside, not installed.
	cyrus) path=/usr/lib/cyrus/bin/master packages="cyrus-common sasl2-bin" cyrus=.programs/cyrus ;;
	*) echo "unknown program: $name" >&2; exit 1 ;;
	esac
	[ -x "${path:-none}" ] || missing="$missing $packages"
done
[ -z "$cyrus" ] || [ -x "$cyrus/usr/lib/cyrus/bin/imapd" ] || unpack=yes
[ -n "$missing${unpack:-}" ] || exit 0
if [ "$(id -u)" = 0 ] && [ -r /etc/debian_version ]; then
	export DEBIAN_FRONTEND=noninteractive
	case "$missing" in *postgresql*)
		own=/etc/postgresql-common/createcluster.conf
		[ -e "$own" ] || { mkdir -p "${own%/*}" && echo "create_main_cluster = false" >"$own"; } ;;
	esac
	apt-get update -qq >/dev/null || true
	[ -z "$missing" ] || apt-get install -y -qq --no-install-recommends $missing >/dev/null
	if [ -n "${unpack:-}" ]; then
		work=$(mktemp -d)
		(cd "$work" && apt-get download -qq cyrus-imapd >/dev/null 2>&1)
		mkdir -p "$cyrus"
		dpkg-deb -x "$work"/cyrus-imapd_*.deb "$cyrus"
		rm -rf "$work"
	fi
	exit 0
fi
echo "the tests need Debian's package(s):$missing${unpack:+ cyrus-imapd} (as root: make test-programs)" >&2
exit 1
