#!/usr/bin/env python3
"""PyTorch on CUDA as a rival of the benchmarks: operator by operator, as a CUDA graph, and with torch.compile.

usage: cuda_rival.py FOLDER DEVICE SECONDS

Each folder in FOLDER holds a contest as rival.py reads it, samples as links; the one named accuracy holds test-inputs, test-labels and rates
(float64, one for each step) besides, and the orders of all epochs. Prints one line of JSON for each figure. After SECONDS
nothing new begins; compiling comes last, since it takes longest. DEVICE is cuda; with cpu, the script only tries itself.
"""

import json
import pathlib
import statistics
import sys
import time

import torch

import rival

TURNS, TURN_SECONDS, WARM_UPS, TARGET = 5, 0.25, 20, 0.99


class Step:
    """A training step whose tensors stay in place: sample numbers and rate are written before it is taken."""

    def __init__(self, training, device, batch, compiled):
        self.inputs, self.labels, self.order = (values.to(device) for values in (training.inputs, training.labels, training.order))
        self.network, self.batch, self.position, self.count = training.network.to(device), batch, 0, training.count
        self.device, self.smoothing = device, training.smoothing
        self.indices = torch.zeros(batch, dtype=torch.int64, device=device)
        self.rate = torch.tensor(training.rate, device=device)
        self.loss_sum, self.hits = torch.zeros((), dtype=torch.float64, device=device), torch.zeros((), dtype=torch.int64, device=device)
        fast = {"fused": True} if device == "cuda" else {}
        self.optimizer = torch.optim.SGD(
            self.network.parameters(), lr=self.rate if fast else training.rate, momentum=training.momentum, nesterov=True, **fast)
        self.forward = torch.compile(self.loss) if compiled else self.loss
        self.take = self.step

    def loss(self, inputs, labels):
        outputs = self.network(inputs)
        return torch.nn.functional.cross_entropy(outputs, labels, label_smoothing=self.smoothing), outputs

    def step(self, indices=None):
        indices = self.indices if indices is None else indices
        inputs, labels = self.inputs.index_select(0, indices), self.labels.index_select(0, indices)
        self.optimizer.zero_grad(set_to_none=True)
        loss, outputs = self.forward(inputs, labels)
        loss.backward()
        self.optimizer.step()
        with torch.no_grad():
            self.loss_sum.add_(loss.detach(), alpha=len(indices))
            self.hits.add_(outputs.argmax(1).eq(labels).sum())

    def run(self, steps):
        synchronize(self.device)
        start = time.perf_counter()
        for _ in range(steps):
            self.indices.copy_(self.order[self.position:self.position + self.batch])
            self.position = (self.position + self.batch) % (self.count // self.batch * self.batch)
            self.take()
        synchronize(self.device)
        return time.perf_counter() - start

    def record(self):
        """Records a step. The steps that come before it are taken, so that nothing is lost."""
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(3):
                self.step()
        torch.cuda.current_stream().wait_stream(side)
        self.graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(self.graph):
            self.step()
        self.take = self.graph.replay


def synchronize(device):
    if device == "cuda":
        torch.cuda.synchronize()


def load(folder):
    training = rival.Training(folder)
    recipe = json.loads((folder / "task.json").read_text())["recipe"]
    training.momentum, training.rate = recipe["momentum"], recipe["learningRate"]
    return training


def say(work, who, seconds, samples, remark=""):
    print(json.dumps({"work": work, "who": who, "seconds": seconds, "samples": samples, "remark": remark}), flush=True)


def measure(folder, device, who):
    training = load(folder)
    step = Step(training, device, training.batch, compiled=who == "torch.compile")
    start = time.perf_counter()
    step.run(WARM_UPS)
    if who == "CUDA graphs":
        step.record()
    prepared = time.perf_counter() - start
    steps = max(1, int(TURN_SECONDS * WARM_UPS / step.run(WARM_UPS)))
    seconds = statistics.median(step.run(steps) / steps for _ in range(TURNS))
    say(folder.name, who, seconds, training.batch, f"prepared in {prepared:.1f} s" if who != "operator by operator" else "")


def accuracy(folder, device, who):
    training = load(folder)
    steps_of_epoch = -(-training.count // training.batch)

    def values(name, dtype, size):
        return torch.from_file(str(folder / name), size=size, dtype=dtype).clone()

    rates = values("rates", torch.float64, (folder / "rates").stat().st_size // 8)
    epochs = len(rates) // steps_of_epoch
    order = values("order", torch.int64, epochs * training.count).to(device)
    labels = values("test-labels", torch.int64, (folder / "test-labels").stat().st_size // 8).to(device)
    inputs = values("test-inputs", torch.float32, len(labels) * training.inputs[0].numel()).reshape(-1, *training.inputs.shape[1:]).to(device)
    step = Step(training, device, training.batch, compiled=False)
    synchronize(device)
    start, reached, found = time.perf_counter(), None, 0.0
    for number, rate in enumerate(rates.tolist()):
        epoch, place = divmod(number, steps_of_epoch)
        begin = epoch * training.count + place * training.batch
        indices = order[begin:min(begin + training.batch, (epoch + 1) * training.count)]
        step.rate.fill_(rate)
        if device != "cuda":
            step.optimizer.param_groups[0]["lr"] = rate
        if len(indices) < training.batch:
            step.step(indices)
        else:
            step.indices.copy_(indices)
            if who == "CUDA graphs" and number == 3:
                record_after_steps(step)
            step.take()
        if place == steps_of_epoch - 1:
            with torch.no_grad():
                found = (step.network(inputs).argmax(1) == labels).double().mean().item()
            if found >= TARGET:
                reached = time.perf_counter() - start
                break
    say("lenet5 to 99.0 % on MNIST", who, reached or time.perf_counter() - start, None,
        f"{100 * found:.2f} % after {epoch + 1} epochs" + ("" if reached else ", not reached"))


def record_after_steps(step):
    """Records without the steps of record, which would train three times on one batch."""
    torch.cuda.synchronize()
    step.graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(step.graph):
        step.step()
    step.take = step.graph.replay


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    folder, device, end = pathlib.Path(sys.argv[1]), sys.argv[2], time.monotonic() + float(sys.argv[3])
    contests = sorted(place for place in folder.iterdir() if place.is_dir() and place.name != "accuracy")
    ways = ["operator by operator", "CUDA graphs"] if device == "cuda" else ["operator by operator"]
    tasks = [(measure, place, who) for place in contests for who in ways]
    if (folder / "accuracy").exists():
        tasks += [(accuracy, folder / "accuracy", who) for who in ways]
    if device == "cuda":
        tasks += [(measure, place, "torch.compile") for place in contests]
    for task, place, who in tasks:
        if time.monotonic() > end:
            print(f"no time left for {place.name}, {who}", file=sys.stderr)
            continue
        try:
            task(place, device, who)
        except Exception as error:  # one way that fails must not take the others with it
            print(f"{place.name}, {who}: {type(error).__name__}: {error}", file=sys.stderr)


main()
