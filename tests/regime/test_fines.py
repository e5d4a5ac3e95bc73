"""Fines of the labour law: each case worked out by hand, and what must hold for every one."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regime.fines import CRITERIA, PROVISIONS, Breach, Earlier, FineRefused, Reasons, fines, uma_published_before
from regime.policies import Policies
from workflow.words import LANGUAGES, say, say_all

ACTA, DECIDED = date(2026, 6, 15), date(2026, 9, 30)
# Of 2026: 117.31 pesos a UMA (INEGI, from 1 February).
IN_2026 = {
    "994-I": ("5865.50", "29327.50"),
    "994-III": ("5865.50", "175965.00"),
    "994-IV Bis": ("29327.50", "586550.00"),
    "994-V": ("29327.50", "586550.00"),
    "994-VI": ("29327.50", "586550.00"),
    "994-VII": ("29327.50", "293275.00"),
    "995": ("5865.50", "293275.00"),
    "998": ("5865.50", "29327.50"),
    "1002": ("5865.50", "586550.00"),
    "1004-A": ("29327.50", "586550.00"),
}


@pytest.mark.parametrize(("provision", "pesos"), IN_2026.items())
def test_each_provision_in_pesos_of_2026(provision: str, pesos: tuple[str, str]) -> None:
    found = fines([Breach(provision=provision, violated_on=date(2026, 5, 4))], acta_on=ACTA, decided_on=DECIDED)
    assert (str(found.least), str(found.most), found.total) == (*pesos, None)


def test_all_provisions_are_tried() -> None:
    assert set(IN_2026) == set(PROVISIONS)


def test_breaches_and_workers_are_fined_apart_and_summed() -> None:
    day = date(2026, 5, 4)
    found = fines(
        [
            Breach(provision="1002", violated_on=day, workers=2, chosen=Decimal(60)),
            Breach(provision="994-I", violated_on=day, chosen=Decimal(50)),
        ],
        acta_on=ACTA,
        decided_on=DECIDED,
    )
    # 60 × 117.31 = 7,038.60 for each of two; 50 × 117.31 = 5,865.50.
    assert [str(line.total) for line in found.lines] == ["14077.20", "5865.50"]
    assert str(found.total) == "19942.70"
    assert {"fine.per_worker", "fine.independent"} <= {s.code for s in found.explanation}


def test_the_uma_of_the_breach_holds_and_the_other_reading_is_shown() -> None:
    breach = Breach(provision="1002", violated_on=date(2025, 6, 1), chosen=Decimal(100))
    found = fines([breach], acta_on=ACTA, decided_on=DECIDED)
    assert str(found.total) == "11314.00"  # 100 × 113.14, the UMA of 2025
    assert found.other is not None
    assert str(found.other.total) == "11731.00"  # 100 × 117.31
    assert "11,731.00" in say("es", found.explanation[-1]) or "11731.00" in say("es", found.explanation[-1])
    turned = fines([breach], acta_on=ACTA, decided_on=DECIDED, policies=Policies(fine_uma="acta"))
    assert str(turned.total) == "11731.00"
    assert turned.other is not None
    assert str(turned.other.total) == "11314.00"


def test_the_uma_changes_on_the_first_of_february() -> None:
    def least(day: date) -> str:
        return str(fines([Breach(provision="1002", violated_on=day)], acta_on=ACTA, decided_on=DECIDED).least)

    assert least(date(2026, 1, 31)) == "5657.00"  # 50 × 113.14
    assert least(date(2026, 2, 1)) == "5865.50"


def test_practice_takes_the_last_uma_published_before_the_acta_even_if_not_in_force() -> None:
    assert str(uma_published_before(date(2026, 1, 8)).value) == "113.14"  # published that very day
    assert str(uma_published_before(date(2026, 1, 9)).value) == "117.31"  # in force from 1 February


def test_a_repeated_breach_costs_twice_the_earlier_fine() -> None:
    earlier = Earlier(acta_on=date(2024, 7, 1), per_worker=Decimal("6000.00"))
    found = fines(
        [Breach(provision="1002", violated_on=date(2026, 7, 1), workers=2, earlier=earlier)],
        acta_on=date(2026, 7, 2),
        decided_on=DECIDED,
    )
    assert found.lines[0].repeated
    assert str(found.total) == "24000.00"  # 2 × 6,000 for each of two
    later = fines(
        [Breach(provision="1002", violated_on=date(2026, 7, 2), earlier=earlier)],
        acta_on=date(2026, 7, 2),
        decided_on=DECIDED,
    )
    assert not later.lines[0].repeated  # two years and a day
    assert "fine.not_repeated" in {s.code for s in later.explanation}


def test_a_doubled_fine_stops_at_twice_the_maximum() -> None:
    earlier = Earlier(acta_on=date(2025, 7, 1), per_worker=Decimal("40000.00"))
    found = fines(
        [Breach(provision="994-I", violated_on=date(2026, 7, 1), earlier=earlier)],
        acta_on=date(2026, 7, 2),
        decided_on=DECIDED,
    )
    assert str(found.total) == "58655.00"  # twice 250 × 117.31, less than twice 40,000
    assert "fine.ceiling" in {s.code for s in found.explanation}


def test_after_five_years_nothing_is_fined() -> None:
    breach = Breach(provision="1002", violated_on=date(2021, 6, 1), chosen=Decimal(50))
    last = fines([breach], acta_on=ACTA, decided_on=date(2026, 6, 1))
    assert (last.lines[0].prescribed, str(last.total)) == (False, "4481.00")  # 50 × 89.62, the UMA of 2021
    over = fines([breach], acta_on=ACTA, decided_on=date(2026, 6, 2))
    assert (over.lines[0].prescribed, over.total) == (True, 0)
    interrupted = Breach(
        provision="1002", violated_on=date(2021, 6, 1), chosen=Decimal(50), interrupted_on=date(2022, 1, 10)
    )
    assert not fines([interrupted], acta_on=ACTA, decided_on=date(2026, 6, 2)).lines[0].prescribed


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"provision": "995-Bis"}, "fine.criminal"),
        ({"provision": "7"}, "fine.unknown_provision"),
        ({"provision": "1002", "workers": 0}, "fine.no_workers"),
        ({"provision": "1002", "chosen": Decimal("49.99")}, "fine.outside_range"),
        ({"provision": "994-I", "chosen": Decimal("250.01")}, "fine.outside_range"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_law_does_not_allow_is_refused(given: dict[str, object], code: str, language: str) -> None:
    with pytest.raises(FineRefused) as refused:
        Breach(violated_on=date(2026, 5, 4), **given)  # type: ignore[arg-type]
    assert refused.value.sentence.code == code
    assert "%(" not in say(language, refused.value.sentence)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_criterion_needs_its_own_reason(language: str) -> None:
    written = {name: f"Razón sobre {name}." for name in CRITERIA}
    assert tuple(Reasons(written).by_criterion) == CRITERIA
    with pytest.raises(FineRefused) as refused:
        Reasons({**written, "harm": " ", "capacity": ""})
    told = say(language, refused.value.sentence)
    assert say(language, type(refused.value.sentence)("fine.criterion.harm")) in told
    assert say(language, type(refused.value.sentence)("fine.criterion.intent")) not in told
    with pytest.raises(FineRefused, match="unknown_criterion"):
        Reasons({**written, "mood": "bad"})


BREACHES = st.lists(
    st.builds(
        Breach,
        provision=st.sampled_from([name for name in PROVISIONS if name != "994-IV Bis"]),
        violated_on=st.dates(date(2019, 3, 1), date(2026, 11, 20)),
        workers=st.integers(1, 5),
        earlier=st.none()
        | st.builds(
            Earlier,
            acta_on=st.dates(date(2019, 3, 1), date(2026, 11, 20)),
            per_worker=st.decimals(1, 900000, places=2),
        ),
        chosen=st.none() | st.just(Decimal(250)),
    ),
    min_size=1,
    max_size=5,
)


@settings(deadline=None)
@given(BREACHES)
def test_sums_hold_whatever_is_found(breaches: list[Breach]) -> None:
    found = fines(breaches, acta_on=date(2026, 11, 20), decided_on=date(2026, 11, 21))
    assert found.least <= found.most
    assert found.least == sum(line.least * line.breach.workers for line in found.lines)
    for line in found.lines:
        assert line.prescribed or line.repeated or line.range.least <= line.least <= line.most <= line.range.most
        assert line.most <= 2 * line.range.most
        assert line.prescribed is (line.breach.violated_on + timedelta(days=1830) < date(2026, 11, 21)) or (
            date(2021, 11, 1) < line.breach.violated_on < date(2021, 12, 1)
        )
    if found.total is not None:
        assert found.total == found.least == found.most
    for language in LANGUAGES:
        assert all("%(" not in sentence for sentence in say_all(language, found.explanation))
