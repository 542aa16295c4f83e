using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference;
using TorchBasics.Reference.Learning;
using TorchBasics.Reference.Numbers;
using TorchBasics.Reference.Rounding;
using TorchBasics.Training.Metrics;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Runs.Data;

namespace TorchBasics.Verification.Runs;

/// <summary>
/// Judges figures that a run reports of a network on a set: the loss without smoothing, accuracy, confusion matrix, precision,
/// recall and F1, from what the network answers to every sample; and those answers themselves, on samples spread over the set.
/// </summary>
/// <param name="name">What is judged: "test", "epoch 3".</param>
/// <param name="set">The samples.</param>
/// <param name="outputs">What the product's network answers to them [N, outputs].</param>
internal sealed class FigureCheck(string name, PlainSet set, Tensor<Float64> outputs)
{
    /// <summary>
    /// Samples that libtorch averages the loss of in single precision, before the averages are averaged in double.
    /// </summary>
    public const int LibtorchBatch = 1000;

    private const long MostWork = 1L << 28; // multiply-adds on the reference, some five seconds of a processor

    /// <summary>Judges a mean loss.</summary>
    /// <param name="reported">What the run says.</param>
    /// <param name="kind">The loss.</param>
    /// <param name="averaged">Samples that the product averages in single precision: 1 for our kernels.</param>
    public Deviation Loss(double reported, LossKind kind, int averaged)
    {
        var (columns, sum, error) = (outputs.Sizes[1], 0.0, 0.0);
        for (var first = 0; first < set.Count; first += averaged)
        {
            var count = Math.Min(averaged, set.Count - first);
            Rounded<Binary32>[] rows = [.. outputs.Elements.Slice(first * columns, count * columns)
                .ToArray().Select(element => Rounded<Binary32>.Exactly(element.Value))];
            var loss = ReferenceLoss.Value(
                kind,
                labelSmoothing: 0,
                columns,
                Tensor<Rounded<Binary32>>.Over([count, columns], rows),
                set.Labels.AsSpan(first, count));
            sum += loss.Value * count;
            error += (loss.Error * count) + (set.Count * Binary64.UnitRoundoff * Math.Abs(loss.Value) * count);
        }

        return Finder.Within(
            RunPlaces.Figure($"{name} loss"),
            reported,
            sum / set.Count,
            error / set.Count,
            "the loss of each sample in single precision, their mean in double");
    }

    /// <summary>Judges a share of right answers.</summary>
    /// <param name="reported">What the run says.</param>
    public Deviation Accuracy(double reported) =>
        Finder.Same(RunPlaces.Figure($"{name} accuracy"), reported, Count(Math.Max(outputs.Sizes[1], 2)).Accuracy);

    /// <summary>Judges the counts of every class for every class, and what follows from them.</summary>
    /// <param name="reported">What the run says.</param>
    public IEnumerable<Deviation> Confusion(ConfusionMatrix reported)
    {
        var (classes, scores) = (Enumerable.Range(0, reported.Classes).ToList(), Count(reported.Classes));
        var counts = new Tensor<Float64>(reported.Classes, reported.Classes);
        foreach (var label in classes)
            foreach (var answer in classes)
                counts[label, answer] = new Float64(scores[label, answer]);
        var actual = counts.ZerosLike();
        foreach (var label in classes)
            foreach (var answer in classes)
                actual[label, answer] = new Float64(reported.Counts[label][answer]);
        yield return Comparison.Exactly<Binary64>(RunPlaces.Figure($"{name} confusion"), actual, counts);
        yield return Shares("precision", classes.Select(reported.Precision), classes.Select(scores.Precision));
        yield return Shares("recall", classes.Select(reported.Recall), classes.Select(scores.Recall));
        yield return Shares("F1", classes.Select(reported.F1), classes.Select(scores.F1));
    }

    /// <summary>Judges the answers themselves, by the reference from end to end.</summary>
    /// <param name="oracle">How the samples enter the network.</param>
    /// <param name="architecture">The network.</param>
    /// <param name="weights">Its arrays.</param>
    /// <returns>The comparison; null where rounding may decide everything.</returns>
    public Deviation? Outputs(RunOracle oracle, Architecture architecture, IReadOnlyList<IReadOnlyList<Tensor<Float64>>> weights)
    {
        var chosen = Spread((int)Math.Clamp(MostWork / Math.Max(1, architecture.MultiplyAdds), 8, set.Count < 8 ? 8 : set.Count));
        IReadOnlyList<IReadOnlyList<Tensor<Rounded<Binary32>>>> arrays =
            [.. weights.Select(layer => (IReadOnlyList<Tensor<Rounded<Binary32>>>)[.. layer.Select(
                array => array.Map(value => Rounded<Binary32>.Exactly(value.Value)))])];
        var results = new Tensor<Rounded<Binary32>>?[chosen.Length];
        Parallel.For(
            0, chosen.Length, i => results[i] = BoundedForward.Run(architecture, arrays, oracle.Plain(set, [chosen[i]])));
        var columns = outputs.Sizes[1];
        var (actual, expected) =
            (new Tensor<Float64>(chosen.Length, columns), new Tensor<Rounded<Binary32>>(chosen.Length, columns));
        for (var i = 0; i < chosen.Length; i++)
        {
            if (results[i] is not { } result)
                return null;
            for (var column = 0; column < columns; column++)
            {
                if (!double.IsFinite(result.Elements[column].Error))
                    return null;
                (actual[i, column], expected[i, column]) = (outputs[chosen[i], column], result.Elements[column]);
            }
        }

        var deviation = Comparison.Within(RunPlaces.Figure($"{name} answers"), actual, expected);
        return deviation.Numbers.Index.Count > 0
            ? deviation with { Subject = $"sample {chosen[deviation.Numbers.Index[0]]} of the set" }
            : deviation;
    }

    private Scores Count(int classes)
    {
        var (values, columns) = (outputs.ToDoubles(), outputs.Sizes[1]);
        var answers = new int[set.Count];
        for (var n = 0; n < answers.Length; n++)
            answers[n] = Scores.Answer(values.AsSpan(n * columns, columns));
        return new(classes, set.Labels, answers);
    }

    // From the first to the last, evenly.
    private int[] Spread(int count) => count >= set.Count
        ? [.. Enumerable.Range(0, set.Count)]
        : [.. Enumerable.Range(0, count).Select(i => (int)((long)i * (set.Count - 1) / (count - 1)))];

    private Deviation Shares(string share, IEnumerable<double> actual, IEnumerable<double> expected)
    {
        var right = expected.ToList();
        return Comparison.Within(
            RunPlaces.Figure($"{name} {share}"),
            Finder.Row(actual),
            Tensor<Rounded<Binary64>>.Over(
                [right.Count], [.. right.Select(value => Rounded<Binary64>.Within(value, 8 * Binary64.UnitRoundoff))])) with
        { Reason = "some quotients in double precision" };
    }
}
