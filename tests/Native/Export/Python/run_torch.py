"""Rebuilds exported networks in PyTorch, runs them, and writes them as PyTorch does.

usage: run_torch.py FOLDER NAME...

For each NAME reads FOLDER/NAME.pt (weights by torch.load, weights_only where the version has it; the description from the
record torchbasics.json in the archive) and FOLDER/NAME-inputs.npz; writes NAME-outputs.npz, NAME-back.pt with the
state_dict and NAME-back.onnx.
"""

import collections
import inspect
import json
import pathlib
import sys
import warnings
import zipfile

import numpy
import torch
from torch import nn

warnings.filterwarnings("ignore")  # of torch.onnx, about its own constants


class PartialConv2d(nn.Module):
    """Each output sees some inputs; weight[k] is the kernel of the k-th connection."""

    def __init__(self, layer):
        super().__init__()
        self.table = layer["table"]
        self.inputs = layer["inputChannels"]
        self.weight = nn.Parameter(torch.empty(sum(len(row) for row in self.table), *layer["kernel"]))
        self.bias = nn.Parameter(torch.empty(len(self.table)))

    def forward(self, x):
        place, rows = 0, []
        for row in self.table:
            kernels = [torch.zeros_like(self.weight[:1])] * self.inputs
            for i in row:
                kernels[i] = self.weight[place:place + 1]
                place += 1
            rows.append(torch.cat(kernels))
        return nn.functional.conv2d(x, torch.stack(rows), self.bias)


class Subsampling(nn.Module):
    """The sum of each window, times one weight per channel, plus one bias."""

    def __init__(self, layer):
        super().__init__()
        self.window = layer["window"]
        self.weight = nn.Parameter(torch.empty(layer["channels"]))
        self.bias = nn.Parameter(torch.empty(layer["channels"]))

    def forward(self, x):
        kernels = self.weight.view(-1, 1, 1, 1) * torch.ones(1, 1, *self.window)
        return nn.functional.conv2d(x, kernels, self.bias, stride=self.window, groups=len(self.bias))


class RbfOutput(nn.Module):
    """Minus the squared distance from each prototype."""

    def __init__(self, layer):
        super().__init__()
        self.register_buffer("weight", torch.tensor(layer["prototypes"], dtype=torch.float32))

    def forward(self, x):
        difference = x.unsqueeze(1) - self.weight
        return -(difference * difference).sum(2)


class ScaledTanh(nn.Module):
    def forward(self, x):
        return 1.7159 * torch.tanh(2 / 3 * x)


class GlobalAvgPool2d(nn.Module):
    def forward(self, x):
        return x.mean((2, 3))


class Step(nn.Module):
    def forward(self, x):
        return (x > 0).float()


class Residual(nn.Module):
    """Its layers belong to the network, as their names say; here it only calls them."""

    def __init__(self, branch, shortcut):
        super().__init__()
        object.__setattr__(self, "ways", (branch, shortcut))

    def train(self, mode=True):
        for way in self.ways:
            way.train(mode)
        return super().train(mode)

    def forward(self, x):
        branch, shortcut = self.ways
        return branch(x) + shortcut(x)


class Ensemble(nn.Module):
    """The mean of what its members give, whose layers belong to the network likewise."""

    def __init__(self, members):
        super().__init__()
        object.__setattr__(self, "ways", tuple(members))

    def train(self, mode=True):
        for way in self.ways:
            way.train(mode)
        return super().train(mode)

    def forward(self, x):
        return torch.stack([member(x) for member in self.ways]).mean(0)


def named(layers, prefix):
    return collections.OrderedDict((layer.get("name", f"{prefix}{place}"), module(layer)) for place, layer in enumerate(layers))


def registered(modules):
    """Every module by its name, those within residuals and ensembles too."""
    for name, each in modules.items():
        yield name, each
        for way in getattr(each, "ways", ()):
            yield from registered(way._modules)


class Network(nn.Module):
    def __init__(self, layers):
        super().__init__()
        object.__setattr__(self, "chain", nn.Sequential(named(layers, "layer")))
        for place, (name, each) in enumerate(registered(self.chain._modules)):
            self.add_module(name if list(each.parameters()) or list(each.buffers()) else f"other{place}", each)

    def forward(self, x):
        return self.chain(x)


def module(layer):
    kind = layer["kind"]
    if kind == "Residual":
        return Residual(nn.Sequential(named(layer["inner"], "inner")), nn.Sequential(named(layer.get("shortcut", []), "shortcut")))
    if kind == "Ensemble":
        return Ensemble(nn.Sequential(named(member, "inner")) for member in layer["members"])
    if kind in ("Softmax", "LogSoftmax"):
        return getattr(nn, kind)(dim=-1)
    if kind in ("PartialConv2d", "Subsampling", "RbfOutput"):
        return globals()[kind](layer)
    if kind in ("GlobalAvgPool2d", "ScaledTanh", "Step"):
        return globals()[kind]()
    if kind == "Linear":
        return nn.Linear(layer["inputs"], layer["outputs"])
    if kind == "Conv2d":
        return nn.Conv2d(layer["inputChannels"], layer["outputChannels"], layer["kernel"], layer["stride"], layer["padding"], layer["dilation"], layer.get("groups", 1))
    if kind in ("BatchNorm1d", "BatchNorm2d"):
        return getattr(nn, kind)(layer["channels"], eps=layer["eps"], momentum=layer["momentum"])
    if kind == "MaxPool2d":
        return nn.MaxPool2d(layer["kernel"], layer["stride"], layer["padding"], ceil_mode=layer["ceilMode"])
    if kind == "AvgPool2d":
        return nn.AvgPool2d(layer["kernel"], layer["stride"], layer["padding"], layer["ceilMode"], layer["countIncludePad"])
    if kind == "ConstantPad2d":
        return nn.ConstantPad2d((layer["padding"][1],) * 2 + (layer["padding"][0],) * 2, layer["value"])
    if kind == "LeakyReLU":
        return nn.LeakyReLU(layer["negativeSlope"])
    if kind == "ELU":
        return nn.ELU(layer["alpha"])
    if kind == "Hardtanh":
        return nn.Hardtanh(layer["minimum"], layer["maximum"])
    if kind == "GELUTanh":
        return nn.GELU(approximate="tanh")
    return getattr(nn, kind)()


def load(path):
    with zipfile.ZipFile(path) as archive:
        record = next(name for name in archive.namelist() if name.endswith("/torchbasics.json"))
        architecture = json.loads(json.loads(archive.read(record))["torchbasics.architecture"])
    safe = {"weights_only": True} if "weights_only" in inspect.signature(torch.load).parameters else {}
    network = Network(architecture["layers"])
    network.load_state_dict(torch.load(path, **safe), strict=True)
    return network.eval()


def main(folder, names):
    torch.set_num_threads(1)
    for name in names:
        network = load(folder / f"{name}.pt")
        inputs = torch.from_numpy(numpy.load(folder / f"{name}-inputs.npz")["inputs"])
        with torch.no_grad():
            numpy.savez(folder / f"{name}-outputs.npz", outputs=network(inputs).numpy())
        torch.save(network.state_dict(), folder / f"{name}-back.pt")
        dynamic = {"input": {0: "batch"}, "output": {0: "batch"}}
        options = {"dynamo": False} if torch.__version__ >= "2.5" else {}
        torch.onnx.export(network, inputs, str(folder / f"{name}-back.onnx"), input_names=["input"], output_names=["output"], dynamic_axes=dynamic, opset_version=17, **options)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2:])
