"""The domain: aggregates, events, values and rules. The domain reads no clock and does no I/O.

This module declares the names that higher layers may use: ``from dragoman.domain import NAME``.
"""

from dragoman.domain.front_door import front_door
from dragoman.domain.offered import OFFERED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dragoman.domain import corrections, names, namesakes, sequence, terms, use_cases
    from dragoman.domain.alike import Evidence, KnownParty, Office, alike_pairs
    from dragoman.domain.amendments import (
        UNAMENDED,
        Amendments,
        Distinguished,
        Reading,
        ReadingDisputed,
        ReadingResolved,
        State,
        amendments_of,
        is_retracted,
    )
    from dragoman.domain.belonging import foreign, refuse_by_mode, refuse_retired, refuse_value
    from dragoman.domain.careers import PostKey, match_of, post_key
    from dragoman.domain.chronology import Place, chronological
    from dragoman.domain.clock_words import with_colon
    from dragoman.domain.codes import Dyad, actor_code, dyads, event_date
    from dragoman.domain.commands import (
        Command,
        known_by_name,
        names_of,
        perform,
        recognised,
        spellings_of,
        with_parties_of_whole,
        without_meetings,
    )
    from dragoman.domain.consultation import KIND as CONSULTATION
    from dragoman.domain.container import INFERRED, is_container
    from dragoman.domain.countries import (
        CountryError,
        country,
        country_name,
        is_code,
        known_side,
        side,
    )
    from dragoman.domain.country_names import COUNTRY_NAMES, ORGANISATIONS
    from dragoman.domain.country_table import COUNTRY_OF, ORGANISATION_OF
    from dragoman.domain.date_words import NUMBERS, WEEKDAYS, month_numbers, western
    from dragoman.domain.dates import (
        MONTH_NAMES,
        WEEKDAY_NAMES,
        DateError,
        ImpreciseDate,
        UnknownFormError,
        day_text,
        parse_date,
    )
    from dragoman.domain.demonyms import demonyms_in_english, state_of_adjective
    from dragoman.domain.durations import duration_in_words, duration_of
    from dragoman.domain.engagement import ENGAGEMENTS as ENGAGEMENT_KINDS
    from dragoman.domain.engagement import Engagement
    from dragoman.domain.field import PARTICIPANT, SEVERAL, Field, declared, holding
    from dragoman.domain.field_values import SEPARATOR, text_of
    from dragoman.domain.follow_up import KIND as FOLLOW_UP
    from dragoman.domain.follow_up import (
        Awaits,
        FollowUp,
        FollowUpAgreed,
        FollowUpCorrected,
        FollowUpRevised,
        Undertaking,
        UndertakingAdded,
    )
    from dragoman.domain.instrument import Instrument
    from dragoman.domain.judgements import Judgement, judge
    from dragoman.domain.kind import ANY, UNDOING, Kind
    from dragoman.domain.kinds import IN_TIMELINE, KINDS, LETTERS, kind_of
    from dragoman.domain.lateness import Delay, delay_of
    from dragoman.domain.lifecycle import SETBACKS
    from dragoman.domain.lifespans import keeps_up_relations, lifespan, predecessors
    from dragoman.domain.margins import InMargins, in_margins
    from dragoman.domain.marking import Marking
    from dragoman.domain.moved_dates import (
        hours_on_day_of,
        with_hours_of,
        with_length_of,
        zone_of_hours,
    )
    from dragoman.domain.names import LIKELY, has_part, has_words, is_called, likeness, ranked
    from dragoman.domain.namesakes import Appearances, Misfit
    from dragoman.domain.numerals import whole_number
    from dragoman.domain.original_words import placed as placed_words
    from dragoman.domain.original_words import words_for
    from dragoman.domain.part_paths import (
        PartPath,
        field_of,
        is_part,
        known_path,
        part_path,
        parts_of,
    )
    from dragoman.domain.participant import (
        PEOPLE,
        Participant,
        Role,
        may_be_taken_for,
        people_field,
        people_in,
    )
    from dragoman.domain.participant import pairs as paired
    from dragoman.domain.party import KIND as PARTY
    from dragoman.domain.party import (
        Party,
        PartyRegistered,
        Position,
        PositionAssumed,
        PositionLeft,
        id_born_with,
    )
    from dragoman.domain.phrases import has_only_hours, understand, understand_past
    from dragoman.domain.rank import ABBREVIATED_POSTS, RANKS, highest_rank, is_surely_post, rank_of
    from dragoman.domain.reciprocity import next_host, obliges
    from dragoman.domain.record import (
        Event,
        Facts,
        as_dict,
        natural_id,
        non_empty,
        united,
        with_fields,
    )
    from dragoman.domain.recurrence import days_of_change, meeting_on, slots
    from dragoman.domain.refs import Ref, ref, typed_ref
    from dragoman.domain.refusal import Refused
    from dragoman.domain.reimport import refuse_changed_posts, renew_record
    from dragoman.domain.replication import copy_record
    from dragoman.domain.replies import is_for_reply, what_is_owed, who_owes
    from dragoman.domain.resemblance import (
        RECOGNISED,
        SLACK,
        Profile,
        Span,
        groups_of,
        groups_sought,
        in_common,
        is_same_session,
        pairs,
        profile_of,
    )
    from dragoman.domain.rhythm import in_words as rhythm_in_words
    from dragoman.domain.rhythm import interval_of, rhythm_of, weekday_of
    from dragoman.domain.silence import longest_gap
    from dragoman.domain.source import Source
    from dragoman.domain.status import (
        AGREED,
        ENDED,
        HANDED_OVER,
        PLANNED,
        SETTLED,
        TAKEN_PLACE,
        UNDER_WAY,
        awaits_reply,
    )
    from dragoman.domain.terms import (
        FACET_TERMS,
        NAME_TERM,
        involves,
        known_as,
        linked_to,
        sessions_of,
        term_of,
        whatever_side,
    )
    from dragoman.domain.text import fold, many, quoted, remembered, with_article
    from dragoman.domain.titles import CALLED, called
    from dragoman.domain.undoing import TAKING_BACK, undone_versions
    from dragoman.domain.unit_of_work import Outcome, RecordedEntry, UnitOfWork, together
    from dragoman.domain.weight import OF_KIND, OF_LEVEL, weight_of
    from dragoman.domain.zones import (
        NO_ZONE,
        UTC_ZONE,
        offset_text,
        rules_of,
        zone_of,
        zone_of_place,
    )
else:
    __getattr__ = front_door(__name__, OFFERED)
