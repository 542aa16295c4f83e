#!/usr/bin/env python3
"""Computes a recording of 'torchbasics check --record' again with PyTorch and compares every number.

usage: scripts/verify-recording.py DIR [--write OUT]

  DIR           folder with an index.json, or with folders that have one; see docs/recording.md
  --write OUT   write what PyTorch computes, from the initial weights alone, as a recording of its own into the folder OUT,
                for 'torchbasics check replay OUT'; for a single recording

Every layer, the loss and the update are computed in double precision from the recorded numbers that go into them, and every
step begins with what the step before left. So nothing adds up over layers and steps, nor does Adam divide the rounding
errors of a gradient by its size, and each number has a limit of its own, which follows from the operations behind it:

    |recorded - computed| <= n (u + 2^-53) s + n t

n roundings along the longest sum, u = 2^-24 (float32) or 2^-53 (float64), s the same formula over absolute values, t the
smallest normal number, for what underflows. In float64 n (u + 2^-53) is never taken above 1e-12, which 4,500 roundings
reach. Prints for each kind of array the largest difference in units of s, its limit, and how much of it was used; exit code 1
if a number is beyond its limit. Needs PyTorch 1.13 or later and NumPy, nothing else.
"""

import argparse
import hashlib
import json
import pathlib
import sys

import numpy
import torch
import torch.nn.functional as F

TYPES = {"F32": numpy.float32, "F64": numpy.float64, "I64": numpy.int64, "BOOL": numpy.bool_}
FORMATS = {"Float32": torch.float32, "Float64": torch.float64}
LARGEST_IN_DOUBLE = 1e-12
ROUNDINGS = 8  # of one element on its way through a layer or a loss besides its sums: exp and tanh of libraries err by 4 at most
UPDATE_ROUNDINGS = {  # the rule's operations and its rounded constants
    "Sgd": 6, "Momentum": 8, "Nesterov": 10, "Adam": 20, "AdamW": 20, "RmsProp": 14, "Adagrad": 12, "Adadelta": 24,
    "DiagonalLevenbergMarquardt": 10}
BUFFERS = {  # those of each rule, by PyTorch's names
    "Sgd": [], "Momentum": ["momentum_buffer"], "Nesterov": ["momentum_buffer"], "Adam": ["exp_avg", "exp_avg_sq"],
    "AdamW": ["exp_avg", "exp_avg_sq"], "RmsProp": ["square_avg"], "Adagrad": ["sum"], "Adadelta": ["square_avg", "acc_delta"],
    "DiagonalLevenbergMarquardt": ["curvature"]}


# ---- files

def read(folder, entry):
    if pathlib.PurePath(entry["file"]).name != entry["file"]:
        sys.exit(f"{folder}: {entry['file']!r} is no plain file name")
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
        offsets = [len(content), len(content) + values.nbytes]
        header[name] = {"dtype": names[values.dtype.type], "shape": list(values.shape), "data_offsets": offsets}
        content += values.tobytes()
    text = json.dumps(header).encode()
    content = len(text).to_bytes(8, "little") + text + content
    (folder / file).write_bytes(content)
    return {"file": file, "sha256": hashlib.sha256(content).hexdigest()}


# ---- layers

STATISTICS = ("running_mean", "running_var")
NORMALIZATIONS = ("BatchNorm1d", "BatchNorm2d")
CONTAINERS = ("Lift", "Residual", "Ensemble")
NAMED = ("Residual", "Ensemble")  # containers whose layers have names of their own


def forward(layer, weights, x, kept):
    """The results of a layer; 'kept' says which elements a Dropout keeps, and those that stand in a layer, by their labels in it."""
    kind = layer["kind"]
    if kind == "Linear":
        return F.linear(x, weights["weight"], weights["bias"])
    if kind == "Conv2d":
        return F.conv2d(x, weights["weight"], weights["bias"], layer["stride"], layer["padding"], layer["dilation"], layer.get("groups", 1))
    if kind == "PartialConv2d":
        pairs = [(output, source) for output, row in enumerate(layer["table"]) for source in row]
        dense = x.new_zeros(len(layer["table"]), layer["inputChannels"], *layer["kernel"])
        dense = dense.index_put(tuple(torch.tensor(pairs).T), weights["weight"])
        return F.conv2d(x, dense, weights["bias"])
    if kind == "Subsampling":
        sums = F.avg_pool2d(x, layer["window"], divisor_override=1)
        return sums * weights["weight"][:, None, None] + weights["bias"][:, None, None]
    if kind == "RbfOutput":
        return -((x[:, None, :] - weights["weight"]) ** 2).sum(2)
    if kind == "MaxPool2d":
        return F.max_pool2d(x, layer["kernel"], layer["stride"], layer["padding"], ceil_mode=layer["ceilMode"])
    if kind == "AvgPool2d":
        return F.avg_pool2d(x, layer["kernel"], layer["stride"], layer["padding"], layer["ceilMode"], layer["countIncludePad"])
    if kind == "GlobalAvgPool2d":
        return x.mean((2, 3))
    if kind == "ConstantPad2d":
        height, width = layer["padding"]
        return F.pad(x, (width, width, height, height), value=float(numpy.float32(layer["value"])))
    if kind in NORMALIZATIONS:  # a recording is of training, where the statistics are those of the batch
        return F.batch_norm(x, None, None, weights["weight"], weights["bias"], training=True, eps=layer["eps"])
    if kind == "Dropout":
        return torch.where(kept["kept"], x / (1 - layer["probability"]), torch.zeros_like(x))
    if kind == "Step":
        return (x > 0).to(x.dtype) + 0 * x
    if kind == "ScaledTanh":
        return 1.7159 * torch.tanh(2 / 3 * x)
    if kind in ("Softmax", "LogSoftmax"):
        return torch.softmax(x, 1) if kind == "Softmax" else torch.log_softmax(x, 1)
    if kind == "Flatten":
        return x.flatten(1) + 0
    if kind in ("ReLU", "Tanh", "Sigmoid"):
        return getattr(torch, kind.lower())(x)
    if kind == "LeakyReLU":
        return F.leaky_relu(x, layer["negativeSlope"])
    if kind == "ELU":
        return F.elu(x, layer["alpha"])
    if kind == "Hardtanh":
        return F.hardtanh(x, layer["minimum"], layer["maximum"])
    if kind == "SiLU":
        return F.silu(x)
    if kind in ("GELU", "GELUTanh"):
        return F.gelu(x, approximate="tanh" if kind == "GELUTanh" else "none")
    if kind == "Lift":
        return torch.cat((x, inputs_of(chains(layer, weights, kept)[0], x)[-1]), 1)
    if kind == "Residual":
        branch, *shortcut = [inputs_of(chain, x)[-1] for chain in chains(layer, weights, kept)]
        return branch + (shortcut[0] if shortcut else x)
    if kind == "Ensemble":
        return torch.stack([inputs_of(chain, x)[-1] for chain in chains(layer, weights, kept)]).mean(0)
    sys.exit(f"this script does not know the layer {kind}")


def rows_of(layer):
    """The rows of layers that stand in a layer."""
    return [layer.get("inner", []), layer.get("shortcut", []), *layer.get("members", [])]


def chains(layer, weights, kept):
    """The rows of layers that stand in a layer, each layer with its weights and with what is kept in it."""
    rows = [row for row in rows_of(layer) if row]
    labels = iter(labels_of([inner for row in rows for inner in row]))
    return [[(inner, of_inner(layer, inner, weights), within(kept, next(labels))) for inner in row] for row in rows]


def within(kept, label):
    return {name.removeprefix(f"{label}."): flags for name, flags in kept.items() if name.startswith(f"{label}.")}


def inputs_of(chain, x):
    """What enters each layer of a row, and what leaves the last."""
    values = [x]
    for inner, weights, kept in chain:
        values.append(forward(inner, weights, values[-1], kept))
    return values


def full(layer, arrays):
    """Arrays of a layer within a residual or an ensemble, by their full names."""
    name = labels_of([layer])[0]
    return {key if layer["kind"] in NAMED else f"{name}.{key}": values for key, values in arrays.items()}


def over_inner(layer, weights, x, kept, find):
    """What is found of the layers in a layer, by the names that it has in there."""
    found = {}
    for chain in chains(layer, weights, kept):
        for (inner, own, flags), value in zip(chain, inputs_of(chain, x)):
            arrays = find(inner, own, value, flags)
            found |= full(inner, arrays) if layer["kind"] in NAMED else arrays
    return found


def buffers(layer, weights, x, kept):
    """What a step leaves in the buffers of a layer, by name."""
    if layer["kind"] in CONTAINERS:
        return over_inner(layer, weights, x, kept, buffers)
    if layer["kind"] not in NORMALIZATIONS:
        return {}
    moved = {name: weights[name].clone() for name in STATISTICS}
    F.batch_norm(x, *moved.values(), training=True, momentum=layer["momentum"], eps=layer["eps"])
    return moved


def channel_sizes(layer, x):
    """Of each channel, over absolute values: its mean, the squares of its deviations, and how much an error of them moves 1 / sqrt(v + eps)."""
    axes = [axis for axis in range(x.dim()) if axis != 1]
    mean = x.abs().mean(axes, keepdim=True)
    squares = ((x.abs() + mean) ** 2).mean(axes, keepdim=True)
    deviations = x.var(axes, unbiased=False, keepdim=True) + layer["eps"]
    return mean, squares, deviations, 1 + squares / deviations


def buffer_sizes(layer, weights, x, kept, error=None, unit=None):
    """As buffers, but the roundings and the formula over absolute values; of an input that is off by an error."""
    error = torch.zeros_like(x) if error is None else error
    if layer["kind"] in CONTAINERS:
        found = {}
        for chain in chains(layer, weights, kept):
            for (inner, own, flags), (value, off) in zip(chain, errors_of(chain, x, error, unit)):
                arrays = buffer_sizes(inner, own, value, flags, off, unit)
                found |= full(inner, arrays) if layer["kind"] in NAMED else arrays
        return found
    if layer["kind"] not in NORMALIZATIONS:
        return {}
    mean, squares, _, _ = channel_sizes(layer, x)
    axes = [axis for axis in range(x.dim()) if axis != 1]
    values, a = x.numel() // x.shape[1], layer["momentum"]
    new = (mean.flatten(), squares.flatten() * values / (values - 1))
    centred = (x - x.mean(axes, keepdim=True)).abs()
    passed = (error.mean(axes), 2 * (centred * error).sum(axes) / (values - 1))
    terms = 2 * (values + ROUNDINGS)
    return {name: (terms, (1 - a) * weights[name].abs() + a * (size + off / terms)) for name, size, off in zip(STATISTICS, new, passed)}


def names_in(layer):
    """The names of a layer, or of those in it, as they begin the names of parameters."""
    return {layer["name"]} if "name" in layer else {name for row in rows_of(layer) for inner in row for name in names_in(inner)}


def own_weights(layer, weights):
    """The weights of a layer, out of those of a network: by their short names, but for a residual or an ensemble, by their full ones."""
    own = {name: values for name, values in weights.items() if name.rpartition(".")[0] in names_in(layer)}
    return own if layer["kind"] in NAMED else {name.rpartition(".")[2]: values for name, values in own.items()}


def of_inner(layer, inner, weights):
    """The weights of a layer in another one; a lift has those of one layer in it, by their short names."""
    if layer["kind"] in NAMED:
        return own_weights(inner, weights)
    return weights if names_in(inner) else {}


def backward(layer, weights, x, gradient, kept):
    """The results of a layer, the gradient of its input, and those of its parameters by name."""
    x = x.detach().requires_grad_(True)
    weights = {name: values.detach().requires_grad_(True) for name, values in weights.items()}
    y = forward(layer, weights, x, kept)
    found = torch.autograd.grad(y, [x, *weights.values()], gradient, allow_unused=True)
    found = [torch.zeros_like(of) if grad is None else grad for grad, of in zip(found, [x, *weights.values()])]
    return y.detach(), found[0], dict(zip(weights, found[1:]))


def sizes(layer, weights, x, gradient, kept, unit):
    """As backward, but for each array how many roundings, and the formula over absolute values that they refer to."""
    kind = layer["kind"]
    if kind in CONTAINERS:
        zero = torch.zeros_like
        _, ofY = forward_error(layer, weights, x, zero(x), kept, unit)
        _, ofInput, of = backward_error(layer, weights, x, zero(x), gradient, zero(gradient), kept, unit)
        share = lambda error: (ROUNDINGS, error / ROUNDINGS)
        return share(ofY), share(ofInput), {name: share(error) for name, error in of.items()}
    if kind in SUMS:
        absolute = backward(layer, {name: w.abs() for name, w in weights.items()}, x.abs(), gradient.abs(), kept)
        ones = backward(layer, {name: torch.ones_like(w) for name, w in weights.items()}, torch.ones_like(x), torch.ones_like(gradient), kept)
        count = lambda terms: terms.max().item() + ROUNDINGS
        return (
            (count(ones[0]), absolute[0]), (count(ones[1]), absolute[1]),
            {name: (count(ones[2][name]), absolute[2][name]) for name in weights})

    if kind in NORMALIZATIONS:  # each product of an error in mean, deviation and normalized value counts once
        mean, _, deviations, spread = channel_sizes(layer, x)
        axes = [axis for axis in range(x.dim()) if axis != 1]
        shape = [1, -1] + [1] * (x.dim() - 2)
        scale = weights["weight"].abs().view(shape) / deviations.sqrt()
        normalized, g = (x.abs() + mean) / deviations.sqrt() * spread, gradient.abs()
        terms = 3 * (x.numel() // x.shape[1] + ROUNDINGS)
        ofWeights = {"weight": (terms, (g * normalized).sum(axes)), "bias": (terms, g.sum(axes))}
        toInput = scale * spread * (g + g.mean(axes, keepdim=True) + normalized * (g * normalized).mean(axes, keepdim=True))
        return (terms, scale * spread * (x.abs() + mean) + weights["bias"].abs().view(shape)), (terms, toInput), ofWeights

    y, positive, _ = backward(layer, weights, x, gradient.abs(), kept)
    if kind in ("MaxPool2d", "AvgPool2d", "GlobalAvgPool2d"):
        area = layer["kernel"][0] * layer["kernel"][1] if "kernel" in layer else x[0, 0].numel()
        return (area + ROUNDINGS, y.abs() if kind == "MaxPool2d" else forward(layer, {}, x.abs(), kept)), (area + ROUNDINGS, positive), {}
    if kind == "ELU":  # e^x - 1 cancels where x is about 0
        return (ROUNDINGS, torch.where(x > 0, y.abs(), torch.full_like(x, layer["alpha"]))), (ROUNDINGS, positive), {}
    if kind == "SiLU":  # so does 1 + x (1 - s), where x is about -1.3
        s = torch.sigmoid(x)
        return (ROUNDINGS, y.abs()), (2 * ROUNDINGS, gradient.abs() * s * (1 + x.abs() * (1 - s))), {}
    if kind in ("GELU", "GELUTanh"):  # and 1 + erf and 1 + tanh, where x is far below 0; erf itself may be off by 1.5e-7
        return (2 * ROUNDINGS, x.abs()), (2 * ROUNDINGS, gradient.abs() * (1 + x.abs() * (1 + 0.14 * x * x))), {}
    if kind in ("ReLU", "LeakyReLU", "Hardtanh", "Flatten", "ConstantPad2d", "Dropout", "Step"):
        return (ROUNDINGS, y.abs()), (ROUNDINGS, positive), {}
    if kind in ("Tanh", "Sigmoid", "ScaledTanh"):  # 1 - y^2 and 1 - y cancel where y is about 1
        steepest = {"Tanh": 1, "Sigmoid": y, "ScaledTanh": 1.7159 * 2 / 3}[kind]
        return (ROUNDINGS, y.abs()), (ROUNDINGS, 2 * steepest * gradient.abs()), {}
    if kind in ("Softmax", "LogSoftmax"):  # an exponent that is off by u |x - max| is a factor e^(u |x - max|)
        spread, terms = 1 + spread_of(x), x.shape[1] + ROUNDINGS
        shares = torch.softmax(x, 1) * spread
        if kind == "Softmax":
            return (terms, shares), (terms, shares * (gradient.abs() + (shares * gradient.abs()).sum(1, keepdim=True))), {}
        return (terms, y.abs() + spread), (terms, gradient.abs() + shares * gradient.abs().sum(1, keepdim=True)), {}
    if kind == "RbfOutput":
        distances = (x[:, None, :] - weights["weight"]).abs()
        return (x.shape[1] + ROUNDINGS, y.abs()), (gradient.shape[1] + ROUNDINGS, 2 * (gradient.abs()[:, :, None] * distances).sum(1)), {}
    sys.exit(f"this script does not know the layer {kind}")


# ---- errors on their way through the layers of a lift, a residual or an ensemble, to first order, in units of one rounding

SUMS = ("Linear", "Conv2d", "PartialConv2d", "Subsampling")
MEANS = ("AvgPool2d", "GlobalAvgPool2d", "Flatten", "ConstantPad2d")


def shape_of(layer):
    """Of an activation: its steepest slope, its largest second derivative, and its kinks with what the slope changes by."""
    kind = layer["kind"]
    if kind == "Dropout":
        return 1 / (1 - layer["probability"]), 0, []
    if kind == "ReLU":
        return 1, 0, [(0, 1)]
    if kind == "LeakyReLU":
        return max(1, layer["negativeSlope"]), 0, [(0, abs(1 - layer["negativeSlope"]))]
    if kind == "ELU":
        return max(1, layer["alpha"]), layer["alpha"], [(0, abs(1 - layer["alpha"]))]
    if kind == "Hardtanh":
        return 1, 0, [(layer["minimum"], 1), (layer["maximum"], 1)]
    # tanh'' is 4 / sqrt(27) at most, that of the sigmoid 1 / sqrt(108), that of SiLU 1/2, that of GELU 2 / sqrt(2 pi)
    curves = {"Tanh": (1, 0.77), "Sigmoid": (0.25, 0.097), "ScaledTanh": (1.144, 0.59), "SiLU": (1.1, 0.5), "GELU": (1.13, 0.8), "GELUTanh": (1.2, 1)}
    if kind in curves:
        return *curves[kind], []
    sys.exit(f"this script does not know a Lift, a Residual or an Ensemble with a {kind}")


def errors_of(chain, x, error, unit):
    """What enters each layer of a row whose input is off by an error, and what leaves the last, each with how far off it is."""
    values = [(x, error)]
    for inner, weights, kept in chain:
        values.append(forward_error(inner, weights, *values[-1], kept, unit))
    return values


def normalized(layer, x, error):
    """Of a normalization: the axes of a channel, x normalized, the share that an error moves its deviation by, and how far off x normalized is."""
    axes = [axis for axis in range(x.dim()) if axis != 1]
    mean = lambda values: values.mean(axes, keepdim=True)
    deviation = (x.var(axes, unbiased=False, keepdim=True) + layer["eps"]).sqrt()
    z = (x - mean(x)).abs() / deviation
    moved = mean(z * error) / deviation
    return axes, deviation, z, moved, (error + mean(error)) / deviation + z * moved


def forward_error(layer, weights, x, error, kept, unit):
    """The results of a layer whose input is off by an error, and how far off they are."""
    kind, y = layer["kind"], forward(layer, weights, x, kept)
    if kind in CONTAINERS:
        ends = [errors_of(chain, x, error, unit)[-1] for chain in chains(layer, weights, kept)]
        if kind == "Ensemble":
            mean = lambda values: torch.stack(list(values)).mean(0)
            return y, mean(off for _, off in ends) + (len(ends) + ROUNDINGS) * mean(end.abs() for end, _ in ends)
        (_, off), *shortcut = ends
        if kind == "Lift":
            return y, torch.cat((error, off), 1)
        return y, (shortcut[0][1] if shortcut else error) + off + ROUNDINGS * y.abs()
    (roundings, size), _, _ = sizes(layer, weights, x, torch.zeros_like(y), kept, unit)
    if kind in SUMS:
        passed = forward(layer, {name: torch.zeros_like(w) if name == "bias" else w.abs() for name, w in weights.items()}, error, kept)
    elif kind in MEANS:
        passed = forward(layer | {"value": 0}, {}, error, kept)
    elif kind in NORMALIZATIONS:
        passed = weights["weight"].abs().view([1, -1] + [1] * (x.dim() - 2)) * normalized(layer, x, error)[4]
    elif kind == "Softmax":
        passed = shares_of(x, error)[1]
    elif kind == "Step":
        passed = torch.where(x.abs() <= unit * error, torch.full_like(x, 1 / unit), torch.zeros_like(x))
    else:
        passed = shape_of(layer)[0] * error
    return y, passed + roundings * size


def backward_error(layer, weights, x, error, gradient, off, kept, unit):
    """The gradient of a layer's input, where input and gradient are off, how far off it is, and how far those of its parameters are."""
    kind = layer["kind"]
    if kind in CONTAINERS:
        rows, of = chains(layer, weights, kept), {}
        cut = x.shape[1] if kind == "Lift" else 0
        ways, share = [], len(rows) if kind == "Ensemble" else 1
        for row in rows:
            toInner, offInner = gradient[:, cut:] / share, off[:, cut:] / share
            if kind == "Ensemble":
                offInner = offInner + ROUNDINGS * toInner.abs()
            for (each, own, flags), (value, of_value) in reversed(list(zip(row, errors_of(row, x, error, unit)))):
                toInner, offInner, found = backward_error(each, own, value, of_value, toInner, offInner, flags, unit)
                of |= found if kind == "Lift" else full(each, found)
            ways.append((toInner, offInner))
        if kind == "Ensemble":
            sums = [torch.stack(list(values)).sum(0) for values in zip(*((to, off, to.abs()) for to, off in ways))]
            return sums[0], sums[1] + (len(ways) + ROUNDINGS) * sums[2], of
        if len(ways) == 1:
            ways.append((gradient[:, :cut], off[:, :cut]) if kind == "Lift" else (gradient, off))
        (one, offOne), (other, offOther) = ways
        return one + other, offOne + offOther + ROUNDINGS * (one.abs() + other.abs()), of

    _, toInput, _ = backward(layer, weights, x, gradient, kept)
    _, (roundings, size), own = sizes(layer, weights, x, gradient, kept, unit)
    positive = {name: w.abs() for name, w in weights.items()}
    if kind in SUMS:
        _, passed, first = backward(layer, positive, x.abs(), off, kept)
        _, _, second = backward(layer, positive, error, gradient.abs(), kept)
        of = {name: own[name][0] * own[name][1] + first[name] + (second[name] if name == "weight" else 0) for name in weights}
        return toInput, passed + roundings * size, of
    if kind in MEANS or kind == "Dropout":
        return toInput, backward(layer, {}, x, off, kept)[1] + roundings * size, {}
    if kind in NORMALIZATIONS:
        axes, deviation, z, moved, offZ = normalized(layer, x, error)
        mean, g = lambda values: values.mean(axes, keepdim=True), gradient.abs()
        scale = weights["weight"].abs().view([1, -1] + [1] * (x.dim() - 2)) / deviation
        passed = scale * (
            off + mean(off) + z * mean(z * off)
            + moved * (g + mean(g) + z * mean(g * z)) + offZ * mean(g * z) + z * mean(g * offZ))
        of = {"weight": (off * z + g * offZ).sum(axes), "bias": off.sum(axes)}
        return toInput, passed + roundings * size, {name: own[name][0] * own[name][1] + of[name] for name in of}
    if kind == "Softmax":
        shares, bent = shares_of(x, error)
        sums, g = lambda values: values.sum(1, keepdim=True), gradient.abs()
        passed = shares * (off + sums(shares * off)) + bent * (g + sums(shares * g)) + shares * sums(bent * g)
        return toInput, passed + roundings * size, {}
    if kind == "Step":
        return toInput, torch.zeros_like(x), {}
    steepest, bent, kinks = shape_of(layer)
    turned = bent * error
    for place, change in kinks:
        turned = torch.where((x - place).abs() <= unit * error, torch.full_like(x, change / unit), turned)
    return toInput, steepest * off + turned * gradient.abs() + roundings * size, {}


def shares_of(x, error):
    """The softmax, and how far off it is where its input is."""
    shares = torch.softmax(x, 1)
    return shares, shares * (error + (shares * error).sum(1, keepdim=True))


def spread_of(x):
    return (x.max(1, keepdim=True).values - x.min(1, keepdim=True).values)


def labels_of(layers):
    """What each layer is called: by its name, or by its kind and place; a Lift by the layer in it that has one."""
    def name(layer):
        return layer.get("name") or (next((found for found in map(name, layer["inner"]) if found), None) if layer["kind"] == "Lift" else None)
    return [name(layer) or f"{layer['kind'].lower()}{place}" for place, layer in enumerate(layers, 1)]


def moved_of(layers, weights):
    """Full names of the parameters that training moves: those of RBF units are fixed, and no gradient passes a Step."""
    moved = []
    for layer in reversed(layers):
        if layer["kind"] == "Step":
            break
        if layer["kind"] != "RbfOutput" and all(inner["kind"] != "Step" for row in rows_of(layer) for inner in row):
            moved += [name for name in weights if name.rpartition(".")[0] in names_in(layer) and name.rpartition(".")[2] not in STATISTICS]
    return [name for name in weights if name in moved]


def fan_ins(layers, weights):
    """How many inputs an output of its layer sums over, for each parameter; for a table of connections their mean, rounded down."""
    found = {}
    for layer in layers:
        for row in rows_of(layer):
            found |= fan_ins(row, weights)
        if "name" not in layer:
            continue
        own = {name: values for name, values in weights.items() if name.rpartition(".")[0] == layer["name"]}
        kernel = own[f"{layer['name']}.weight"]
        if layer["kind"] == "PartialConv2d":
            fan_in = kernel.numel() // len(layer["table"])
        elif layer["kind"] == "Subsampling":
            fan_in = numpy.prod(layer["window"])
        else:
            fan_in = kernel[0].numel()  # 1 for a normalization, whose weight has one number for each channel
        found |= {name: int(fan_in) for name in own}
    return found


# ---- loss

def targets_of(recipe, outputs, labels):
    classes, smoothing = outputs.shape[1], recipe["labelSmoothing"]
    right = labels[:, None].to(outputs.dtype) if classes == 1 else F.one_hot(labels, classes).to(outputs.dtype)
    return (1 - smoothing) * right + smoothing / max(classes, 2)


def with_rubbish(outputs):
    """The loss of the RBF units knows one more class, with the constant penalty 1."""
    return torch.cat((outputs, torch.full_like(outputs[:, :1], -1)), 1)


def loss_of(recipe, outputs, labels):
    """The loss, and its gradient with respect to the outputs."""
    outputs = outputs.detach().requires_grad_(True)
    if recipe["loss"] == "CrossEntropy":
        value = F.cross_entropy(outputs, labels, label_smoothing=recipe["labelSmoothing"])
    elif recipe["loss"] == "MeanSquaredError":
        value = F.mse_loss(outputs, targets_of(recipe, outputs, labels))
    elif recipe["loss"] == "Rbf":
        shares = torch.log_softmax(with_rubbish(outputs), 1)[:, :-1]
        value = -(targets_of(recipe, outputs, labels) * shares).sum(1).mean()
    else:
        sys.exit(f"this script does not know the loss {recipe['loss']}")
    return value.detach(), torch.autograd.grad(value, outputs)[0]


def loss_sizes(recipe, outputs, labels):
    """As loss_of, but for each how many roundings, and the formula over absolute values."""
    targets, (samples, classes) = targets_of(recipe, outputs, labels), outputs.shape
    terms = samples * (classes + 1) + ROUNDINGS
    if recipe["loss"] == "MeanSquaredError":
        sums = outputs.abs() + targets
        return (terms, (sums ** 2).mean()), (ROUNDINGS, 2 * sums / outputs.numel())
    scores = with_rubbish(outputs) if recipe["loss"] == "Rbf" else outputs
    spread = 1 + spread_of(scores)
    logarithms, shares = torch.log_softmax(scores, 1)[:, :classes].abs() + spread, torch.softmax(scores, 1)[:, :classes] * spread
    return (terms, (targets * logarithms).sum(1).mean()), (classes + ROUNDINGS, (shares + targets) / samples)


# ---- update

class DiagonalLevenbergMarquardt(torch.optim.Optimizer):
    """w -= r (g + d w) / (h + mu); what is recorded estimates no second derivatives h, so that they stay what they are."""

    def __init__(self, groups, damping, weight_decay):
        super().__init__(groups, {"lr": 0, "damping": damping, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for parameter in group["params"]:
                curvature = self.state[parameter].setdefault("curvature", torch.zeros_like(parameter))
                gradient = parameter.grad + group["weight_decay"] * parameter
                parameter -= group["lr"] * gradient / (curvature + group["damping"])


class Update:
    """A rule of torch.optim over parameters by their full names, each with a rate of its own."""

    def __init__(self, recipe, parameters, fan_ins):
        kind, momentum, decay = recipe["optimizer"], recipe["momentum"], recipe["weightDecay"]
        self.recipe, self.steps = recipe, 0
        self.beta2 = given(recipe, "beta2", {"RmsProp": 0.99, "Adadelta": 0.9}.get(kind, 0.999))
        self.epsilon = given(recipe, "epsilon", {"Adagrad": 1e-10, "Adadelta": 1e-6, "DiagonalLevenbergMarquardt": 0.02}.get(kind, 1e-8))
        divisor = {"None": lambda fan_in: 1, "FanIn": float, "SqrtFanIn": lambda fan_in: fan_in ** 0.5}[given(recipe, "rateScaling", "None")]
        self.factors = {
            name: (given(recipe, "biasRate", 1) if name.endswith(".bias") else 1) / divisor(fan_ins[name]) for name in parameters}
        self.parameters = {name: torch.nn.Parameter(values.clone()) for name, values in parameters.items()}
        if not self.parameters:
            self.rule = None
        elif kind in ("Adam", "AdamW"):
            self.rule = getattr(torch.optim, kind)(
                self.groups(), lr=0, betas=(momentum, self.beta2), eps=self.epsilon, weight_decay=decay)
        elif kind == "DiagonalLevenbergMarquardt":
            self.rule = DiagonalLevenbergMarquardt(self.groups(), damping=self.epsilon, weight_decay=decay)
        elif kind == "RmsProp":
            self.rule = torch.optim.RMSprop(self.groups(), alpha=self.beta2, eps=self.epsilon, weight_decay=decay)
        elif kind == "Adagrad":
            self.rule = torch.optim.Adagrad(self.groups(), eps=self.epsilon, weight_decay=decay)
        elif kind == "Adadelta":
            self.rule = torch.optim.Adadelta(self.groups(), rho=self.beta2, eps=self.epsilon, weight_decay=decay)
        elif kind in ("Sgd", "Momentum", "Nesterov"):
            momentum = 0 if kind == "Sgd" else momentum
            nesterov = kind == "Nesterov" and momentum > 0  # without momentum it is the same as without Nesterov
            self.rule = torch.optim.SGD(self.groups(), lr=1, momentum=momentum, nesterov=nesterov, weight_decay=decay)
        else:
            sys.exit(f"this script does not know the optimizer {kind}")
        self.buffers = BUFFERS[kind]

    def groups(self):
        return [{"params": [parameter]} for parameter in self.parameters.values()]

    def step(self, gradients, rate):
        """Moves the parameters; returns them and the buffers by the names of a recording."""
        self.steps += 1
        arrays = {}
        for name, parameter in self.parameters.items():
            parameter.grad = gradients[name].clone()
        if self.rule:
            for group, factor in zip(self.rule.param_groups, self.factors.values()):
                group["lr"] = rate * factor
            self.rule.step()
        for name, parameter in self.parameters.items():
            arrays[name] = parameter.detach().clone()
            state = self.rule.state[parameter]
            for buffer in self.buffers:
                if state.get(buffer) is None:  # PyTorch keeps none where the momentum is 0
                    state[buffer] = gradients[name] + self.recipe["weightDecay"] * arrays[name]
                arrays[recorded_name(name, buffer)] = state[buffer].clone()
        return arrays

    def adopt(self, recorded):
        """Goes on from recorded numbers."""
        for name, parameter in self.parameters.items():
            parameter.data.copy_(recorded[name])
            for buffer in self.buffers:
                self.rule.state[parameter][buffer].copy_(recorded[recorded_name(name, buffer)])

    def sizes(self, gradients, rate):
        """The roundings of the next step, and the formulas over absolute values, by the names of a recording."""
        kind, beta, decay = self.recipe["optimizer"], self.recipe["momentum"], self.recipe["weightDecay"]
        beta2, terms, found = self.beta2, UPDATE_ROUNDINGS[kind], {}
        for name, parameter in self.parameters.items():
            w, state = parameter.detach(), self.rule.state[parameter]
            before = [state[buffer] if buffer in state else torch.zeros_like(w) for buffer in self.buffers]
            g = gradients[name].abs() + (0 if kind == "AdamW" else decay * w.abs())
            if kind == "Sgd":
                move = g
            elif kind in ("Momentum", "Nesterov"):
                velocity = beta * before[0].abs() + g
                found[recorded_name(name, "momentum_buffer")] = (terms, velocity)
                move = g + beta * velocity if kind == "Nesterov" else velocity
            elif kind == "DiagonalLevenbergMarquardt":
                found[recorded_name(name, "curvature")] = (terms, before[0].abs())
                move = g / (before[0] + self.epsilon)
            elif kind in ("RmsProp", "Adagrad", "Adadelta"):
                keep, new = (1, 1) if kind == "Adagrad" else (beta2, 1 - beta2)
                square, true = keep * before[0] + new * g ** 2, keep * before[0] + new * (gradients[name] + decay * w) ** 2
                found[recorded_name(name, self.buffers[0])] = (terms, square)
                cancelled = torch.where(square > 0, square / true.clamp_min(torch.finfo(w.dtype).tiny), torch.ones_like(w))
                if kind == "Adadelta":
                    move = ((before[1] + self.epsilon) / (true + self.epsilon)).sqrt() * g * cancelled
                    found[recorded_name(name, "acc_delta")] = (terms, beta2 * before[1] + (1 - beta2) * move ** 2)
                else:
                    move = g / (true.sqrt() + self.epsilon) * cancelled
            else:
                mean, square = beta * before[0].abs() + (1 - beta) * g, beta2 * before[1] + (1 - beta2) * g ** 2
                found[recorded_name(name, "exp_avg")] = (terms, mean)
                found[recorded_name(name, "exp_avg_sq")] = (terms, square)
                signed = gradients[name] + (0 if kind == "AdamW" else decay * w)
                true = beta2 * before[1] + (1 - beta2) * signed ** 2
                root = (true / (1 - beta2 ** (self.steps + 1))).sqrt() + self.epsilon
                # Where decay cancels the gradient, the root is smaller than its formula over absolute values.
                cancelled = torch.where(square > 0, square / true.clamp_min(torch.finfo(w.dtype).tiny), torch.ones_like(w))
                move = mean / (1 - beta ** (self.steps + 1)) / root * cancelled + (decay * w.abs() if kind == "AdamW" else 0)
            found[name] = (terms, w.abs() + rate * self.factors[name] * move)
        return found


def given(recipe, field, usual):
    """A field that may be absent or null."""
    return usual if recipe.get(field) is None else recipe[field]


def recorded_name(parameter, buffer):
    layer, _, name = parameter.rpartition(".")
    return f"{layer}.{'momentum' if buffer == 'momentum_buffer' else buffer}.{name}"


# ---- a run

class Run:
    """A network and its training."""

    def __init__(self, index, weights, dtype):
        self.layers, self.recipe, self.dtype = index["architecture"]["layers"], index["recipe"], dtype
        self.labels, self.unit = labels_of(self.layers), torch.finfo(FORMATS[index["precision"]]).eps / 2 + 2 ** -53
        self.weights = {name: values.to(dtype) for name, values in weights.items()}
        self.update = Update(
            self.recipe, {name: self.weights[name] for name in moved_of(self.layers, weights)}, fan_ins(self.layers, weights))

    def of_layer(self, layer):
        return own_weights(layer, self.weights)

    def kept(self, recorded, label):
        return within({name: flags for name, flags in recorded.items() if name.endswith(".kept")}, label)

    def step_alone(self, recorded, rate):
        """One step from the run's own numbers: only the batch and what was dropped are those of the recording."""
        outputs = [recorded["batch.inputs"].to(self.dtype)]
        arrays = {name: recorded[name] for name in recorded if name.startswith("batch.") or name.endswith(".kept")}
        for label, layer in zip(self.labels, self.layers):
            outputs.append(forward(layer, self.of_layer(layer), outputs[-1], self.kept(recorded, label)))
            arrays[f"{label}.output"] = outputs[-1]
            arrays |= self.named(label, layer, buffers(layer, self.of_layer(layer), outputs[-2], self.kept(recorded, label)))
        arrays["loss.value"], gradient = loss_of(self.recipe, outputs[-1], recorded["batch.labels"])
        arrays["loss.grad"] = gradient
        for label, layer, x in reversed(list(zip(self.labels, self.layers, outputs))):
            _, gradient, of = backward(layer, self.of_layer(layer), x, gradient, self.kept(recorded, label))
            arrays |= {f"{label}.input.grad": gradient} | self.gradients(label, layer, of)
        updated = self.update.step({name: arrays[f"{name}.grad"] for name in self.update.parameters}, rate)
        self.weights |= {name: updated[name] for name in self.update.parameters} | self.statistics(arrays)
        return arrays | updated

    def step_beside(self, recorded, rate):
        """One step, each part from the recorded numbers that go into it; returns (computed, roundings, size) by name."""
        found = {}

        def add(name, computed, roundings_and_size):
            found[name] = (computed, *roundings_and_size)

        recorded = {name: values.to(self.dtype) if values.is_floating_point() else values for name, values in recorded.items()}
        x, last = recorded["batch.inputs"], recorded[f"{self.labels[-1]}.output"]
        behind = [*[recorded[f"{label}.input.grad"] for label in self.labels[1:]], recorded["loss.grad"]]
        for label, layer, gradient in zip(self.labels, self.layers, behind):
            given = (layer, self.of_layer(layer), x, gradient, self.kept(recorded, label))
            (y, toInput, of), (sizeOfY, sizeOfInput, sizeOf) = backward(*given), sizes(*given, self.unit)
            add(f"{label}.output", y, sizeOfY)
            ofBuffers = self.named(label, layer, buffer_sizes(layer, given[1], x, given[4], unit=self.unit))
            for name, computed in self.named(label, layer, buffers(layer, given[1], x, given[4])).items():
                add(name, computed, ofBuffers[name])
            add(f"{label}.input.grad", toInput, sizeOfInput)
            for name, computed in self.gradients(label, layer, of).items():
                add(name, computed, sizeOf[name.removesuffix(".grad") if layer["kind"] in NAMED else name.split(".")[-2]])
            x = recorded[f"{label}.output"]
        for name, computed, size in zip(
                ("loss.value", "loss.grad"), loss_of(self.recipe, last, recorded["batch.labels"]), loss_sizes(self.recipe, last, recorded["batch.labels"])):
            add(name, computed, size)
        gradients = {name: recorded[f"{name}.grad"] for name in self.update.parameters}
        size = self.update.sizes(gradients, rate)
        for name, computed in self.update.step(gradients, rate).items():
            add(name, computed, size[name])
        self.update.adopt(recorded)
        self.weights |= {name: recorded[name] for name in self.update.parameters} | self.statistics(recorded)
        return found

    @staticmethod
    def statistics(arrays):
        return {name: values for name, values in arrays.items() if name.rpartition(".")[2] in STATISTICS}

    @staticmethod
    def named(label, layer, arrays):
        return arrays if layer["kind"] in NAMED else {f"{label}.{name}": values for name, values in arrays.items()}

    @staticmethod
    def gradients(label, layer, of):
        return {} if layer["kind"] == "RbfOutput" else {
            f"{name}.grad": gradient for name, gradient in Run.named(label, layer, of).items() if name.rpartition(".")[2] not in STATISTICS}


# ---- comparison

def compare(found, recorded, precision, worst):
    given = {name for name in recorded if not name.startswith("batch.") and not name.endswith(".kept")}
    if found.keys() != given:
        sys.exit(f"other arrays: {sorted(found.keys() ^ given)}")
    format = torch.finfo(FORMATS[precision])
    for name, (computed, roundings, size) in found.items():
        if computed.shape != recorded[name].shape:
            sys.exit(f"{name}: shape {list(recorded[name].shape)}; expected {list(computed.shape)}")
        limit = roundings * (format.eps / 2 + 2 ** -53)
        limit = min(limit, LARGEST_IN_DOUBLE) if precision == "Float64" else limit
        difference = (computed - recorded[name].double()).abs()
        difference = torch.where(difference.isfinite(), difference, torch.full_like(difference, float("inf")))
        share = (difference / (limit * size + roundings * format.tiny)).max().item()
        relative = (difference / size.clamp_min(format.tiny)).max().item()
        kind = name if name.startswith("loss.") else "layer " + name.split(".", 1)[1]
        worst[kind] = max(worst.get(kind, (-1.0, 0.0, 0.0, "")), (share, relative, limit, name))


def verify(folder, out):
    index = json.loads((folder / "index.json").read_text())
    weights = read(folder, index["weights"])
    beside, worst, written = Run(index, weights, torch.float64), {}, []
    if out:
        alone = Run(index, weights, FORMATS[index["precision"]])
        out.mkdir(parents=True)
        index["weights"] = write(out, index["weights"]["file"], weights)
    for step in index["steps"]:
        recorded = read(folder, step)
        if out:
            arrays = alone.step_alone(recorded, step["learningRate"])
            written.append({"learningRate": step["learningRate"], **write(out, step["file"], arrays)})
        compare(beside.step_beside(recorded, step["learningRate"]), recorded, index["precision"], worst)
    if out:
        (out / "index.json").write_text(json.dumps({**index, "engine": f"PyTorch {torch.__version__}", "steps": written}))

    print(f"{folder.name}: {len(index['steps'])} steps of {index['architecture']['name']} by {index['engine']}, {index['precision'].lower()}")
    print(f"  {'array':24} {'difference':>10} {'limit':>9}   used")
    for kind, (share, relative, limit, name) in sorted(worst.items()):
        print(f"  {kind:24} {relative:10.2e} {limit:9.2e} {share:6.1%}  {name}")
    beyond = [kind for kind, (share, *_) in sorted(worst.items()) if share > 1]
    share, _, _, name = max(worst.values())
    verdict = f"beyond the limit: {', '.join(beyond)}; {name} by a factor of {share:.2g}" if beyond else f"within all limits; {name} uses {share:.1%}"
    print(f"{folder.name}: {verdict}")
    return not beyond


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="DIR", type=pathlib.Path)
    parser.add_argument("--write", metavar="OUT", type=pathlib.Path)
    options = parser.parse_args()

    options.folder = options.folder.resolve()  # so that '.' has a name, too
    torch.set_num_threads(1)
    folders = sorted(path.parent for pattern in ("index.json", "*/index.json") for path in options.folder.glob(pattern))
    if not folders:
        sys.exit(f"{options.folder} holds no recording: there is no index.json in it")
    if options.write and len(folders) > 1:
        sys.exit(f"{options.folder} holds {len(folders)} recordings; name one of them to write it again")
    verdicts = [verify(folder, options.write) for folder in folders]
    sys.exit(0 if all(verdicts) else 1)


main()
