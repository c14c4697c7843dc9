"""The table of contents: every notebook of the course, where it lies and what it teaches.

The tags are the course's own checklist: M methods, K measures, G segments, S strategies, C cases
(C1 companies, C2 claims from practice). A tag stands at each notebook that teaches it; the
notebook's metadata repeats it, and a test compares.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Chapter:
    """One notebook of the course.

    Parameters
    ----------
    part : str
        Folder, such as "1_worth".
    name : str
        File name without ``.ipynb``, such as "03_churn_and_lifespan".
    title : str
        Heading, without the number.
    teaches : tuple of str
        Tags of what it covers.
    """

    part: str
    name: str
    title: str
    teaches: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """Two digits that the notebook's name begins with."""
        return self.name[:2]

    @property
    def path(self) -> str:
        """Where the notebook lies in the course's folder."""
        return f"{self.part}/{self.name}.ipynb"


_PARTS = {
    "0_start": (
        ("00_start_here", "Start here", ""),
    ),
    "1_worth": (
        ("01_clv_in_ten_minutes", "CLV in ten minutes", "M2 M3"),
        ("02_revenue_margin_and_cost", "Revenue, margin and cost", "M1 M4"),
        ("03_churn_and_lifespan", "How long does a customer stay?", "M5 K4 K5"),
        ("04_time_value", "The time value of a customer", "M6"),
        ("05_cac_and_payback", "CAC, LTV:CAC and payback", "M7 K6 K7"),
        ("06_lifecycle_stages", "Value by lifecycle stage", "M8 G4 S10"),
    ),
    "2_history": (
        ("07_from_log_to_kpis", "From a transaction log to KPIs", "K1 K2 K3 K13 K14 S23"),
        ("08_rfm", "RFM: who buys lately, often, much?", "M9"),
        ("09_cohorts", "Cohorts", "M10"),
        ("10_segments", "Segments by value and by profit", "G1 G2 G3"),
        ("11_business_models", "Business models compared", "G5"),
    ),
    "3_prediction": (
        ("12_contract_customers", "Contract customers: survival and sBG", "M11"),
        ("13_are_they_gone", "Are they gone? BG/NBD and Pareto/NBD", "M12"),
        ("14_how_much_will_they_spend", "How much will they spend? Gamma–Gamma", "M13"),
        ("15_customer_by_customer", "CLV customer by customer, and the next purchase", "M14"),
        ("16_machine_learning", "Machine learning", "M15"),
        ("17_which_method", "Which method is right?", "M17"),
        ("18_uncertainty_and_risk", "Uncertainty and risk", "M16 S21"),
        ("19_pausing_and_returning", "Pausing and returning: Markov chains", "M18"),
        ("20_customer_base", "The value of the customer base", "M19"),
    ),
    "4_strategy": (
        ("21_which_lever", "Which lever moves CLV most?", "S1 S2 S18"),
        ("22_loyalty_programmes", "Loyalty programmes", "S3 S17"),
        ("23_service_and_feedback", "Service, satisfaction and feedback", "S5 S6 K8 K9"),
        ("24_targeting_and_uplift", "Personalisation, targeting and uplift", "S4 S11"),
        ("25_cross_selling", "Cross-selling and up-selling", "S7"),
        ("26_pricing", "Pricing", "S8"),
        ("27_acquisition", "Acquisition: channels and the right customers", "S12 S13 S15"),
        ("28_acquire_or_retain", "Acquire or retain?", "S14"),
        ("29_timing_and_win_back", "Email, timing and win-back", "S16 K10 K12 G6"),
        ("30_why_customers_leave", "Why customers leave", "G6 K15"),
    ),
    "5_practice": (
        ("31_cases", "Cases: Starbucks, Amazon, Netflix, Spotify, and eight claims", "C1 C2"),
        ("32_measuring_a_programme", "Measuring a programme: experiments and ROI", "K11"),
        ("33_fair_and_lawful", "Fair and lawful: ethics and privacy", "S22"),
        ("34_clv_in_the_company", "CLV in the company", "S9 S19 S20"),
        ("35_your_own_data", "Capstone: your own data", ""),
        ("36_post_test", "Post-test", ""),
    ),
}  # fmt: skip

CHAPTERS = tuple(
    Chapter(part, name, title, tuple(tags.split()))
    for part, chapters in _PARTS.items()
    for name, title, tags in chapters
)


@dataclass(frozen=True)
class Route:
    """A way through the course for those who have so much time.

    Parameters
    ----------
    time : str
        How much, such as "half a day".
    numbers : tuple of str
        Numbers of its notebooks, in order. Each route contains the shorter ones.
    """

    time: str
    numbers: tuple[str, ...]


_ROUTES = {
    "half a day": "00 01 05 08 10 13 21",
    "one day": "00 01 02 03 05 08 10 13 21 22 24",
    "two days": "00 01 02 03 04 05 06 07 08 09 10 13 14 15 18 21 22 24 32 35",
    "in your own time": " ".join(one.number for one in CHAPTERS),
}
ROUTES = tuple(Route(time, tuple(numbers.split())) for time, numbers in _ROUTES.items())


def chapter(name: str) -> Chapter:
    """Find a notebook by its name, or by its number.

    Parameters
    ----------
    name : str
        Name of the notebook or its number: "03_churn_and_lifespan" or "03".

    Returns
    -------
    Chapter

    Raises
    ------
    ValueError
        If the course has no such notebook.

    Examples
    --------
    >>> chapter("03").path
    '1_worth/03_churn_and_lifespan.ipynb'
    """
    for one in CHAPTERS:
        if name in (one.name, one.number):
            return one
    near = difflib.get_close_matches(name, [one.name for one in CHAPTERS], 1)
    hint = f"Did you mean {near[0]!r}?" if near else "Their numbers run from 00 to 36."
    raise ValueError(f"The course has no notebook {name!r}. {hint}")


def route_text(route: Route, written: Collection[str]) -> str:
    """Say which notebooks of a route are there, and which are to come.

    Parameters
    ----------
    route : Route
    written : collection of str
        Numbers of the notebooks that are there.

    Returns
    -------
    str

    Examples
    --------
    >>> route_text(Route("an hour", ("00", "01", "02", "05", "13")), {"00", "01", "02", "05"})
    '00 to 02, 05; to come: 13'
    """
    here = [number for number in route.numbers if number in written]
    to_come = [number for number in route.numbers if number not in written]
    pieces = [_in_runs(here), *([f"to come: {_in_runs(to_come)}"] if to_come else [])]
    return "; ".join(filter(None, pieces))


def _in_runs(numbers: list[str]) -> str:
    """List numbers of notebooks; three and more in a row become "00 to 03"."""
    runs: list[list[str]] = []
    for number in numbers:
        if runs and int(number) == int(runs[-1][-1]) + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)
