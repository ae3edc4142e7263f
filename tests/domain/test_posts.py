"""Two wordings of the same post share a key; different posts do not."""

import pytest

from dragoman.domain import post_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("foreign minister", "minister of foreign affairs"),
        ("foreign minister", "Außenminister"),
        ("oil minister", "minister of oil"),
        ("minister of oil of Iraq", "Minister for Oil"),
        ("deputy foreign minister", "Deputy Minister of Foreign Affairs"),
        ("President", "President of the Republic of Iraq"),
        ("head of the protocol department", "Head of Protocol Department"),
        ("acting foreign minister", "ministro dos Negócios Estrangeiros interino"),
        ("first deputy foreign minister", "primeiro vice-ministro dos Negócios Estrangeiros"),
        ("Federal President", "Bundespräsident"),
        ("president", "presidente federal"),
        ("Staatspräsident", "Président de la République"),
        ("former president", "ex-presidente"),
        ("prime minister", "primeiro-ministro"),
        ("Premierministerin", "premier ministre"),
        ("vice president", "Vizepräsidentin"),
        ("president", "Presidente do Iraque"),
    ],
)
def test_wordings_of_one_post_share_a_key(one: str, other: str) -> None:
    """The order of the words, the language and the name of the state do not matter."""
    assert post_key(one, "IQ") == post_key(other, "IQ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("foreign minister", "deputy foreign minister"),
        ("foreign minister", "acting foreign minister"),
        ("foreign minister", "former foreign minister"),
        ("first deputy foreign minister", "deputy foreign minister"),
        ("minister of state for foreign affairs", "minister of foreign affairs"),
        ("state secretary of foreign affairs", "deputy minister of foreign affairs"),
        ("minister of trade", "minister of oil"),
        ("minister of economy", "minister of economy and finance"),
        ("president", "prime minister"),
        ("director of the oil department", "chief of the oil section"),
        ("adviser to the foreign minister", "foreign minister"),
        ("president", "president of the senate"),
        ("president", "Presidente do Banco do Iraque"),
        ("president", "president of Iran"),
        ("vice president", "president"),
        ("ministro do Comércio", "ministro dos Negócios Estrangeiros"),
    ],
)
def test_different_posts_have_different_keys(one: str, other: str) -> None:
    """A rank, a qualifier or a portfolio that differs makes a different post."""
    assert post_key(one, "IQ") != post_key(other, "IQ")


PORTFOLIOS = [
    "foreign; dos Negócios Estrangeiros; das Relações Exteriores; degli Esteri",
    "foreign; de Relaciones Exteriores; de Asuntos Exteriores; des Affaires étrangères",
    "defence; da Defesa Nacional; della Difesa; de Defensa; de la Défense",
    "interior; do Interior; da Administração Interna; dell'Interno; del Interior; de l'Intérieur",
    "finance; das Finanças; da Fazenda; delle Finanze; de Hacienda; des Finances",
    "trade; do Comércio; del Commercio; de Comercio; du Commerce",
    "oil; do Petróleo; del Petrolio; de Petróleo; du Pétrole",
    "energy; da Energia; dell'Energia; de Energía; de l'Énergie",
    "agriculture; da Agricultura; dell'Agricoltura; de Agricultura; de l'Agriculture",
    "education; da Educação; dell'Istruzione; de Educación; de l'Enseignement",
    "health; da Saúde; della Salute; de Salud; de la Santé",
    "justice; da Justiça; della Giustizia; de Justicia; de la Justice",
    "transport; dos Transportes; dei Trasporti; de Transportes; des Transports",
    "culture; da Cultura; della Cultura; de Cultura; de la Culture",
    "environment; do Ambiente; dell'Ambiente; de Medio Ambiente; de l'Environnement",
    "labour; do Trabalho; del Lavoro; de Trabajo; du Travail",
    "science; da Ciência; della Ricerca; de Ciencia",
    "tourism; do Turismo; del Turismo; de Turismo; du Tourisme",
    "sport; do Desporto; do Esporte; dello Sport; de Deporte; des Sports",
    "water; da Água; delle Acque; del Agua; de l'Eau",
    "security; da Segurança; della Sicurezza; de Seguridad; de la Sécurité",
]


@pytest.mark.parametrize("line", PORTFOLIOS, ids=lambda line: line.partition(";")[0])
def test_a_minister_has_one_key_in_every_language(line: str) -> None:
    """A portfolio has the same key in English, Portuguese, Italian, Spanish and French."""
    english, *others = line.split("; ")
    keys = {post_key(f"ministro {words}") for words in others}
    assert keys == {post_key(f"{english} minister")}


def test_a_post_that_consists_of_the_name_of_the_state_keeps_its_words() -> None:
    """A post never loses all its words."""
    assert post_key("Iraq", "IQ") != post_key("Republic", "IQ")
