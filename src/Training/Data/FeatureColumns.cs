using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Training.Data;

/// <summary>Whether the columns of a table are those that a model was trained on.</summary>
public static class FeatureColumns
{
    /// <summary>Refuses samples whose features have other names, or another order.</summary>
    /// <param name="model">What messages call the model.</param>
    /// <param name="known">The columns that it was trained on; null where that is not known.</param>
    /// <param name="set">The samples, of as many features.</param>
    /// <exception cref="TorchBasicsException">The first column that differs: kind Usage.</exception>
    public static void Check(string model, IReadOnlyList<string>? known, SampleSet set)
    {
        if (known is null || set.FeatureNames is not { } given || known.SequenceEqual(given))
            return;
        var i = known.Zip(given).TakeWhile(pair => pair.First == pair.Second).Count();
        throw new TorchBasicsException(ErrorKind.Usage, i < Math.Min(known.Count, given.Count)
            ? $"{model} was trained on other columns than {set.Name} has: "
                + $"feature {i + 1} is '{given[i]}', expected '{known[i]}'. Give the columns the same names and the same order."
            : $"{model} was trained on {Counted.Of(known.Count, "column")}; {set.Name} has {given.Count}.");
    }
}
