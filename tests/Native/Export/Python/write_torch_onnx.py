"""Writes networks with torch.onnx, each into a folder of its own: model.onnx, and inputs and outputs as in the tests of the ONNX project.

Usage: write_torch_onnx.py FOLDER
"""
import pathlib
import sys
import warnings

import onnx.numpy_helper
import torch
from torch import nn

warnings.filterwarnings("ignore")  # of the exporter, about oddities that are wanted here


class LeNet(nn.Module):
    """As tutorials write it: functions between named layers, and a view instead of a flatten."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5, padding=2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(400, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = nn.functional.max_pool2d(torch.relu(self.conv1(x)), 2)
        x = nn.functional.max_pool2d(torch.relu(self.conv2(x)), 2)
        x = x.view(x.size(0), -1)
        return nn.functional.log_softmax(self.fc3(torch.relu(self.fc2(torch.relu(self.fc1(x))))), dim=1)


class Threshold(nn.Module):
    def forward(self, x):
        return (x > 0).float()


class Mean(nn.Module):
    def forward(self, x):
        return x.mean([2, 3])


class Residual(nn.Module):
    def __init__(self, *branch):
        super().__init__()
        self.branch = nn.Sequential(*branch)

    def forward(self, x):
        return x + self.branch(x)


class Block(nn.Module):
    """The basic block of torchvision's ResNet."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None if stride == 1 else nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        identity = x
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        if self.downsample is not None:
            identity = self.downsample(x)
        out += identity
        return self.relu(out)


def resnet():
    return nn.Sequential(
        nn.Conv2d(2, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.ReLU(inplace=True), Block(4, 4, 1), Block(4, 6, 2),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(6, 3))


class View(nn.Module):
    def __init__(self, *sizes):
        super().__init__()
        self.sizes = sizes

    def forward(self, x):
        return x.view(*self.sizes)


def networks():
    picture = (1, 28, 28)
    yield "lenet-module", LeNet(), picture
    yield "caffe-lenet", nn.Sequential(
        nn.Conv2d(1, 20, 5), nn.MaxPool2d(2), nn.Conv2d(20, 50, 5), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(800, 500), nn.ReLU(), nn.Linear(500, 10)), picture
    yield "mlp", nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Dropout(0.25), nn.Linear(64, 10), nn.Softmax(dim=1)), picture
    yield "mlp-view", nn.Sequential(View(-1, 784), nn.Linear(784, 16, bias=False), nn.Sigmoid(), nn.Linear(16, 10)), picture
    yield "lines", nn.Sequential(nn.Flatten(), nn.Linear(784, 10)), (28, 28)
    yield "perceptron", nn.Sequential(nn.Linear(2, 1), Threshold()), (2,)
    yield "xor", nn.Sequential(nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 1), nn.Sigmoid()), (2,)
    yield "functions", nn.Sequential(
        nn.Linear(5, 7), nn.LeakyReLU(0.2), nn.ELU(0.7), nn.GELU(), nn.SiLU(), nn.Hardtanh(-0.3, 0.8), nn.Linear(7, 4), nn.ReLU6()), (5,)
    yield "gelu-by-tanh", nn.Sequential(nn.Linear(3, 6), nn.GELU(approximate="tanh"), nn.Linear(6, 2)), (3,)
    yield "means", nn.Sequential(nn.Conv2d(3, 4, (3, 2), bias=False), nn.Tanh(), nn.AvgPool2d(2), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.LogSoftmax(dim=-1)), (3, 9, 8)
    yield "mean-of-axes", nn.Sequential(nn.Conv2d(3, 4, 3, dilation=2, stride=2), Mean(), nn.Linear(4, 3)), (3, 11, 12)
    yield "ceilings", nn.Sequential(nn.MaxPool2d(3, 2, padding=1, ceil_mode=True), nn.AvgPool2d(3, 2, ceil_mode=True), nn.AvgPool2d(2, 1, padding=1, count_include_pad=False)), (2, 14, 14)
    yield "padded-means", nn.Sequential(nn.AvgPool2d(3, 2, padding=1), nn.AvgPool2d((2, 3), (2, 1), padding=(1, 0))), (2, 10, 9)
    yield "borders", nn.Sequential(nn.ConstantPad2d((2, 2, 1, 1), -0.5), nn.Conv2d(1, 2, 3, padding=1), nn.ReLU()), (1, 6, 5)
    yield "residuals", nn.Sequential(
        nn.Conv2d(2, 4, 3, padding=1), nn.ReLU(),
        Residual(nn.Conv2d(4, 4, 3, padding=1), nn.ReLU(), nn.Conv2d(4, 4, 3, padding=1)), nn.ReLU(),
        Residual(nn.Conv2d(4, 3, 1, bias=False), nn.ReLU(), nn.Conv2d(3, 4, 1, bias=False)), nn.ReLU(),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), Residual(nn.SiLU(), nn.Linear(4, 4)), nn.Linear(4, 3)), (2, 6, 5)
    yield "resnet", resnet(), (2, 8, 7)
    yield "resnet-kept", resnet(), (2, 8, 7)
    yield "groups", nn.Sequential(nn.Conv2d(4, 6, 3, padding=1, groups=2), nn.ReLU(), nn.Conv2d(6, 6, 3, stride=2, padding=1, groups=6), nn.Conv2d(6, 5, 1), nn.Flatten(), nn.Linear(60, 3)), (4, 7, 6)

    yield "normalized", nn.Sequential(
        nn.BatchNorm2d(2, eps=0.01), nn.ReLU(), nn.BatchNorm2d(2), nn.Conv2d(2, 3, 3), nn.Flatten(), nn.BatchNorm1d(36, momentum=0.25), nn.Linear(36, 4)), (2, 6, 5)


def write(folder, network, shape, batch, **settings):
    torch.manual_seed(1)
    for parameter in network.parameters():
        nn.init.uniform_(parameter, -0.5, 0.5)
    for name, buffer in network.named_buffers():
        if name.endswith(("running_mean", "running_var")):
            nn.init.uniform_(buffer, 0.25, 1)
    network.eval()
    x = torch.rand(batch, *shape) - 0.5
    data = folder / "test_data_set_0"
    data.mkdir(parents=True)
    torch.onnx.export(network, x, str(folder / "model.onnx"), input_names=["input"], output_names=["output"], **settings)
    for name, array in (("input_0", x), ("output_0", network(x).detach())):
        (data / f"{name}.pb").write_bytes(onnx.numpy_helper.from_array(array.numpy(), name).SerializeToString())


def main(target):
    dynamic = {"input": {0: "batch"}, "output": {0: "batch"}}
    for name, network, shape in networks():
        # In its mode of evaluation the exporter folds normalizations into the convolutions before them.
        mode = {"training": torch.onnx.TrainingMode.PRESERVE} if name.endswith("-kept") else {}
        write(target / f"{name}-17", network, shape, 3, opset_version=17, dynamic_axes=dynamic, **mode)
        write(target / f"{name}-fixed", network, shape, 1, opset_version=13, do_constant_folding=False, **mode)
        write(target / f"{name}-9", network, shape, 2, opset_version=10 if "ceil" in name or "padded" in name else 9, dynamic_axes=dynamic, **mode)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
