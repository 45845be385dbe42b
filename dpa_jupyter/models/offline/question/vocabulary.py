"""The words that mean something in a question."""

from __future__ import annotations

from dpa_jupyter.models.offline.question.forms import Measure, Operator, Period
from dpa_jupyter.models.offline.wording import word_set

MEASURES: dict[str, Measure] = {
    "average": "mean",
    "avg": "mean",
    "mean": "mean",
    "median": "median",
    "sum": "sum",
    "total": "sum",
    "minimum": "min",
    "min": "min",
    "maximum": "max",
    "max": "max",
    "share": "share",
    "percentage": "share",
    "percent": "share",
    "proportion": "share",
    "fraction": "share",
    "rate": "share",
    "distinct": "distinct",
    "unique": "distinct",
    "different": "distinct",
    "std": "deviation",
    "standard deviation": "deviation",
    "count": "count",
}

PERIODS: dict[str, Period] = {
    "hour": "hour",
    "hourly": "hour",
    "day": "day",
    "daily": "day",
    "week": "week",
    "weekly": "week",
    "month": "month",
    "monthly": "month",
    "quarter": "quarter",
    "quarterly": "quarter",
    "year": "year",
    "yearly": "year",
    "annual": "year",
    "annually": "year",
}

OPERATORS: dict[str, Operator] = {
    "is greater than or equal to": ">=",
    "is less than or equal to": "<=",
    "is not equal to": "<>",
    "is equal to": "=",
    "is greater than": ">",
    "is more than": ">",
    "is less than": "<",
    "is at least": ">=",
    "is at most": "<=",
    "is above": ">",
    "is over": ">",
    "is below": "<",
    "is under": "<",
    "is not": "<>",
    "is": "=",
    "are": "=",
    "was": "=",
    "equals": "=",
    "equal to": "=",
    "not": "<>",
    "greater than": ">",
    "more than": ">",
    "less than": "<",
    "fewer than": "<",
    "at least": ">=",
    "at most": "<=",
    "above": ">",
    "over": ">",
    "below": "<",
    "under": "<",
    "! =": "<>",
    "=": "=",
    "==": "=",
    "!=": "<>",
    "<>": "<>",
    "≠": "<>",
    "<": "<",
    "<=": "<=",
    "≤": "<=",
    ">": ">",
    ">=": ">=",
    "≥": ">=",
}
"""Longest first where one begins like another."""

FILLERS = word_set(
    "a all an and any are ask at be can column columns compute calculate could data dataset did display do does each "
    "entries every find for frame from get give given got had has have having i in is it its let's list look looks "
    "made many me much my of on our overall please record records row rows say see seen show so table tell than that "
    "the their them there these they this those to us use uses using value values want was we were what what's whats "
    "when where which who whose with would you"
)
"""Words that change nothing of what is asked, once all that does is taken out."""

ALL_OF_IT = word_set("anything complete detail details entire everything quick something thing things whole")
"""Words for a frame as such, or for no thing at all: that no column is called so needs no word."""

ROW_NOUNS = word_set(
    "accounts cases clients customers employees events items members orders passengers patients people persons "
    "products students transactions users"
)
"""Words by which people mean the rows, where no column is called so; that they were taken so is said."""

TOGETHER = (
    "correlation",
    "correlations",
    "correlated",
    "correlate",
    "related",
    "relationship",
    "relation",
    "association",
)
REASONS = (
    "what drives", "drives", "drivers", "driver", "why", "affects", "affect", "influences", "influence",
    "explains", "predicts", "goes with", "go with", "causes", "reasons", "reason",
)  # fmt: skip
COMPARE = ("compare", "comparison", "differ", "differs", "difference", "vary", "varies", "depend", "depends")
COURSE = ("over time", "time series", "trend", "trends", "evolve", "evolved", "development", "history")
MISSING = ("missing", "null", "nulls", "nan", "nans", "empty", "blank", "blanks")
WHOLE = ("all values", "every value", "all their values", "all the values")
"""What a row has in which nothing is missing."""
DUPLICATES = ("duplicates", "duplicate", "duplicated", "repeated")
DESCRIBE = (
    "describe",
    "distribution",
    "distributed",
    "histogram",
    "explain",
    "about",
    "summarise",
    "summarize",
    "summary",
    "mean",
    "range",
    "spread",
)
SCHEMA = ("names", "schema", "types", "called")
SIZE = ("size", "shape", "big", "large", "long", "wide")
BY = (
    "grouped by", "group by", "split by", "broken down by", "for each", "for every", "in each", "within each",
    "of each", "by", "per", "across", "between", "versus", "vs",
)  # fmt: skip
EACH = ("each", "every")
RECKONED = frozenset({"many", "number", *MEASURES})
"""Words after which "each month" tells the groups; "describe each column" has none."""
MOST = ("highest", "largest", "biggest", "greatest", "most", "top", "longest", "busiest", "latest", "newest")
LEAST = ("lowest", "smallest", "least", "fewest", "bottom", "shortest", "earliest", "oldest")
"""What is best or worst is not in the data."""
BUSIEST = "busiest"
OF_ROWS = ("most", "least", "fewest", BUSIEST)
"""Of these, the ones that are said of how many rows there are: "which month has the most flights"."""
OF_LENGTH = ("highest", "longest", "lowest", "shortest", "latest", "newest", "earliest", "oldest")
"""Of these, the ones that are never said of how many rows there are."""
HOW = ("how long", "how high", "how low", "how much", "how large", "how big", "how")
COMMON = ("common", "frequent", "often", "popular")
RELATIONS = word_set(
    "after approximately around before begin beginning begins but contain containing contains earlier end ending ends "
    "except exceed exceeding exceeds excluding include including includes later less like matching more near nearly "
    "other since start starting starts than until within"
)
"""Words that relate a column to a value in ways that are not known here: they are no part of the value."""
NO = ("without", "lacking", "no")
NOT = ("not", "non", "never", "didn't", "don't", "doesn't", "haven't", "hasn't", "isn't", "aren't")

_PHRASES = (
    *TOGETHER, *REASONS, *COMPARE, *COURSE, *MISSING, *DUPLICATES, *DESCRIBE, *SCHEMA, *SIZE, *BY, *MOST, *LEAST,
    *COMMON, *NO, *NOT, *MEASURES, *OPERATORS, "how", "number", "or",
)  # fmt: skip
VOCABULARY = frozenset(word for phrase in _PHRASES for word in phrase.split())
