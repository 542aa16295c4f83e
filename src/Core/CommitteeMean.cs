namespace TorchBasics.Core;

/// <summary>What a <see cref="Committee"/> takes the mean of.</summary>
public enum CommitteeMean
{
    /// <summary>The probabilities of its members: a softmax is added to members that end in logits.</summary>
    Probabilities,

    /// <summary>The outputs of its members as they are, such as logits.</summary>
    Outputs,
}
