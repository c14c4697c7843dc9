"""What a channel of service costs, and who waits in it."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, ClassVar, Final

import altair as alt

from clvwidgets.charts.lever_curves import lever_curve
from clvwidgets.charts.signals import lookup, money_text, signal
from clvwidgets.formulas.arithmetic import maximum, where
from clvwidgets.number_format import NumberFormat
from clvwidgets.segments import BUSINESS_MODELS, BusinessModel
from clvwidgets.strategies import (
    chat_queue,
    email_backlog,
    self_service_saving,
)
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import ChoiceField, NumberField, money, quantity, rate
from clvwidgets.widgets.panel.views import Columns

_MOST: Final = 36  # places in the queue: twelve people who each hold three chats
_CHANNELS: Final = {
    "phone": "Phone",
    "chat": "Chat",
    "email": "Email",
    "social": "Social media",
    "portal": "Self-service",
}
_FOR_AND_AGAINST: Final = {
    "phone": "Phone: personal, for complex matters, but dear, with queues",
    "chat": "Chat: at once, three at a time, but not for complex matters",
    "email": "Email: in detail and on record, but slow and less personal",
    "social": "Social media: reaches many, but complaints are seen by all",
    "portal": "Self-service: always open and cheap, but not for all",
}
_PHONE: Final[dict[str, Any]] = {
    "channel": "phone",
    "contacts_per_hour": 20,
    "hours": 168,
    "minutes": 6,
    "people": 3,
    "cost": 7.5,
    "phone_cost": 7.5,
    "solved": 1.0,
}
_CALLS_OF_2024: Final[dict[str, Any]] = {
    **_PHONE,
    "contacts_per_hour": 0.439,
    "people": 1,
    "solved": 0.6667,
}


def _preset(model: BusinessModel) -> dict[str, Any]:
    """Write a kind of business: dearer orders take longer to talk about."""
    minutes = 4 if model.order_value < 100 else 10
    cost = round(minutes * 1.25, 2)
    return {
        **_PHONE,
        "contacts_per_hour": 30,
        "minutes": minutes,
        "people": 3 if minutes == 4 else 6,
        "cost": cost,
        "phone_cost": cost,
        "solved": 0.8,
    }


class ServiceSimulator(Calculator):
    """What a channel costs, how long people wait in it, and what it saves against the phone.

    Phone, chat, email and social media are queues in which nobody hangs up (Erlang C, up to 12
    people; who chats holds three at a time, each half as long again). Self-service has no queue,
    but who is not helped calls, as they would have done anyway: the wait is then that of their
    calls.
    Waits are minutes of the hours that are open.

    Parameters
    ----------
    channel : {"phone", "chat", "email", "social", "portal"}
        Where contacts are answered.
    contacts_per_hour, hours : float
        Contacts per hour that is open, and hours open per period.
    minutes : float
        Minutes that one contact takes.
    people : float
        People who answer, 1 to 12.
    cost, phone_cost : float
        Money for a contact in the channel, and for a call.
    solved : float
        Share of contacts outside the phone that needs no call afterwards.
    period : {"week", "month", "quarter", "year"}
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    See Also
    --------
    SatisfactionSimulator : What better service may cost.
    FeedbackSimulator : Complaints, and how sure a score is.

    References
    ----------
    Erlang (1917); costs of channels are those of the simulated subscription.

    Examples
    --------
    >>> panel = ServiceSimulator(channel="phone", contacts_per_hour=28, people=3)
    >>> round(panel.wait, 1)
    26.3
    >>> panel.people = 4
    >>> round(panel.wait, 1)
    2.1
    """

    title = "How long do people wait in a channel, and what does it save if some call anyway?"
    panel_name = "Service"

    channel = ChoiceField(
        "Contacts are answered by",
        "phone",
        options=_CHANNELS,
        help="In a chat each person holds three at a time. Who is not helped calls.",
    )
    contacts_per_hour = quantity(
        "Contacts per hour", 20, high=120, help="While you are open, on average."
    )
    hours = quantity(
        "Hours open per {period}", 168, high=720, per_period="flow", help="8 hours on 21 days: 168."
    )
    minutes = quantity(
        "Minutes a contact takes",
        6,
        low=0.5,
        high=30,
        step=0.5,
        help="Talk or writing, one contact at a time.",
    )
    people = NumberField(
        "People who answer",
        3,
        low=1,
        high=_MOST // 3,
        legal=(1, _MOST // 3),
        whole=True,
        number_format=NumberFormat("number"),
        help="At the same time; in self-service, the calls afterwards.",
    )
    cost = money("Cost of a contact", 7.5, high=30, step=0.1, help="In the channel chosen.")
    phone_cost = money(
        "Cost of a call", 7.5, high=30, step=0.1, help="Also for those who call afterwards."
    )
    solved = rate(
        "Solved without a call",
        1.0,
        high=1,
        step=0.01,
        help="Of contacts in another channel than the phone. The others call.",
    )
    readouts = (
        Readout("wait", "Mean wait, minutes", "ratio", "lower", infinite="grows without end"),
        Readout("spent", "Contacts cost per {period}", "money", "lower"),
        Readout("saving", "Saved against the phone per {period}", "money", "higher"),
        Readout("in_time", "Contacts answered in time", "percent", "higher"),
        Readout("waits", "People who wait at all", "percent", "lower"),
        Readout("occupancy", "Busy time of those who answer", "percent"),
        Readout("pile", "Unanswered after 20 days", "count", "lower"),
        Readout("returned", "Calls afterwards per {period}", "ratio", "lower"),
        Readout("even", "Must be solved to break even", "percent", infinite="no share"),
    )
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "Three people at the phone": _PHONE,
        "Subscription: calls of 2024 to the portal": {
            **_CALLS_OF_2024,
            "channel": "portal",
            "cost": 0.5,
        },
        "Subscription: calls of 2024 to the chat": {
            **_CALLS_OF_2024,
            "channel": "chat",
            "cost": 3.0,
        },
        **{model.name: _preset(model) for model in BUSINESS_MODELS},
    }

    def outputs(
        self,
        channel: Any,
        contacts_per_hour: Any,
        hours: Any,
        minutes: Any,
        people: Any,
        cost: Any,
        phone_cost: Any,
        solved: Any,
    ) -> dict[str, Any]:
        """Compute the queue, and what the channel costs and saves."""
        # Who is not helped in self-service stands in the queue of the phone.
        coming = where(channel == "portal", contacts_per_hour * (1 - solved), contacts_per_hour)
        at_once = where(channel == "chat", 3, 1)
        target = where(channel == "email", 28_800, where(channel == "social", 3600, 20))
        takes = maximum(minutes, 0.01)
        queue = chat_queue(coming, takes, people, at_once, 0.25, target, most_agents=36)
        # Three chats at once, each half as long again, are two.
        answered = 480 * where(channel == "chat", 2, 1) / takes
        pile = email_backlog(coming * 8, answered, people, 0, 20)
        contacts = contacts_per_hour * hours
        done = where(channel == "phone", 1, solved)
        costs = self_service_saving(contacts, done, phone_cost, cost, phone_cost)
        return {
            "wait": queue["mean_wait_seconds"] / 60,
            "spent": contacts * cost + costs["returned"] * phone_cost,
            "saving": costs["saving"],
            "in_time": queue["service_level"],
            "waits": queue["wait_probability"],
            "occupancy": queue["occupancy"],
            "pile": pile["backlog"],
            "returned": costs["returned"],
            "even": costs["break_even_contained"],
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:  # noqa: ARG002
        """Draw the wait over the contacts that come, up to where the queue has no end."""
        queueing = alt.expr.if_(now.channel == "portal", 1 - now.solved, 1)
        full = 60 * now.people * alt.expr.if_(now.channel == "chat", 2, 1) / now.minutes / queueing

        def wait(contacts: Any) -> Any:
            coming = contacts * queueing
            at_once = alt.expr.if_(now.channel == "chat", 3, 1)
            queue = chat_queue(
                coming, now.minutes, now.people, at_once, 0.25, 20, most_agents=_MOST
            )
            return alt.expr.min(queue["mean_wait_seconds"] / 60, 30)

        most = 1.1 * now.contacts_per_hour
        saves = alt.expr.if_(
            now.saving < 0,
            ". Costs " + money_text(-now.saving) + f" a {self.period} more than the phone",
            ". Saves " + money_text(now.saving) + f" a {self.period} against the phone",
        )
        waits = alt.expr.if_(
            alt.expr.isFinite(now.wait),
            alt.expr.if_(
                now.wait < 0.05,
                "; hardly anybody waits",
                "; mean wait " + alt.expr.format(now.wait, ",.1f") + " minutes",
            ),
            "; more come than are answered: the queue grows without end",
        )
        told = signal(lookup([*_FOR_AND_AGAINST.values()], "channel", [*_FOR_AND_AGAINST]))
        return lever_curve(
            wait,
            {"now": now.contacts_per_hour, "full": full},
            low=0,
            high=alt.expr.max(alt.expr.if_(alt.expr.isFinite(full), 1.1 * full, 1), most),
            title=told + alt.expr.if_(now.channel == "phone", "", saves) + waits,
            lever_title="contacts per hour",
            height_title="mean wait, minutes (30: or more)",
            lever_format=".3~g",
            height_format=".0f",
        )

    def table_columns(self) -> Columns:
        """Name the columns behind the chart."""
        return {
            "lever": ("Contacts per hour", NumberFormat("ratio")),
            "height": ("Mean wait, minutes (30: or more)", NumberFormat("ratio")),
        }

    def steps(self) -> list[Step]:
        """List the formulas."""
        return [
            Step(
                "Contacts cost",
                "{contacts_per_hour} × {hours} × {cost} + {returned} × {phone_cost}",
                "spent",
            ),
            Step(
                "Saved against the phone",
                "{contacts_per_hour} × {hours} × ({phone_cost} − {cost}) "
                "− {returned} × {phone_cost}",
                "saving",
            ),
        ]
