"""Ranks: Dragoman derives a person's rank only from the wording of the person's posts."""

import pytest

from dragoman.domain.rank import RANKS, highest_rank, rank_of

POSTS = {
    "heads": """President|President of the Republic of Azerbaijan|Prime Minister|Premier
        Federal Chancellor|Bundeskanzlerin|King of Jordan|Emir of Qatar|Head of State|Pope
        head of government|Azərbaycan Prezidenti|Baş nazir|Cumhurbaşkanı|Президент
        Премьер-министр|رئيس الوزراء|PM
        primeiro-ministro|Presidente da República|Bundespräsident|primera ministra
        Premierministerin|chefe de Estado|Presidente del Gobierno""",
    "deputy heads": """Vice President|Deputy Prime Minister|Vizekanzler|نائب رئيس الوزراء
        Deputy Prime Minister and Minister of Energy""",
    "speakers": """Speaker of the Milli Majlis|President of the Senate|Bundestagspräsidentin
        Chairman of the House of Representatives|رئيس مجلس النواب
        Presidente da Assembleia da República|presidente del Senado
        Presidente della Camera dei deputati""",
    "ministers": """Minister of Foreign Affairs|foreign minister|Außenminister|Secretary of State
        Foreign Minister of the United Arab Emirates|Minister of the Kingdom of Saudi Arabia
        Foreign Secretary|Xarici işlər naziri|Министр энергетики|وزير الطاقة
        ministre des affaires|FM|FM of Georgia
        ministro dos Negócios Estrangeiros|ministra degli Esteri
        ministro da Administração Estatal""",
    "deputy ministers": """deputy foreign minister|Under Secretary of State|Staatssekretär
        Deputy Minister for Bilateral Relations|замминистра|nazir müavini|vice minister
        وكيل وزارة الخارجية|Deputy FM
        vice-ministro dos Negócios Estrangeiros|secretário de Estado|viceministra de Salud""",
    "ambassadors": """Ambassador|Ambassador of the United Kingdom|Permanent Representative
        Botschafter des Königreichs Spanien|Consul General in Kingston|chargé d'affaires
        embaixador|Embaixadora de Moçambique no Quénia|encarregado de negócios
        Посол|سفير""",
    "officials": """Head of department|Head of the State Security Service|Director|Consultant
        Chief of Staff of the President|Special representative of the President
        adviser to the Prime Minister|Помощник президента|Prezident Administrasiyasının rəhbəri
        President of the Chamber of Commerce|Assistant to the Minister|President of Baku University
        spokesperson of the Foreign Ministry|diretor|director nacional
        porta-voz do presidente|chefe do gabinete do presidente|ministro conselheiro
        presidente da Câmara Municipal""",
}
UNTOLD = ("", "leaders and researchers of the think tank", "guest", "Kingston", "Emirates", None)
CASES = [
    (post.strip(), rank)
    for rank, posts in POSTS.items()
    for line in posts.splitlines()
    for post in line.split("|")
]


@pytest.mark.parametrize(("post", "rank"), CASES)
def test_a_post_has_the_rank_of_its_office(post: str, rank: str) -> None:
    """Each post has the rank of its office; an aide to a minister, for example, is an official."""
    assert rank_of(post) == rank


@pytest.mark.parametrize("post", UNTOLD)
def test_an_unknown_office_has_no_rank(post: str | None) -> None:
    """A post that names no known office has no rank."""
    assert rank_of(post) is None


def test_the_highest_rank_counts() -> None:
    """The rank of several posts is the highest rank among them, whatever the order of the posts."""
    assert highest_rank(["Ambassador", None, "Foreign minister", "x"]) == "ministers"
    assert highest_rank([]) is None
    assert RANKS[0] == "heads"
