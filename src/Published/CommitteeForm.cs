namespace TorchBasics.Published;

/// <summary>Several networks whose results are averaged, in place of one.</summary>
/// <param name="Members">How many, at least 2.</param>
/// <param name="IsBoosted">
/// Whether the second and the third learn from what the ones before them get wrong or differ in; there are three then.
/// </param>
public sealed record CommitteeForm(int Members, bool IsBoosted = false);
