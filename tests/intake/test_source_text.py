"""The folded copy of a text: rules search in it, and every finding has its place in the text."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dragoman.exchange.intake.source_text import SourceText, folded

TEXTS = st.text(
    st.one_of(
        st.characters(blacklist_categories=("Cs",)),
        st.sampled_from("ßİıƏəёЁйЙçğşÉœ…«»„“’-–—. \n،؟ـٰأإىة٤"),
    ),
    max_size=120,
)


@given(TEXTS)
def test_every_word_has_its_place(text: str) -> None:
    """Given any text, when it is split into words, then each word is at its place in the text."""
    source = SourceText(text)
    for (start, end), span in zip(source.words, source.word_spans, strict=True):
        assert 0 <= span.start < span.end <= len(text)
        assert source.plain[start:end] in folded(source.words_of(span))


@given(TEXTS)
def test_the_copy_is_the_folded_text(text: str) -> None:
    """Given any text, then its copy consists of the folded letters, and folding is idempotent."""
    source = SourceText(text)
    assert source.plain == folded(text)
    assert source.between(0, len(text)) == source.plain


@given(TEXTS)
def test_sentences_are_in_order_and_hold_every_word(text: str) -> None:
    """Given any text, when it is split into sentences, then no word is lost or in two of them."""
    source = SourceText(text)
    spans = source.sentence_spans
    assert all(one.end <= other.start for one, other in pairwise(spans))
    for span in source.word_spans:
        assert sum(one.holds(span) for one in spans) == 1


def test_abbreviations_and_ordinals_do_not_end_a_sentence() -> None:
    """Given full stops that end no sentence, then the sentence goes on."""
    text = "Am 20. April traf Dr. E. Rafiyev den Minister. Danach reiste er ab."
    assert len(SourceText(text).sentences) == 2


def test_a_headline_has_no_full_stop() -> None:
    """Given a first line without a full stop, then it is the headline; a sentence is not."""
    assert SourceText("Talks in Baku\n\nThey met.").headline is not None
    assert SourceText("They met in Baku.\n\nThey talked.").headline is None
    assert SourceText("Talks in Baku").headline is None
