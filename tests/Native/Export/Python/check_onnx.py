"""Holds ONNX files against the packages that the rest of the world reads them with.

usage: check_onnx.py check FILE...    onnx.checker with full shape inference; the declared outputs are those that follow
       check_onnx.py torch FILE...    torch.onnx exports the same network: same operators, names and initializers

Prints a line for each file; the exit code is 1 when one fails. Works with onnx 1.12 and PyTorch 1.13 and newer.
"""

import collections
import io
import json
import sys

import onnx
import onnx.checker
import onnx.helper
import onnx.numpy_helper
import onnx.shape_inference


def check(path):
    model = onnx.load(path)
    known = onnx.defs.onnx_opset_version()
    version = model.opset_import[0].version
    if version > known:
        return f"not checked, operator set {version} is newer than {known}"
    onnx.checker.check_model(path, full_check=True)
    onnx.checker.check_model(model, full_check=True)
    onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)

    # What is declared must also be what follows when nothing is declared.
    declared = [shape(output) for output in model.graph.output]
    for output in model.graph.output:
        output.type.tensor_type.ClearField("shape")
    inferred = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
    follows = [shape(output) for output in inferred.graph.output]
    if declared != follows:
        raise ValueError(f"outputs are declared as {declared}; onnx infers {follows}")
    return f"valid, {len(model.graph.node)} nodes, {declared}"


def shape(value):
    return [axis.dim_param or axis.dim_value for axis in value.type.tensor_type.shape.dim]


def compare_with_torch(path):
    import torch

    model = onnx.load(path)
    metadata = {entry.key: entry.value for entry in model.metadata_props}
    architecture = json.loads(metadata["torchbasics.architecture"])
    network = torch.nn.Sequential(collections.OrderedDict(modules(torch.nn, architecture["layers"])))
    ours = {tensor.name: tensor for tensor in model.graph.initializer}
    weights = {name: torch.from_numpy(onnx.numpy_helper.to_array(tensor).copy()) for name, tensor in ours.items()}
    network.load_state_dict(weights)
    network.eval()

    file = io.BytesIO()
    samples = torch.zeros([2] + architecture["input"])
    axes = {"input": {0: "batch"}, "logits": {0: "batch"}}
    options = {"dynamo": False} if torch.__version__ >= "2.5" else {}
    torch.onnx.export(network, samples, file, input_names=["input"], output_names=["logits"], dynamic_axes=axes, opset_version=17, **options)
    theirs = without_idle_pads(onnx.load_from_string(file.getvalue()))

    same("operators", [node.op_type for node in model.graph.node], [node.op_type for node in theirs.graph.node])
    same("names", [node.name for node in model.graph.node], [node.name for node in theirs.graph.node])
    same("values", [value for node in model.graph.node for value in node.output], [value for node in theirs.graph.node for value in node.output])
    same("input", shape(model.graph.input[0]), shape(theirs.graph.input[0]))
    same("initializers", list(ours), [tensor.name for tensor in theirs.graph.initializer])
    for tensor in theirs.graph.initializer:
        same(tensor.name, (list(ours[tensor.name].dims), ours[tensor.name].raw_data), (list(tensor.dims), tensor.raw_data))
    for mine, other in zip(model.graph.node, theirs.graph.node):
        same(mine.name, settings(mine, other), settings(other, mine))
    return f"as torch.onnx of PyTorch {torch.__version__} writes it, {len(ours)} initializers"


def without_idle_pads(model):
    """PyTorch 1.13 writes a border of no pixels before every average pooling, with a constant of its own."""
    constants = {node.output[0]: node for node in model.graph.node if node.op_type == "Constant"}
    renamed = {}
    for node in list(model.graph.node):
        if node.op_type == "Pad" and not onnx.numpy_helper.to_array(constants[node.input[1]].attribute[0].t).any():
            renamed[node.output[0]] = node.input[0]
            model.graph.node.remove(constants[node.input[1]])
            model.graph.node.remove(node)
    for node in model.graph.node:
        node.input[:] = [renamed.get(value, value) for value in node.input]
    return model


def modules(nn, layers):
    for index, layer in enumerate(layers):
        kind = layer["kind"]
        if kind == "Linear":
            module = nn.Linear(layer["inputs"], layer["outputs"])
        elif kind == "Conv2d":
            module = nn.Conv2d(layer["inputChannels"], layer["outputChannels"], layer["kernel"], layer["stride"], layer["padding"], layer["dilation"], layer.get("groups", 1))
        elif kind == "MaxPool2d":
            module = nn.MaxPool2d(layer["kernel"], layer["stride"], layer["padding"], ceil_mode=layer["ceilMode"])
        elif kind == "AvgPool2d":
            module = nn.AvgPool2d(layer["kernel"], layer["stride"], layer["padding"], layer["ceilMode"], layer["countIncludePad"])
        elif kind == "Dropout":
            module = nn.Dropout(layer["probability"])
        else:
            module = getattr(nn, kind)()
        yield layer.get("name", f"{kind.lower()}{index + 1}"), module


def settings(node, other):
    """The attributes that both files give, since either may leave out what is the default."""
    names = {attribute.name for attribute in other.attribute}
    return {attribute.name: onnx.helper.get_attribute_value(attribute) for attribute in node.attribute if attribute.name in names}


def same(what, ours, theirs):
    if ours != theirs:
        raise ValueError(f"{what}: {str(ours)[:300]}; torch.onnx has {str(theirs)[:300]}")


def main(command, paths):
    work = {"check": check, "torch": compare_with_torch}[command]
    failed = 0
    for path in paths:
        try:
            print(f"{path}: {work(path)}")
        except Exception as error:  # whatever the packages raise is the finding
            failed += 1
            print(f"{path}: {type(error).__name__}: {error}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
