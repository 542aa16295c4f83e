using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;
using static TorchBasics.Verification.Faults.FaultCode;
using static TorchSharp.torch;

namespace TorchBasics.Verification.Faults;

/// <summary>Mistakes in means over members.</summary>
internal static unsafe class EnsembleFaults
{
    private const string Label = "ensemble1";

    public static IReadOnlyList<Fault> All { get; } =
    [
        Forward("sum of the members in place of their mean", call => 3 * Right(call)),
        Forward("sum of three members divided by two", call => 1.5 * Right(call)),
        Forward("negative means lost", call => Right(call).relu()),
        Forward("members see the picture turned by 180 degrees", call => Right(call with { Input = call.Input.flip(2, 3) })),
        new(
            "ensemble",
            "gradient of the members not divided by their number",
            Probe.Ensemble,
            Gradient(Label, call => 3 * Right(call)),
            Place.InputGradient(Label)),
        new(
            "ensemble",
            "gradient of the input lost",
            Probe.Ensemble,
            Gradient(Label, call => Right(call with { Input = call.Input.detach() })),
            Place.InputGradient(Label)),
        new(
            "ensemble",
            "gradient of one member not divided",
            Probe.Ensemble,
            ParameterGradient("b1.weight", gradient => gradient * 3),
            Place.ParameterGradient("b1", "weight")),
        new(
            "ensemble",
            "gradient of the last member lost",
            Probe.Ensemble,
            ParameterGradient("c.weight", gradient => gradient * 0),
            Place.ParameterGradient("c", "weight")),
        KernelConvolutionFaults.Of(
            "members behind the first not added",
            Probe.Ensemble,
            right => new(right) { OnAdd = (_, _, _, _) => { } },
            Place.Output(Label)),
        KernelConvolutionFaults.Of(
            "mean of an ensemble not divided",
            Probe.Ensemble,
            right => new(right) { OnScale = (right, count, x, _, shift, y) => right.Scale(count, x, 1, shift, y) },
            Place.Output(Label)),
        KernelConvolutionFaults.Of(
            "last numbers of an ensemble not divided",
            Probe.Ensemble,
            right => new(right)
            {
                OnScale = (right, count, x, scale, shift, y) =>
                    right.Scale(count - Kernels.Vectors.Lanes.Count, x, scale, shift, y)
            },
            Place.Output(Label)),
    ];

    private static Fault Forward(string name, Func<TorchParts.LayerCall, Tensor> wrong) =>
        new("ensemble", name, Probe.Ensemble, At(Label, wrong), Place.Output(Label));

    private static Tensor Right(TorchParts.LayerCall call) => call.Module.call(call.Input);
}
