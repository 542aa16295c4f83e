using TorchBasics.Kernels.Activations;

namespace TorchBasics.Verification.Faults;

/// <summary>The kernel of an activation that does one thing wrongly.</summary>
/// <param name="right">The right kernel, which whatever is done wrongly gets to call.</param>
internal sealed unsafe class FaultyActivation(ActivationKernel right) : ActivationKernel
{
    public delegate void Pass(ActivationKernel right, int count, float* x, float* y);

    public delegate void BackwardPass(ActivationKernel right, int count, float* x, float* y, float* gradY, float* gradX);

    public Pass OnForward { get; init; } = (right, count, x, y) => right.Forward(count, x, y);

    public BackwardPass OnBackward { get; init; } = (right, count, x, y, gradY, gradX) => right.Backward(
        count, x, y, gradY, gradX);

    public override bool FollowsSums => right.FollowsSums;

    public override void Forward(int count, float* x, float* y) => OnForward(right, count, x, y);

    public override void Backward(int count, float* x, float* y, float* gradY, float* gradX) =>
        OnBackward(right, count, x, y, gradY, gradX);
}
