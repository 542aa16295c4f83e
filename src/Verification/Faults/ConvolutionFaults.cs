using TorchBasics.Core.Layers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;
using TorchSharp;
using static TorchBasics.Verification.Faults.FaultCode;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Verification.Faults;

/// <summary>Mistakes in convolutions.</summary>
internal static class ConvolutionFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        Square("kernel turned by 180 degrees", call => Convolve(call, weight: call.Weight().flip(2, 3))),
        Square("kernel transposed: height and width swapped", call => Convolve(call, weight: call.Weight().transpose(2, 3))),
        Square("input channels in reverse order", call => Convolve(call, weight: call.Weight().flip(1))),
        Square("output channels in reverse order", call => Convolve(call, weight: call.Weight().flip(0))),
        Square("in and out channels swapped", call => Convolve(call, weight: call.Weight().transpose(0, 1))),
        Square(
            "only the first input channel summed",
            call => functional.conv2d(call.Input.narrow(1, 0, 1), call.Weight().narrow(1, 0, 1), call.Bias(), padding: [1, 1])),
        Square("bias missing", call => functional.conv2d(call.Input, call.Weight(), padding: [1, 1])),
        Square("bias of channel 0 used for all", call => Convolve(call, bias: call.Bias()[0].expand(2))),
        Square("picture transposed", call => Convolve(call, input: call.Input.transpose(2, 3))),
        Square(
            "padding at the end only",
            call => functional.conv2d(functional.pad(call.Input, (0, 2, 0, 2)), call.Weight(), call.Bias())),
        Square("padding off by one: the picture shifted", call => Convolve(call, input: call.Input.roll(1, 3))),
        Square("edge pixels instead of zeros in the padding", call => functional.conv2d(
            functional.pad(call.Input, (1, 1, 1, 1), PaddingModes.Replicate), call.Weight(), call.Bias())),
        Square(
            "last column of the kernel left out",
            call => functional.conv2d(call.Input, call.Weight().narrow(3, 0, 2), call.Bias(), padding: [1, 1]).narrow(3, 0, 6)),
        Square("inputs and weights rounded to float16", call => Convolve(
            call, input: call.Input.to(float16).to(call.Input.dtype), weight: call.Weight().to(float16).to(call.Input.dtype))),
        Picture("padding swapped between height and width", call => Convolve(call, swapPadding: true)),
        Picture("stride swapped between height and width", call => Convolve(call, swapStride: true)),
        Picture(
            "stride ignored", call => functional.conv2d(call.Input, call.Weight(), call.Bias(), padding: [1, 2]).narrow(2, 0, 5)),
        Picture("output size rounded up instead of down", call => functional.conv2d(
            functional.pad(call.Input, (0, 0, 0, 2)), call.Weight(), call.Bias(), strides: [2, 1], padding: [1, 2])),
        new(
            "convolution",
            "dilation ignored",
            Probe.Picture,
            At("conv2", call => functional.conv2d(call.Input, call.Weight(), call.Bias(), padding: [1, 1]).narrow(2, 0, 6)),
            Place.Output("conv2")),
        Backward("bias gradient missing", ParameterGradient("conv1.bias", gradient => gradient * 0), "bias"),
        Backward("bias gradient doubled", ParameterGradient("conv1.bias", gradient => gradient * 2), "bias"),
        Backward("bias gradient divided by the pixels", ParameterGradient("conv1.bias", gradient => gradient / 36), "bias"),
        Backward(
            "weight gradient transposed",
            ParameterGradient("conv1.weight", gradient => gradient.transpose(2, 3).contiguous().clone()),
            "weight"),
        Backward(
            "weight gradient turned by 180 degrees",
            ParameterGradient("conv1.weight", gradient => gradient.flip(2, 3)),
            "weight"),
        new("convolution", "input gradient through the turned kernel", Probe.Square,
            Gradient("conv2", call => Convolve(call, weight: call.Weight().detach().flip(2, 3))
                + Convolve(call, input: call.Input.detach())), Place.InputGradient("conv2")),
        new(
            "convolution",
            "input gradient lost at the border",
            Probe.Square,
            Gradient("conv2", BorderLost),
            Place.InputGradient("conv2")),
        Groups("inputs of one group given to the other", call => Convolve(call, input: call.Input.roll(2, 1))),
        Groups("weights of one group used for the other", call => Convolve(call, weight: call.Weight().roll(4, 0))),
        Groups("every second channel to a group instead of the first half", call => Convolve(
            call, input: cat([call.Input[.., TensorIndex.Slice(0, null, 2)], call.Input[.., TensorIndex.Slice(1, null, 2)]], 1))),
        Groups(
            "two groups too many",
            call => functional.conv2d(call.Input, call.Weight().narrow(1, 0, 1), call.Bias(), padding: [1, 1], groups: 4)),
        Groups(
            "groups ignored: every output sees all channels",
            call => functional.conv2d(call.Input, cat([call.Weight(), call.Weight()], 1), call.Bias(), padding: [1, 1])),
        new(
            "convolution",
            "depthwise kernels in reverse order",
            Probe.Groups,
            At("conv2", call => Convolve(call, weight: call.Weight().flip(0))),
            Place.Output("conv2")),
        new(
            "convolution",
            "weight gradients of two groups exchanged",
            Probe.Groups,
            ParameterGradient("conv1.weight", gradient => gradient.roll(4, 0)),
            Place.ParameterGradient("conv1", "weight")),
        new("convolution", "input gradient of a group through the weights of another", Probe.Groups,
            Gradient("conv2", call => Convolve(call, weight: call.Weight().detach().roll(1, 0))
                + Convolve(call, input: call.Input.detach())), Place.InputGradient("conv2")),
        new("convolution", "connection table ignored: first kernels used for the first channels", Probe.LeNet,
            At("partial", call => Partial(call, [[0], [0], [0, 1]])), Place.Output("partial")),
        new("convolution", "subsampling without its factor", Probe.LeNet,
            At("subsampling", call => (functional.avg_pool2d(call.Input, [2, 2], [2, 2]) * call.Weight().view(-1, 1, 1))
                + call.Bias().view(-1, 1, 1)), Place.Output("subsampling")),
        new(
            "convolution",
            "frame of zeros instead of the constant",
            Probe.LeNet,
            At("constantpad2d5", call => functional.pad(call.Input, (1, 1, 1, 1))),
            Place.Output("constantpad2d5")),
        new(
            "convolution",
            "flattened by pixels, then channels",
            Probe.Square,
            At("flatten5", call => call.Input.permute(0, 2, 3, 1).flatten(1)),
            Place.Output("flatten5")),
        new(
            "convolution",
            "prototypes' distance instead of its square",
            Probe.LeNet,
            At("rbf", call => -(call.Input.unsqueeze(1) - Prototypes(call)).square().sum(dim: 2).sqrt()),
            Place.Output("rbf")),
    ];

    private static Fault Square(string name, Func<TorchParts.LayerCall, Tensor> wrong) =>
        new("convolution", name, Probe.Square, At("conv1", wrong), Place.Output("conv1"));

    private static Fault Picture(string name, Func<TorchParts.LayerCall, Tensor> wrong) =>
        new("convolution", name, Probe.Picture, At("conv1", wrong), Place.Output("conv1"));

    private static Fault Groups(string name, Func<TorchParts.LayerCall, Tensor> wrong) =>
        new("convolution", name, Probe.Groups, At("conv1", wrong), Place.Output("conv1"));

    private static Fault Backward(string name, Func<TorchParts, TorchParts> inject, string parameter) =>
        new("convolution", name, Probe.Square, inject, Place.ParameterGradient("conv1", parameter));

    private static Tensor Convolve(
        TorchParts.LayerCall call,
        Tensor? input = null,
        Tensor? weight = null,
        Tensor? bias = null,
        bool swapPadding = false,
        bool swapStride = false)
    {
        var (window, groups) = (((Conv2d)call.Layer).Window, ((Conv2d)call.Layer).Groups);
        return functional.conv2d(
            input ?? call.Input,
            weight ?? call.Weight(),
            bias ?? call.Bias(),
            strides: Pair(window.Stride, swapStride),
            padding: Pair(window.Padding, swapPadding),
            dilation: Pair(window.Dilation, swap: false),
            groups: groups);
    }

    private static long[] Pair(Core.Layers.Size2d size, bool swap) =>
        swap ? [size.Width, size.Height] : [size.Height, size.Width];

    private static Tensor BorderLost(TorchParts.LayerCall call)
    {
        var size = call.Input.size(2);
        var inside = functional.pad(call.Input.narrow(2, 1, size - 2).narrow(3, 1, size - 2), (1, 1, 1, 1));
        return Convolve(call, input: inside, weight: call.Weight().detach()) + Convolve(call, input: call.Input.detach());
    }

    private static Tensor Partial(TorchParts.LayerCall call, long[][] table)
    {
        var first = 0;
        var outputs = new List<Tensor>();
        foreach (var (inputs, o) in table.Select((inputs, o) => (inputs, o)))
        {
            var kernels = call.Weight().narrow(0, first, inputs.Length).unsqueeze(0);
            outputs.Add(functional.conv2d(call.Input.index_select(1, tensor(inputs)), kernels, call.Bias().narrow(0, o, 1)));
            first += inputs.Length;
        }

        return cat(outputs, 1);
    }

    private static Tensor Prototypes(TorchParts.LayerCall call) =>
        call.Module.named_buffers().Single(buffer => buffer.name == "weight").buffer;
}
