namespace TorchBasics.Kernels.Plans;

/// <summary>Where results go. Called by several threads at once, each with other samples.</summary>
internal unsafe interface IResultSink
{
    /// <summary>Takes the results of a group.</summary>
    /// <param name="first">First sample of the group, counted within the batch.</param>
    /// <param name="count">How many there are, 1 to 16.</param>
    /// <param name="outputs">Outputs of the network.</param>
    /// <param name="y">[output, lane].</param>
    void Take(int first, int count, int outputs, float* y);
}
