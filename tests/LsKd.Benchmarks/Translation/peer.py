"""The translation benchmark's peer: the same transformer, batch and optimiser in PyTorch. Prints one JSON object."""
import argparse
import json
import math
import time

import torch
from torch import nn
from torch.nn import functional as F


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.q, self.kv, self.out = nn.Linear(width, width), nn.Linear(width, 2 * width), nn.Linear(width, width)

    def split(self, x):
        return x.view(x.shape[0], x.shape[1], self.heads, -1).transpose(1, 2)

    def project(self, x):
        k, v = self.kv(x).chunk(2, -1)
        return self.split(k), self.split(v)

    def attend(self, x, kv, mask=None):
        q = self.split(self.q(x))
        if hasattr(F, "scaled_dot_product_attention"):
            y = F.scaled_dot_product_attention(q, kv[0], kv[1], attn_mask=mask)
        else:
            scores = q @ kv[0].transpose(-1, -2) / math.sqrt(q.shape[-1])
            if mask is not None:
                scores = scores.masked_fill(~mask, float("-inf"))
            y = scores.softmax(-1) @ kv[1]
        return self.out(y.transpose(1, 2).reshape(x.shape))


class Layer(nn.Module):
    def __init__(self, width, heads, inner, cross, dropout):
        super().__init__()
        self.attn, self.norm = Attention(width, heads), nn.LayerNorm(width)
        self.cross, self.cross_norm = (Attention(width, heads), nn.LayerNorm(width)) if cross else (None, None)
        self.fc1, self.fc2, self.ff_norm = nn.Linear(width, inner), nn.Linear(inner, width), nn.LayerNorm(width)
        self.drop = nn.Dropout(dropout)

    def forward(self, x, mask, source=None, source_mask=None, cache=None):
        n = self.norm(x)
        kv = self.attn.project(n)
        if cache is not None and cache[0] is not None:
            kv = (torch.cat([cache[0], kv[0]], 2), torch.cat([cache[1], kv[1]], 2))
        x = x + self.drop(self.attn.attend(n, kv, mask))
        if self.cross is not None:
            x = x + self.drop(self.cross.attend(self.cross_norm(x), source, source_mask))
        n = self.ff_norm(x)
        return x + self.drop(self.fc2(self.drop(F.relu(self.fc1(n))))), kv


class Transformer(nn.Module):
    def __init__(self, width, layers, heads, inner, units, dropout):
        super().__init__()
        self.width = width
        self.embedding = nn.Embedding(units, width, padding_idx=0)
        nn.init.normal_(self.embedding.weight, 0, width ** -0.5)
        self.encoder = nn.ModuleList(Layer(width, heads, inner, False, dropout) for _ in range(layers))
        self.decoder = nn.ModuleList(Layer(width, heads, inner, True, dropout) for _ in range(layers))
        self.encoder_norm, self.decoder_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.drop = nn.Dropout(dropout)

    def embed(self, units, first=0):
        rates = torch.exp(torch.arange(self.width // 2) * (-math.log(10000.0) / (self.width // 2)))
        angles = torch.arange(first, first + units.shape[1]).unsqueeze(1) * rates.unsqueeze(0)
        return self.drop(self.embedding(units) * math.sqrt(self.width) + torch.cat([angles.sin(), angles.cos()], 1))

    def encode(self, source, mask):
        x = self.embed(source)
        for layer in self.encoder:
            x, _ = layer(x, mask)
        return self.encoder_norm(x)

    def forward(self, source, target):
        mask = source.ne(0)[:, None, None, :]
        encoded = self.encode(source, mask)
        x = self.embed(target)
        causal = torch.ones(target.shape[1], target.shape[1], dtype=torch.bool).tril()
        for layer in self.decoder:
            x, _ = layer(x, causal, layer.cross.project(encoded), mask)
        return F.linear(self.decoder_norm(x), self.embedding.weight)

    @torch.no_grad()
    def greedy(self, source, steps):
        mask = source.ne(0)[:, None, None, :]
        encoded = self.encode(source, mask)
        projected = [layer.cross.project(encoded) for layer in self.decoder]
        caches = [(None, None)] * len(self.decoder)
        units = torch.ones(source.shape[0], 1, dtype=torch.long)
        for position in range(steps):
            x = self.embed(units, position)
            for i, layer in enumerate(self.decoder):
                x, caches[i] = layer(x, None, projected[i], mask, caches[i])
            logits = F.linear(self.decoder_norm(x)[:, 0], self.embedding.weight)
            units = logits.argmax(-1, keepdim=True)


def best(action, rounds):
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def main():
    parser = argparse.ArgumentParser()
    for name, default in dict(width=128, layers=2, heads=4, inner=512, units=4000, batch=64, length=32, threads=1, rounds=8).items():
        parser.add_argument(f"--{name}", type=int, default=default)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(0)
    model = Transformer(a.width, a.layers, a.heads, a.inner, a.units, 0.1)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4, betas=(0.9, 0.98))
    source = torch.randint(3, a.units, (a.batch, a.length))
    target, labels = torch.randint(3, a.units, (a.batch, a.length)), torch.randint(3, a.units, (a.batch * a.length,))

    def step():
        loss = F.cross_entropy(model(source, target).view(-1, a.units), labels, label_smoothing=0.1)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    model.train()
    step()
    training = a.batch * a.length / best(step, a.rounds)
    model.eval()
    model.greedy(source, 2)
    decoding = a.batch * a.length / best(lambda: model.greedy(source, a.length), max(2, a.rounds // 2))
    print(json.dumps({"version": torch.__version__, "training": training, "decoding": decoding}))


if __name__ == "__main__":
    main()
