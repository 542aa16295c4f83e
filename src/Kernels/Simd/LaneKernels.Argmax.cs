using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <content>The predicted class.</content>
internal abstract unsafe partial class LaneKernels
{
    /// <summary>The class of each lane: the first of the largest outputs; for a single output, 1 above 0.5 and else 0.</summary>
    /// <param name="outputs">How many.</param>
    /// <param name="x">[output, lane].</param>
    /// <param name="answers">Gets a number for each lane.</param>
    public abstract void Argmax(int outputs, float* x, float* answers);
}

/// <content>The predicted class.</content>
internal sealed unsafe partial class LaneKernels<S, V>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Argmax(int outputs, float* x, float* answers)
    {
        for (var lane = 0; lane < Lanes.Count; lane += S.Count)
        {
            V largest = S.Load(x + lane), answer = S.Zero;
            if (outputs == 1)
                answer = S.Select(S.Greater(largest, S.All(0.5f)), S.All(1), S.Zero);
            for (var c = 1; c < outputs; c++)
                Contend(S.Load(x + (c * Lanes.Count) + lane), c, ref largest, ref answer);
            S.Store(answers + lane, answer);
        }
    }
}
