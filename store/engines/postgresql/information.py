"""What ``register info`` shows about a server: its version, your rights, and the standbys."""

from typing import TYPE_CHECKING

from dragoman.store.engines.postgresql.server import Server

if TYPE_CHECKING:
    from dragoman.store.engines.postgresql.server import ServerConnection

_SERVER = """
SELECT current_setting('server_version'), session_user::text, pg_is_in_recovery(),
  pg_size_pretty(pg_database_size(current_database())),
  (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()),
  array(SELECT one FROM unnest(array['reader', 'recorder', 'auditor', 'owner']) AS one
        WHERE pg_has_role('dragoman_' || one, 'USAGE'))
"""

_STANDBYS = """
SELECT coalesce(nullif(application_name, ''), client_addr::text, 'standby'), state, sync_state,
  pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn))
FROM pg_stat_replication ORDER BY 1
"""


def described(server: Server, connection: "ServerConnection") -> dict[str, str]:
    """Return what the server says about itself, by label."""
    row = server.run(connection, _SERVER).fetchone()
    version, user, is_standby, size, is_encrypted, rights = row
    info = connection.info
    where = f"{info.host}:{info.port}"
    found = {
        "server": f"{where}, PostgreSQL {version}, {'a standby' if is_standby else 'the primary'}",
        "encrypted": "yes" if is_encrypted else "no",
        "role": user,
        "rights": ", ".join(rights) or "none",
        "size": size,
    }
    if not is_standby:
        found["standbys"] = _standbys(server, connection)
    return found


def _standbys(server: Server, connection: "ServerConnection") -> str:
    """Return the standbys, and how far each is behind, as far as the user may see it."""
    rows = server.run(connection, _STANDBYS).fetchall()
    if not rows:
        return "none"
    return "; ".join(
        f"{name} ({sync or state or 'connected'}{f', {lag} behind' if lag else ''})"
        for name, state, sync, lag in rows
    )
