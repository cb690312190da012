"""Search: what is found, what is left out and why, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from securit.engines import TooLarge, Unusable
from securit.engines.matching import search
from securit.engines.matching.search import Bar, Document, Force, Index, Passage, Query, Settings, Want, packed
from securit.engines.matching.words import spelling_of, words_of

PORT = Document("D1", (Passage("Radar watches the port", packed([1, 0])),), (("country", "BE"),))
WARD = Document("D2", (Passage("Ransomware in hospitals", packed([0, 1])),), (("country", "FR"), ("kind", "SME")))
HILL = Document("D3", (Passage("Drones find people", packed([1, 1])), Passage("and port radar", packed([3, 1]))))
SHELF = (PORT, WARD, HILL)


def asked(text: str, *wants: Want, vector: tuple[float, ...] = (), **kept: object) -> search.Finding:
    """The finding of the hybrid for one query on the shelf."""
    query = Query("Q", text, packed(vector), wants)
    return search.hybrid(search.Problem((query,), SHELF, **kept)).decision.findings[0]  # type: ignore[arg-type]


def shown(finding: search.Finding) -> list[str]:
    return [hit.document for hit in finding.hits]


def test_words_are_folded_and_a_plural_is_its_singular() -> None:
    assert words_of("The Hôpitaux, studies OF drones; bus crisis glass 5G") == [
        "hopitaux", "study", "drone", "bus", "crisis", "glass", "5g",
    ]  # fmt: skip
    assert spelling_of("Drones, drone") == {"drone": "Drones"}


def test_without_vectors_words_decide_and_the_finding_says_so() -> None:
    finding = asked("radar for a port of drones")
    assert (shown(finding), finding.ranked_by) == (["D3", "D1"], "short query, words alone")
    assert finding.hits[0].parts.vectors is None


def test_with_vectors_what_shares_no_word_is_found_too() -> None:
    finding = asked("encryption", vector=(0, 1))
    assert (shown(finding), finding.ranked_by) == (["D2", "D3"], "short query, words and vectors")
    assert finding.hits[0].score == Fraction(3, 5)
    assert finding.missing == ("encryption",)


def test_one_document_without_a_vector_leaves_words_alone_and_is_named() -> None:
    bare = replace(WARD, passages=(Passage("Ransomware"),))
    outcome = search.hybrid(search.Problem((Query("Q", "port", packed([0, 1])),), (PORT, bare)))
    assert outcome.decision.findings[0].ranked_by == "short query, words alone"
    assert outcome.trace[0].sentence == "Words alone count, since no vector is given for D2."


def test_a_long_query_counts_words_as_often_as_they_stand_there() -> None:
    finding = asked("radar " * 31, vector=(1, 0))
    assert finding.ranked_by == "long query, words and vectors"
    assert finding.hits[0].parts.tfidf == 1


def test_a_title_counts_twice() -> None:
    plain, titled = (
        Document(name, (Passage("radar port sea wind"),), title=title) for name, title in (("A", ""), ("B", "radar"))
    )
    found = search.lexical(search.Problem((Query("Q", "radar"),), (plain, titled, WARD))).decision.findings[0]
    assert shown(found) == ["B", "A"]


def test_hard_wants_leave_out_with_a_reason_and_are_never_traded_for_score() -> None:
    finding = asked(
        "radar port drones", Want("country", ("BE", "FR"), Force.REQUIRED), Want("kind", ("SME",), Force.FORBIDDEN)
    )
    assert shown(finding) == ["D1"]
    assert [(one.reason, one.documents) for one in finding.excluded] == [
        ("forbidden kind: SME", ("D2",)),
        ("required country: BE or FR", ("D3",)),
    ]


def test_a_barred_document_and_the_query_itself_are_not_shown() -> None:
    query = Query("D3", "drones find people near port radar")
    problem = search.Problem((query,), SHELF, (Bar("D3", "D1", "same owner"),))
    finding = search.lexical(problem).decision.findings[0]
    assert shown(finding) == []
    assert [one.reason for one in finding.excluded] == ["it is the query itself", "same owner"]


def test_preferred_wants_count_by_their_weight() -> None:
    wants = (Want("country", ("FR",), weight=Fraction(3)), Want("kind", ("SME",)), Want("country", ("BE",)))
    finding = asked("radar ransomware hospital", *wants)
    assert shown(finding)[0] == "D2"
    assert finding.hits[0].parts.wants == Fraction(4, 5)
    assert finding.hits[0].met == ("country: FR", "kind: SME")
    assert finding.hits[0].missed == ("country: BE",)


def test_the_passage_that_answers_best_is_named() -> None:
    found = {hit.document: hit for hit in asked("radar in a port").hits}
    assert (found["D3"].passage, found["D3"].words, found["D3"].lacks) == (1, ("port", "radar"), ())


def test_equals_follow_the_draw_and_every_seed_shows_the_same_scores() -> None:
    twins = tuple(Document(f"D{n}", (Passage("radar port"),)) for n in range(6))
    problem = search.Problem((Query("Q", "radar"),), twins, settings=Settings(top=2))
    found = [search.lexical(problem, seed=seed).decision.findings[0] for seed in range(9)]
    assert len({tuple(shown(one)) for one in found}) > 1
    assert {hit.score for one in found for hit in one.hits} == {Fraction(1)}


def test_an_index_answers_as_the_rule_does() -> None:
    query = Query("Q", "drones at a port", packed([1, 2]))
    index = Index(reversed(SHELF))
    assert index.find(query, Settings()) == search.hybrid(search.Problem((query,), SHELF)).decision.findings[0]


def test_an_index_of_arrays_answers_as_the_one_they_are_of() -> None:
    query = Query("D2", "drones at a port", packed([1, 2]), (Want("country", ("BE",)), Want("kind", ("SME",))))
    index = Index(SHELF)
    held = {document.id: document for document in SHELF}
    opened = Index.opened(index.arrays(), lambda names: {name: held[name] for name in names})
    found, again = (one.find(query, Settings(), bars={"D1": "same owner"}) for one in (index, opened))

    assert [(hit.document, hit.passage, hit.words, hit.met) for hit in again.hits] == [
        (hit.document, hit.passage, hit.words, hit.met) for hit in found.hits
    ]
    assert again.excluded == found.excluded
    assert [float(hit.score) for hit in again.hits] == pytest.approx([float(hit.score) for hit in found.hits], abs=2e-6)
    assert (opened.values_of("country"), list(opened.where("country", ["FR"]))) == (("BE", "FR"), [False, True, False])
    assert list(opened.shared_words("radar, drones and a radar")) == [1, 0, 2]


def test_an_opened_index_leaves_out_what_has_gone_and_explains_by_what_is_said_now() -> None:
    index = Index(SHELF)
    held = {"D3": replace(HILL, passages=(Passage("A port."), Passage("Submarines.")))}
    opened = Index.opened(index.arrays(), lambda names: {name: held[name] for name in names if name in held})

    (hit,) = opened.find(Query("Q", "radar in the port", packed([1, 0])), Settings()).hits
    assert (hit.document, hit.words, hit.lacks) == ("D3", ("port",), ("radar",))


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        ({"documents": (PORT, PORT)}, "Document D1 is given more than once."),
        ({"queries": (Query("Q", " "),)}, "Query Q has an empty text."),
        ({"documents": (Document("D", ()),)}, "Document D has no text."),
        ({"documents": (Document("D", (Passage("radar", packed([float("nan"), 1])),)),)},
         "Document D has a vector with something that is not a number."),
        ({"documents": (Document("D", (Passage("a", packed([0, 0])),)),)},
         "Document D has a vector of zeros, which has no direction."),
        ({"documents": (Document("D", (Passage("a"), Passage("b", b"abc"))),)},
         "Document D, passage 2 has a vector that is not made of 32-bit numbers."),
        ({"documents": (Document("D", (Passage("radar", packed([1, 2, 3])),)), PORT)},
         "Vectors must be of one length; there are 2 numbers (Document D1) and 3 numbers (Document D)."),
        ({"settings": Settings(top=0)}, "At least 1 document must be shown, not 0."),
        ({"settings": Settings(share_of_wants=Fraction(2))},
         "The share of wants must lie between 0 and 1; 2 does not."),
        ({"queries": (Query("Q", "radar", wants=(Want("country", ()),)),)},
         "Query Q has a want without a fact or without a value."),
        ({"bars": (Bar("Q", "D9", "x"),)}, "A bar speaks of Q and D9; one of them is not in the problem."),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_a_sentence(problem: dict[str, object], told: str) -> None:
    parts = {"queries": (Query("Q", "radar"),), "documents": SHELF, **problem}
    with pytest.raises(Unusable) as refused:
        search.Problem(**parts)  # type: ignore[arg-type]
    assert refused.value.reasons == (told,)


def test_too_many_pairs_are_refused() -> None:
    passage = (Passage("radar"),)
    documents = tuple(Document(f"D{n}", passage) for n in range(5_000))
    queries = tuple(Query(f"Q{n}", "radar") for n in range(4_001))
    with pytest.raises(TooLarge, match="4001 queries × 5000 documents are more than 20000000 pairs"):
        search.Problem(queries, documents)


def test_a_vector_may_be_written_as_a_list_of_numbers() -> None:
    data = search.Problem((Query("Q", "radar", packed([0.5, 1])),), SHELF).to_data()
    listed = {**data, "queries": [{**data["queries"][0], "vector": [0.5, 1]}]}
    assert search.Problem.from_data(listed) == search.Problem.from_data(data)
    with pytest.raises(Unusable, match="“vector” must be a list of numbers, or 32-bit floats in base64"):
        search.Problem.from_data({**data, "queries": [{"id": "Q", "text": "radar", "vector": [1, "x"]}]})
