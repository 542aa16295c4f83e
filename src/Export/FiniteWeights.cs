using System.Globalization;
using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Export;

/// <summary>Refuses weights that are not numbers, or infinite: what is computed with them says nothing.</summary>
internal static class FiniteWeights
{
    /// <summary>Checks all arrays.</summary>
    /// <param name="source">Where they come from, for the message.</param>
    /// <param name="weights">The arrays, in single precision.</param>
    /// <exception cref="TorchBasicsException">
    /// A weight is not finite: kind Data; the message names the array and the place.
    /// </exception>
    public static void Check(string source, IReadOnlyList<NamedArray> weights)
    {
        foreach (var array in weights)
        {
            var values = array.Values<float>();
            for (var i = 0; i < values.Length; i++)
                if (!float.IsFinite(values[i]))
                    throw new TorchBasicsException(ErrorKind.Data, string.Create(
                        CultureInfo.InvariantCulture,
                        $"{source}: {array.Name} holds {values[i]} at place {i}; "
                        + $"a network needs finite weights. Did its training fail?"));
        }
    }
}
