using TorchBasics.Core.Errors;

namespace TorchBasics.Export.Onnx;

/// <summary>How a network is written as an ONNX graph.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>The oldest operator set that has every operator in the form that is written.</summary>
    public const int OldestOperatorSet = 17;

    /// <summary>The newest one that the file format version 8, which many runtimes read, goes with.</summary>
    public const int NewestOperatorSet = 18;

    private readonly int _operatorSet = OldestOperatorSet; // read by the most programs
    private readonly int? _batch;

    /// <summary>The version of ONNX's operators: 17 or 18. The nodes are the same in both.</summary>
    /// <exception cref="TorchBasicsException">Another one is set: kind Usage.</exception>
    public int OperatorSet
    {
        get => _operatorSet;
        init => _operatorSet = value is >= OldestOperatorSet and <= NewestOperatorSet
            ? value
            : throw new TorchBasicsException(ErrorKind.Usage, $"The operator set is {value}; "
                + $"models are written for {OldestOperatorSet} or {NewestOperatorSet}.");
    }

    /// <summary>Whether a softmax is appended, so that the output is probabilities.</summary>
    public bool Softmax { get; init; }

    /// <summary>
    /// Whether the graph begins with the preprocessing and ends with a softmax: raw values in (bytes for pictures, floats for
    /// vectors), probabilities out where there is more than one number.
    /// </summary>
    public bool IncludePreprocessing { get; init; }

    /// <summary>The only size of batch that the graph takes; null leaves it open, as the axis "batch".</summary>
    /// <exception cref="TorchBasicsException">It is below 1: kind Usage.</exception>
    public int? Batch
    {
        get => _batch;
        init => _batch = value is null or >= 1 ? value : throw new TorchBasicsException(
            ErrorKind.Usage, $"The batch has {value} samples; expected at least 1.");
    }
}
