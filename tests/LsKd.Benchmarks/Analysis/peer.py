"""The analysis metrics in NumPy: same definitions, same two passes, same chunks of rows, same types as the product."""
import json
import sys
import time

import numpy as np

BINS = 15


def generate(path, samples, dimension, classes, seed):
    """Writes a bundle of clustered features with a last layer that fits them."""
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((classes, dimension), dtype=np.float32)
    labels = rng.integers(0, classes, samples)
    noise = np.float32(np.sqrt(dimension / 2) / 3.6)  # two samples of three are predicted right
    weights = (centres * (8 / dimension)).astype(np.float32)
    bias = (rng.standard_normal(classes) * 0.1).astype(np.float32)
    shapes = {"features": ("F32", [samples, dimension]), "weights": ("F32", [classes, dimension]), "bias": ("F32", [classes]),
              "labels": ("I64", [samples]), "logits": ("F32", [samples, classes])}
    header, offset = {}, 0
    for name, (kind, shape) in shapes.items():
        size = int(np.prod(shape)) * (8 if kind == "I64" else 4)
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little"))
        file.write(text)
        start = file.tell()
        for i in range(0, samples, 2000):
            y = labels[i:i + 2000]
            x = centres[y] + noise * rng.standard_normal((len(y), dimension), dtype=np.float32)
            file.seek(start + header["features"]["data_offsets"][0] + i * dimension * 4)
            file.write(x.tobytes())
            file.seek(start + header["logits"]["data_offsets"][0] + i * classes * 4)
            file.write((x @ weights.T + bias).tobytes())
        for name, value in (("weights", weights), ("bias", bias), ("labels", labels.astype(np.int64))):
            file.seek(start + header[name]["data_offsets"][0])
            file.write(value.tobytes())


def load(path):
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
    kinds = {"F32": np.float32, "I64": np.int64}
    return {name: np.memmap(path, kinds[e["dtype"]], "r", 8 + length + e["data_offsets"][0], tuple(e["shape"]))
            for name, e in header.items()}


def log_softmax(z):
    z = z - z.max(1, keepdims=True)
    return z - np.log(np.exp(z).sum(1, keepdims=True))


class ClassSums:
    """Sums by class in float64: rows sorted by label, then one reduction per run of equal labels."""

    def __init__(self, classes, columns):
        self.sums = np.zeros((classes, columns))

    def add(self, rows, order, starts, present):
        self.sums[present] += np.add.reduceat(rows[order], starts, axis=0, dtype=np.float64)


def ece(confidence, correct):
    index = np.clip(np.ceil(confidence * BINS).astype(int) - 1, 0, BINS - 1)
    gaps = np.bincount(index, correct, BINS) - np.bincount(index, confidence, BINS)
    return np.abs(gaps).sum() / len(confidence)


def adaptive_ece(confidence, correct):
    order = np.argsort(confidence)
    gaps = (correct[order] - confidence[order])
    return sum(abs(part.sum()) for part in np.array_split(gaps, BINS)) / len(confidence)


def coverage(confidence, correct, risks):
    order = np.argsort(-confidence)
    risk = np.cumsum(1 - correct[order]) / np.arange(1, len(order) + 1)
    ends = np.append(confidence[order][1:] < confidence[order][:-1], True)
    return [float(max(np.flatnonzero((risk <= r) & ends) + 1, default=0)) / len(order) for r in risks]


def fit_temperature(z, y, rows):
    beta, low, high = 1.0, 0.01, 100.0
    for _ in range(60):
        slope = curvature = 0.0
        for i in range(0, len(y), rows):
            c = z[i:i + rows] - z[i:i + rows].max(1, keepdims=True)
            p = np.exp(c * np.float32(beta))
            p /= p.sum(1, keepdims=True)
            p *= c
            mean = p.sum(1)
            slope += (mean - c[np.arange(len(c)), y[i:i + rows]]).sum(dtype=np.float64)
            curvature += (np.einsum("ij,ij->i", p, c) - mean * mean).sum(dtype=np.float64)
        low, high = (low, beta) if slope > 0 else (beta, high)
        step = beta - slope / curvature
        if not low < step < high:
            step = (low * high) ** 0.5
        if abs(step - beta) <= 1e-7 * beta:
            return 1 / step
        beta = step
    return 1 / beta


def ranks(values):
    _, inverse, counts = np.unique(-values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[inverse]


def far_class(cosine, a, b):
    sums = cosine[a] + cosine[b]
    sums[[a, b]] = np.inf
    return int(sums.argmin())


def plane(weights, a, b, c):
    u = weights[b] - weights[a]
    u /= np.linalg.norm(u)
    v = weights[c] - weights[a]
    v = v - (v @ u) * u
    return np.stack([u, v / np.linalg.norm(v)], 1)


def simplex_distance(product):
    classes = len(product)
    frame = (np.eye(classes) - 1 / classes) / np.sqrt(classes - 1)
    return np.linalg.norm(product / np.linalg.norm(product) - frame)


def measure(path, rows):
    data = load(path)
    x, z, y = data["features"], data["logits"], np.asarray(data["labels"])
    weights, (samples, dimension), classes = data["weights"].astype(np.float64), data["features"].shape, len(data["bias"])
    features, units, soft = ClassSums(classes, dimension), ClassSums(classes, dimension), ClassSums(classes, classes)
    confidence, target, nll, entropy, brier = (np.zeros(samples) for _ in range(5))
    rank, predicted = np.zeros(samples, int), np.zeros(samples, int)
    profile, ls_all, ls_wrong = np.zeros(classes), 0.0, 0.0
    for i in range(0, samples, rows):
        s = slice(i, min(i + rows, samples))
        xs, zs, ys = np.asarray(x[s]), np.asarray(z[s]), y[s]
        if not (np.isfinite(xs).all() and np.isfinite(zs).all()):
            raise ValueError("not finite")
        at = np.arange(len(ys))
        order = np.argsort(ys, kind="stable")
        present, starts = np.unique(ys[order], return_index=True)
        log = log_softmax(zs)
        p = np.exp(log)
        features.add(xs, order, starts, present)
        units.add(xs / np.sqrt(np.einsum("ij,ij->i", xs, xs))[:, None], order, starts, present)
        soft.add(p, order, starts, present)
        own = zs[at, ys][:, None]
        predicted[s] = zs.argmax(1)
        rank[s] = (zs > own).sum(1)
        confidence[s], target[s], nll[s] = p.max(1), p[at, ys], -log[at, ys]
        entropy[s] = -np.einsum("ij,ij->i", p, log)
        brier[s] = np.einsum("ij,ij->i", p, p) - 2 * target[s] + 1
        profile += np.sort(p, 1)[:, ::-1].sum(0, dtype=np.float64)
        total, mine = log.sum(dtype=np.float64), log[at, ys].sum(dtype=np.float64)
        ls_all += -0.9 * mine - 0.1 / classes * total
        ls_wrong += -0.9 * mine - 0.1 / (classes - 1) * (total - mine)
    counts = np.bincount(y, minlength=classes)
    confusion = np.bincount(y * classes + predicted, minlength=classes * classes).reshape(classes, classes)
    correct = (predicted == y).astype(float)
    mu, pbar, ubar = features.sums / counts[:, None], soft.sums / counts[:, None], units.sums / counts[:, None]
    origin = features.sums.sum(0) / samples
    temperature = fit_temperature(z, y, rows)

    unit_w = weights / np.linalg.norm(weights, axis=1, keepdims=True)
    cosine = unit_w @ unit_w.T
    a, b = np.triu_indices(classes, 1)
    rates = confusion / counts[:, None]
    score = (ranks(cosine[a, b]) + ranks((pbar + pbar.T)[a, b]) + ranks((rates + rates.T)[a, b])) / 3
    best = np.argsort(score, kind="stable")[:20]
    pairs = [(int(a[i]), int(b[i])) for i in best]
    triple = (*pairs[0], far_class(cosine, *pairs[0]))
    pairs.append(pairs[0])
    basis = np.concatenate([plane(weights, p, q, far_class(cosine, p, q)) for p, q in pairs], 1)
    mu_plane = mu @ basis

    h = mu - origin
    values, vectors = np.linalg.eigh(h @ h.T / classes)
    keep = values > values[-1] * dimension * np.finfo(float).eps
    whitening = ((h.T @ vectors[:, keep]) / (values[keep] * np.sqrt(classes))).astype(np.float32)
    mu32, h32, origin32, pbar32, basis32 = (v.astype(np.float32) for v in (mu, h, origin, pbar, basis))
    norms = np.einsum("ij,ij->i", h32, h32)
    radius, squared, plain, own_p = (np.zeros(classes) for _ in range(4))
    planar = np.zeros((len(pairs), 2))
    scaled, mismatches, trace = np.zeros(samples), 0, 0.0
    for i in range(0, samples, rows):
        s = slice(i, min(i + rows, samples))
        xs, zs, ys = np.asarray(x[s]), np.asarray(z[s]), y[s]
        p = np.exp(log_softmax(zs))
        centred = xs - mu32[ys]
        radius += np.bincount(ys, np.sqrt(np.einsum("ij,ij->i", centred, centred)), classes)
        gap = p - pbar32[ys]
        sq = np.einsum("ij,ij->i", gap, gap)
        squared += np.bincount(ys, sq, classes)
        plain += np.bincount(ys, np.sqrt(sq), classes)
        own_p += np.bincount(ys, gap[np.arange(len(ys)), ys] ** 2, classes)
        nearest = (norms - 2 * ((xs - origin32) @ h32.T)).argmin(1)
        mismatches += int((nearest != predicted[s]).sum())
        projected = centred @ whitening
        trace += np.einsum("ij,ij->", projected, projected, dtype=np.float64)
        points = xs @ basis32
        for k, pair in enumerate(pairs):
            for side, c in enumerate(pair):
                own = points[ys == c, 2 * k:2 * k + 2] - mu_plane[c, 2 * k:2 * k + 2]
                planar[k, side] += np.sqrt((own * own).sum(1)).sum()
        shifted = zs - zs.max(1, keepdims=True)
        scaled[s] = 1 / np.exp(shifted / np.float32(temperature)).sum(1)
    radius /= counts
    distance = [np.linalg.norm(mu[p] - mu[q]) / ((radius[p] + radius[q]) / 2) for p, q in pairs]
    in_plane = [np.linalg.norm(mu_plane[p, 2 * k:2 * k + 2] - mu_plane[q, 2 * k:2 * k + 2])
                / ((planar[k, 0] / counts[p] + planar[k, 1] / counts[q]) / 2) for k, (p, q) in enumerate(pairs)]
    within = 1 - (ubar * ubar).sum(1).mean()
    return {
        "top1": correct.mean(), "top5": (rank < 5).mean(), "nll": nll.mean(), "brier": brier.mean(),
        "ece_15": ece(confidence, correct), "adaptive_ece_15": adaptive_ece(confidence, correct),
        "coverage": coverage(confidence, correct, [0.01, 0.02, 0.05, 0.1])[3],
        "temperature": temperature, "ece_15_at_temperature": ece(scaled, correct),
        "mean_confidence": confidence.mean(), "mean_entropy": entropy.mean(), "gamma": (1 - target).mean() * classes / (classes - 1),
        "stability": 1 - (squared / counts).mean(), "stability_l2": 1 - (plain / counts).mean(),
        "stability_target": 1 - (own_p / counts).mean(),
        "accuracy_by_class": float((np.diag(confusion) / counts).mean()), "profile": (profile / samples)[0],
        "ls_all_classes": ls_all / samples, "ls_wrong_classes": ls_wrong / samples,
        "distance": float(np.mean(distance[:20])), "distance_in_plane": float(np.mean(in_plane[:20])), "triple": triple[2],
        "cosine_within": within, "cosine_r2": 1 - within / (1 - (ubar.mean(0) ** 2).sum()),
        "nc1": trace / samples / classes, "nc2": simplex_distance(weights @ weights.T), "nc3": simplex_distance(weights @ h.T),
        "ncc_mismatch": mismatches / samples,
    }


if __name__ == "__main__":
    if sys.argv[1] == "generate":
        generate(sys.argv[2], *map(int, sys.argv[3:7]))
        print(json.dumps({"path": sys.argv[2]}))
    else:
        begin, used = time.perf_counter(), time.process_time()
        values = measure(sys.argv[2], int(sys.argv[3]))
        seconds, used = time.perf_counter() - begin, time.process_time() - used
        peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
        print(json.dumps({"seconds": seconds, "cpu_seconds": used, "peak_mib": peak / 1024, "values": {k: float(v) for k, v in values.items()}}))
