"""Small collections of texts in domain words, and Hypothesis strategies that make many of them."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from securit.engines.matching import affinity, likeness, names, search
from securit.engines.matching.passages import Passage, packed

WORDS = ("drone", "drones", "Radar", "border", "Wien", "hôpital", "the", "ransomware")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
VECTORS = st.tuples(*[st.integers(-2, 2)] * 3).filter(any).map(packed)
COUNTRIES = st.sampled_from(["BE", "FR"])


@st.composite
def passages(draw: st.DrawFn, with_vectors: bool) -> Passage:
    """A passage of a few words."""
    return Passage(draw(TEXTS), draw(VECTORS) if with_vectors else b"")


@st.composite
def searches(draw: st.DrawFn) -> search.Problem:
    """Up to three queries and five documents of one or two passages; vectors everywhere, here and there, or nowhere."""
    has_vectors = draw(st.sampled_from([True, True, False]))
    documents = tuple(
        search.Document(
            f"D{n}",
            tuple(draw(st.lists(passages(has_vectors or draw(st.booleans())), min_size=1, max_size=2))),
            tuple(sorted(("country", one) for one in draw(st.sets(COUNTRIES)))),
            draw(st.one_of(st.just(""), TEXTS)),
        )
        for n in range(draw(st.integers(0, 5)))
    )
    queries = []
    for n in range(draw(st.integers(0, 3))):
        asked = draw(passages(has_vectors))
        queries.append(search.Query(f"Q{n}", asked.text, asked.vector, tuple(draw(st.lists(wants(), max_size=2)))))
    pairs = [(q.id, d.id) for q in queries for d in documents]
    barred = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=2)) if pairs else []
    return search.Problem(
        tuple(queries),
        documents,
        tuple(search.Bar(*pair, "same owner") for pair in barred),
        search.Settings(top=draw(st.integers(1, 3)), border=draw(st.sampled_from([0, 3, 30]))),
    )


@st.composite
def wants(draw: st.DrawFn) -> search.Want:
    """A want for one or two countries."""
    among = tuple(sorted(draw(st.sets(COUNTRIES, min_size=1))))
    return search.Want("country", among, draw(st.sampled_from(search.Force)), Fraction(draw(st.integers(1, 2))))


@st.composite
def archives(draw: st.DrawFn) -> affinity.Problem:
    """Up to three evaluators of one to four texts, and up to three applications."""
    has_vectors = draw(st.booleans())
    one = passages(has_vectors)
    evaluators = [f"E{n}" for n in range(draw(st.integers(0, 3)))]
    applications = [f"A{n}" for n in range(draw(st.integers(0, 3)))]
    pairs = [affinity.Asked(a, e) for a in applications for e in evaluators]
    return affinity.Problem(
        tuple(affinity.Evaluator(e, tuple(draw(st.lists(one, min_size=1, max_size=4)))) for e in evaluators),
        tuple(affinity.Application(a, tuple(draw(st.lists(one, min_size=1, max_size=2)))) for a in applications),
        tuple(draw(st.lists(st.sampled_from(pairs), unique=True, max_size=2))) if pairs else (),
    )


@st.composite
def likely_twins(draw: st.DrawFn) -> likeness.Problem:
    """Up to five items, compared among themselves or with up to three others; equal texts abound."""
    has_vectors = draw(st.booleans())

    def items(letter: str, most: int) -> tuple[likeness.Item, ...]:
        made = draw(st.lists(passages(has_vectors), max_size=most))
        return tuple(likeness.Item(f"{letter}{n}", p.text, p.vector) for n, p in enumerate(made))

    return likeness.Problem(
        items("I", 5),
        draw(st.sampled_from([(), items("O", 3)])),
        draw(st.integers(1, 3)),
        draw(st.sampled_from([Fraction(0), Fraction(1, 4)])),
        draw(st.sampled_from([None, Fraction(0), Fraction(1, 3), Fraction(1)])),
    )


@st.composite
def registers(draw: st.DrawFn) -> names.Problem:
    """Up to three organisations asked about and four known; slips, missing countries and addresses abound."""
    spelled = st.sampled_from(["Acme", "ACME Ltd", "Acmé", "Bold & Co", "Cold Co.", "B"])
    places = st.sampled_from(["", "Rue de la Loi 1", "rue loi", "!"])
    countries = st.sampled_from(["", "BE", "FR"])

    def some(letter: str, most: int) -> tuple[names.Organisation, ...]:
        number = draw(st.integers(0, most))
        return tuple(
            names.Organisation(f"{letter}{n}", draw(spelled), draw(countries), draw(places)) for n in range(number)
        )

    return names.Problem(
        some("N", 3), some("K", 4), draw(st.integers(1, 3)), draw(st.sampled_from([Fraction(0), Fraction(3, 10)]))
    )
