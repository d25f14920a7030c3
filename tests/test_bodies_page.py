"""责任单位: the figures agree with the ledger, words are no markup, and the network holds what can be read."""

import re
from datetime import date
from html import unescape

import pytest

from pipeline.dashboard import bodies, body_rows, network, network_rows, paging, rows
from pipeline.dashboard.body_rows import Asked
from pipeline.dashboard.markup import Html
from pipeline.dashboard.request import Request
from pipeline.errors import UsageError
from pipeline.store import Store
from tests import pages, samples
from tests.pages import filled, html_of, words_of
from tests.test_dashboard import HOSTILE

TODAY = date(2026, 9, 1)


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("bodies") / "a.duckdb", samples.everything())


@pytest.fixture
def store(database):
    with Store.open(database, readonly=True) as opened:
        yield opened


@pytest.fixture
def show(monkeypatch, database):
    """Run the page; gives the simulated app and everything that it sent as HTML."""

    def shown(path=database, **parameters):
        return pages.opened(monkeypatch, "bodies", path, **parameters)

    return shown


def id_of(store, name):
    return store.tuples("select body_id from bodies where name = $name order by body_id", {"name": name})[0][0]


def test_every_figure_of_the_ranking_is_that_of_the_ledger(store):
    listed, here = body_rows.ranked(store, Asked(), TODAY)
    assert here.total == len(listed) == store.tuples("select count(*) from by_body")[0][0]
    for one in listed:
        asked = {"body": one.body_id}
        assert rows.page(store, Request.of(asked)).total == one.directives == one.responsible + one.assisting
        for has, figure in (("supervisable", one.supervisable), ("-when", one.no_when), ("-target", one.no_target)):
            assert rows.page(store, Request.of(asked | {"has": has})).total == figure


def test_bodies_are_sought_by_a_part_of_their_name_and_come_in_the_order_asked_for(store):
    found, here = body_rows.ranked(store, Asked(words="林草"), TODAY)
    assert ([one.name for one in found], here.total) == (["县林草局"], 1)
    first = body_rows.ranked(store, Asked(sort="due"), TODAY)[0][0]
    assert first.next_due == date(2026, 9, 30)
    names = [one.name for one in body_rows.ranked(store, Asked(sort="name"), TODAY)[0]]
    assert names == sorted(names)
    assert body_rows.ranked(store, Asked(), date(2026, 10, 1))[0][0].next_due is None


def test_one_body_has_its_roles_apart_and_its_partners(store):
    found = body_rows.work(store, Asked(body=id_of(store, "县林草局")), TODAY)
    assert [one.due for one in found.duties["responsible"]] == ["2026-09-30", None]
    assert [one.inherited for one in found.duties["responsible"]] == [False, True]
    assert found.duties["assisting"] == ()
    assert [(one.name, one.shared, one.both_responsible) for one in found.partners] == [
        ("县应急局", 2, 2),
        ("各乡镇", 1, 0),
    ]
    assert found.months == (("2026-09", "responsible", 1),)
    assert [(name, role, n) for _, name, _, role, n in found.speeches] == [("青岭县秋季护林工作安排", "responsible", 2)]
    assert sum(found.statuses.values()) == found.body.directives
    towns = body_rows.work(store, Asked(body=id_of(store, "各乡镇")), TODAY)
    assert (len(towns.duties["responsible"]), len(towns.duties["assisting"])) == (0, 1)


def test_shared_directives_are_those_with_the_other_body(store):
    forestry, towns = id_of(store, "县林草局"), id_of(store, "各乡镇")
    found = body_rows.work(store, Asked(body=forestry, other=towns), TODAY)
    assert found.counted == {"responsible": 1, "assisting": 0}
    assert "各乡镇" in words_of(bodies.around(Html(), found, "responsible"))


def test_namesakes_elsewhere_are_named_and_kept_apart(store):
    found = body_rows.work(store, Asked(body=id_of(store, "县教育局")), TODAY)
    assert len(found.alike) == 1
    assert f'href="bodies?body={found.alike[0][0]}"' in bodies.head(found)


def test_a_body_that_is_gone_is_told(store):
    with pytest.raises(UsageError, match="没有这个单位"):
        body_rows.work(store, Asked(body="zz"), TODAY)


def test_the_url_is_read_and_nonsense_in_it_left_out():
    asked = Asked.of({"body": " b ", "with": "c", "sort": "drop", "page": "-1", "net": "x", "words": "局"})
    assert asked == Asked(body="b", other="c", words="局")


def test_pages_are_turned_within_what_there_is():
    here = paging.place(9, 51)
    assert (here.number, here.last, here.offset) == (3, 3, 50)
    made = paging.links(here, "bodies", {"words": "局"})
    assert "共 51 行，本页第 51—51 行" in made
    assert unescape(re.findall('href="([^"]+)"', made)[0]) == "bodies?words=%E5%B1%80&page=2"
    assert paging.links(paging.place(1, 3), "bodies", {}).count("href") == 0


def test_the_network_of_bodies_holds_the_neighbours_and_no_loose_ends(store):
    forestry = id_of(store, "县林草局")
    for found in (network_rows.of_bodies(store), network_rows.of_bodies(store, forestry)):
        known = {one.node_id for one in found.nodes}
        assert {one.name for one in found.nodes} == {"县林草局", "县应急局", "各乡镇"}
        assert all({tie.source, tie.target} <= known for tie in found.ties)
        assert sorted(tie.weight for tie in found.ties) == [1, 1, 2]


def test_the_network_of_directives_ties_each_to_its_bodies(store):
    found = network_rows.of_directives(store, id_of(store, "县林草局"))
    assert len([one for one in found.nodes if one.number]) == 2
    assert [tie.role for tie in found.ties].count("assisting") == 1
    made = network.elements(found)
    kinds = [node["data"]["kind"] for node in made["nodes"]]
    assert sorted(kinds) == ["body", "body", "centre", "directive", "directive"]


def test_the_network_is_limited(store, monkeypatch):
    monkeypatch.setattr(network_rows, "BODIES", 2)
    assert len(network_rows.of_bodies(store).nodes) <= 2
    assert len([n for n in network_rows.of_directives(store, id_of(store, "县林草局")).nodes if not n.number]) == 2


@pytest.mark.parametrize("payload", HOSTILE)
def test_words_of_a_speech_stand_in_the_label_of_a_node_alone(payload):
    found = network_rows.Network((network_rows.Node("a", payload), network_rows.Node("b", "乙")), (), "a")
    node, _ = network.elements(found)["nodes"]
    assert node["data"] == {"id": "a", "label": payload, "kind": "centre"}
    assert node["selectable"] is False


def test_the_page_ranks_and_a_search_goes_to_the_url(show):
    app, page = show()
    assert "县林草局" in page
    app.text_input(key="bodies-words").set_value("没有这个").run()
    assert app.query_params == {"words": "没有这个"}
    assert "没有名称里含有这些字的单位" in html_of(app)


def test_one_body_is_shown_with_links_to_the_ledger_and_the_text(show, store):
    body_id = id_of(store, "县林草局")
    _, page = show(body=body_id)
    assert f'href="ledger?body={body_id}&amp;has=supervisable"' in page
    assert re.search(r'href="text\?speech=\w+&amp;at=\w+"', page)
    assert f'href="bodies?body={id_of(store, "县应急局")}"' in page


def test_without_the_extra_the_page_says_how_to_get_it_and_shows_the_table(show, monkeypatch):
    monkeypatch.setattr(network, "MODULE", "no_such_module")
    _, page = show()
    assert "duban[network]" in page
    assert "共同任务" in page


def test_an_empty_database_and_a_lost_body_say_what_to_do(show, tmp_path):
    assert "duban load" in show(filled(tmp_path / "empty.duckdb", []))[1]
    assert "请回到“责任单位”重新查找" in show(body="zz")[1]
