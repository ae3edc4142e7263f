"""The names that the modules of this package offer, as declared in its ``__init__``.

Written by scripts/generate_front_doors.py; do not edit.
"""

OFFERED = {
    "comparison": ".",
    "engines.database": "Database schema_objects schema_version writing",
    "engines.engine": "RegisterEngine",
    "engines.health": ". Finding",
    "engines.opening": "open_register",
    "engines.source_folder": "SourceFolder back_up_sources",
    "engines.sqlite": "create_register",
    "engines.sqlite_file": ". first_bytes header_of uri_of",
    "errors": "CUT NoAnswer NotWritten RegisterError RegisterMissing cause_of database_errors "
    "driver_error explained is_locked",
    "files": ". SIDECARS draft_of_database",
    "json_text": "STEERING harmless harmless_bytes",
    "location": "Location",
    "log.bulk": "Bulk NothingRecorded bulk",
    "log.citations": "cited_sources digests_in",
    "log.clocks": ". Doubt",
    "log.codec": ". UnreadableEvent topic_of",
    "log.formats": "SCHEMA_VERSION event_name",
    "log.lines": ". leaf_of",
    "log.mapper": ". Envelope Unread",
    "log.notifications": "NotificationLog SECTION_SIZE StoredNotification",
    "log.queries": ".",
    "log.register": "Entry Register RegisterUnitOfWork Rehearsal",
    "log.topics": "kind_founded_by topics_of",
    "log.undos": ".",
    "machine": "storable this_machine",
    "progress": "ProgressCallback",
    "proof.checkpoint": ". Checkpoint origin_of",
    "proof.keys": "load_key new_key",
    "proof.note": "COSIGNATURE Note NoteError SIGNATURE Signer SigningKey VerifierKey "
    "WrongSignature",
    "proof.proofs": "ConsistencyProof InclusionProof WrongProof parse_proof prove "
    "prove_consistency",
    "proof.sealing": ". Sealed",
    "proof.seals": "Seal kept_seals",
    "proof.tiles": "export_tiles",
    "proof.verification": ". Evidence Statement Verdict last_sound_seal",
    "servers": ".",
    "sources": ". Copied SourceArchive SourceChanged",
    "sql": "Column ColumnElement Connection ObjectDesign Row Select Table TableDesign Text and_ "
    "cast driver_of exists func literal_column objects_of or_ recorded select table_of tables_of",
    "versions": ".",
}
