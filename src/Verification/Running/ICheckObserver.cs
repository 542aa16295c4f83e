namespace TorchBasics.Verification.Running;

/// <summary>Watches a check go on. Every method does nothing unless it is written.</summary>
public interface ICheckObserver
{
    /// <summary>An engine is about to be checked on a network.</summary>
    /// <param name="model">The network.</param>
    /// <param name="engine">The engine.</param>
    void OnEngine(string model, string engine)
    {
    }

    /// <summary>A comparison was made; called very often.</summary>
    /// <param name="model">The network.</param>
    /// <param name="finding">The comparison.</param>
    void OnFinding(string model, Finding finding)
    {
    }

    /// <summary>Every engine has been checked on a network.</summary>
    /// <param name="summary">What came out.</param>
    void OnModel(ModelSummary summary)
    {
    }
}
