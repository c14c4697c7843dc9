"""Cohorts and their projection, against plain pandas and a published triangle."""

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import TransactionLog, chain_ladder

# G. Taylor and F. Ashe (1983), as cumulated in Mack (1993), ASTIN Bulletin 23(2).
TAYLOR_ASHE = [
    [357848, 1124788, 1735330, 2218270, 2745596, 3319994, 3466336, 3606286, 3833515, 3901463],
    [352118, 1236139, 2170033, 3353322, 3799067, 4120063, 4647867, 4914039, 5339085],
    [290507, 1292306, 2218525, 3235179, 3985995, 4132918, 4628910, 4909315],
    [310608, 1418858, 2195047, 3757447, 4029929, 4381982, 4588268],
    [443160, 1136350, 2128333, 2897821, 3402672, 3873311],
    [396132, 1333217, 2180715, 2985752, 3691712],
    [440832, 1288463, 2419861, 3483130],
    [359480, 1421128, 2864498],
    [376686, 1363294],
    [344014],
]


@pytest.fixture(scope="module")
def log(cdnow):
    return TransactionLog(cdnow, "customer_id", "date", "amount")


@pytest.fixture(scope="module")
def short(cdnow):
    """A log that begins and ends within months and weeks."""
    return TransactionLog(
        cdnow, "customer_id", "date", "amount", start="1997-01-08", end="1997-05-14"
    )


@pytest.mark.parametrize("measure", ["customers", "revenue", "orders"])
@pytest.mark.parametrize("by", ["M", "W"])
def test_triangles_equal_a_plain_computation(cdnow, short, by, measure):
    rows = cdnow[cdnow["date"].between("1997-01-08", "1997-05-14")]
    days = rows.groupby(["customer_id", "date"], as_index=False)["amount"].sum()
    period = days["date"].dt.to_period(by)
    cohort = days.groupby("customer_id")["date"].transform("min").dt.to_period(by)
    age = (period - cohort).map(lambda step: step.n)
    column, how = {
        "customers": ("customer_id", "nunique"),
        "revenue": ("amount", "sum"),
        "orders": ("amount", "size"),
    }[measure]
    expected = days.groupby([cohort, age])[column].agg(how).unstack()
    ours = short.cohorts(by, measure)
    assert list(ours.table.index) == list(expected.index)
    seen = ours.table.notna().to_numpy()
    ends = np.arange(len(expected)) + (expected.shape[1] - len(expected))
    assert (seen == (np.arange(expected.shape[1]) <= ends[::-1][:, None])).all()
    assert np.allclose(ours.table.to_numpy()[seen], expected.fillna(0.0).to_numpy()[seen])
    sizes = days.groupby(cohort)["customer_id"].nunique()
    assert ours.sizes.tolist() == sizes.tolist()


def test_everybody_is_active_at_age_0_and_all_money_is_in_the_triangle(log):
    assert (log.cohorts("M").per_customer()[0] == 1).all()
    revenue = log.cohorts("M", "revenue")
    assert revenue.table.sum().sum() == pytest.approx(log.rfm()["revenue"].sum())
    last = revenue.cumulative().ffill(axis=1).iloc[:, -1] * revenue.sizes
    assert last.sum() == pytest.approx(log.rfm()["revenue"].sum())


def test_periods_that_were_seen_in_part_are_marked(short, log):
    partial = short.cohorts("M").partial
    assert partial.loc["1997-01"].all()  # the log begins on the eighth
    assert partial.loc["1997-02"].tolist() == [False, False, False, True, False]
    assert partial.loc["1997-03"].tolist() == [False, False, True, False, False]
    assert not log.cohorts("M").partial.any(axis=None)
    assert "*" in repr(short.cohorts("M"))
    assert "*" not in repr(log.cohorts("M"))


def test_weeks_begin_on_monday_as_iso_has_it():
    orders = pd.DataFrame(
        {
            "customer": ["Ada", "Ada", "Bo"],
            "date": ["2024-12-29", "2024-12-30", "2025-01-05"],  # Sunday, Monday, Sunday
            "amount": [1.0, 2.0, 4.0],
        }
    )
    table = TransactionLog(orders).cohorts("W", "revenue").table
    assert table.index.start_time.strftime("%G-W%V").tolist() == ["2024-W52", "2025-W01"]
    assert table.loc[table.index[0]].tolist() == [1.0, 2.0]
    assert table.iloc[1, 0] == 4.0


def test_the_projection_gives_the_published_ultimate_of_taylor_and_ashe():
    """Mack (1993), section 6: the chain ladder reserve is 18,680,856."""
    done = chain_ladder(pd.DataFrame([pd.Series(row, dtype=float) for row in TAYLOR_ASHE]))
    paid = sum(row[-1] for row in TAYLOR_ASHE)
    assert done[9].sum() - paid == pytest.approx(18_680_856, abs=0.5)


def test_the_projection_weighs_cohorts_by_their_customers(log):
    cohorts = log.cohorts("M", "revenue")
    totals = chain_ladder(cohorts.table.cumsum(axis=1))
    done = cohorts.projected().mul(cohorts.sizes, axis=0)
    pd.testing.assert_frame_equal(done, totals)
    seen = cohorts.cumulative().notna()
    pd.testing.assert_frame_equal(
        cohorts.projected().where(seen), cohorts.cumulative(), check_exact=True
    )


def test_the_projection_is_not_fooled_by_a_last_month_seen_in_part(cdnow):
    whole = TransactionLog(cdnow, "customer_id", "date", "amount", end="1997-12-31")
    cut = TransactionLog(cdnow, "customer_id", "date", "amount", end="1998-01-05")
    pd.testing.assert_frame_equal(
        cut.cohorts("M", "revenue").projected(), whole.cohorts("M", "revenue").projected()
    )


def test_a_log_without_a_whole_period_is_not_projected(cdnow):
    log = TransactionLog(cdnow, "customer_id", "date", "amount", end="1997-01-20")
    with pytest.raises(ValueError, match=r"No cohort was seen in a whole period.*by='W'"):
        log.cohorts("M").projected()


@pytest.mark.parametrize("cells", [[[None, 1.0]], [[1.0, None, 2.0]], [[1.0, None]], []])
def test_what_is_no_triangle_is_refused(cells):
    with pytest.raises(ValueError, match="A triangle needs"):
        chain_ladder(pd.DataFrame(cells, dtype=float))


def test_wrong_words_are_refused(log):
    with pytest.raises(ValueError, match=r"by must be one of 'W'.*got 'month'"):
        log.cohorts(by="month")
    with pytest.raises(ValueError, match=r"measure must be one of 'customers'.*got 'money'"):
        log.cohorts(measure="money")


def test_a_triangle_prints_the_same_numbers_as_text_and_as_html(short):
    for shown in (repr(short.cohorts()), short.cohorts()._repr_html_()):
        assert "100.0%" in shown
        assert "not a whole period" in shown


@pytest.mark.parametrize("by", ["M", "Q", "Y"])
def test_sales_by_cohort_are_plain_sums_and_add_up_to_the_revenue(cdnow, short, by):
    rows = cdnow[cdnow["date"].between("1997-01-08", "1997-05-14")]
    period = rows["date"].dt.to_period(by)
    won = rows.groupby("customer_id")["date"].transform("min").dt.to_period(by)
    plain = rows["amount"].groupby([won, period]).sum().unstack(fill_value=0.0)
    found = short.sales_by_cohort(by)
    assert found.loc[plain.index, plain.columns].to_numpy() == pytest.approx(plain.to_numpy())
    revenue = short.kpis(by)["revenue"]
    assert found.columns.equals(revenue.index.rename("period"))
    assert found.sum().to_numpy() == pytest.approx(revenue.to_numpy())
    by_age = short.cohorts(by, "revenue").table
    assert np.diag(found.to_numpy()) == pytest.approx(by_age[0].to_numpy()[: len(found)])
    assert found.notna().all(axis=None)


def test_a_period_without_newcomers_has_sales_and_no_cohort():
    orders = pd.DataFrame(
        {
            "customer": ["Ada", "Ada", "Bo"],
            "date": ["2021-05-01", "2022-05-01", "2023-05-01"],
            "amount": [10.0, 20.0, 30.0],
        }
    )
    found = TransactionLog(orders).sales_by_cohort()
    assert found.index.astype(str).tolist() == ["2021", "2023"]
    assert found.to_numpy().tolist() == [[10, 20, 0], [0, 0, 30]]
