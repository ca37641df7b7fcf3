"""Answers that RobustStatisticsTests compares with, as JSON: data made here from a seed, and what SciPy and formulas
written out with whole matrices say of it. Where statsmodels is installed, its errors (OLS with HC3, GLM with HC0) are held against
the formulas too.

    python robust_statistics.py > answers.json
"""

import json
import math
import sys
import warnings

import numpy as np
from scipy import fft, optimize, special, stats

try:
    import statsmodels.api as sm
except ImportError:
    sm = None

warnings.simplefilter("ignore")


def tables():
    """Counts, right answers and totals with ties, zeros, tiny totals, accuracies of 0 and 1; and a small table."""
    rng = np.random.default_rng(20)
    for name, n, low, high in [("wide", 300, 2, 50), ("tiny totals", 120, 2, 4), ("small", 9, 5, 30), ("few", 5, 10, 11)]:
        counts = np.floor(np.exp(rng.normal(3, 2.5, n)) * (rng.random(n) < 0.8))
        totals = rng.integers(low, high + 1, n)
        chance = 1 / (1 + np.exp(-(0.5 * np.log10(counts + 1) - 0.6 + rng.normal(0, 0.8, n))))
        correct = rng.binomial(totals, chance)
        yield name, counts, correct, totals, rng.integers(0, max(4, n // 8), n), rng


def with_constant(x):
    return np.column_stack([np.ones(len(x)), np.asarray(x, float)])


def close(left, right, tolerance=1e-6):
    assert abs(left - right) <= tolerance * max(abs(left), abs(right)), (left, right)


def hc3(x, y):
    """White's error in the form HC3 from whole matrices, with its p-value and interval by t with n - 2 degrees of freedom."""
    design = with_constant(x)
    inverse = np.linalg.inv(design.T @ design)
    slope = (inverse @ design.T @ y)[1]
    hat = design @ inverse @ design.T
    scaled = (y - hat @ y) / (1 - np.diag(hat))
    error = math.sqrt((inverse @ design.T @ np.diag(scaled**2) @ design @ inverse)[1, 1])
    if sm:
        theirs = sm.OLS(y, design).fit().get_robustcov_results("HC3", use_t=True)
        close(theirs.bse[1], error)
    df = len(x) - 2
    reach = stats.t.ppf(0.975, df) * error
    return [slope, error, 2 * stats.t.sf(abs(slope / error), df), slope - reach, slope + reach]


def binomial(x, correct, total):
    """The largest likelihood by SciPy, and the sandwich with residuals over 1 - leverage from whole matrices."""
    design = with_constant(x)

    def lost(beta):
        eta = design @ beta
        return -(correct * -np.logaddexp(0, -eta) + (total - correct) * -np.logaddexp(0, eta)).sum()

    def slopes(beta):
        return -design.T @ (correct - total / (1 + np.exp(-design @ beta)))

    beta = optimize.minimize(lost, [0.0, 0.0], jac=slopes, method="BFGS", options={"gtol": 1e-9}).x
    p = 1 / (1 + np.exp(-design @ beta))
    weight = total * p * (1 - p)
    bread = np.linalg.inv(design.T @ (design * weight[:, None]))
    leverage = weight * np.einsum("ij,jk,ik->i", design, bread, design)
    score = correct - total * p

    def sandwich(residual):
        scaled = design * residual[:, None]
        return math.sqrt((bread @ scaled.T @ scaled @ bread)[1, 1])

    if sm:
        data = np.column_stack([correct, total - correct])
        theirs = sm.GLM(data, design, family=sm.families.Binomial()).fit(tol=1e-12, maxiter=200, cov_type="HC0")
        close(theirs.params[1], beta[1])
        close(theirs.bse[1], sandwich(score))
    error, df = sandwich(score / (1 - leverage)), len(x) - 2
    return [beta[1], error, 2 * stats.t.sf(abs(beta[1] / error), df), float((score**2 / weight).sum() / df)]


def cr2(x, y, labels):
    """Bell and McCaffrey's error and degrees of freedom from whole n x n matrices."""
    design = with_constant(x)
    n = len(x)
    inverse = np.linalg.inv(design.T @ design)
    hat = design @ inverse @ design.T
    rest = np.eye(n) - hat
    residual = rest @ y
    contrast = np.array([0.0, 1.0])
    sides, scores = [], []
    for label in dict.fromkeys(labels.tolist()):
        own = np.flatnonzero(labels == label)
        values, vectors = np.linalg.eigh(rest[np.ix_(own, own)])
        root = np.where(values > 1e-9, 1 / np.sqrt(np.maximum(values, 1e-300)), 0)
        adjust = vectors @ np.diag(root) @ vectors.T
        side = adjust @ design[own] @ inverse @ contrast
        scores.append(side @ residual[own])
        sides.append(rest[:, own] @ side)
    gram = np.array(sides) @ np.array(sides).T
    df = np.trace(gram) ** 2 / (gram**2).sum()
    slope = (inverse @ design.T @ y)[1]
    error = math.sqrt(np.square(scores).sum())
    return [slope, error, df, 2 * stats.t.sf(abs(slope / error), df)]


def shifts(x, y):
    """rho, the p of all shifts' rho over its error and of rho alone, the effective number, and rho's error."""
    a, b = (stats.zscore(stats.rankdata(values)) for values in (x, y))
    rho = [np.corrcoef(a, np.roll(b, -k))[0, 1] for k in range(len(a))]
    # The rows of the discrete cosine transform (type 2) but that of the mean, in their orthonormal form.
    waves = fft.dct(np.eye(len(a)), axis=0, norm="ortho")[1 : min(6, len(a) // 4) + 1]

    def error(k):
        other = np.roll(b, -k)
        return math.sqrt(np.mean(np.square(waves @ (a * other - rho[k] * (a**2 + other**2) / 2))) / len(a))

    errors = np.array([error(k) for k in range(len(a))])
    ratio = np.abs(rho) / errors
    alone = np.mean(np.abs(rho) >= abs(rho[0]) - 1e-12)
    p = np.mean(ratio >= ratio[0] * (1 - 1e-12))
    return [rho[0], p, min(len(a), 1 + 1 / np.mean(np.square(rho[1:]))), alone, errors[0]]


def smallest(n, power, variance):
    z = stats.norm.ppf(0.975), stats.norm.ppf(power)
    miss = lambda r: math.atanh(r) - z[0] * math.sqrt(variance(0) / (n - 3)) - z[1] * math.sqrt(variance(r) / (n - 3))
    return optimize.brentq(miss, 0, 1 - 1e-15, xtol=1e-15)


def tost(rho, n, margin):
    error = math.sqrt((1 + rho**2 / 2) / (n - 3))
    one = stats.norm.sf((math.atanh(rho) + math.atanh(margin)) / error)
    two = stats.norm.cdf((math.atanh(rho) - math.atanh(margin)) / error)
    return max(one, two)


def hypergeometric(hits, drawn, population):
    """Every number of marked ones whose two tails are each 2.5 % or more."""
    marked = np.arange(hits, population - (drawn - hits) + 1)
    lower = stats.hypergeom.cdf(hits, population, marked, drawn)
    upper = stats.hypergeom.sf(hits - 1, population, marked, drawn)
    fits = marked[(lower >= 0.025) & (upper >= 0.025)]
    return [int(fits.min()), int(fits.max())]


def partial(columns, reliabilities):
    """From the inverse of the corrected matrix of correlations; None where no inputs could have such correlations."""
    matrix = np.corrcoef(np.array(columns))
    matrix = matrix / np.sqrt(np.outer(reliabilities, reliabilities))
    np.fill_diagonal(matrix, 1)
    if np.linalg.eigvalsh(matrix).min() <= 0:
        return None
    inverse = np.linalg.inv(matrix)
    return -inverse[0, 1] / math.sqrt(inverse[0, 0] * inverse[1, 1])


def thinning(counts, fraction, asked):
    """Poisson counts of log-normal expectations by SciPy's optimizer and adaptive integration."""
    values, classes = np.unique(counts, return_counts=True)
    grid = np.linspace(-14, 30, 8001)

    def weights(count, mean, deviation):
        log = count * (grid + math.log(fraction)) - fraction * np.exp(grid) - special.gammaln(count + 1)
        return log + stats.norm.logpdf(grid, mean, deviation)

    def lost(parameters):
        mean, deviation = parameters[0], math.exp(parameters[1])
        return -sum(k * special.logsumexp(weights(c, mean, deviation)) for c, k in zip(values, classes))

    start = [np.log((counts + 0.5) / fraction).mean(), math.log(2.0)]
    found = optimize.minimize(lost, start, method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-10, "maxiter": 4000}).x
    mean, deviation = found[0], math.exp(found[1])

    def expected(count):
        log = weights(count, mean, deviation)
        chance = np.exp(log - special.logsumexp(log))
        unseen = (1 - fraction) * np.exp(grid)
        total = 0.0
        for value, part in zip(unseen, chance):
            if part < 1e-13:
                continue
            if value < 300:
                number = np.arange(0, int(value + 20 * math.sqrt(value) + 40))
                inner = (stats.poisson.pmf(number, value) * np.log10(count + number + 1)).sum()
            else:
                whole = count + value + 1
                inner = math.log10(whole) - value / (2 * whole**2) / math.log(10)
            total += part * inner
        return total

    return {"mean": mean, "deviation": deviation, "expected": [expected(c) for c in asked]}


def beta(samples):
    judged, right = np.array([s[0] for s in samples]), np.array([s[1] for s in samples])

    def lost(parameters):
        mean, size = 1 / (1 + math.exp(-parameters[0])), math.exp(parameters[1])
        a, b = mean * size, (1 - mean) * size
        return -(special.betaln(a + right, b + judged - right) - special.betaln(a, b)).sum() + 2 * math.log1p(size)

    found = optimize.minimize(lost, [1.0, 1.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 9000}).x
    return [1 / (1 + math.exp(-found[0])), math.exp(found[1])]


def main():
    rows = []
    for name, counts, correct, totals, labels, rng in tables():
        x, y = np.log10(counts + 1), correct / totals
        noise = y * (1 - y) / (totals - 1)
        reliability = 1 - noise.mean() / y.var(ddof=1)
        other = np.clip(y + rng.normal(0, 0.2, len(y)), 0, 1)
        halves = []
        for _ in range(600):
            own = totals // 2 + (totals % 2) * rng.integers(0, 2, len(y))
            hits = rng.hypergeometric(correct, totals - correct, own)
            halves.append(stats.spearmanr(hits / own, (correct - hits) / (totals - own))[0])
        half = np.mean(halves)
        half_error = np.std(halves) / math.sqrt(600) * 2 / (1 + half) ** 2
        rho = stats.spearmanr(counts, y)[0]
        row = {
            "name": name, "counts": counts.tolist(), "correct": correct.tolist(), "totals": totals.tolist(),
            "labels": labels.tolist(), "other": other.tolist(), "reliability": reliability,
            "rank_reliability": 2 * half / (1 + half), "rank_reliability_error": half_error, "hc3": hc3(x, y), "binomial": binomial(x, correct, totals),
            "cr2": cr2(x, y, labels), "cr2_ranks": cr2(stats.rankdata(counts), stats.rankdata(y), labels),
            "shifts": shifts(counts, y) if len(y) >= 8 else None,
            "smallest": smallest(len(y), 0.8, lambda r: 1 + r * r / 2), "tost": tost(rho, len(y), 0.1),
            "partial": partial([x, y, other], [1, 1, 1]) if len(y) > 5 else None,
            "partial_reliabilities": [1, max(0.9, min(1, reliability)), 0.9],
        }
        if len(y) > 5:
            row["partial_corrected"] = partial([x, y, other], row["partial_reliabilities"])
        rows.append(row)
    rng = np.random.default_rng(21)
    thinned = []
    for fraction, mean, deviation in [(0.01, 5, 2.5), (0.1, 3, 2), (0.5, 1, 1.5)]:
        whole = rng.poisson(np.exp(rng.normal(mean, deviation, 400)))
        counts = rng.binomial(whole, fraction)
        asked = [0, 1, 2, 5, 40, 700, 5000]
        thinned.append({"fraction": fraction, "counts": counts.tolist(), "asked": asked, **thinning(counts, fraction, asked)})
    samples = [[50, 48], [50, 20], [10, 10], [7, 0], [30, 29], [100, 61], [3, 1]]
    json.dump({
        "rows": rows, "thinned": thinned, "judged": samples, "beta": beta(samples),
        "hypergeometric": [
            [*case, *hypergeometric(*case)]
            for case in [(0, 5, 5), (3, 5, 5), (0, 10, 1000), (10, 10, 1000), (7, 50, 60), (25, 50, 5000), (1, 2, 9), (49, 50, 51)]
        ],
        "cdf": [
            [*case, float(stats.hypergeom.cdf(case[0], case[1], case[2], case[3]))]
            for case in [(3, 20, 7, 10), (0, 50, 1, 25), (40, 200, 100, 80), (12, 30, 15, 20), (500, 100000, 9000, 5600)]
        ],
    }, sys.stdout)


if __name__ == "__main__":
    main()
