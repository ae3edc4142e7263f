"""The names that the modules of this package offer, as declared in its ``__init__``.

Written by scripts/generate_front_doors.py; do not edit.
"""

OFFERED = {
    "context": "ExchangeContext",
    "dispatch": "Dispatch Performed",
    "dispatch_document": "DispatchDocument",
    "documents": "SourceDocument choices_of document_class",
    "doubts": "Answers Doubt Unanswered",
    "drafts": ".",
    "exports": "FORMATS load_format",
    "exports.export_format": "ExportFormat Material WithheldRecords number numbers",
    "faults": "Fault at converted elsewhere place_of refuse_together unfit_value",
    "field_edits": "FieldEdits",
    "files": "new_database new_file own_folder replace_own replacing rewrite write_new",
    "imports.copies": "Counts import_records open_export recognised",
    "imports.drafts": "Dataset Draft Rejected",
    "imports.memory": "remembering",
    "imports.run": "Foreseen ImportOptions Run",
    "imports.tally": "Tally",
    "mappings.mapping": "open_mapped read_mapping",
    "mappings.suggest": "Suggestion handle_of suggest",
    "persons": "Persons",
    "profiles": "PROFILES known_list",
    "recognition": "Place Recognition",
    "record_names": "RecordNames ViewsDisagree",
    "safe_text": "inert safe safe_lines",
    "synonyms": "by_word meant_by",
    "tables.opening": "open_table",
    "tables.rejects": "RejectsFile",
    "tabular": "cell flat",
    "translate": "Translator clean direction_of",
    "typed_fields": "field_named option_words participant_of",
    "usage_error": "UsageError",
    "wording": "date_text grade_of owner_text source_details title_of which_session",
    "yaml_file": "parsed read_yaml",
}
