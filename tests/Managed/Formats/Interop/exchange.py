"""The other side of the tests in this folder: PyTorch and NumPy read files of ours and write files for us.

    exchange.py describe FILE...   print what PyTorch or NumPy finds in each file, one JSON list per file
    exchange.py write FOLDER       write files, and beside each NAME a description NAME.json of what it holds

A description is a list of [name, dtype, sizes, hexadecimal bytes], the bytes row by row and little-endian.
"""

import inspect
import json
import os
import sys
from collections import OrderedDict

import numpy
import torch


def describe(name, value):
    if isinstance(value, torch.Tensor):
        flat = value.detach().contiguous().reshape(-1)
        raw = flat.view(torch.uint8) if flat.numel() else flat
        return [name, str(value.dtype).removeprefix("torch."), list(value.shape), raw.numpy().tobytes().hex()]
    return [name, str(value.dtype), list(value.shape), value.tobytes(order="C").hex()]


def describe_all(arrays):
    return [describe(name, value) for name, value in arrays.items()]


def load(path):
    if path.endswith(".npz"):
        with numpy.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    options = {"weights_only": True} if "weights_only" in inspect.signature(torch.load).parameters else {}
    return torch.load(path, **options)


def network():
    torch.manual_seed(1)
    return torch.nn.Sequential(OrderedDict(
        conv1=torch.nn.Conv2d(1, 6, 5, padding=2), relu1=torch.nn.ReLU(), pool1=torch.nn.MaxPool2d(2),
        norm=torch.nn.BatchNorm2d(6), flatten=torch.nn.Flatten(), fc=torch.nn.Linear(6 * 14 * 14, 10)))


def every_type():
    numbers = torch.tensor([[0, 1, 2], [3, 4, 250]])
    types = [torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool]
    types += [getattr(torch, name) for name in ("uint16", "uint32", "uint64") if hasattr(torch, name)]
    return {str(kind): numbers.to(kind) for kind in types}


def views():
    base = torch.arange(24, dtype=torch.float32).reshape(2, 3, 4)
    return OrderedDict(
        whole=base, transposed=base.permute(2, 0, 1), row=base[1, 1], column=base[:, :, 2], steps=base[:, ::2, 1::2],
        expanded=torch.tensor([7.0]).expand(3, 2), number=base[1, 2, 3], last=base.flatten()[20:])


def checkpoint(model):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    model(torch.zeros(2, 1, 28, 28)).sum().backward()
    optimizer.step()
    return {
        "epoch": 3, "model_state_dict": model.state_dict(), "optimizer_state_dict": optimizer.state_dict(), "loss": 0.25, "best": None,
        "seed": 2 ** 64 - 1, "done": False, "history": [1.5, 0.5, [-7, (1, 2, 3, 4)]], "shape": torch.Size([1, 28, 28]), "note": "größe",
    }


def write_torch(folder):
    def save(name, content, arrays=None, **options):
        torch.save(content, os.path.join(folder, name), **options)
        with open(os.path.join(folder, name + ".json"), "w") as file:
            json.dump(describe_all(content if arrays is None else arrays), file)

    model = network()
    state = model.state_dict()
    save("state-dict.pt", state)
    save("parameters.pt", dict(model.named_parameters()))
    save("plain-dict.pt", dict(state))
    save("nested.pt", {"state_dict": state}, state)
    save("checkpoint.pt", checkpoint(network()), network_after_step())
    save("types.pt", every_type())
    save("views.pt", views())
    shared = torch.arange(6.0)
    save("shared.pt", OrderedDict(a=shared, b=shared, c=shared[2:4], d=torch.nn.Parameter(shared.reshape(2, 3))))
    save("empty.pt", OrderedDict(none=torch.zeros(0), rows=torch.zeros(3, 0, 2), scalar=torch.tensor(1.5, dtype=torch.float64)))
    save("nothing.pt", OrderedDict())
    save("many.pt", OrderedDict((f"layer{i}.weight", torch.full((i % 3,), float(i))) for i in range(1500)))
    save("größe 😂.pth", OrderedDict([("größe.😂", torch.ones(1))]))


def network_after_step():
    model = network()
    checkpoint(model)
    return model.state_dict()


def write_numpy(folder):
    def save(name, save_function=numpy.savez, **arrays):
        save_function(os.path.join(folder, name), **arrays)
        with open(os.path.join(folder, name + ".json"), "w") as file:
            json.dump(describe_all(arrays), file)

    numbers = numpy.array([[0, 1, 2], [3, 4, 250]])
    save("types.npz", **{kind: numbers.astype(kind) for kind in "bool uint8 int8 uint16 int16 uint32 int32 uint64 int64 float16 float32 float64".split()})
    base = numpy.arange(24, dtype=numpy.float32).reshape(2, 3, 4)
    save("orders.npz", c=base, f=numpy.asfortranarray(base), transposed=base.T, column=base[:, :, 2], steps=base[:, ::2, 1::2])
    save("sizes.npz", scalar=numpy.float64(2.5), none=numpy.zeros(0), rows=numpy.zeros((3, 0, 2)), long=numpy.zeros((1,) * 32))
    save("names.npz", **{"conv1.weight": numpy.ones(1), "größe.😂": numpy.ones(2), "a/b": numpy.ones(3)})
    save("nothing.npz")


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write_torch(sys.argv[2])
        write_numpy(sys.argv[2])
    else:
        for path in sys.argv[2:]:
            print(json.dumps(describe_all(load(path))))
