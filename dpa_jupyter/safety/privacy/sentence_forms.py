"""The sentences that our tools write, as forms with slots; what has none of these forms is not told below "samples".

Slots: {name} of a frame or column; {names}, several of them; {count} of rows; {share} in percent; {number} of a
statistic; {size}, which is no secret at any level; {value} of a cell, told as a placeholder; {said}, what the model or
the user wrote itself; {any}, told as "…".
"""

from __future__ import annotations

OF_A_COLUMN = (
    # statistics/arrow_column.py, screening.py
    "is kept as text, but holds numbers and was read as such",
    "has {count} blank texts, which count as missing",
    "has {count} infinite values, which are left out",
    # tools/profile_notes.py
    "has no value at all",
    "is mostly missing: it has no value in {count} of {size} rows ({share})",
    "has one value only",
    "has one value only, where it has any",
    "is infinite in {count} of {size} rows ({share}), which its statistics leave out",
    "holds numbers kept as text",
    "holds numbers kept as text; {count} value can't be read as such",
    "holds numbers kept as text; {count} values can't be read as such",
    "holds dates kept as text",
    "holds dates kept as text; {count} value can't be read as such",
    "holds dates kept as text; {count} values can't be read as such",
    "is blank text in {count} of {size} rows ({share})",
    "has words that may stand for a missing value (n/a, unknown, - …) in {count} of {size} rows ({share})",
    "has spaces around the text in {count} of {size} rows ({share})",
    "has a different value in every row: it may be an identifier",
    "could not be read: {any}",
    "was read with a change: {any}",
    "holds the same as {name} in every row",
)
"""Predicates; they stand alone in a column's own notes, and behind its name elsewhere."""

REASONS = (
    "it has no value in any row",
    "it is {value} in every row",
    "it is {value} in every row that has a value",
    "it has {count} different values in {size} rows",
    "it has {count} different values in {size} rows, as an identifier or free text has",
    "it is a different whole number in each row, and its name is that of an identifier",
    "values of the type {any} can't be compared",
    "only the first {size} columns are compared; name the columns that matter",
    "for reasons like these",
    "only {count} rows have a value of it and of {name}, too few to compare",
    "it has only one value where {name} is known",
    "its values repeat too seldom to make groups that can be compared",
    "it has values only where {name} is {value}, and so may give it away",
    "it has values only where {name} is {value}",
    "{name} is the same in all rows where it has a value",
    "by whether it has a value, {any}",
    # statistics/leak.py
    "it says the same as {name} in other words: each of its values stands for one of {name}",
    "it alone tells {name} in {number} % of the rows",
    "one cut of it parts the values of {name} almost without error",
    "it holds the same values as {name}",
    "it rises and falls with {name} almost one to one",
    "{name} hardly varies within its groups",
    "its groups are ranges of {name} that do not overlap, as if it was made from it",
    # statistics/target.py
    "it has several values, and the share of the most common, {value}, is told",
    "of its two values the larger, {value}, is taken as the positive one",
    "no value plainly means yes, so the rarer one, {value}, is taken as the positive one",
)

NOTES = (
    "computed on {size} evenly spread rows of {size}",
    "measured on {size} evenly spread rows of {size}",
    "time was up before the last {size} columns; name the 'columns' that matter",
    "the {size} weakest of {size} columns are not listed",
    "{count} of {size} rows have no {name} and are left out",
    "{count} of {size} rows have no {name} and are left out of its comparison",
    "{count} of {size} rows have no value in one of these columns and are left out",
    "{count} of {size} rows have no date or no value and are left out",
    "{count} of {size} periods have no rows",
    "the trend is over all {size} periods; the latest {size} are listed",
    "{size} more notes of this kind are left out",
    "{name} and {name} say the same in other words",
    "{name} and {name} go together so closely that one of them says hardly more than the other",
    "More than {size} rows: distinct values and quantiles are estimates.",
    "{count} of {size} rows ({share}) repeat another row.",
    "{size} more columns are not listed.",
    "{size} of the {size} columns that are not listed have no value at all: {names}.",
    "{size} of the {size} columns that are not listed have one value only: {names}.",
    "{size} of the {size} columns that are not listed have missing values: {any}.",
    "There is no frame '{said}' in this notebook.",
    "{name} is infinite in {count} rows, which SQL reckons with: {any}",
    "{size} more candidate keys are not listed.",
    "one row for each {name}, as far as these {size} rows tell",
    "one row for each {name} and {name}, as far as these {size} rows tell",
    "no column and no pair of columns tells all rows apart, but no two rows are alike",
    "{name} holds only the first {size} rows of the result: the row limit cut it.",
    "{name} has {size} columns; the first {size} are listed.",
    "Statistics rest on a sample of {size} of {size} rows, taken evenly from all of them.",
    "Statistics rest on the first {size} rows; how many there are is known only when the plan is run.",
    "could not be read: {any}",
    # frames/differences/difference.py
    "a {said} becomes a {said}",
    "the index is of {names} from then on",
    "the index goes",
    "the labels of the rows (the index) are others from then on",
    "the labels of the columns have {size} levels from then on",
    "the name over the columns is another from then on",
    "the labels of these columns are of another type from then on: {names}",
    "the labels of these columns are of another type from then on: {names} and {size} more",
    "the categories of these columns, or their order, are others from then on: {names}",
    "the categories of these columns, or their order, are others from then on: {names} and {size} more",
    "the values of these columns are of another type from then on: {names}",
    "the values of these columns are of another type from then on: {names} and {size} more",
    "{name} is lazy and was not run for this: only the columns are compared, no row was read",
    # frames/references.py
    "There is no frame in the kernel yet.",
    "Frame '{name}' was taken: it is the only one.",
    "Frame '{name}' was taken for its column '{name}'; others: {names}.",
    "No frame is named, so all are offered: {names}. Name one with 'in {name}'.",
    "No frame is named, so all are offered: {names} and {size} more. Name one with 'in {name}'.",
    "Column '{name}' of '{name}' was taken: '{said}' is its name.",
    "Column '{name}' of '{name}' was taken: '{said}' is its name; others that may be meant: {names}.",
    "Column '{name}' of '{name}' was taken: {any}; others that may be meant: {names}.",
    "Column '{name}' of '{name}' was taken: {any}.",
)
