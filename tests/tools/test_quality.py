"""The tool quality: what is wrong with a frame, the same for every library, and what leaves of it at each level."""

from __future__ import annotations

import json

import pyarrow as pa
import pytest

from dpa_jupyter.errors import ToolError
from dpa_jupyter.findings import QualityFindings
from dpa_jupyter.json_types import Json, JsonObject
from dpa_jupyter.safety.privacy.projection import Projection
from dpa_jupyter.safety.privacy.vault import Vault
from dpa_jupyter.safety.privacy.vocabulary import Vocabulary
from dpa_jupyter.tools.clean import clean
from dpa_jupyter.tools.quality import quality
from tests.safety.marked_values import ALL, found_in, marked_frame
from tests.tools.contexts import context_of
from tests.tools.kinds import MAKE, frame_as, frame_of
from tests.tools.observed import findings, observe

SHOP: JsonObject = {
    "id": [*range(200)],
    "city": ["Berlin", " Berlin ", "Paris", "London"] * 50,
    "reached": ["yes", "no", "n/a", "no"] * 50,
}


async def test_faults_are_ranked_counted_and_come_with_fixes_alike_in_every_library() -> None:
    seen = {kind: (await observe(quality, MAKE[kind](pa.table(SHOP)))).content for kind in MAKE}
    for content in seen.values():
        assert isinstance(content, dict)
        content.pop("about")  # how long it took
    assert all(content == seen["pandas"] for content in seen.values())
    told = await findings(quality, MAKE["arrow"](pa.table(SHOP)), QualityFindings)
    faults = {finding["id"]: finding for finding in told["findings"] if finding["severity"] != "note"}
    assert list(faults) == ["sentinel_string.1", "whitespace.1"]
    assert faults["whitespace.1"]["failed"] == 50
    assert faults["whitespace.1"]["share"] == 0.25
    assert [fix["id"] for fix in faults["whitespace.1"]["fixes"]] == ["whitespace.1.1"]
    assert (told["score"], told["action"]) == (97, "clean")


@pytest.mark.parametrize("data", [{"a": []}, {"a": [None, None]}, {"a": [1]}])
async def test_a_frame_with_hardly_anything_in_it_is_told_as_such(data: dict[str, list[object]]) -> None:
    told = (await quality.call({"frame": "df"}, context_of([frame_as("arrow", data)]))).content
    assert json.loads(json.dumps(told, allow_nan=False))


@pytest.mark.parametrize("with_aggregates", [False, True])
async def test_no_value_of_a_cell_leaves_below_samples(with_aggregates: bool) -> None:
    frame = marked_frame()
    frame.loc[::3, "city"] = " " + frame["city"] + " "
    frame.loc[::5, "email"] = "n/a"
    frame["rare"] = ["Zwqasegment"] * 298 + ["zwqasegment", "ZWQASEGMENT"]
    seen = await observe(quality, frame)
    words = Vocabulary(frozenset({"df", *frame.columns}), frozenset({"df"}), Vault(), str, with_aggregates)
    told = Projection(words).of("quality", seen.content)
    assert found_in(json.dumps(told).encode(), ALL) == []
    assert ("whitespace.1" in str(told)) == with_aggregates


async def test_of_a_fault_in_few_rows_neither_number_nor_share_is_told_below_samples() -> None:
    cities = ["Berlin", "Paris"] * 100
    cities[7], cities[9] = " Berlin ", " Paris"
    seen = await observe(quality, MAKE["pandas"](pa.table({"id": range(200), "city": cities})))
    words = Vocabulary(frozenset({"df", "id", "city"}), frozenset({"df"}), Vault(), str, with_aggregates=True)
    told = Projection(words).of("quality", seen.content)
    assert isinstance(told, dict)
    (finding,) = [each for each in told["findings"] if each["check"] == "whitespace"]
    assert finding["failed"] == "fewer than 5"
    assert not {"share", "examples", "title", "certainty"} & set(finding)


@pytest.mark.parametrize(("fixes", "said"), [([], "at least one fix"), (["whitespace.2"], "there is no fix")])
async def test_a_fix_that_is_not_there_is_refused_before_anybody_is_asked(fixes: list[str], said: str) -> None:
    context = context_of([frame_of(MAKE["pandas"](pa.table(SHOP)))])
    wanted: list[Json] = [*fixes]
    with pytest.raises(ToolError, match=said):
        await clean.intent({"frame": "df", "fixes": wanted}, context)


async def test_what_moved_since_another_frame_is_told_by_count_and_its_values_stay_here_below_samples() -> None:
    old, now = pa.table(SHOP), pa.table({**SHOP, "city": ["Zwqasegment", "Paris"] * 100})
    context = context_of([frame_of(MAKE["pandas"](old), "old"), frame_of(MAKE["pandas"](now), "df")])
    seen = await quality.call({"frame": "df", "baseline": "old"}, context)
    assert "Zwqasegment" in str(seen.content)
    words = Vocabulary(frozenset({"df", "old", *SHOP}), frozenset({"df", "old"}), Vault(), str, with_aggregates=True)
    told = Projection(words).of("quality", seen.content)
    assert isinstance(told, dict)
    assert told["compared"]["baseline"] == "old"
    assert told["compared"]["moved"] >= 2
    assert {"new_category", "chi2"} <= {each["check"] for each in told["findings"]}
    assert "Zwqasegment" not in str(told)


async def test_a_baseline_that_is_not_there_is_refused_with_what_there_is() -> None:
    context = context_of([frame_of(MAKE["pandas"](pa.table(SHOP)))])
    for name, said in (("odl", "no frame and no saved baseline 'odl'"), ("df", "df can't be compared with itself")):
        with pytest.raises(ToolError, match=said):
            await quality.call({"frame": "df", "baseline": name}, context)
