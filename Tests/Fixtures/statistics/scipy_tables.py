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


def partial():
    """Partial correlations from residuals of numpy's least squares, p by t with n - 2 - k degrees of freedom."""
    rng = np.random.default_rng(7)
    out = []
    for n, k in ((6, 1), (40, 1), (40, 3), (300, 2)):
        controls = rng.normal(size=(k, n))
        controls[0] = np.round(controls[0] * 2)
        x = rng.normal(size=n) + controls.sum(0)
        y = np.round(rng.normal(size=n) * 2 + x * 0.3 + controls[0], 1)
        row = {"x": x.tolist(), "y": y.tolist(), "controls": controls.tolist()}
        for kind, change in (("pearson", np.asarray), ("spearman", stats.rankdata)):
            basis = np.column_stack([np.ones(n)] + [change(c) for c in controls])
            rest = [change(v) - basis @ np.linalg.lstsq(basis, change(v), rcond=None)[0] for v in (x, y)]
            r = float(np.dot(*rest) / np.sqrt(np.dot(rest[0], rest[0]) * np.dot(rest[1], rest[1])))
            df = n - 2 - k
            row[kind] = [r, 2 * stats.t.sf(abs(r) * math.sqrt(df / (1 - r * r)), df)]
        out.append(row)
    return out


def multiple():
    rng = np.random.default_rng(3)
    out = []
    for p in ([0.01, 0.04, 0.03, 0.005], [0.5], [1e-300, 1e-58, 0.2, 0.2, 1.0], (rng.random(30) ** 3).tolist()):
        order = np.argsort(p, kind="stable")
        holm, largest = [0.0] * len(p), 0.0
        for rank, place in enumerate(order):
            largest = max(largest, min(1, (len(p) - rank) * p[place]))
            holm[place] = largest
        out.append({"p": p, "holm": holm, "bh": stats.false_discovery_control(p, method="bh").tolist()})
    return out


def logistic():
    """Largest likelihood by SciPy's general optimiser, errors from the information matrix there."""
    from scipy.optimize import minimize

    rng = np.random.default_rng(11)
    out = []
    for n, scale, offset in ((12, 1, 0), (60, 1, 0), (200, 3, 5), (60, 1, 100)):
        x = np.log10(rng.zipf(1.4, n).clip(0, 10**6)) * scale + offset
        total = rng.integers(1, 60, n)
        eta = -0.7 + 0.5 * (x - offset) / scale + rng.normal(size=n) * 0.4
        right = rng.binomial(total, special.expit(eta))
        centre = x.mean()

        def lost(w):
            e = w[0] + w[1] * (x - centre)
            return float(-(right * special.log_expit(e) + (total - right) * special.log_expit(-e)).sum())

        def slope(w):
            rest = right - total * special.expit(w[0] + w[1] * (x - centre))
            return -np.array([rest.sum(), (rest * (x - centre)).sum()])

        def bend(w):
            q = total * special.expit(w[0] + w[1] * (x - centre)) * special.expit(-w[0] - w[1] * (x - centre))
            d = x - centre
            return np.array([[q.sum(), (q * d).sum()], [(q * d).sum(), (q * d * d).sum()]])

        w = minimize(lost, [0, 0], jac=slope, hess=bend, method="trust-exact", options={"gtol": 1e-12}).x
        for _ in range(5):
            w = w - np.linalg.solve(bend(w), slope(w))
        cov = np.linalg.inv(bend(w))
        back = np.array([[1, -centre], [0, 1]])
        errors = np.sqrt(np.diag(back @ cov @ back.T))
        saturated = float((special.xlogy(right, right / total) + special.xlogy(total - right, (total - right) / total)).sum())
        share = right.sum() / total.sum()
        null = -float((right * math.log(share) + (total - right) * math.log(1 - share)).sum())
        p = special.expit(w[0] + w[1] * (x - centre))
        chi = float(((right - total * p) ** 2 / (total * p * (1 - p))).sum())
        deviance, null_deviance = 2 * (saturated + lost(w)), 2 * (saturated + null)
        out.append({
            "x": x.tolist(), "correct": right.tolist(), "total": total.tolist(), "slope": w[1],
            "intercept": w[0] - w[1] * centre, "slope_error": errors[1], "intercept_error": errors[0],
            "deviance": deviance, "null_deviance": null_deviance, "dispersion": chi / (n - 2),
            "ratio_p": stats.chi2.sf(null_deviance - deviance, 1), "wald_p": 2 * stats.norm.sf(abs(w[1]) / errors[1]),
        })
    return out


def resampling():
    """SciPy's BCa bootstrap with many resamples, and its exact and random permutation tests."""
    rng = np.random.default_rng(5)
    out = []
    for n, ties in ((7, 0), (30, 0), (30, 4), (80, 0)):
        x = rng.normal(size=n) ** 2
        y = 0.5 * x + rng.normal(size=n)
        if ties:
            x, y = np.round(x * ties), np.round(y * ties)
        row = {"x": x.tolist(), "y": y.tolist()}
        for kind in ("pearson", "spearman", "kendall"):
            call = {"pearson": stats.pearsonr, "spearman": stats.spearmanr, "kendall": stats.kendalltau}[kind]
            value = lambda a, b: call(a, b).statistic
            many = 20000 if kind == "pearson" else 6000
            if n > 7:
                b = stats.bootstrap((x, y), value, paired=True, vectorized=False, n_resamples=many, method="BCa", rng=1)
                row[kind + "_bca"] = [b.confidence_interval.low, b.confidence_interval.high, b.standard_error]
            # Distance from zero in absolute value, so that both sides count.
            t = stats.permutation_test(
                (y,), lambda v: abs(value(x, v)), permutation_type="pairings", alternative="greater",
                n_resamples=6000, rng=2)
            row[kind + "_permutation"] = t.pvalue
        out.append(row)
    return out


def streams():
    """The first numbers of the seeded generator, from an implementation in whole numbers of any size."""
    mask = 2**64 - 1

    def mix(state):
        state = (state + 0x9E3779B97F4A7C15) & mask
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return state, z ^ (z >> 31)

    out = []
    for seed, stream in ((0, 0), (1, 0), (1, 1), (2**64 - 1, 12345)):
        start = mix(seed)[1]
        state = mix(start ^ stream)[1]
        s = []
        for _ in range(4):
            state, value = mix(state)
            s.append(value)
        numbers = []
        for _ in range(5):
            rot = lambda v, k: ((v << k) | (v >> (64 - k))) & mask
            numbers.append(str((rot((s[1] * 5) & mask, 7) * 9) & mask))
            t = (s[1] << 17) & mask
            s[2] ^= s[0]
            s[3] ^= s[1]
            s[1] ^= s[2]
            s[0] ^= s[3]
            s[2] ^= t
            s[3] = rot(s[3], 45)
        out.append({"seed": str(seed), "stream": str(stream), "numbers": numbers})
    return out


def main():
    json.dump(
        clean({
            "scipy": scipy.__version__, "numpy": np.__version__, "points": point_cases(), "seeded": seeded_cases(),
            "distributions": distributions(), "wilson": wilson(),
            "partial": partial(), "multiple": multiple(), "logistic": logistic(), "resampling": resampling(),
            "streams": streams(),
        }),
        sys.stdout, separators=(",", ":"))
    print()


main()
