"""Noise that is a function of position: periodic textures, far larger than what they are seen on."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.fft

from .features import FloatArray
from .frame import Kind, generator

IntArray = npt.NDArray[np.int64]


class Texture:
    """A periodic square of noise with mean 0 and variance 1.

    Parameters
    ----------
    seed, number : int
        The scene's seed, and which of its textures this is.
    step_m : float
        Metres from one value to the next.
    wavelengths_m : tuple of two floats
        Finest and coarsest detail.
    size : int
        Values on a side before the texture repeats.
    """

    def __init__(
        self, seed: int, number: int, step_m: float, wavelengths_m: tuple[float, float], size: int = 1024
    ) -> None:
        self.step_m = step_m
        self.values = _band_noise(generator(seed, Kind.TEXTURE, number), size, step_m, wavelengths_m)

    def at(self, rows: IntArray, columns: IntArray) -> FloatArray:
        """Return the values of rows and columns of the texture's own grid: (n_rows, n_columns) float32."""
        size = len(self.values)
        return self.values[np.ix_(rows % size, columns % size)]

    def between(self, y_m: FloatArray, x_m: FloatArray) -> FloatArray:
        """Return values between those of the grid, linear in both directions: (len(y_m), len(x_m)) float32."""
        rows, down = _split(y_m / self.step_m)
        columns, along = _split(x_m / self.step_m)
        first, last = columns[0], columns[-1] + 2
        strip = self.at(np.arange(rows[0], rows[-1] + 2), np.arange(first, last))
        rows, columns = rows - rows[0], columns - first
        sides = strip[:, columns] * (1 - along) + strip[:, columns + 1] * along
        result: FloatArray = sides[rows] * (1 - down[:, None]) + sides[rows + 1] * down[:, None]
        return result


def _split(position: FloatArray) -> tuple[IntArray, FloatArray]:
    """Return whole part and fraction."""
    whole = np.floor(position)
    return whole.astype(np.int64), (position - whole).astype(np.float32)


def _band_noise(rng: np.random.Generator, size: int, step_m: float, wavelengths_m: tuple[float, float]) -> FloatArray:
    """Return noise whose power falls with frequency between two wavelengths: (size, size) float32."""
    spectrum = scipy.fft.rfft2(rng.standard_normal((size, size), np.float32))
    per_m = np.hypot(scipy.fft.fftfreq(size, step_m)[:, None], scipy.fft.rfftfreq(size, step_m))
    fine, coarse = wavelengths_m
    weight = np.exp(-((per_m * fine) ** 2) / 2) / np.maximum(per_m, 1 / coarse) ** 1.0
    weight[per_m < 0.5 / coarse] = 0
    noise = scipy.fft.irfft2(spectrum * weight.astype(np.float32), s=(size, size))
    result: FloatArray = (noise / noise.std()).astype(np.float32)
    return result
