using TorchBasics.Core.Errors;

namespace TorchBasics.Verification.Runs;

/// <summary>A stretch of a run that is computed again.</summary>
/// <param name="Start">Steps done where it begins.</param>
/// <param name="End">Steps done where it ends.</param>
/// <param name="Followed">The numbers of the steps that the reference follows, from 1.</param>
internal sealed record Leg(long Start, long End, IReadOnlySet<long> Followed);

/// <summary>Which steps of a run are computed again, and which of them the reference follows.</summary>
internal static class RunPlan
{
    /// <summary>
    /// From the beginning and from each checkpoint: its first steps, and the last step of its epoch with the one behind it. A
    /// stretch of at most an epoch is computed up to the next checkpoint, so that the two can be compared.
    /// </summary>
    /// <param name="starts">Steps done at the beginning and at each checkpoint, rising.</param>
    /// <param name="done">Steps that the run has done.</param>
    /// <param name="epoch">Steps of an epoch.</param>
    /// <param name="options">How much is wanted.</param>
    /// <param name="steps">Steps that are followed from each start.</param>
    /// <returns>The stretches, in order.</returns>
    /// <exception cref="TorchBasicsException">The steps asked for were never done: kind Usage.</exception>
    public static IReadOnlyList<Leg> Of(IReadOnlyList<long> starts, long done, int epoch, RunCheckOptions options, int steps)
    {
        if (options.From is { } from)
        {
            if (from > done)
                throw new TorchBasicsException(
                    ErrorKind.Usage, $"--from is {from}; the run has done {done} {(done == 1 ? "step" : "steps")}.");
            var last = Math.Min(done, from + steps - 1);
            return [new(starts.Last(start => start < from), last, Numbers(from, last))];
        }

        var legs = new List<Leg>();
        foreach (var (start, next) in starts.Zip(starts.Skip(1).Append(done)))
        {
            if (start >= done)
                continue;
            var end = options.Whole || next - start <= epoch
                ? next
                : Math.Min(next, start == 0 ? Math.Max(epoch + 1, steps) : start + steps);
            var followed = Numbers(start + 1, Math.Min(end, start + steps));
            var boundary = ((start / epoch) + 1) * epoch;
            followed.UnionWith(Numbers(boundary, Math.Min(end, boundary + 1)));
            legs.Add(new(start, end, followed));
        }

        return legs;
    }

    private static SortedSet<long> Numbers(long first, long last)
    {
        var numbers = new SortedSet<long>();
        for (var number = first; number <= last; number++)
            numbers.Add(number);
        return numbers;
    }
}
