"""The names that the modules of this package offer, as declared in its ``__init__``.

Written by scripts/generate_front_doors.py; do not edit.
"""

OFFERED = {
    "appearances": "appearances_of attendances",
    "build": "uncollected",
    "candidates": "RecordCandidate latest named sure",
    "differences": "AuditDiff Difference DifferenceEvent SECTIONS",
    "disposable": "discard_damaged",
    "documents": "docs_of retracted",
    "follow_ups": ". FollowUpShape MostUrgent OwnerShape is_open",
    "mechanisms": "MechanismShape MechanismsReport NextSession SessionShape Turn bodies bodies_of "
    "flags_of standing_mechanisms titles",
    "parties": ". PartyShape called namesakes people whole",
    "places": "latest_views views_path",
    "present_names": "PersonNames name_of person_names",
    "profiles": "all_profiles near retracted_near",
    "record_doc": "PersonDoc PositionDoc ReadingDoc RecordDoc SourceDoc cited_in digest_in "
    "people_at people_of text_at",
    "redaction": "Redaction",
    "replay": ". ReplayVerdict",
    "report": "AsOf DateShape Report Shape WindowShape WithheldRecords mapping_of report_tag",
    "row_memory": ". RowMemory",
    "rows": ".",
    "search.finding": "IndexBehind SearchHits find_records",
    "search.follower": ".",
    "search.index": ". open_index",
    "search.query": "Query query",
    "search.shapes": "SearchReport SearchResult results",
    "shapes": "EntryShape LINKS TimelineGroup TimelineReport awaits_shape entry_shapes involved "
    "link_shapes open_readings",
    "snapshot": "Snapshot Term UnreadRecord",
    "timeline": "TimelineMatch TimelineQuery timeline_entries",
    "topics": "known_topics similar_topics",
    "views": "Views design open_views",
}
