"""Mean, spread and skewness of numbers that lie in several parts."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite, nan, sqrt


@dataclass(frozen=True, slots=True)
class Moments:
    """How many numbers there are, their mean, and the sums of the squares and cubes of how far each is from it."""

    count: int = 0
    mean: float = 0.0
    squares: float = 0.0
    cubes: float = 0.0

    @classmethod
    def of(cls, count: int, mean: float | None, deviation: float | None, skewness: float | None) -> Moments:
        """Return the moments behind statistics as databases tell them, `None` where one has no value.

        Args:
            count: how many numbers there are.
            mean: of them.
            deviation: the sample's, divided by n - 1.
            skewness: adjusted for the sample size (G1 of Joanes & Gill 1998).
        """
        if not count or mean is None:
            return cls()
        squares = (deviation or 0.0) * (deviation or 0.0) * (count - 1)
        spread = sqrt(squares / count)
        if count < 3 or not 0 < spread < inf or skewness is None or not isfinite(skewness):
            return cls(count, mean, squares)
        plain = skewness * (count - 2) / sqrt(count * (count - 1))
        return cls(count, mean, squares, plain * count * spread * spread * spread)

    def merged(self, other: Moments) -> Moments:
        """Return the moments of both (Pébay, "Formulas for robust, one-pass parallel computation", 2008, 2.1)."""
        if not self.count or not other.count:
            return self if self.count else other
        ours, theirs = self.count, other.count
        count, apart = ours + theirs, other.mean - self.mean
        between = apart * apart * ours * theirs / count
        uneven = apart * between * (ours - theirs) / count
        crossed = 3 * apart * (ours * other.squares - theirs * self.squares) / count
        return Moments(
            count,
            self.mean + apart * theirs / count,
            self.squares + other.squares + between,
            self.cubes + other.cubes + uneven + crossed,
        )

    @property
    def standard_deviation(self) -> float:
        """Return that of the sample; NaN for fewer than two numbers."""
        return sqrt(self.squares / (self.count - 1)) if self.count > 1 else nan

    @property
    def skewness(self) -> float:
        """Return that adjusted for the sample size; NaN for fewer than three numbers, or equal ones."""
        spread = sqrt(self.squares / self.count) if self.count else 0.0
        if self.count < 3 or not 0 < spread < inf:
            return nan
        plain = self.cubes / self.count / spread / spread / spread
        return sqrt(self.count * (self.count - 1)) / (self.count - 2) * plain
