#!/usr/bin/env python3
"""scikit-learn as a rival of the benchmarks: MLPClassifier trains the perceptron that a folder describes, on request.

usage: rival.py FOLDER | --version

Folder and commands are those of pytorch/rival.py. Consecutive steps are one call of partial_fit, which cuts what it is
given into batches, so that its checks of the input cost as little as they can.
"""

import json
import pathlib
import sys
import time

import numpy as np
import sklearn
from sklearn.neural_network import MLPClassifier


class Training:
    def __init__(self, folder):
        task = json.loads((folder / "task.json").read_text())
        recipe, layers = task["recipe"], [layer for layer in task["architecture"]["layers"] if layer["kind"] == "Linear"]
        if recipe["optimizer"] != "Nesterov":
            sys.exit(f"this script does not know the optimizer {recipe['optimizer']}")
        self.batch, self.position = recipe["batchSize"], 0
        self.inputs = np.fromfile(folder / "inputs", np.float32).reshape(task["count"], -1)
        self.labels = np.fromfile(folder / "labels", np.int64)
        self.order = np.fromfile(folder / "order", np.int64)
        self.network = MLPClassifier(
            [layer["outputs"] for layer in layers[:-1]], activation="relu", solver="sgd", alpha=0, batch_size=self.batch,
            learning_rate="constant", learning_rate_init=recipe["learningRate"], momentum=recipe["momentum"],
            nesterovs_momentum=True, shuffle=False)
        # One step makes the arrays; then they get their values, and the optimizer its beginning.
        self.network.partial_fit(self.inputs[:self.batch], self.labels[:self.batch], classes=np.arange(layers[-1]["outputs"]))
        del self.network._optimizer
        values, position = np.fromfile(folder / "weights", np.float32), 0
        for weight, bias in zip(self.network.coefs_, self.network.intercepts_):
            weight[...] = values[position:position + weight.size].reshape(weight.shape[::-1]).T
            position += weight.size
            bias[...] = values[position:position + bias.size]
            position += bias.size

    def run(self, steps):
        start = time.perf_counter()
        indices = np.take(self.order, np.arange(self.position, self.position + steps * self.batch), mode="wrap")
        self.position = (self.position + steps * self.batch) % len(self.order)
        self.network.partial_fit(self.inputs[indices], self.labels[indices])
        return time.perf_counter() - start

    def write_weights(self, path):
        arrays = [array for pair in zip((weight.T for weight in self.network.coefs_), self.network.intercepts_) for array in pair]
        pathlib.Path(path).write_bytes(np.concatenate([array.ravel() for array in arrays]).astype(np.float32).tobytes())


def peak_memory():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if sys.argv[1] == "--version":
        return print(sklearn.__version__)
    training = Training(pathlib.Path(sys.argv[1]))
    print("ready", sklearn.__version__, flush=True)
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


main()
