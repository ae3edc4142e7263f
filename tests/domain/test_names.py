"""Name matching: find the person when a newspaper spells the name differently."""

from functools import cache, partial
from string import ascii_lowercase, digits

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dragoman.domain import use_cases
from dragoman.domain.dates import parse_date
from dragoman.domain.engagement import Particulars
from dragoman.domain.meeting import KIND as MEETING
from dragoman.domain.names import LIKELY, latin, likeness, ranked, skeleton, sounds
from dragoman.domain.participant import Participant
from dragoman.domain.party import KIND as PARTY
from dragoman.domain.terms import involves, term_of
from tests.domain.samples import number
from tests.projections.histories import recorder, shelf

VARIANTS = (
    ("Yalchin Rafiyev", "Yalçın Rəfiyev"),
    ("Yalchin Rafiyev", "Jaltschin Rafijew"),
    ("Yalchin Rafiyev", "Ялчин Рафиев"),
    ("Jeyhun Bayramov", "Ceyhun Bayramov"),
    ("Jeyhun Bayramov", "Джейхун Байрамов"),
    ("Jeyhun Bayramov", "Dscheihun Bairamow"),
    ("Ilham Aliyev", "İlham Əliyev"),
    ("Ilham Aliyev", "Ильхам Алиев"),
    ("Ilham Aliyev", "Ilcham Alijew"),
    ("Ilham Aliyev", "إلهام علييف"),
    ("Mehriban Aliyeva", "Мехрибан Алиева"),
    ("Hikmet Hajiyev", "Hikmət Hacıyev"),
    ("Hikmet Hajiyev", "Хикмет Гаджиев"),
    ("Mukhtar Babayev", "Muxtar Babayev"),
    ("Ali Asadov", "Əli Əsədov"),
    ("Elmar Mammadyarov", "Эльмар Мамедъяров"),
    ("Shahin Mustafayev", "Şahin Mustafayev"),
    ("Fuad Hussein", "فؤاد حسين"),
    ("Fuad Hussein", "Fouad Hussain"),
    ("Mohammed Shia al-Sudani", "محمد شياع السوداني"),
    ("Mohammed Shia al-Sudani", "Mohamed Chia al-Soudani"),
    ("Mustafa al-Kadhimi", "مصطفى الكاظمي"),
    ("Mustafa al-Kadhimi", "Moustafa al-Kazimi"),
    ("Barham Salih", "برهم صالح"),
    ("Adel Abdul-Mahdi", "عادل عبد المهدي"),
    ("Nechirvan Barzani", "Nêçîrvan Barzanî"),
    ("Faisal bin Farhan", "فيصل بن فرحان آل سعود"),
    ("Ahmed Aboul Gheit", "أحمد أبو الغيط"),
    ("Sameh Shoukry", "سامح شكري"),
    ("Ayman Safadi", "أيمن الصفدي"),
    ("Mahmoud Abbas", "محمود عباس"),
    ("Bashar al-Assad", "بشار الأسد"),
    ("Bashar al-Assad", "Baschar al-Assad"),
    ("Abdelaziz Bouteflika", "عبد العزيز بوتفليقة"),
    ("Abbas Araghchi", "عباس عراقچی"),
    ("Abbas Araghchi", "Abbas Araghtschi"),
    ("Hossein Amir-Abdollahian", "حسین امیرعبداللهیان"),
    ("Mohammad Javad Zarif", "محمدجواد ظریف"),
    ("Masoud Pezeshkian", "مسعود پزشکیان"),
    ("Ebrahim Raisi", "Ibrahim Raïssi"),
    ("Hakan Fidan", "Хакан Фидан"),
    ("Hakan Fidan", "FİDAN Hakan"),
    ("Recep Tayyip Erdoğan", "Реджеп Тайип Эрдоган"),
    ("Recep Tayyip Erdoğan", "رجب طيب أردوغان"),
    ("Mevlüt Çavuşoğlu", "Мевлют Чавушоглу"),
    ("Sergey Lavrov", "Sergej Lawrow"),
    ("Sergey Lavrov", "Sergueï Lavrov"),
    ("Sergey Lavrov", "Лавров Сергей Викторович"),
    ("Vladimir Putin", "Vladimir Poutine"),
    ("Volodymyr Zelenskyy", "Wolodymyr Selenskyj"),
    ("Volodymyr Zelenskyy", "Владимир Зеленский"),
    ("Dmytro Kuleba", "Дмитрий Кулеба"),
    ("Kassym-Jomart Tokayev", "Касым-Жомарт Токаев"),
    ("Shavkat Mirziyoyev", "Schawkat Mirsijojew"),
    ("Shavkat Mirziyoyev", "Шавкат Мирзиёев"),
    ("Nikol Pashinyan", "Nikol Paschinjan"),
    ("Nikol Pashinyan", "Nikol Pachinian"),
    ("Ararat Mirzoyan", "Арарат Мирзоян"),
    ("Gurbanguly Berdimuhamedow", "Гурбангулы Бердымухамедов"),
    ("Mikheil Saakashvili", "Michail Saakaschwili"),
    ("Annalena Baerbock", "Frau Annalena Baerbock"),
    ("António Guterres", "H.E. Mr. Antonio Guterres"),
    ("Johann Wadephul", "Wadephul, Dr. Johann"),
)
"""Names in a register, each with another spelling of the same name."""

OTHERS = (
    *("Yalchin Adigozalov", "Jeyhun Hajibeyov", "Asef Hajiyev", "Bayram Safarov"),
    *("Heydar Aliyev", "Leyla Aliyeva", "Arzu Aliyeva", "Natig Aliyev", "Ilham Mammadov"),
    *("Ilham Zakiyev", "Elmar Gasimov", "Vagif Mustafayev", "Mukhtar Ablyazov", "Zakir Hasanov"),
    *("Saddam Hussein", "Qusay Hussein", "Fuad Masum", "Fouad Siniora", "Hussein al-Shahristani"),
    *("Mohammed al-Halbousi", "Haider al-Abadi", "Nouri al-Maliki", "Mustafa Barzani"),
    *("Masoud Barzani", "Masrour Barzani", "Jalal Talabani", "Qubad Talabani", "Faisal Mekdad"),
    *("Mohammed bin Salman", "Khalid bin Salman", "Abdulaziz bin Salman", "Farhan Haq"),
    *("Mahmoud Ahmadinejad", "Mahmoud al-Zahar", "Maher al-Assad", "Hafez al-Assad"),
    *("Abdelmadjid Tebboune", "Said Bouteflika", "Abbas Kiarostami", "Hossein Salami"),
    *("Mohammad Khatami", "Mohammad Bagher Ghalibaf", "Massoud Rajavi", "Hakan Şükür"),
    *("Bilal Erdoğan", "Recep Akdağ", "Hikmet Çetin", "Sergei Ryabkov", "Sergei Naryshkin"),
    *("Vladimir Medinsky", "Vladimir Kara-Murza", "Volodymyr Groysman", "Olena Zelenska"),
    *("Dmitry Peskov", "Dmitry Medvedev", "Kemel Tokayev", "Saida Mirziyoyeva"),
    *("Serdar Berdimuhamedow", "Arayik Harutyunyan", "António Costa", "Johann Schneider-Ammann"),
)
"""Other people from the same region with similar names."""

PEOPLE = tuple(dict.fromkeys((*(right for right, _ in VARIANTS), *OTHERS)))
ALLOWED = len(VARIANTS) // 20


@cache
def found(written: str) -> dict[str, float]:
    """Return the similarity of each person to whom a name may refer, the likeliest first."""
    return dict(ranked(written, [(name, name) for name in PEOPLE]))


def test_the_lists_are_long_enough() -> None:
    """Each sample list has at least 40 names, which is enough to measure error rates of 5%."""
    assert len(set(VARIANTS)) == len(VARIANTS) >= 40
    assert len(set(OTHERS) - {right for right, _ in VARIANTS}) == len(OTHERS) >= 40


def test_the_right_person_is_among_the_first_three() -> None:
    """For at least 95% of the spellings, the right person is among the first three candidates."""
    missed = [(right, one) for right, one in VARIANTS if right not in [*found(one)][:3]]
    assert len(missed) <= ALLOWED, missed


def test_somebody_else_is_rarely_as_likely() -> None:
    """For at least 95% of the spellings, nobody else is as likely as the right person."""
    rivals = [
        (right, one, other)
        for right, one in VARIANTS
        for other, score in found(one).items()
        if other != right and score >= found(one).get(right, 0.0)
    ]
    assert len({one for _, one, _ in rivals}) <= ALLOWED, rivals


@pytest.mark.parametrize("name", PEOPLE)
def test_the_exact_name_comes_first(name: str) -> None:
    """Only the person with exactly the given name has a similarity of 100 percent."""
    (first, best), *others = found(name).items()
    assert (first, best) == (name, 100)
    assert all(score < 100 for _, score in others)


def test_candidates_are_ranked_by_their_best_spelling() -> None:
    """A candidate with several spellings appears once, ranked by the most similar spelling."""
    spelt = [(1, "Saddam Hussein"), (2, "Yalchin Rafiyev"), (2, "Yalçın Rəfiyev"), (1, "Rafiev")]
    assert ranked("Yalçın Rəfiyev", spelt) == [(2, 100)]


written = st.text() | st.sampled_from([name for pair in VARIANTS for name in pair])


@given(one=written, other=written)
@example(one="", other="")
@example(one="ع", other="'")
@example(one="Dr.", other="bin")
def test_similarity_is_symmetric_and_a_percentage(one: str, other: str) -> None:
    share = likeness(one, other)
    assert 0 <= share <= 100
    assert share == pytest.approx(likeness(other, one))


@given(name=written)
def test_a_name_equals_itself(name: str) -> None:
    """A name is 100 percent similar to itself if it has a letter that has a Latin equivalent."""
    assume(latin(name))
    assert likeness(name, name) == 100


@given(name=written)
def test_any_text_can_be_compared(name: str) -> None:
    """For comparison, any text is reduced to lower-case letters, digits and single spaces."""
    for form in (latin(name), sounds(name), skeleton(name)):
        assert form == " ".join(form.split())
        assert set(form) <= {*ascii_lowercase, *digits, " "}


@given(name=written, candidates=st.lists(written, max_size=5))
def test_candidates_are_ranked(name: str, candidates: list[str]) -> None:
    """The ranking lists each likely candidate once; the likeliest candidate comes first."""
    proposed = ranked(name, enumerate(candidates))
    scores = [score for _, score in proposed]
    assert scores == sorted(scores, reverse=True)
    assert all(score >= LIKELY for score in scores)
    assert len({key for key, _ in proposed}) == len(proposed)


def meets(name: str, at: int) -> partial[use_cases.Outcome]:
    """Return the use case that records meeting number ``at`` with one Iraqi participant."""
    facts = Particulars(
        title="Talks",
        occurred=parse_date("2025-04-20"),
        participants=(Participant(name=name, side="IQ"),),
    )
    return partial(
        use_cases.engage, kind=MEETING, record=number(at), status="held", particulars=facts
    )


def test_nobody_is_merged_silently() -> None:
    """Dragoman merges no parties on its own: each spelling becomes a separate party."""
    spellings = list(dict.fromkeys(name for pair in VARIANTS for name in pair))
    with shelf() as one:
        views = one.views()
        register = recorder(views.register)
        for at, name in enumerate(spellings, 1):
            register.record(meets(name, at), views)
        parties = register.rehearse(lambda uow: uow.find(PARTY, involves("IQ")), views).result
    assert sorted(state.name for _, state in parties) == sorted(spellings)
    assert len(parties) == len(set(map(term_of, spellings)))
    assert {(state.merged_into, state.aliases) for _, state in parties} == {(None, ())}
