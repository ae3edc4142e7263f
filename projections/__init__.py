"""The read models: disposable views of the register, versioned by position.

This package declares the names that the layers above may import:
``from dragoman.projections import NAME``. Each module of ``reports`` is a report, and other layers
may import it directly.
"""

from dragoman.domain.front_door import front_door
from dragoman.projections.offered import OFFERED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dragoman.projections import follow_ups, parties, replay, row_memory, rows
    from dragoman.projections.appearances import appearances_of, attendances
    from dragoman.projections.build import uncollected
    from dragoman.projections.candidates import RecordCandidate, latest, named, sure
    from dragoman.projections.differences import SECTIONS, AuditDiff, Difference, DifferenceEvent
    from dragoman.projections.disposable import discard_damaged
    from dragoman.projections.documents import docs_of, retracted
    from dragoman.projections.follow_ups import FollowUpShape, MostUrgent, OwnerShape, is_open
    from dragoman.projections.mechanisms import (
        MechanismShape,
        MechanismsReport,
        NextSession,
        SessionShape,
        Turn,
        bodies,
        bodies_of,
        flags_of,
        standing_mechanisms,
        titles,
    )
    from dragoman.projections.parties import (
        PartyShape,
        called,
        namesakes,
        people,
        whole,
    )
    from dragoman.projections.places import latest_views, views_path
    from dragoman.projections.present_names import PersonNames, name_of, person_names
    from dragoman.projections.profiles import all_profiles, near, retracted_near
    from dragoman.projections.record_doc import (
        PersonDoc,
        PositionDoc,
        ReadingDoc,
        RecordDoc,
        SourceDoc,
        cited_in,
        digest_in,
        people_at,
        people_of,
        text_at,
    )
    from dragoman.projections.redaction import Redaction
    from dragoman.projections.replay import ReplayVerdict
    from dragoman.projections.report import (
        AsOf,
        DateShape,
        Report,
        Shape,
        WindowShape,
        WithheldRecords,
        mapping_of,
        report_tag,
    )
    from dragoman.projections.row_memory import RowMemory
    from dragoman.projections.search import follower, index
    from dragoman.projections.search.finding import IndexBehind, SearchHits, find_records
    from dragoman.projections.search.index import open_index
    from dragoman.projections.search.query import Query, query
    from dragoman.projections.search.shapes import SearchReport, SearchResult, results
    from dragoman.projections.shapes import (
        LINKS,
        EntryShape,
        TimelineGroup,
        TimelineReport,
        awaits_shape,
        entry_shapes,
        involved,
        link_shapes,
        open_readings,
    )
    from dragoman.projections.snapshot import Snapshot, Term, UnreadRecord
    from dragoman.projections.timeline import TimelineMatch, TimelineQuery, timeline_entries
    from dragoman.projections.topics import known_topics, similar_topics
    from dragoman.projections.views import Views, design, open_views
else:
    __getattr__ = front_door(__name__, OFFERED)
