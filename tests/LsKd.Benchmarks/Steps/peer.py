"""The step benchmark's peer: the same network, weights, batch and optimiser in PyTorch. Prints one JSON object."""
import argparse
import json
import struct
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)), inplace=True)
        y = self.bn2(self.conv2(y))
        y += x if self.downsample is None else self.downsample(x)
        return F.relu(y, inplace=True)


class Net(nn.Module):
    def __init__(self, blocks, width, channels, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, width, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        inputs = width
        for stage in range(3):
            outputs = width << stage
            parts = []
            for i in range(blocks):
                parts.append(Block(inputs, outputs, 2 if stage and not i else 1))
                inputs = outputs
            setattr(self, f"layer{stage + 1}", nn.Sequential(*parts))
        self.fc = nn.Linear(inputs, classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)), inplace=True)
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.fc(x.mean((2, 3)))


TYPES = {"F32": np.float32, "I64": np.int64}


def read_safetensors(path):
    data = open(path, "rb").read()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + length])
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = (8 + length + o for o in entry["data_offsets"])
            tensors[name] = torch.from_numpy(np.frombuffer(data[begin:end], TYPES[entry["dtype"]]).reshape(entry["shape"]).copy())
    return tensors


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--file")
    p.add_argument("--blocks", type=int)
    p.add_argument("--width", type=int)
    p.add_argument("--threads", type=int)
    p.add_argument("--layout")
    p.add_argument("--bfloat16", type=int)
    p.add_argument("--warmup", type=int)
    p.add_argument("--steps", type=int)
    p.add_argument("--device", default="cpu")
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    tensors = read_safetensors(a.file)
    images, labels = tensors.pop("images").to(a.device), tensors.pop("labels").to(a.device)
    net = Net(a.blocks, a.width, images.shape[1], tensors["fc.weight"].shape[0])
    net.load_state_dict(tensors, strict=True)
    net = net.to(a.device)
    if a.layout == "channels-last":
        net, images = net.to(memory_format=torch.channels_last), images.contiguous(memory_format=torch.channels_last)
    optimizer = torch.optim.SGD(net.parameters(), 0.01, momentum=0.9, weight_decay=5e-4, nesterov=True)

    def forward():
        with torch.autocast(a.device, torch.bfloat16, enabled=bool(a.bfloat16)):
            return net(images)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(forward().float(), labels, label_smoothing=0.1)
        loss.backward()
        optimizer.step()
        return loss

    def sync():
        if a.device != "cpu":
            torch.cuda.synchronize()

    def measure(action, count):
        seconds, cpu = [], []
        for _ in range(count):
            wall, process = time.perf_counter(), time.process_time()
            action()
            sync()
            seconds.append(time.perf_counter() - wall)
            cpu.append(time.process_time() - process)
        return {"seconds": seconds, "cpuSeconds": cpu}

    losses = [float(step()) for _ in range(a.warmup)]
    training = measure(step, a.steps)
    net.eval()
    with torch.no_grad():
        forward()
        evaluation = measure(forward, a.steps)
    print(json.dumps({"version": torch.__version__, "losses": losses, "training": training, "evaluation": evaluation}))


main()
