"""The event store: the append-only register, its unit of work, and proofs that it is unchanged.

This module declares the names that higher layers may use: ``from dragoman.store import NAME``.
"""

from dragoman.domain.front_door import front_door
from dragoman.store.offered import OFFERED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dragoman.store import comparison, files, servers, sources, versions
    from dragoman.store.engines import health, sqlite_file
    from dragoman.store.engines.database import (
        Database,
        schema_objects,
        schema_version,
        writing,
    )
    from dragoman.store.engines.engine import RegisterEngine
    from dragoman.store.engines.health import Finding
    from dragoman.store.engines.opening import open_register
    from dragoman.store.engines.source_folder import SourceFolder, back_up_sources
    from dragoman.store.engines.sqlite import create_register
    from dragoman.store.engines.sqlite_file import first_bytes, header_of, uri_of
    from dragoman.store.errors import (
        CUT,
        NoAnswer,
        NotWritten,
        RegisterError,
        RegisterMissing,
        cause_of,
        database_errors,
        driver_error,
        explained,
        is_locked,
    )
    from dragoman.store.files import SIDECARS, draft_of_database
    from dragoman.store.json_text import STEERING, harmless, harmless_bytes
    from dragoman.store.location import Location
    from dragoman.store.log import clocks, codec, lines, mapper, queries, undos
    from dragoman.store.log.bulk import Bulk, NothingRecorded, bulk
    from dragoman.store.log.citations import cited_sources, digests_in
    from dragoman.store.log.clocks import Doubt
    from dragoman.store.log.codec import UnreadableEvent, topic_of
    from dragoman.store.log.formats import SCHEMA_VERSION, event_name
    from dragoman.store.log.lines import leaf_of
    from dragoman.store.log.mapper import Envelope, Unread
    from dragoman.store.log.notifications import SECTION_SIZE, NotificationLog, StoredNotification
    from dragoman.store.log.register import Entry, Register, RegisterUnitOfWork, Rehearsal
    from dragoman.store.log.topics import kind_founded_by, topics_of
    from dragoman.store.machine import storable, this_machine
    from dragoman.store.progress import ProgressCallback
    from dragoman.store.proof import checkpoint, sealing, verification
    from dragoman.store.proof.checkpoint import Checkpoint, origin_of
    from dragoman.store.proof.keys import load_key, new_key
    from dragoman.store.proof.note import (
        COSIGNATURE,
        SIGNATURE,
        Note,
        NoteError,
        Signer,
        SigningKey,
        VerifierKey,
        WrongSignature,
    )
    from dragoman.store.proof.proofs import (
        ConsistencyProof,
        InclusionProof,
        WrongProof,
        parse_proof,
        prove,
        prove_consistency,
    )
    from dragoman.store.proof.sealing import Sealed
    from dragoman.store.proof.seals import Seal, kept_seals
    from dragoman.store.proof.tiles import export_tiles
    from dragoman.store.proof.verification import Evidence, Statement, Verdict, last_sound_seal
    from dragoman.store.sources import Copied, SourceArchive, SourceChanged
    from dragoman.store.sql import (
        Column,
        ColumnElement,
        Connection,
        ObjectDesign,
        Row,
        Select,
        Table,
        TableDesign,
        Text,
        and_,
        cast,
        driver_of,
        exists,
        func,
        literal_column,
        objects_of,
        or_,
        recorded,
        select,
        table_of,
        tables_of,
    )
else:
    __getattr__ = front_door(__name__, OFFERED)
