"""What service costs and earns: queues, channels, complaints, satisfaction and how it is asked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from clvwidgets.formulas.arithmetic import (
    Value,
    divide,
    exp,
    is_array,
    is_traced,
    maximum,
    minimum,
    power,
    quotient,
    where,
)
from clvwidgets.formulas.checks import (
    COST,
    COUNT,
    MONEY,
    POSITIVE,
    SHARE,
    Range,
    at_most,
    formula,
    single,
)

if TYPE_CHECKING:
    from clvwidgets.formulas.arithmetic import Number

MOST_AGENTS: Final = 60
"""People at the phone that a queue may have; the sum behind it has a fixed number of terms."""

_AGENTS: Final = Range("be a whole number from 1 to 60", low=1, high=MOST_AGENTS, whole=True)
_AT_ONCE: Final = Range("be a whole number from 1 to 6", low=1, high=6, whole=True)
_TINY: Final = 1e-300


def _any(wrong: Value) -> bool:
    return bool(wrong.any() if is_array(wrong) else wrong)


@formula(calls_per_hour=COUNT, handling_minutes=POSITIVE, agents=_AGENTS, target_seconds=COST)
def erlang_c(
    calls_per_hour: Number,
    handling_minutes: Number,
    agents: Number,
    target_seconds: Number = 20.0,
    *,
    most_agents: int = MOST_AGENTS,
) -> Value:
    r"""Compute how long callers wait for one of some people, if nobody hangs up.

    With the load :math:`A` (calls an hour times hours a call) and :math:`c` people, the chance to
    wait is

    .. math:: P = \frac{1}{(1 - \rho) I + \rho}, \quad \rho = \frac{A}{c}, \quad
        I = 1 + \frac{c}{A} \Big( 1 + \frac{c - 1}{A} \big( 1 + \dots \big) \Big)

    Calls come at random, and so does their length. Whoever hangs up shortens the queue of the
    others, so a real queue is shorter than this one, and annoys as much.

    Parameters
    ----------
    calls_per_hour : number, 0 or more
        Calls that come in an hour, on average.
    handling_minutes : number above 0
        Minutes of talk and writing up for a call, on average.
    agents : whole number from 1 to 60
        People who answer.
    target_seconds : number, 0 or more
        Wait within which a call counts as answered in time.
    most_agents : int
        People that the sum has terms for, at most 60: fewer make a shorter text for the browser.

    Returns
    -------
    dict of str to number
        ``load`` (people busy on average, if there are enough), ``wait_probability`` and
        ``service_level`` (shares of callers), ``occupancy`` (load per person) and
        ``mean_wait_seconds`` over all callers. With an occupancy of 1 and above the queue grows
        without end: everybody waits, ``inf`` seconds, and the service level is 0.

    Raises
    ------
    ValueError
        If there are more people than the sum has terms for.

    References
    ----------
    Erlang (1917), Solution of some problems in the theory of probabilities of significance in
    automatic telephone exchanges; checked against the example of the library pyworkforce.

    Examples
    --------
    200 calls an hour of 3 minutes each, 14 people:

    >>> queue = erlang_c(200, 3, 14, 20)
    >>> {name: round(value, 3) for name, value in queue.items()}
    ... # doctest: +NORMALIZE_WHITESPACE
    {'load': 10.0, 'wait_probability': 0.174, 'service_level': 0.888, 'occupancy': 0.714,
     'mean_wait_seconds': 7.836}
    """
    most_agents = int(single("most_agents", most_agents, _AGENTS))
    if not is_traced(agents) and _any(agents > most_agents):
        raise ValueError(
            f"There are more people than the {most_agents} that the sum has terms for. "
            f"Raise most_agents, up to {MOST_AGENTS}."
        )
    load = calls_per_hour * handling_minutes / 60
    occupancy = load / agents
    # 1 over Erlang's B, from the inside out: each term is used once, so that the text which the
    # browser runs grows with the number of people and not with its square.
    inverse: Value = 1.0
    for others in reversed(range(most_agents)):
        inverse = 1 + maximum(agents - others, 0) / (load + _TINY) * inverse
    waits = where(load == 0, 0.0, 1 / (maximum(1 - occupancy, 0) * inverse + occupancy))
    free = maximum(agents - load, 0.0)
    is_stable = load < agents
    per_call = 60.0 * handling_minutes
    return {
        "load": load,
        "wait_probability": where(is_stable, waits, 1.0),
        "service_level": where(
            is_stable, 1.0 - waits * exp(-free * (target_seconds / per_call)), 0.0
        ),
        "occupancy": occupancy,
        "mean_wait_seconds": where(is_stable, waits * per_call / maximum(free, _TINY), math.inf),
    }


@formula(
    chats_per_hour=COUNT,
    handling_minutes=POSITIVE,
    agents=_AGENTS,
    at_once=_AT_ONCE,
    slower=COST,
    target_seconds=COST,
)
def chat_queue(
    chats_per_hour: Number,
    handling_minutes: Number,
    agents: Number,
    at_once: Number = 1.0,
    slower: Number = 0.0,
    target_seconds: Number = 20.0,
    *,
    most_agents: int = MOST_AGENTS,
) -> Value:
    r"""Compute the wait where each person holds several chats at once, and each takes longer.

    As `erlang_c` with :math:`c k` places, each chat lasting :math:`h (1 + s (k - 1))` minutes.
    While :math:`s` is below 1 several at once answer more chats than one after the other.

    Parameters
    ----------
    chats_per_hour : number, 0 or more
        Chats that come in an hour, on average.
    handling_minutes : number above 0
        Minutes of a chat for somebody who holds one at a time.
    agents : whole number from 1 to 60
        People who answer; times ``at_once`` at most 60.
    at_once : whole number from 1 to 6
        Chats that each holds at a time.
    slower : number, 0 or more
        How much longer a chat takes for each further one held beside it, relative: 0.3 for 30
        percent.
    target_seconds : number, 0 or more
        Wait within which a chat counts as answered in time.
    most_agents : int
        Places that the sum has terms for, as in `erlang_c`.

    Returns
    -------
    dict of str to number
        As `erlang_c`; load and occupancy are those of places.

    Raises
    ------
    ValueError
        If there are more than 60 places, or more than the sum has terms for.

    References
    ----------
    Erlang (1917), applied to places instead of people: a common simplification, which lets a
    person who holds one chat be as slow as one who holds all.

    Examples
    --------
    >>> one, two = (chat_queue(40, 6, 5, k, 0.3)["mean_wait_seconds"] for k in (1, 2))
    >>> round(one), round(two)
    (199, 4)
    """
    longer = handling_minutes * (1.0 + slower * (at_once - 1.0))
    return erlang_c(
        chats_per_hour, longer, agents * at_once, target_seconds, most_agents=most_agents
    )


@formula(emails_per_day=COUNT, answered_per_person=COUNT, people=COUNT, backlog=COUNT, days=COST)
def email_backlog(
    emails_per_day: Number,
    answered_per_person: Number,
    people: Number,
    backlog: Number = 0.0,
    days: Number = 20.0,
) -> Value:
    r"""Follow a pile of mails that grows by what comes and shrinks by what is answered.

    .. math:: B_t = \max(0, \; B_0 + (\lambda - \mu n) \, t)

    Days are alike; within a day mails wait for their turn as well, which is not in it.

    Parameters
    ----------
    emails_per_day : number, 0 or more
        Mails that come in a working day, :math:`\lambda`.
    answered_per_person : number, 0 or more
        Mails that one person answers in a working day, :math:`\mu`.
    people : number, 0 or more
        Persons who answer, :math:`n`; parts of a person are allowed.
    backlog : number, 0 or more
        Mails that lie there today.
    days : number, 0 or more
        Working days to look ahead.

    Returns
    -------
    dict of str to number
        ``backlog`` after these days (mails), ``wait_days`` that a mail waits which comes then, and
        ``days_to_clear``; ``inf`` where the pile never gets smaller, or nobody answers.

    References
    ----------
    Little (1961), A Proof for the Queuing Formula L = λW, Operations Research 9(3).

    Examples
    --------
    >>> email_backlog(100, 30, 3, backlog=50, days=20)
    {'backlog': 250.0, 'wait_days': 2.7777777777777777, 'days_to_clear': inf}
    """
    answered = answered_per_person * people
    after = maximum(backlog + (emails_per_day - answered) * days, 0.0)
    is_shrinking = emails_per_day < answered
    return {
        "backlog": after,
        "wait_days": divide(after, answered),
        "days_to_clear": where(
            backlog == 0,
            where(emails_per_day > answered, math.inf, 0.0),
            where(is_shrinking, backlog / maximum(answered - emails_per_day, _TINY), math.inf),
        ),
    }


@formula(contacts=COUNT, contained=SHARE, cost_live=COST, cost_self=COST, cost_returned=COST)
def self_service_saving(
    contacts: Number,
    contained: Number,
    cost_live: Number,
    cost_self: Number,
    cost_returned: Number,
) -> Value:
    r"""Compute what is saved by contacts that go to self-service, less those that come back.

    .. math:: n \, \big( c_{live} - c_{self} - (1 - q) \, c_{back} \big)

    Parameters
    ----------
    contacts : number, 0 or more
        Contacts per period that try self-service instead of a person, :math:`n`.
    contained : number in [0, 1]
        Share of them that needs no person afterwards, :math:`q`.
    cost_live : number, 0 or more
        Money for a contact with a person, as it was.
    cost_self : number, 0 or more
        Money for a contact in self-service.
    cost_returned : number, 0 or more
        Money for a contact that comes back to a person; more than ``cost_live`` where two attempts
        have to be sorted out.

    Returns
    -------
    dict of str to number
        ``returned`` (contacts per period), ``saving`` (money per period, below 0 for a loss) and
        ``break_even_contained``, the share contained from which on it saves: 0 where it always
        does, ``inf`` where no share is enough.

    References
    ----------
    Own arithmetic: cost per contact times contacts. Figures such as 8 dollars for a live contact
    and 10 cents for self-service (Gartner 2019) are practitioners' claims.

    Examples
    --------
    All 885 calls of a year at 7.50 go to a portal at .50; one in three comes back:

    >>> round(self_service_saving(885, 2 / 3, 7.5, 0.5, 7.5)["saving"], 1)
    3982.5
    """
    gain: Value = cost_live - cost_self
    needed = where(gain >= cost_returned, 0.0, 1.0 - divide(gain, cost_returned))
    return {
        "returned": contacts * (1.0 - contained),
        "saving": contacts * (gain - (1.0 - contained) * cost_returned),
        "break_even_contained": where(gain < 0, math.inf, needed),
    }


@formula(promoters=COUNT, passives=COUNT, detractors=COUNT)
def nps_standard_error(promoters: Number, passives: Number, detractors: Number) -> Value:
    r"""Compute the standard error of a net promoter score, in points.

    .. math:: 100 \sqrt{\frac{p + q - (p - q)^2}{n}}

    One answer cannot be both, so the shares of promoters and detractors move against each other.
    It speaks of chance only: those who do not answer may think otherwise.

    Parameters
    ----------
    promoters, passives, detractors : number, 0 or more
        Answers of 9 and 10, of 7 and 8, and of 0 to 6.

    Returns
    -------
    number
        Points, on the score's scale of -100 to 100; ``inf`` where nobody has answered. Twice
        (1.96 times) as much to each side is about the interval of 95 percent, for a hundred
        answers and more of each mind. It is too narrow for few answers or where nearly all agree,
        and 0 where all do: then add three answers, 0.75, 1.5 and 0.75, and take the wider.

    References
    ----------
    Rocks (2016), Interval Estimation for the "Net Promoter Score", The American Statistician 70(4).

    Examples
    --------
    >>> round(nps_standard_error(200, 120, 80), 2)
    3.91
    """
    answers = promoters + passives + detractors
    some = maximum(answers, 1e-9)
    lean = (promoters - detractors) / some
    # Rounding may bring a variance of 0 below it.
    variance = maximum((promoters + detractors) / some - lean * lean, 0.0)
    return where(answers == 0, math.inf, 100.0 * power(variance / some, 0.5))


@formula(value=MONEY, stay_recovered=SHARE, stay_lost=SHARE)
def recovery_spend_cap(value: Number, stay_recovered: Number, stay_lost: Number) -> Value:
    r"""Compute the most that the recovery of one complaint may cost.

    .. math:: V \, (s_{recovered} - s_{lost})

    Parameters
    ----------
    value : number
        Money that a customer who stays will still bring, net of the cost of serving them.
    stay_recovered, stay_lost : number in [0, 1]
        Share that stays after a complaint that was solved, and after one that was not.

    Returns
    -------
    number
        Money per complaint; 0 where solving it keeps nobody, or nobody worth keeping.

    References
    ----------
    Knox & van Oest (2014), Customer Complaints and Recovery Effectiveness, Journal of Marketing
    78(5).

    Examples
    --------
    >>> round(recovery_spend_cap(250, 0.85, 0.55), 2)
    75.0
    """
    return maximum(value, 0.0) * maximum(stay_recovered - stay_lost, 0.0)


@formula(
    troubled=COUNT,
    complaining=SHARE,
    solved=SHARE,
    value=COST,
    stay_solved=SHARE,
    stay_unsolved=SHARE,
    stay_silent=SHARE,
    cost_per_case=COST,
)
def complaint_economics(
    troubled: Number,
    complaining: Number,
    solved: Number,
    value: Number,
    stay_solved: Number,
    stay_unsolved: Number,
    stay_silent: Number,
    cost_per_case: Number = 0.0,
) -> Value:
    r"""Compute what troubled customers are worth, by who speaks and whose case is solved.

    .. math:: N V \big( c (q \, s_1 + (1 - q) s_0) + (1 - c) s_- \big) - N c \, k

    More complaints can be good news: who is silent cannot be helped.

    Parameters
    ----------
    troubled : number, 0 or more
        Customers with a problem in the period, :math:`N`.
    complaining : number in [0, 1]
        Share of them that tells you, :math:`c`.
    solved : number in [0, 1]
        Share of the complaints that is solved, :math:`q`.
    value : number, 0 or more
        Money that a customer who stays will still bring, :math:`V`.
    stay_solved, stay_unsolved, stay_silent : number in [0, 1]
        Share that stays after a case that was solved, that was not, and of those who said nothing.
        Whoever was recovered should not stay better than customers without a problem: the
        "recovery paradox" was found in what people say, not in what they buy (de Matos, Henrique &
        Rossi 2007).
    cost_per_case : number, 0 or more
        Money for handling a complaint, :math:`k`.

    Returns
    -------
    dict of str to number
        ``complaints``; ``stay`` (customers); ``net``, the value of those who stay less the cost of
        all cases; ``kept_by_solving`` (customers); ``net_of_solving``, what solving adds less the
        cost; ``lost_in_silence``, the value of those who leave without a word. Per period.

    References
    ----------
    Fornell & Wernerfelt (1987), Defensive Marketing Strategy by Customer Complaint Management,
    Journal of Marketing Research 24(4).

    Examples
    --------
    >>> case = complaint_economics(1000, 0.2, 0.6, 250, 0.85, 0.55, 0.6, 20)
    >>> case["complaints"], round(case["net"]), round(case["net_of_solving"])
    (200.0, 152500, 5000)
    """
    complaints = troubled * complaining
    stays = solved * stay_solved + (1.0 - solved) * stay_unsolved
    silent = troubled * (1.0 - complaining)
    kept = complaints * solved * (stay_solved - stay_unsolved)
    cost = complaints * cost_per_case
    stay = complaints * stays + silent * stay_silent
    return {
        "complaints": complaints,
        "stay": stay,
        "net": stay * value - cost,
        "kept_by_solving": kept,
        "net_of_solving": kept * value - cost,
        "lost_in_silence": silent * (1.0 - stay_silent) * value,
    }


@formula(score_change=MONEY, retention=SHARE, per_point=COST, ceiling=SHARE, loss_ratio=COST)
def satisfaction_retention(
    score_change: Number,
    retention: Number,
    per_point: Number,
    ceiling: Number = 1.0,
    loss_ratio: Number = 2.0,
) -> Value:
    r"""Compute retention after a change of satisfaction: an S-curve, steeper for losses.

    .. math:: r(\Delta) = \frac{C}{1 + \frac{1 - p}{p} e^{-k \Delta}}, \quad
        p = \frac{r_0}{C}, \quad k = \frac{b}{C \, p \, (1 - p)}

    so that :math:`r(0) = r_0` and the first bit of score adds :math:`b` per point; below 0 the
    slope is ``loss_ratio`` times as steep. It moves retention only as far as satisfaction is a
    cause: where a score and staying have a cause in common, moving the score alone does nothing.

    Parameters
    ----------
    score_change : number
        Points on the scale of the score, up or down.
    retention : number in [0, 1]
        Retention of today per period.
    per_point : number, 0 or more
        Retention gained by a small rise, in points (0.01 for one of a hundred) per point of score.
    ceiling : number in [0, 1]
        Retention that no satisfaction would exceed: some move away.
    loss_ratio : number, 0 or more
        How many times as much a fall takes away as a rise adds; about 2.

    Returns
    -------
    number
        Retention per period, from 0 to the ceiling.

    Raises
    ------
    ValueError
        If the retention of today is above the ceiling.

    References
    ----------
    Anderson & Mittal (2000), Strengthening the Satisfaction-Profit Chain, Journal of Service
    Research 3(2): the loss side is about twice as strong as the gain side.

    Examples
    --------
    >>> up, down = (satisfaction_retention(change, 0.8, 0.02) for change in (0.5, -0.5))
    >>> round(up - 0.8, 4), round(0.8 - down, 4)
    (0.0098, 0.0208)
    """
    at_most("retention", retention, "ceiling", ceiling)
    room = maximum(ceiling - retention, 0.0)
    slope = quotient(per_point * ceiling, maximum(retention * room, _TINY))
    change = where(score_change < 0, loss_ratio, 1.0) * score_change
    # Beyond 700 the answer is at its end; the exponential would be without limit.
    odds = exp(-minimum(maximum(minimum(slope, 1e9) * change, -700.0), 700.0))
    # At 0 or at the ceiling today's retention cannot move: the S-curve ends there.
    moved = ceiling * divide(retention, retention + room * odds)
    stays = (score_change == 0) | (retention * room == 0)
    return where(stays, retention, moved)
