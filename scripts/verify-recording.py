#!/usr/bin/env python3
"""Computes a recording of 'torchbasics check --record' again with PyTorch and compares every number.

usage: scripts/verify-recording.py DIR [--write OUT]

  DIR           folder with an index.json, see docs/recording.md
  --write OUT   write what PyTorch computed as a recording of its own, for 'torchbasics check replay OUT'

Knows Conv2d, Linear, ReLU, Tanh, Sigmoid, MaxPool2d, AvgPool2d and Flatten, cross-entropy and all optimizers. Prints the
largest difference of each kind of array, relative to the largest number of its array, and ends with exit code 1 if one is
above 1e-4 (float32) or 1e-12 (float64). Needs PyTorch 1.13 or later and NumPy, nothing else.
"""

import argparse
import hashlib
import json
import pathlib
import sys

import numpy
import torch

TYPES = {"F32": numpy.float32, "F64": numpy.float64, "I64": numpy.int64, "BOOL": numpy.bool_}
LIMITS = {"Float32": 1e-4, "Float64": 1e-12}


def read(folder, entry):
    content = (folder / entry["file"]).read_bytes()
    if hashlib.sha256(content).hexdigest() != entry["sha256"].lower():
        sys.exit(f"{entry['file']}: the hash is not the one in the index")
    start = 8 + int.from_bytes(content[:8], "little")
    arrays = {}
    for name, array in json.loads(content[8:start]).items():
        if name != "__metadata__":
            begin, end = array["data_offsets"]
            values = numpy.frombuffer(content[start + begin:start + end], TYPES[array["dtype"]])
            arrays[name] = torch.from_numpy(values.reshape(array["shape"]).copy())
    return arrays


def write(folder, file, arrays):
    names = {dtype: name for name, dtype in TYPES.items()}
    header, content = {}, b""
    for name, values in arrays.items():
        values = values.detach().numpy()
        header[name] = {"dtype": names[values.dtype.type], "shape": list(values.shape), "data_offsets": [len(content), len(content) + values.nbytes]}
        content += values.tobytes()
    text = json.dumps(header).encode()
    content = len(text).to_bytes(8, "little") + text + content
    (folder / file).write_bytes(content)
    return {"file": file, "sha256": hashlib.sha256(content).hexdigest()}


def module(layer):
    kind = layer["kind"]
    if kind == "Conv2d":
        return torch.nn.Conv2d(layer["inputChannels"], layer["outputChannels"], layer["kernel"], layer["stride"], layer["padding"], layer["dilation"])
    if kind == "Linear":
        return torch.nn.Linear(layer["inputs"], layer["outputs"])
    if kind == "MaxPool2d":
        return torch.nn.MaxPool2d(layer["kernel"], layer["stride"], layer["padding"], ceil_mode=layer["ceilMode"])
    if kind == "AvgPool2d":
        return torch.nn.AvgPool2d(layer["kernel"], layer["stride"], layer["padding"], layer["ceilMode"], layer["countIncludePad"])
    if kind in ("ReLU", "Tanh", "Sigmoid", "Flatten"):
        return getattr(torch.nn, kind)()
    sys.exit(f"this script does not know the layer {kind}")


def make_optimizer(recipe, parameters):
    kind, momentum, decay = recipe["optimizer"], recipe["momentum"], recipe["weightDecay"]
    if kind in ("Adam", "AdamW"):
        return getattr(torch.optim, kind)(parameters, lr=0, betas=(momentum, 0.999), weight_decay=decay)
    return torch.optim.SGD(parameters, lr=1, momentum=0 if kind == "Sgd" else momentum, nesterov=kind == "Nesterov", weight_decay=decay)


def run_step(network, labels, optimizer, recipe, recorded, rate):
    """One step on the recorded batch; returns every array by its recorded name."""
    x = recorded["batch.inputs"].clone().requires_grad_(True)
    arrays = {"batch.inputs": x, "batch.labels": recorded["batch.labels"]}
    values = [x]
    for layer, label in zip(network, labels):
        values.append(layer(values[-1]))
        values[-1].retain_grad()
        arrays[f"{label}.output"] = values[-1]
    if recipe["loss"] != "CrossEntropy":
        sys.exit(f"this script does not know the loss {recipe['loss']}")
    loss = torch.nn.functional.cross_entropy(values[-1], recorded["batch.labels"], label_smoothing=recipe["labelSmoothing"])
    optimizer.zero_grad()
    loss.backward()
    arrays |= {"loss.value": loss, "loss.grad": values[-1].grad}
    arrays |= {f"{label}.input.grad": value.grad for label, value in zip(labels, values)}
    for label, layer in zip(labels, network):
        arrays |= {f"{label}.{name}.grad": parameter.grad.clone() for name, parameter in layer.named_parameters()}
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.step()
    purposes = {"momentum_buffer": "momentum", "exp_avg": "exp_avg", "exp_avg_sq": "exp_avg_sq"}
    for label, layer in zip(labels, network):
        for name, parameter in layer.named_parameters():
            arrays[f"{label}.{name}"] = parameter.detach().clone()
            state = optimizer.state[parameter]
            arrays |= {f"{label}.{purposes[key]}.{name}": state[key].clone() for key in purposes if state.get(key) is not None}
    return arrays


def compare(arrays, recorded, worst):
    if arrays.keys() != recorded.keys():
        sys.exit(f"other arrays: {sorted(arrays.keys() ^ recorded.keys())}")
    for name, expected in recorded.items():
        scale = expected.abs().max().item() or 1.0
        difference = (arrays[name].detach() - expected).abs().max().item() / scale
        kind = name.split(".", 1)[1] if name.startswith(("batch.", "loss.")) else "layer " + name.split(".", 1)[1]
        worst[kind] = max(worst.get(kind, (0.0, "")), (difference, name))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="DIR", type=pathlib.Path)
    parser.add_argument("--write", metavar="OUT", type=pathlib.Path)
    options = parser.parse_args()

    torch.set_num_threads(1)
    index = json.loads((options.folder / "index.json").read_text())
    layers = index["architecture"]["layers"]
    labels = [layer.get("name", f"{layer['kind'].lower()}{place}") for place, layer in enumerate(layers, 1)]
    network = [module(layer).to(torch.float64 if index["precision"] == "Float64" else torch.float32) for layer in layers]
    weights = read(options.folder, index["weights"])
    for label, layer in zip(labels, network):
        for name, parameter in layer.named_parameters():
            parameter.data.copy_(weights[f"{label}.{name}"])
    optimizer = make_optimizer(index["recipe"], [parameter for layer in network for parameter in layer.parameters()])

    worst, written = {}, []
    if options.write:
        options.write.mkdir(parents=True)
        index["weights"] = write(options.write, index["weights"]["file"], weights)
    for step in index["steps"]:
        recorded = read(options.folder, step)
        arrays = run_step(network, labels, optimizer, index["recipe"], recorded, step["learningRate"])
        compare(arrays, recorded, worst)
        if options.write:
            written.append({"learningRate": step["learningRate"], **write(options.write, step["file"], arrays)})
    if options.write:
        (options.write / "index.json").write_text(json.dumps({**index, "engine": f"PyTorch {torch.__version__}", "steps": written}))

    for kind, (difference, name) in sorted(worst.items()):
        print(f"{kind:24} {difference:9.2e}  {name}")
    largest = max(difference for difference, _ in worst.values())
    print(f"{len(index['steps'])} steps of {index['architecture']['name']} by {index['engine']}: largest relative difference {largest:.2e}, allowed {LIMITS[index['precision']]:.0e}")
    sys.exit(largest > LIMITS[index["precision"]])


main()
