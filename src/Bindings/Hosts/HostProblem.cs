namespace TorchBasics.Bindings.Hosts;

/// <summary>Something that this host gets wrong, and how the program lives with it.</summary>
/// <param name="Name">In a few words.</param>
/// <param name="Found">What was found, without a full stop.</param>
/// <param name="Remedy">What is done about it, or what the user can do, without a full stop.</param>
/// <param name="ChangesNumbers">Whether numbers would be wrong without the remedy.</param>
public sealed record HostProblem(string Name, string Found, string Remedy, bool ChangesNumbers)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Found}; {Remedy}";
}
