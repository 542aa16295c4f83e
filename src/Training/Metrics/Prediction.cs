using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Training.Metrics;

/// <summary>From outputs to answers.</summary>
internal static class Prediction
{
    /// <summary>The largest output; for a single output, whether it is above one half.</summary>
    public static Tensor Of(Tensor outputs)
    {
        if (outputs.size(1) > 1)
            return outputs.argmax(1);
        using var scope = NewDisposeScope();
        using Scalar half = 0.5;
        return outputs.squeeze(1).gt(half).to_type(ScalarType.Int64).MoveToOuterDisposeScope();
    }
}
