"""The translation benchmark's peer: the same transformer, weights, batch and optimiser in PyTorch. Answers each command with a JSON value."""
import argparse
import json
import math
import struct
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

UNITS, WIDTH, LAYERS, HEADS, INNER, STEPS = 4000, 128, 2, 4, 512, 32
BATCH = ("source", "input", "rows", "labels")
TYPES = {"F32": np.float32, "I64": np.int64}


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.q_proj, self.kv_proj, self.out_proj = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, 2 * WIDTH), nn.Linear(WIDTH, WIDTH)

    def split(self, x):
        return x.view(x.shape[0], x.shape[1], HEADS, -1).transpose(1, 2)

    def project(self, x):
        k, v = self.kv_proj(x).chunk(2, -1)
        return self.split(k), self.split(v)

    def attend(self, x, kv, mask=None):
        q = self.split(self.q_proj(x))
        if hasattr(F, "scaled_dot_product_attention"):
            y = F.scaled_dot_product_attention(q, kv[0], kv[1], attn_mask=mask)
        else:
            scores = q @ kv[0].transpose(-1, -2) / math.sqrt(q.shape[-1])
            if mask is not None:
                scores = scores.masked_fill(~mask, float("-inf"))
            y = scores.softmax(-1) @ kv[1]
        return self.out_proj(y.transpose(1, 2).reshape(x.shape))


class Layer(nn.Module):
    def __init__(self, cross):
        super().__init__()
        self.self_attn, self.self_norm = Attention(), nn.LayerNorm(WIDTH)
        if cross:
            self.cross_attn, self.cross_norm = Attention(), nn.LayerNorm(WIDTH)
        self.fc1, self.fc2, self.ff_norm = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH), nn.LayerNorm(WIDTH)

    def forward(self, x, mask, source=None, source_mask=None, cache=None):
        n = self.self_norm(x)
        kv = self.self_attn.project(n)
        if cache is not None:
            kv = (torch.cat([cache[0], kv[0]], 2), torch.cat([cache[1], kv[1]], 2))
        x = x + self.self_attn.attend(n, kv, mask)
        if source is not None:
            x = x + self.cross_attn.attend(self.cross_norm(x), source, source_mask)
        return x + self.fc2(F.relu(self.fc1(self.ff_norm(x)))), kv


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.target_embedding = nn.Embedding(UNITS, WIDTH, padding_idx=0)
        self.encoder = nn.ModuleList(Layer(False) for _ in range(LAYERS))
        self.decoder = nn.ModuleList(Layer(True) for _ in range(LAYERS))
        self.encoder_norm, self.decoder_norm = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)

    def embed(self, units, first=0):
        rates = torch.exp(torch.arange(WIDTH // 2) * (-math.log(10000.0) / (WIDTH // 2)))
        angles = torch.arange(first, first + units.shape[1]).unsqueeze(1) * rates.unsqueeze(0)
        return self.target_embedding(units) * math.sqrt(WIDTH) + torch.cat([angles.sin(), angles.cos()], 1)

    def encode(self, source, mask):
        x = self.embed(source)
        for layer in self.encoder:
            x, _ = layer(x, mask)
        return self.encoder_norm(x)

    def forward(self, source, target, rows):
        mask = source.ne(0)[:, None, None, :]
        encoded = self.encode(source, mask)
        x = self.embed(target)
        causal = torch.ones(target.shape[1], target.shape[1], dtype=torch.bool).tril()
        for layer in self.decoder:
            x, _ = layer(x, causal, layer.cross_attn.project(encoded), mask)
        hidden = self.decoder_norm(x).reshape(-1, WIDTH).index_select(0, rows)
        return F.linear(hidden, self.target_embedding.weight)

    @torch.no_grad()
    def greedy(self, source):
        mask = source.ne(0)[:, None, None, :]
        encoded = self.encode(source, mask)
        projected = [layer.cross_attn.project(encoded) for layer in self.decoder]
        caches = [None] * LAYERS
        units, found = torch.ones(source.shape[0], 1, dtype=torch.long), []
        for position in range(STEPS):
            x = self.embed(units, position)
            for i, layer in enumerate(self.decoder):
                x, caches[i] = layer(x, None, projected[i], mask, caches[i])
            units = F.linear(self.decoder_norm(x)[:, 0], self.target_embedding.weight).argmax(-1, keepdim=True)
            found.append(units)
        return torch.cat(found, 1)


def read_safetensors(path):
    data = open(path, "rb").read()
    length = struct.unpack("<Q", data[:8])[0]
    tensors = {}
    for name, entry in json.loads(data[8:8 + length]).items():
        if name != "__metadata__":
            begin, end = (8 + length + o for o in entry["data_offsets"])
            tensors[name] = torch.from_numpy(np.frombuffer(data[begin:end], TYPES[entry["dtype"]]).reshape(entry["shape"]).copy())
    return tensors


def load(state):
    model = Transformer()
    model.load_state_dict(state, strict=True)
    return model


def timed(action):
    wall, cpu = time.perf_counter(), time.process_time()
    result = action()
    return {"seconds": time.perf_counter() - wall, "cpuSeconds": time.process_time() - cpu}, result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--file")
    parser.add_argument("--threads", type=int)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    tensors = read_safetensors(a.file)
    source, target, rows, labels = (tensors.pop(name) for name in BATCH)
    model, decoder = load(tensors), load(tensors).eval()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4, betas=(0.9, 0.98))

    def train(steps):
        for _ in range(steps):
            optimizer.zero_grad(set_to_none=True)
            loss = F.cross_entropy(model(source, target, rows), labels, label_smoothing=0.1)
            loss.backward()
            optimizer.step()
            value = loss.item()
        return value

    for line in sys.stdin:
        command, *rest = line.split()
        if command == "version":
            answer = torch.__version__
        elif command == "train":
            answer, loss = timed(lambda: train(int(rest[0])))
            answer |= {"units": int(rest[0]) * labels.shape[0], "loss": loss}
        else:
            answer, found = timed(lambda: decoder.greedy(source))
            answer |= {"units": found.numel(), "output": found.flatten().tolist()}
        print(json.dumps(answer), flush=True)


main()
