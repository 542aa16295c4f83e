namespace TorchBasics.Training.Recording;

/// <summary>
/// Decides how the steps of a run are done, from the sizes of their batches: an epoch has batches of one size, and at its end
/// perhaps a smaller one, which has a record of its own.
/// </summary>
internal sealed class RecordingPlan
{
    /// <summary>
    /// Steps of a size before one is recorded. The first makes what libraries make at a first use; the second finds the
    /// gradients of another step in place, as all later ones do.
    /// </summary>
    public const int WarmUps = 2;

    private readonly Dictionary<int, int> _done = [];
    private readonly HashSet<int> _refused = [];

    /// <summary>How the next step is done.</summary>
    /// <param name="samples">Samples of its batch.</param>
    public StepWay Next(int samples)
    {
        if (_refused.Contains(samples))
            return StepWay.Eager;
        var done = _done.GetValueOrDefault(samples);
        _done[samples] = Math.Min(done, WarmUps) + 1;
        return done < WarmUps ? StepWay.WarmUp : done == WarmUps ? StepWay.Record : StepWay.Launch;
    }

    /// <summary>Notes that steps of a size cannot be recorded.</summary>
    public void Refuse(int samples) => _refused.Add(samples);
}
