"""The network: typed nodes and edges, figures from the database, files that read back equal."""

import networkx as nx
import pytest

from pipeline import graph
from pipeline.store import Store
from tests import samples


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("graph") / "a.duckdb") as opened:
        opened.add(samples.everything(), "r1")
        yield opened


@pytest.fixture(scope="module")
def whole(store):
    return graph.network(store)


def named(network, label):
    return next(node for node, values in network.nodes(data=True) if values["label"] == label)


def same(one, other):
    """Equal nodes and edges with all their values; the readers add defaults of their own to the graph."""
    return dict(one.nodes(data=True)) == dict(other.nodes(data=True)) and (
        nx.utils.edges_equal(one.edges(data=True), other.edges(data=True), directed=one.is_directed())
    )


def test_nodes_and_edges_are_the_rows_of_the_tables(store, whole):
    rows = store.tables()
    count = {kind: sum(values["type"] == kind for _, values in whole.nodes(data=True)) for kind in
             ("speech", "directive", "body")}  # fmt: skip
    assert count == {"speech": rows["speeches"], "directive": rows["directives"], "body": rows["bodies"]}
    relations = [values["relation"] for *_, values in whole.edges(data=True)]
    assert relations.count("states") == rows["directives"]
    assert relations.count("responsible_for") == len(store.frame("directive_bodies"))


def test_edges_lead_from_speech_to_directive_to_body(whole):
    kinds = {(whole.nodes[a]["type"], values["relation"], whole.nodes[b]["type"])
             for a, b, values in whole.edges(data=True)}  # fmt: skip
    assert kinds == {("speech", "states", "directive"), ("directive", "responsible_for", "body")}


def test_an_edge_to_a_body_tells_its_part(whole):
    survey = named(whole, "9月30日前，县林草局、县应急局要会同各乡镇把3处林场查一遍。")
    report = named(whole, "每月至少报送2次情况，形成台账。")
    parts = {whole.nodes[body]["label"]: values for _, body, values in whole.edges(survey, data=True)}
    assert {name: (part["role"], part["leads"], part["share"], part["inherited"]) for name, part in parts.items()} == {
        "县林草局": ("responsible", True, 0.5, False),
        "县应急局": ("responsible", False, 0.5, False),
        "各乡镇": ("assisting", False, 0.0, False),
    }
    assert all(values["inherited"] for *_, values in whole.edges(report, data=True))


def test_the_load_of_a_body_is_the_sum_of_its_shares(whole):
    for body, values in whole.nodes(data=True):
        if values["type"] == "body":
            assert sum(part["share"] for *_, part in whole.in_edges(body, data=True)) == pytest.approx(values["load"])


def test_orphans_are_the_directives_without_an_edge(store, whole):
    lonely = {node for node, values in whole.nodes(data=True) if values.get("orphan")}
    assert lonely == {node for node, values in whole.nodes(data=True)
                      if values["type"] == "directive" and whole.out_degree(node) == 0}  # fmt: skip
    assert lonely == set(store.frame("orphans")["directive_id"])
    assert len(lonely) == 2


def test_the_projection_joins_bodies_that_share_directives(store):
    bodies = graph.projection(store)
    pairs = {frozenset((bodies.nodes[a]["label"], bodies.nodes[b]["label"])): values["weight"]
             for a, b, values in bodies.edges(data=True)}  # fmt: skip
    assert pairs == {
        frozenset(("县林草局", "县应急局")): 2,
        frozenset(("县林草局", "各乡镇")): 1,
        frozenset(("县应急局", "各乡镇")): 1,
    }
    assert len(bodies) == store.tables()["bodies"]


def test_missing_values_are_left_out_and_control_characters_escaped(whole):
    values = [value for _, found in whole.nodes(data=True) for value in found.values()]
    assert None not in values
    assert "=1+1 请\\u000b县教育局\\u0000于𠮷日\u200b前办结。" in values


FORMATS = [(graph.write_graphml, nx.read_graphml), (graph.write_gexf, nx.read_gexf)]


@pytest.mark.parametrize(("write", "read"), FORMATS)
@pytest.mark.parametrize("build", [graph.network, graph.projection])
def test_what_is_written_is_read_back_equal(store, tmp_path, build, write, read):
    path = tmp_path / "图"
    write(build(store), path)
    assert same(read(path), build(store))
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(("write", "read"), FORMATS)
def test_values_that_no_file_can_hold_do_not_spoil_it(tmp_path, write, read):
    made = nx.DiGraph()
    made.add_node("a", label="甲", empty="", none=None, odd="\x00\ufffe <&>\"' \u2028\x85\r\n\t ")
    made.add_edge("a", "a", id="a-a", weight=1.0, none=None)
    write(made, tmp_path / "x")
    back = read(tmp_path / "x")
    assert back.nodes["a"] == {"label": "甲", "odd": "\\u0000\\ufffe <&>\"' \u2028\\u0085\\u000d\\u000a\\u0009 "}
    assert back.edges["a", "a"] == {"id": "a-a", "weight": 1.0}


def test_an_empty_database_makes_an_empty_network(tmp_path):
    with Store.open(tmp_path / "a.duckdb") as empty:
        assert len(graph.network(empty)) == len(graph.projection(empty)) == 0
