"""The configuration of a private Dovecot: the syntax of 2.3 (Debian 12) and 2.4 (Debian 13)."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the server lives, whom it runs as, and the password that opens every account.

    With `introspection_url`, tokens open accounts too: whatever stands after it is asked there.
    """

    folder: Path
    port: int
    tls_port: int
    user: str
    group: str
    password: str
    introspection_url: str = ""


def render(version: str, settings: Settings) -> str:
    """The text of dovecot.conf for this version of the program."""
    release = tuple(int(part) for part in version.split(".")[:2])
    is_new = release >= (2, 4)
    text = (_SYNTAX_2_4 if is_new else _SYNTAX_2_3) + _COMMON
    if settings.introspection_url:
        text += _TOKENS_2_4 if is_new else _TOKENS_2_3
    return _filled(text, settings)


def token_service(settings: Settings) -> str:
    """The file that tells version 2.3 where it asks about tokens."""
    return _filled(_TOKEN_SERVICE, settings)


def _filled(text: str, settings: Settings) -> str:
    for name in Settings.__dataclass_fields__:
        text = text.replace(f"@{name}@", str(getattr(settings, name)))
    return text


_SYNTAX_2_3 = """
disable_plaintext_auth = no
mail_location = maildir:@folder@/mail/%u
mail_home = @folder@/home/%u
ssl_cert = <@folder@/ssl/cert.pem
ssl_key = <@folder@/ssl/key.pem
protocols = imap
passdb {
  driver = static
  args = password=@password@
  mechanisms = plain login
}
userdb {
  driver = static
}
service stats {
  chroot =
}
"""

_SYNTAX_2_4 = """
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
auth_allow_cleartext = yes
mail_driver = maildir
mail_path = @folder@/mail/%{user}
mail_home = @folder@/home/%{user}
ssl_server_cert_file = @folder@/ssl/cert.pem
ssl_server_key_file = @folder@/ssl/key.pem
protocols {
  imap = yes
}
namespace inbox {
  inbox = yes
}
passdb static {
  password = @password@
}
userdb static {
}
"""

_COMMON = """
base_dir = @folder@/run
state_dir = @folder@/run
instance_name = mailbot-test
log_path = @folder@/dovecot.log
listen = 127.0.0.1
default_login_user = @user@
default_internal_user = @user@
default_internal_group = @group@
mail_uid = @user@
mail_gid = @group@
first_valid_uid = 1
first_valid_gid = 1
mail_fsync = never
mail_max_userip_connections = 100
ssl = yes
auth_failure_delay = 0
auth_mechanisms = plain login
auth_username_chars =
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = @port@
  }
  inet_listener imaps {
    port = @tls_port@
    ssl = yes
  }
}
"""

_TOKEN_SERVICE = """
introspection_mode = get
introspection_url = @introspection_url@
username_attribute = username
active_attribute = active
active_value = true
"""

_TOKENS_2_3 = """
auth_mechanisms = plain login xoauth2 oauthbearer
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = @folder@/tokens.conf
}
"""

_TOKENS_2_4 = f"""
auth_mechanisms = plain login xoauth2 oauthbearer
oauth2 {{{_TOKEN_SERVICE}}}
"""
