"""Input and output: documents, dispatches, imports and exports.

Higher layers import names from this package: ``from dragoman.exchange import NAME``.
"""

from dragoman.domain.front_door import front_door
from dragoman.exchange.offered import OFFERED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dragoman.exchange import drafts
    from dragoman.exchange.alike_answers import AnsweredPair, answer_of, answered_pairs
    from dragoman.exchange.calendars.calendar_file import CalendarFile
    from dragoman.exchange.calendars.items import is_calendar
    from dragoman.exchange.context import ExchangeContext
    from dragoman.exchange.dispatch import Dispatch, Performed
    from dragoman.exchange.documents import SourceDocument, choices_of, document_class
    from dragoman.exchange.doubts import Answers, Doubt, Unanswered
    from dragoman.exchange.exports import FORMATS, load_format
    from dragoman.exchange.exports.calendar import CalendarHead, written
    from dragoman.exchange.exports.export_format import (
        ExportedSources,
        ExportFormat,
        Material,
        number,
        numbers,
    )
    from dragoman.exchange.fault_search import CheckedDispatch, all_faults, checked
    from dragoman.exchange.faults import (
        Fault,
        at,
        converted,
        elsewhere,
        every,
        place_of,
        refuse_together,
        resembles,
        unfit_value,
    )
    from dragoman.exchange.field_edits import FieldEdits, fields_that_change
    from dragoman.exchange.files import (
        new_database,
        new_file,
        own_folder,
        replace_own,
        replacing,
        rewrite,
        write_new,
    )
    from dragoman.exchange.handles import handles_of, named_here
    from dragoman.exchange.imports.copies import Counts, import_records, open_export, recognised
    from dragoman.exchange.imports.drafts import Dataset, Draft, Rejected
    from dragoman.exchange.imports.memory import remembering
    from dragoman.exchange.imports.run import Foreseen, ImportOptions, Run
    from dragoman.exchange.imports.tally import Tally
    from dragoman.exchange.intake.articles.article import Article
    from dragoman.exchange.intake.articles.opening import UnreadableArticle, article
    from dragoman.exchange.intake.claims import Claim
    from dragoman.exchange.intake.events import Mentions
    from dragoman.exchange.intake.languages import language_of
    from dragoman.exchange.intake.lexicon import LANGUAGES as READ_LANGUAGES
    from dragoman.exchange.intake.outside_reader import LARGEST_ANSWER, UnreadableAnswer
    from dragoman.exchange.intake.outside_reader import claims_of as reader_claims
    from dragoman.exchange.intake.outside_reader import request as reader_request
    from dragoman.exchange.intake.proposal import (
        MOST_CHARACTERS,
        Item,
        Proposal,
        Reader,
        propose,
        read_by_rules,
    )
    from dragoman.exchange.intake.reading import dateline
    from dragoman.exchange.links import Link, links_in
    from dragoman.exchange.mappings.mapping import open_mapped, read_mapping
    from dragoman.exchange.mappings.suggest import Suggestion, handle_of, suggest
    from dragoman.exchange.persons import Persons
    from dragoman.exchange.profiles import PROFILES, known_list, list_in
    from dragoman.exchange.recognition import Place, Recognition
    from dragoman.exchange.reconciliation import known_words, reconciled
    from dragoman.exchange.record_names import RecordNames, ViewsDisagree
    from dragoman.exchange.remedies import way_on
    from dragoman.exchange.safe_text import inert, safe, safe_lines
    from dragoman.exchange.shared_knowledge import knowledge_to_share
    from dragoman.exchange.source_texts import (
        Mark,
        TextLine,
        lines_in,
        marks_in,
        quoted_fields,
        text_of,
    )
    from dragoman.exchange.synonyms import by_word, choice_meant, meant_by
    from dragoman.exchange.tables.opening import open_unmapped
    from dragoman.exchange.tables.rejects import RejectsFile
    from dragoman.exchange.tabular import cell, flat
    from dragoman.exchange.translate import Translator, clean, day_of, direction_of
    from dragoman.exchange.typed_fields import (
        field_named,
        option_of_field,
        option_words,
        with_field_names,
    )
    from dragoman.exchange.typed_participants import (
        is_plain,
        owners_of,
        participant_of,
        reading_in_words,
        readings_of,
    )
    from dragoman.exchange.usage_error import NoRecord, SeveralErrors, UsageError
    from dragoman.exchange.wording import (
        date_text,
        grade_of,
        owner_text,
        owners_text,
        source_details,
        title_of,
        which_session,
    )
    from dragoman.exchange.yaml_file import parsed, read_yaml
else:
    __getattr__ = front_door(__name__, OFFERED)
