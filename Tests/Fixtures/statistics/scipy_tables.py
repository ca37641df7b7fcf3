"""Makes scipy_tables.json: SciPy's answers that the statistics are held against.

    python scipy_tables.py > scipy_tables.json

Points are stored, except those of large cases, which both sides make from a seed with the generator `lcg`.
Numbers that SciPy gives as nan are stored as null: undefined.
"""

import json
import math
import sys
import warnings

import numpy as np
import scipy
from scipy import special, stats

warnings.simplefilter("ignore")


def lcg(seed, n):
    """n whole numbers below 2^31: Knuth's MMIX generator, the upper bits."""
    state, out = seed, []
    for _ in range(n):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        out.append(state >> 33)
    return out


def seeded(seed, n, ties):
    """x and y with a weak relation; y is coarse, and so is x when ties are asked for."""
    a, b = lcg(seed, n), lcg(seed + 1, n)
    x = [v % (ties or 2**31) for v in a]
    y = [(u % (ties or 2**31) + v % (2 * (ties or 2**31))) / 4 for u, v in zip(a, b)]
    return [float(v) for v in x], y


def clean(value):
    if isinstance(value, dict):
        return {k: clean(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean(v) for v in value]
    value = float(value) if not isinstance(value, (str, int, type(None))) else value
    return None if isinstance(value, float) and math.isnan(value) else value


def interval(low_high):
    return [low_high.low, low_high.high]


def correlations(x, y):
    n = len(x)
    out = {}
    if n < 2 or len(set(x)) < 2 or len(set(y)) < 2:
        return {"n": n}
    r = stats.pearsonr(x, y)
    out["pearson"] = [r.statistic, r.pvalue]
    out["pearson_interval"] = interval(r.confidence_interval()) if n > 3 else None
    s = stats.spearmanr(x, y)
    out["spearman"] = [s.statistic, s.pvalue]
    if n > 3 and abs(s.statistic) < 1:
        error = math.sqrt((1 + s.statistic**2 / 2) / (n - 3)) * stats.norm.ppf(0.975)
        z = math.atanh(s.statistic)
        out["spearman_interval"] = [math.tanh(z - error), math.tanh(z + error)]
    k = stats.kendalltau(x, y)
    out["kendall"] = [k.statistic, k.pvalue]
    f = stats.linregress(x, y)
    out["line"] = [f.slope, f.intercept, f.rvalue**2, f.pvalue]
    out["line_errors"] = [f.stderr, f.intercept_stderr] if n > 2 else None
    out["n"] = n
    return out


def point_cases():
    rng = np.random.default_rng(20240601)
    cases = {
        "two points up": ([1, 2], [3, 7]),
        "two points down": ([1, 2], [7, 3]),
        "three points": ([1, 2, 3], [2, 1, 3]),
        "three points with a tie": ([1, 1, 3], [2, 1, 3]),
        "three on a line": ([1, 2, 3], [2, 4, 6]),
        "four points": ([1, 2, 3, 4], [2, 1, 4, 3]),
        "constant x": ([5, 5, 5], [1, 2, 3]),
        "constant y": ([1, 2, 3], [0.1, 0.1, 0.1]),
        "all zero": ([0, 0, 0, 0], [0, 0, 0, 0]),
        "one point": ([1], [1]),
        "half zero counts": ([0, 0, 0, 0, 1, 5, 9, 100], [0.1, 0.2, 0.0, 0.3, 0.2, 0.5, 0.4, 0.9]),
        "one outlier": ([0] * 9 + [1e9], [0.5] * 9 + [1.0]),
        "huge and tiny": ([1e-9, 1e9, 2e9, 3e9, 1e-3], [1e12, 2e12, 5e12, 3e12, 1e10]),
        "large offset": ([1e9 + v for v in range(12)], [0.5, 0.3, 0.8, 0.9, 0.2, 0.7, 0.1, 0.6, 0.95, 0.4, 0.55, 0.85]),
    }
    for n in (5, 9, 20, 33, 34, 60):
        cases[f"normal {n}"] = (rng.normal(size=n).tolist(), rng.normal(size=n).tolist())
        cases[f"tied {n}"] = (rng.integers(0, 4, n).tolist(), rng.integers(0, 3, n).tolist())
    x = rng.normal(size=40)
    cases["one swap of 40"] = (list(range(40)), [1, 0] + list(range(2, 40)))
    cases["in order 40"] = (list(range(40)), [v**2 for v in range(40)])
    cases["reversed 35"] = (list(range(35)), [math.exp(-v) for v in range(35)])
    cases["close relation 40"] = (x.tolist(), (x + rng.normal(size=40) * 1e-3).tolist())
    cases["zipf 150"] = (rng.zipf(1.3, 150).clip(0, 10**7).tolist(), rng.random(150).round(2).tolist())
    return [
        {"name": name, "x": [float(v) for v in x], "y": [float(v) for v in y], **correlations(x, y)}
        for name, (x, y) in cases.items()
    ]


def seeded_cases():
    out = []
    for seed, n, ties in ((1, 1000, 0), (2, 1000, 7), (3, 3000, 50), (4, 20000, 0), (5, 20000, 3)):
        x, y = seeded(seed, n, ties)
        out.append({"name": f"seed {seed}", "seed": seed, "ties": ties, **correlations(x, y)})
    return out


def distributions():
    t = [[v, df, 2 * stats.t.sf(abs(v), df)] for df in (1, 2, 3, 10, 98, 998) for v in (0.01, 0.3, 1, 2.5, 10, 40)]
    t += [[v, df, 2 * stats.t.sf(v, df)] for v, df in ((17.2, 998), (45, 998), (60, 1998), (37, 1e6), (20, 1e6), (0.5, 1e6))]
    normal = [[z, 2 * stats.norm.sf(abs(z))] for z in (0, 1e-8, 0.5, 1.96, 5, 16.2, 30, 37)]
    normal_log = [[z, math.log(2) + stats.norm.logsf(z)] for z in (0.1, 3, 20, 36, 40, 100, 1e4)]
    quantile = [[p, stats.norm.ppf(p)] for p in (1e-300, 1e-50, 1e-12, 1e-5, 0.02, 0.025, 0.2, 0.5, 0.7, 0.975, 0.999999)]
    t_quantile = [[p, df, stats.t.isf(p, df)] for df in (1, 2, 5, 98, 998, 1e5) for p in (0.4, 0.1, 0.025, 0.001, 1e-8)]
    chi = [[x, df, stats.chi2.sf(x, df)] for df in (1, 2, 5, 30, 300) for x in (1e-4, 0.5, 3, 40, 250, 1300)]
    f = [[x, a, b, stats.f.sf(x, a, b)] for a, b in ((1, 5), (1, 998), (3, 96), (20, 20), (200, 3000)) for x in (0.01, 0.7, 1, 4, 60)]
    log_gamma = [[x, special.gammaln(x)] for x in (1e-5, 0.5, 1.5, 2.5, 9.99, 10, 57.3, 1e4, 5e5, 1e9)]
    return {
        "t": t, "normal": normal, "normal_log": normal_log, "normal_quantile": quantile, "t_quantile": t_quantile,
        "chi_square": [v for v in chi if v[2] > 1e-307], "f": [v for v in f if v[3] > 1e-307], "log_gamma": log_gamma,
    }


def wilson():
    return [
        [k, n, level, *interval(stats.binomtest(k, n).proportion_ci(level, method="wilson"))]
        for k, n in ((0, 5), (5, 5), (1, 5), (13, 50), (700, 1000)) for level in (0.9, 0.95, 0.99)
    ]


def main():
    json.dump(
        clean({
            "scipy": scipy.__version__, "numpy": np.__version__, "points": point_cases(), "seeded": seeded_cases(),
            "distributions": distributions(), "wilson": wilson(),
        }),
        sys.stdout, separators=(",", ":"))
    print()


main()
