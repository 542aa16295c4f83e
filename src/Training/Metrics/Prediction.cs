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
        return outputs.squeeze(1).gt(0.5).to_type(ScalarType.Int64).MoveToOuterDisposeScope();
    }
}
