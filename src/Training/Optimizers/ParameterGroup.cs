namespace TorchBasics.Training.Optimizers;

/// <summary>Parameters that move at one rate, as the param_groups of torch.optim are.</summary>
/// <param name="RateFactor">What the learning rate is multiplied by for them.</param>
/// <param name="Parameters">Their places among all parameters of the optimizer.</param>
internal sealed record ParameterGroup(double RateFactor, int[] Parameters)
{
    /// <summary>Groups parameters by their factors.</summary>
    /// <param name="count">How many parameters there are.</param>
    /// <param name="rateFactors">One for each; null for 1 for all.</param>
    /// <returns>The groups, in the order of their first parameters.</returns>
    /// <exception cref="ArgumentException">The number of factors is another.</exception>
    public static ParameterGroup[] Of(int count, IReadOnlyList<double>? rateFactors)
    {
        if (rateFactors is null)
            return [new(1, [.. Enumerable.Range(0, count)])];
        if (rateFactors.Count != count)
            throw new ArgumentException(
                $"{rateFactors.Count} factors on the learning rate were given for {count} parameters.", nameof(rateFactors));
        return [.. Enumerable.Range(0, count).GroupBy(i => rateFactors[i])
            .Select(group => new ParameterGroup(group.Key, [.. group]))];
    }
}
