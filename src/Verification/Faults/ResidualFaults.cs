using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;
using static TorchBasics.Verification.Faults.FaultCode;
using static TorchSharp.torch;

namespace TorchBasics.Verification.Faults;

/// <summary>Mistakes in residual additions.</summary>
internal static unsafe class ResidualFaults
{
    private const string Label = "residual1";

    public static IReadOnlyList<Fault> All { get; } =
    [
        Forward("shortcut left out", call => Right(call) - call.Input),
        Forward("shortcut added twice", call => Right(call) + call.Input),
        Forward("branch subtracted", call => (2 * call.Input) - Right(call)),
        Forward("shortcut behind the rectifier of the layer before it", call => Right(call) - call.Input + call.Input.relu()),
        Forward("shortcut turned by 180 degrees", call => Right(call) - call.Input + call.Input.flip(2, 3)),
        new(
            "residual",
            "gradient of the shortcut lost",
            Probe.Residual,
            Gradient(Label, call => Right(call) - call.Input),
            Place.InputGradient(Label)),
        new(
            "residual",
            "gradient of the branch lost",
            Probe.Residual,
            Gradient(Label, call => call.Input + (Right(call with { Input = call.Input.detach() }) - call.Input.detach())),
            Place.InputGradient(Label)),
        new(
            "residual",
            "gradient of the first layer of the branch doubled",
            Probe.Residual,
            ParameterGradient("conv1.weight", gradient => gradient * 2),
            Place.ParameterGradient("conv1", "weight")),
        new(
            "residual",
            "gradient of the projection in the shortcut doubled",
            Probe.Projection,
            ParameterGradient("conv3.weight", gradient => gradient * 2),
            Place.ParameterGradient("conv3", "weight")),
        KernelConvolutionFaults.Of(
            "branch beside a projection not added",
            Probe.Projection,
            right => new(right) { OnAdd = (_, _, _, _) => { } },
            Place.Output(Label)),
        KernelConvolutionFaults.Of(
            "branch of a residual not added",
            Probe.Residual,
            right => new(right) { OnAdd = (_, _, _, _) => { } },
            Place.Output(Label)),
        KernelConvolutionFaults.Of(
            "last numbers of each row of a residual not added",
            Probe.Residual,
            right => new(right) { OnAdd = (right, count, x, sum) => right.Add(count - Kernels.Vectors.Lanes.Count, x, sum) },
            Place.Output(Label)),
    ];

    private static Fault Forward(string name, Func<TorchParts.LayerCall, Tensor> wrong) =>
        new("residual", name, Probe.Residual, At(Label, wrong), Place.Output(Label));

    private static Tensor Right(TorchParts.LayerCall call) => call.Module.call(call.Input);
}
