from __future__ import annotations

import polars as pl
import pytest

from dpa_jupyter.errors import ColumnNotFoundError, FrameNotFoundError
from dpa_jupyter.frames.card import card
from dpa_jupyter.frames.catalog import FrameCatalog
from dpa_jupyter.frames.recognition import frames_in
from dpa_jupyter.frames.references import resolve

CUSTOMERS = pl.DataFrame(
    {
        "customer_id": ["a1", "b2", "c3"],
        "churn": ["Yes", "No", "No"],
        "tenure": [1, 2, 3],
        "monthlyCharges": [1.0, 2.0, 3.0],
        "contract": ["Month-to-month", "One year", "Two year"],
        "order_qty": [1, 2, 3],
        "dept": ["x", "y", "z"],
        "status": ["cancelled", "active", "active"],
        "date_of_birth": ["2000", "2001", "2002"],
    }
)
FLIGHTS = pl.DataFrame(
    {"dep_delay": [1], "arr_delay": [2], "carrier": ["AA"], "Distance": [3], "rate": [1], "air_time": [1]}
)
PEOPLE = pl.DataFrame({"age": [20], "sex": ["f"], "fare": [1.0], "mean": [0.5], "survived": [1], "dob": ["2000"]})


def catalog(**frames: object) -> FrameCatalog:
    return frames_in(frames)


EVERYTHING = catalog(df=CUSTOMERS, flights=FLIGHTS, people=PEOPLE)


@pytest.mark.parametrize(
    ("request_text", "frame", "column"),
    [
        ("analyze churn in df", "df", "churn"),
        ("analyze Churn in df", "df", "churn"),
        ("what makes customers churn? look at df", "df", "churn"),
        ("why did they churned in df", "df", "churn"),
        ("which churners are in df", "df", "churn"),
        ("does tenure affect churn in df?", "df", "churn"),
        ("effect of tenure on churn in df", "df", "churn"),
        ("churn by contract in df", "df", "churn"),
        ("by contract, show churn in df", "df", "churn"),
        ("analyze monthly charges in df", "df", "monthlyCharges"),
        ("analyze monthly_charges in df", "df", "monthlyCharges"),
        ("analyze MONTHLYCHARGES in df", "df", "monthlyCharges"),
        ("plot the monthly-charge of df", "df", "monthlyCharges"),
        ("sum the quantities in df", "df", "order_qty"),
        ("average quantity ordered in df", "df", "order_qty"),
        ("departments in df", "df", "dept"),
        ("compare cancelled customers in df", "df", "status"),
        ("who pays Month-to-month in df", "df", "contract"),
        ("date of birth in df", "df", "date_of_birth"),
        ("analyze chrun in df", "df", "churn"),
        ("analyze delay in flights", "flights", "dep_delay"),
        ("analyze arrival delays in flights", "flights", "arr_delay"),
        ("analyze arr_delay in flights", "flights", "arr_delay"),
        ("the distances in flights", "flights", "Distance"),
        ("plot the rate in flights", "flights", "rate"),
        ("time in the air in flights", "flights", "air_time"),
        ("show the mean age in people", "people", "age"),
        ("plot the mean in people", "people", "mean"),
        ("survivors in people", "people", "survived"),
        ("fare by sex in people", "people", "fare"),
        ("date of birth in people", "people", "dob"),
        ("describe `sex` and age in people", "people", "sex"),
        ("customers who churned, by contract, in df", "df", "churn"),
        ("plot departure delays by carrier in flights", "flights", "dep_delay"),
        ("which airline is most delayed? use flights", "flights", "dep_delay"),
        ("busiest airports of flights", "flights", None),
        ("@df[tenure] please", "df", "tenure"),
        ('@df["Tenure"] and churn', "df", "tenure"),
        ("@people what about sex", "people", "sex"),
        ("describe df", "df", None),
        ("clean up everything in df, please", "df", None),
        ("show me the first ten rows of df", "df", None),
        ("lost luggage in df", "df", None),
        ("is the quality of df good?", "df", None),
        ("make a picture of flights", "flights", None),
        ("write to me@example.com about df", "df", None),
    ],
)
def test_a_request_finds_its_frame_and_column(request_text: str, frame: str, column: str | None) -> None:
    cards = {name: card(known) for name, known in EVERYTHING.items()}

    found = resolve(request_text, EVERYTHING, cards=cards)

    assert (found.frames[0], found.column) == (frame, column)


@pytest.mark.parametrize(
    ("request_text", "on", "frames"),
    [
        ("join df and flights", None, ("df", "flights")),
        ("compare people with df", None, ("people", "df")),
        ("on df,people count rows", None, ("df", "people")),
        ("@people against @df", None, ("people", "df")),
        ("count rows", ["flights", "@df"], ("flights", "df")),
        ("count rows of people", ["flights"], ("flights",)),
        ("how many FLIGHTS were there", None, ("flights",)),
    ],
)
def test_a_request_may_name_several_frames(request_text: str, on: list[str] | None, frames: tuple[str, ...]) -> None:
    assert resolve(request_text, EVERYTHING, on).frames == frames


def test_the_only_frame_is_taken_and_this_is_said() -> None:
    found = resolve("what is going on?", catalog(df=CUSTOMERS))

    assert found.frames == ("df",)
    assert found.notes == ("Frame 'df' was taken: it is the only one.",)


def test_one_object_with_two_names_counts_once() -> None:
    assert resolve("what is going on?", catalog(df=CUSTOMERS, same=CUSTOMERS)).frames == ("df",)


def test_without_a_name_the_frame_with_the_column_is_taken() -> None:
    found = resolve("what drives churn?", EVERYTHING)

    assert (found.frames, found.column) == (("df",), "churn")
    assert "'flights'" in found.notes[0]


def test_without_name_or_column_all_frames_are_offered() -> None:
    found = resolve("what is in here?", EVERYTHING)

    assert set(found.frames) == {"df", "flights", "people"}
    assert found.columns == {}
    assert len(found.notes) == 1


def test_of_several_columns_the_best_is_taken_and_the_others_are_said() -> None:
    found = resolve("delay in flights", EVERYTHING)

    assert [candidate.column for candidate in found.candidates] == ["dep_delay", "arr_delay"]
    assert len(found.notes) == 1
    assert "'dep_delay' of 'flights' was taken: 'delay' is part of its name; others" in found.notes[0]


def test_an_output_of_the_notebook_can_be_named() -> None:
    found = resolve("plot @Out[3]", catalog(df=CUSTOMERS, **{"Out[3]": FLIGHTS}))

    assert found.frames == ("Out[3]",)


@pytest.mark.parametrize(
    "request_text",
    [
        "count @flight",
        "@flighst[carrier]",
        "@nothing_like_it[x]",
        "@Out[9]",
        "analyze churn in dff",
        "what is in fligths?",
        "on dff, flights count the rows",
        "tenure of pepole by sex",
        "churn of dff where tenure is 3",
        "rows of flights and df1",
        "document flihgts",
    ],
)
def test_a_misspelled_frame_gets_a_suggestion(request_text: str) -> None:
    with pytest.raises(FrameNotFoundError):
        resolve(request_text, EVERYTHING)


@pytest.mark.parametrize(
    "request_text",
    [
        "what happens in general",
        "delays in 2013",
        "delays in the west",
        "churn in december",
        "the flight of each flight",
        "write it in df-like form",
        "read the rows from flighst.csv",
        "in fligh terms",
        "on status, in tenures",
    ],
)
def test_prose_after_a_preposition_is_no_misspelled_frame(request_text: str) -> None:
    resolve(request_text, EVERYTHING, cards={name: card(known) for name, known in EVERYTHING.items()})


def test_a_name_that_is_no_frame_is_said_and_the_request_goes_on() -> None:
    found = resolve("analyze churn in old_customers", catalog(df=CUSTOMERS))

    assert found.frames == ("df",)
    assert found.notes[0] == "There is no frame 'old_customers' in this notebook."


def test_words_that_point_to_nothing_are_told() -> None:
    found = resolve("why do young customers churn or delay? analyze revenue by Contract in df", catalog(df=CUSTOMERS))

    assert found.unknown_words == ("young", "delay", "revenue")


def test_an_unknown_frame_of_the_option_is_an_error() -> None:
    with pytest.raises(FrameNotFoundError, match="Did you mean 'flights'"):
        resolve("count", EVERYTHING, ["fligts"])


def test_an_unknown_column_in_brackets_gets_a_suggestion() -> None:
    with pytest.raises(ColumnNotFoundError, match="Did you mean 'tenure'"):
        resolve("@df[tenur]", EVERYTHING)


@pytest.mark.parametrize(
    "request_text",
    [
        "mail someone@flight.com about it",
        "ask @maria",
        "@dataclass\nclass A: ...",
        "@flight(1)\ndef f(): ...",
        "@flight.route('/')",
        "@ 5 dollars each",
        "@flight_rules are a name of mine",
    ],
)
def test_what_only_looks_like_a_frame_stays_text(request_text: str) -> None:
    assert len(resolve(request_text, EVERYTHING, other_names={"flight_rules"}).frames) == 3


def test_without_frames_the_notes_say_so() -> None:
    found = resolve("analyze churn in df", catalog())

    assert (found.frames, found.column) == ((), None)
    assert found.notes == ("There is no frame in the kernel yet.",)


@pytest.mark.parametrize(
    "request_text", ["", "?", "'", "@", "@df[", "`", "分析 churn", "😀 " * 100, "x" * 100_000, "a b " * 30_000]
)
def test_any_text_is_a_request(request_text: str) -> None:
    resolve(request_text, EVERYTHING)


def test_ten_thousand_columns_are_searched() -> None:
    wide = pl.DataFrame({f"sensor_{number}_reading": [1] for number in range(10_000)} | {"failure": [True]})

    found = resolve("what predicts the failures of the machine, given the temperature?", catalog(wide=wide))

    assert found.column == "failure"
