"""`base_form_variants`: texts that are equal but for spaces, hyphens and other signs."""

from __future__ import annotations

from collections.abc import Iterator

from dpa_jupyter.quality.check import Check
from dpa_jupyter.quality.detection.texts import texts
from dpa_jupyter.quality.detection.variants import BARELY, CLEARLY, base_forms, folded, variant_findings, variants
from dpa_jupyter.quality.evidence import FrameEvidence
from dpa_jupyter.quality.finding import Finding

ID = "base_form_variants"


def look(evidence: FrameEvidence) -> Iterator[Finding]:
    """Name the rows whose text is a rarer spelling, by signs and spaces, of another one."""
    for column in texts(evidence).values():
        by_case = variants(column, folded(column))
        found = {wrong: pair for wrong, pair in variants(column, base_forms(column)).items() if wrong not in by_case}
        spaced = {wrong for wrong, (right, _) in found.items() if wrong.split() == right.split()}
        rest = {wrong: pair for wrong, pair in found.items() if wrong not in spaced and _has_letters(wrong)}
        yield from variant_findings(ID, evidence, column, rest, "in signs and spaces only")


def _has_letters(text: str) -> bool:
    """Tell names from numbers and dates, in which signs matter."""
    return any(character.isalpha() for character in text)


CHECK = Check(
    id=ID,
    dimension="consistency",
    definition="texts that equal a more frequent one once all but letters and digits is left out",
    source="deepchecks' string mismatch (`get_base_form`)",
    reason="As for `case_variants`; a sign between digits stays, so that 1.5 is not 15.",
    look=look,
    thresholds={"clearly": CLEARLY, "barely": BARELY},
)
