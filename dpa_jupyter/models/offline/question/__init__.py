"""A small grammar of questions: what it can't read to the last word, it does not answer."""

from dpa_jupyter.models.offline.question.dates import MONTHS
from dpa_jupyter.models.offline.question.forms import (
    Compare,
    Condition,
    Course,
    Describe,
    Duplicates,
    KnownColumn,
    LargestRows,
    Missing,
    NotUnderstood,
    Question,
    Reasons,
    Reckoning,
    Schema,
    Size,
    Together,
)
from dpa_jupyter.models.offline.question.lookup import lookup_sql, with_values
from dpa_jupyter.models.offline.question.reading import read_conditions, read_question, read_size, unread_words
from dpa_jupyter.models.offline.question.sql import largest_rows_sql, reckoning_sql
from dpa_jupyter.models.offline.question.vocabulary import VOCABULARY

__all__ = [
    "MONTHS",
    "VOCABULARY",
    "Compare",
    "Condition",
    "Course",
    "Describe",
    "Duplicates",
    "KnownColumn",
    "LargestRows",
    "Missing",
    "NotUnderstood",
    "Question",
    "Reasons",
    "Reckoning",
    "Schema",
    "Size",
    "Together",
    "largest_rows_sql",
    "lookup_sql",
    "read_conditions",
    "read_question",
    "read_size",
    "reckoning_sql",
    "unread_words",
    "with_values",
]
