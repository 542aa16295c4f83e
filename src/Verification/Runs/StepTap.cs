using TorchBasics.Reference.Numbers;
using TorchBasics.Training;
using TorchBasics.Verification.Engines;

namespace TorchBasics.Verification.Runs;

/// <summary>What a trainer tells of a step from within, by its parts.</summary>
internal sealed class StepTap
{
    /// <summary>Whether somebody listens; otherwise nothing is copied.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Told when all gradients stand; null for nobody.</summary>
    public Action? OnBackward { get; set; }

    /// <summary>The labels of the last batch on libtorch.</summary>
    public int[] Labels { get; private set; } = [];

    /// <summary>The gradients of the last step before they were clipped, by the names of their parameters.</summary>
    public Dictionary<string, Tensor<Float64>> Gradients { get; private set; } = [];

    /// <summary>The parts with a tap at them.</summary>
    /// <param name="parts">The parts.</param>
    public TrainerParts At(TrainerParts parts) => parts with
    {
        BatchLoss = (loss, outputs, labels) =>
        {
            if (IsOpen)
                Labels = [.. labels.cpu().data<long>().Select(label => (int)label)];
            return parts.BatchLoss(loss, outputs, labels);
        },
        AfterBackward = network =>
        {
            parts.AfterBackward(network);
            if (!IsOpen)
                return;
            Gradients = network.named_parameters().Where(pair => pair.parameter.grad is not null)
                .ToDictionary(pair => pair.name, pair => ((TorchSharp.torch.Tensor)pair.parameter).GradientToReference());
            OnBackward?.Invoke();
        },
    };
}
