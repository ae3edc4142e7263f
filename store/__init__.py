"""The event store: the register of events, append-only, its unit of work, and proof.

The names that upper floors may use are here: ``from dragoman.store import Register``. A module is
imported when one of its names is first asked for: a command loads what it uses, and no more.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.store import comparison as comparison
    from dragoman.store import files as files
    from dragoman.store import versions as versions
    from dragoman.store.engines import health as health
    from dragoman.store.engines import sqlite_file as sqlite_file
    from dragoman.store.engines.backup import backup as backup
    from dragoman.store.engines.health import Finding as Finding
    from dragoman.store.engines.sqlite import SchemaObject as SchemaObject
    from dragoman.store.engines.sqlite import create_register as create_register
    from dragoman.store.engines.sqlite import open_register as open_register
    from dragoman.store.engines.sqlite import schema_objects as schema_objects
    from dragoman.store.engines.sqlite import schema_version as schema_version
    from dragoman.store.engines.sqlite import sqlite_engine as sqlite_engine
    from dragoman.store.engines.sqlite import writing as writing
    from dragoman.store.engines.sqlite_file import first_bytes as first_bytes
    from dragoman.store.engines.sqlite_file import header_of as header_of
    from dragoman.store.engines.sqlite_file import uri_of as uri_of
    from dragoman.store.errors import CUT as CUT
    from dragoman.store.errors import NotWritten as NotWritten
    from dragoman.store.errors import RegisterError as RegisterError
    from dragoman.store.errors import cause_of as cause_of
    from dragoman.store.errors import explained as explained
    from dragoman.store.errors import is_locked as is_locked
    from dragoman.store.files import SIDECARS as SIDECARS
    from dragoman.store.files import draft_of_database as draft_of_database
    from dragoman.store.json_text import STEERING as STEERING
    from dragoman.store.json_text import harmless as harmless
    from dragoman.store.json_text import harmless_bytes as harmless_bytes
    from dragoman.store.log import clocks as clocks
    from dragoman.store.log import codec as codec
    from dragoman.store.log import lines as lines
    from dragoman.store.log import mapper as mapper
    from dragoman.store.log import queries as queries
    from dragoman.store.log import undos as undos
    from dragoman.store.log.bulk import Bulk as Bulk
    from dragoman.store.log.bulk import NothingRecorded as NothingRecorded
    from dragoman.store.log.bulk import bulk as bulk
    from dragoman.store.log.clocks import Doubt as Doubt
    from dragoman.store.log.codec import UnreadableEvent as UnreadableEvent
    from dragoman.store.log.codec import topic_of as topic_of
    from dragoman.store.log.lines import leaf_of as leaf_of
    from dragoman.store.log.mapper import Envelope as Envelope
    from dragoman.store.log.mapper import Unread as Unread
    from dragoman.store.log.notifications import SECTION_SIZE as SECTION_SIZE
    from dragoman.store.log.notifications import NotificationLog as NotificationLog
    from dragoman.store.log.notifications import StoredNotification as StoredNotification
    from dragoman.store.log.register import Entry as Entry
    from dragoman.store.log.register import Register as Register
    from dragoman.store.log.register import RegisterUnitOfWork as RegisterUnitOfWork
    from dragoman.store.log.register import Rehearsal as Rehearsal
    from dragoman.store.log.topics import kind_founded_by as kind_founded_by
    from dragoman.store.log.topics import topics_of as topics_of
    from dragoman.store.machine import storable as storable
    from dragoman.store.machine import this_machine as this_machine
    from dragoman.store.progress import ProgressCallback as ProgressCallback
    from dragoman.store.proof import checkpoint as checkpoint
    from dragoman.store.proof import sealing as sealing
    from dragoman.store.proof import verification as verification
    from dragoman.store.proof.checkpoint import Checkpoint as Checkpoint
    from dragoman.store.proof.checkpoint import origin_of as origin_of
    from dragoman.store.proof.keys import load_key as load_key
    from dragoman.store.proof.keys import new_key as new_key
    from dragoman.store.proof.note import COSIGNATURE as COSIGNATURE
    from dragoman.store.proof.note import SIGNATURE as SIGNATURE
    from dragoman.store.proof.note import Note as Note
    from dragoman.store.proof.note import NoteError as NoteError
    from dragoman.store.proof.note import Signer as Signer
    from dragoman.store.proof.note import SigningKey as SigningKey
    from dragoman.store.proof.note import VerifierKey as VerifierKey
    from dragoman.store.proof.note import WrongSignature as WrongSignature
    from dragoman.store.proof.proofs import ConsistencyProof as ConsistencyProof
    from dragoman.store.proof.proofs import InclusionProof as InclusionProof
    from dragoman.store.proof.proofs import WrongProof as WrongProof
    from dragoman.store.proof.proofs import parse_proof as parse_proof
    from dragoman.store.proof.proofs import prove as prove
    from dragoman.store.proof.proofs import prove_consistency as prove_consistency
    from dragoman.store.proof.sealing import Sealed as Sealed
    from dragoman.store.proof.seals import Seal as Seal
    from dragoman.store.proof.seals import kept_seals as kept_seals
    from dragoman.store.proof.tiles import export_tiles as export_tiles
    from dragoman.store.proof.verification import Evidence as Evidence
    from dragoman.store.proof.verification import Statement as Statement
    from dragoman.store.proof.verification import Verdict as Verdict
    from dragoman.store.proof.verification import last_sound_seal as last_sound_seal

_NAMES = {
    "engines.backup": "backup",
    "engines.health": "Finding",
    "engines.sqlite": "SchemaObject create_register open_register schema_objects schema_version"
    " sqlite_engine writing",
    "engines.sqlite_file": "first_bytes header_of uri_of",
    "errors": "CUT NotWritten RegisterError cause_of explained is_locked",
    "files": "SIDECARS draft_of_database",
    "json_text": "STEERING harmless harmless_bytes",
    "log.bulk": "Bulk NothingRecorded bulk",
    "log.clocks": "Doubt",
    "log.codec": "UnreadableEvent topic_of",
    "log.lines": "leaf_of",
    "log.mapper": "Envelope Unread",
    "log.notifications": "SECTION_SIZE NotificationLog StoredNotification",
    "log.register": "Entry Register RegisterUnitOfWork Rehearsal",
    "log.topics": "kind_founded_by topics_of",
    "machine": "storable this_machine",
    "progress": "ProgressCallback",
    "proof.checkpoint": "Checkpoint origin_of",
    "proof.keys": "load_key new_key",
    "proof.note": "COSIGNATURE SIGNATURE Note NoteError Signer"
    " SigningKey VerifierKey WrongSignature",
    "proof.proofs": "ConsistencyProof InclusionProof WrongProof parse_proof prove"
    " prove_consistency",
    "proof.sealing": "Sealed",
    "proof.seals": "Seal kept_seals",
    "proof.tiles": "export_tiles",
    "proof.verification": "Evidence Statement Verdict last_sound_seal",
}
"""The names from each module."""

_MODULES = """
comparison files versions
engines.health engines.sqlite_file
log.clocks log.codec log.lines log.mapper log.queries log.undos
proof.checkpoint proof.sealing proof.verification
"""
"""Namespaces, as :mod:`dragoman.store.log.queries`: ``from dragoman.store import queries``."""

MODULE_OF = {name: module for module, names in _NAMES.items() for name in names.split()}
"""The module that each name is in."""

MODULES = {module.rpartition(".")[2]: module for module in _MODULES.split()}
"""The modules that are offered themselves."""


if not TYPE_CHECKING:  # type checkers know the names from above, and that there are no others

    def __getattr__(name: str) -> object:
        """Import a name when it is first asked for (PEP 562)."""
        if name in MODULES:
            found = import_module(f"{__name__}.{MODULES[name]}")
        elif name in MODULE_OF:
            found = getattr(import_module(f"{__name__}.{MODULE_OF[name]}"), name)
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = found
        return found
