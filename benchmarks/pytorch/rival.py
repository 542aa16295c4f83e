#!/usr/bin/env python3
"""PyTorch in Python as a rival of the benchmarks: trains the network that a folder describes, on request.

usage: rival.py FOLDER

FOLDER holds task.json (architecture, recipe, counts, threads) and raw little-endian files: inputs (float32), labels and
order (int64), weights (float32, in the order of the description). Answers commands on standard input, one line each:

  run N          N training steps; answers the seconds they took
  weights FILE   writes all weights to a file, float32
  memory         answers the most memory this process has held, in bytes
"""

import json
import pathlib
import struct
import sys
import time

import torch


class ScaledTanh(torch.nn.Module):
    def forward(self, x):
        return torch.tanh(x * (2 / 3)) * 1.7159


class Subsampling(torch.nn.Module):
    def __init__(self, channels, window):
        super().__init__()
        self.window = window
        self.weight = torch.nn.Parameter(torch.zeros(channels, 1, 1))
        self.bias = torch.nn.Parameter(torch.zeros(channels, 1, 1))

    def forward(self, x):
        return torch.nn.functional.avg_pool2d(x, self.window, divisor_override=1) * self.weight + self.bias


class PartialConv2d(torch.nn.Module):
    def __init__(self, inputs, table, kernel):
        super().__init__()
        self.dense = (len(table), inputs, *kernel)
        places = [output * inputs + channel for output, row in enumerate(table) for channel in row]
        self.weight = torch.nn.Parameter(torch.zeros(len(places), *kernel))
        self.bias = torch.nn.Parameter(torch.zeros(len(table)))
        self.register_buffer("places", torch.tensor(places))

    def forward(self, x):
        outputs, inputs, height, width = self.dense
        kernels = torch.zeros(outputs * inputs, height, width).index_copy(0, self.places, self.weight)
        return torch.nn.functional.conv2d(x, kernels.view(self.dense), self.bias)


class RbfOutput(torch.nn.Module):
    def __init__(self, prototypes):
        super().__init__()
        self.register_buffer("prototypes", torch.tensor(prototypes))

    def forward(self, x):
        return -(x.unsqueeze(1) - self.prototypes).square().sum(dim=2)


def module(layer):
    kind = layer["kind"]
    if kind == "Conv2d":
        return torch.nn.Conv2d(layer["inputChannels"], layer["outputChannels"], layer["kernel"], layer["stride"], layer["padding"], layer["dilation"], layer.get("groups", 1))
    if kind == "Linear":
        return torch.nn.Linear(layer["inputs"], layer["outputs"])
    if kind == "MaxPool2d":
        return torch.nn.MaxPool2d(layer["kernel"], layer["stride"], layer["padding"], ceil_mode=layer["ceilMode"])
    if kind == "ConstantPad2d":
        height, width = layer["padding"]
        return torch.nn.ConstantPad2d((width, width, height, height), layer["value"])
    if kind == "Dropout":
        return torch.nn.Dropout(layer["probability"])
    if kind == "PartialConv2d":
        return PartialConv2d(layer["inputChannels"], layer["table"], layer["kernel"])
    if kind == "RbfOutput":
        return RbfOutput(layer["prototypes"])
    if kind == "ScaledTanh":
        return ScaledTanh()
    if kind == "Subsampling":
        return Subsampling(layer["channels"], layer["window"])
    if kind in ("ReLU", "Tanh", "Flatten"):
        return getattr(torch.nn, kind)()
    sys.exit(f"this script does not know the layer {kind}")


def make_loss(recipe):
    smoothing = recipe["labelSmoothing"]
    if recipe["loss"] == "CrossEntropy":
        return lambda outputs, labels: torch.nn.functional.cross_entropy(outputs, labels, label_smoothing=smoothing)
    if recipe["loss"] == "Rbf":  # cross-entropy with one more class whose output is always -1
        return lambda outputs, labels: torch.nn.functional.cross_entropy(
            torch.nn.functional.pad(outputs, (0, 1), value=-1.0), labels)
    sys.exit(f"this script does not know the loss {recipe['loss']}")


def make_optimizer(recipe, parameters):
    if recipe["optimizer"] == "Adam":
        return torch.optim.Adam(parameters, lr=recipe["learningRate"], betas=(recipe["momentum"], 0.999))
    if recipe["optimizer"] == "Nesterov":
        return torch.optim.SGD(parameters, lr=recipe["learningRate"], momentum=recipe["momentum"], nesterov=True)
    sys.exit(f"this script does not know the optimizer {recipe['optimizer']}")


class Training:
    def __init__(self, folder):
        task = json.loads((folder / "task.json").read_text())
        torch.set_num_threads(task["threads"])
        self.count, self.batch, self.loss = task["count"], task["recipe"]["batchSize"], make_loss(task["recipe"])

        def load(name, size, dtype):
            return torch.from_file(str(folder / name), size=size, dtype=dtype).clone()

        shape = task["architecture"]["input"]
        self.inputs = load("inputs", self.count * torch.Size(shape).numel(), torch.float32).reshape(self.count, *shape)
        self.labels = load("labels", self.count, torch.int64)
        self.order = load("order", self.count, torch.int64)
        self.network = torch.nn.Sequential(*[module(layer) for layer in task["architecture"]["layers"]])
        sizes = [parameter.numel() for parameter in self.network.parameters()]
        for parameter, values in zip(self.network.parameters(), load("weights", sum(sizes), torch.float32).split(sizes)):
            parameter.data.copy_(values.reshape(parameter.shape))
        self.optimizer = make_optimizer(task["recipe"], self.network.parameters())
        self.position = 0

    def next_batch(self):
        if self.batch == self.count:
            return self.inputs, self.labels
        indices = self.order[self.position:self.position + self.batch]
        self.position = (self.position + self.batch) % self.count
        return self.inputs.index_select(0, indices), self.labels.index_select(0, indices)

    def run(self, steps):
        start = time.perf_counter()
        for _ in range(steps):
            inputs, labels = self.next_batch()
            self.optimizer.zero_grad(set_to_none=True)
            loss = self.loss(self.network(inputs), labels)
            loss.backward()
            self.optimizer.step()
            loss.item()
        return time.perf_counter() - start

    def write_weights(self, path):
        values = torch.cat([parameter.detach().reshape(-1) for parameter in self.network.parameters()])
        pathlib.Path(path).write_bytes(struct.pack(f"<{len(values)}f", *values.tolist()))


def peak_memory():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    training = Training(pathlib.Path(sys.argv[1]))
    print("ready", torch.__version__, flush=True)
    for line in sys.stdin:
        command, *rest = line.split(maxsplit=1)
        if command == "run":
            answer = training.run(int(rest[0]))
        elif command == "weights":
            answer = training.write_weights(rest[0].rstrip("\n"))
        elif command == "memory":
            answer = peak_memory()
        else:
            sys.exit(f"unknown command {command}")
        print(answer, flush=True)


if __name__ == "__main__":
    main()
