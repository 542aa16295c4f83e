namespace TorchBasics.Reference.Learning;

/// <summary>How well answers fit their labels.</summary>
/// <remarks>
/// count[a, b]: samples of class a that were answered b. Right answers stand on the diagonal.
/// precision of c = count[c, c] / answers c,  recall of c = count[c, c] / samples of class c,
/// F1 of c = 2 precision recall / (precision + recall); a share of nothing is 0.
/// </remarks>
public sealed class Scores
{
    private readonly int _classes;
    private readonly long[] _counts;

    /// <summary>Counts.</summary>
    /// <param name="classes">Number of classes.</param>
    /// <param name="labels">Right class of each sample.</param>
    /// <param name="answers">The class that was answered for it.</param>
    public Scores(int classes, ReadOnlySpan<int> labels, ReadOnlySpan<int> answers)
    {
        (_classes, _counts, Count) = (classes, new long[classes * classes], labels.Length);
        for (var n = 0; n < labels.Length; n++)
        {
            _counts[(labels[n] * classes) + answers[n]]++;
            Correct += labels[n] == answers[n] ? 1 : 0;
        }
    }

    /// <summary>Samples.</summary>
    public long Count { get; }

    /// <summary>Right answers.</summary>
    public long Correct { get; }

    /// <summary>Share of right answers.</summary>
    public double Accuracy => (double)Correct / Count;

    /// <summary>Samples of class a that were answered b.</summary>
    /// <param name="a">Class.</param>
    /// <param name="b">Answer.</param>
    public long this[int a, int b] => _counts[(a * _classes) + b];

    /// <summary>Of the answers c, the share that is right.</summary>
    /// <param name="c">Class.</param>
    /// <returns>A number in [0, 1].</returns>
    public double Precision(int c)
    {
        var answered = 0L;
        for (var a = 0; a < _classes; a++)
            answered += this[a, c];
        return answered == 0 ? 0 : (double)this[c, c] / answered;
    }

    /// <summary>Of the samples of class c, the share that was found.</summary>
    /// <param name="c">Class.</param>
    /// <returns>A number in [0, 1].</returns>
    public double Recall(int c)
    {
        var samples = 0L;
        for (var b = 0; b < _classes; b++)
            samples += this[c, b];
        return samples == 0 ? 0 : (double)this[c, c] / samples;
    }

    /// <summary>The harmonic mean of precision and recall.</summary>
    /// <param name="c">Class.</param>
    /// <returns>A number in [0, 1].</returns>
    public double F1(int c) => Precision(c) + Recall(c) is var sum and > 0 ? 2 * Precision(c) * Recall(c) / sum : 0;

    /// <summary>
    /// The class that a row of outputs stands for: its largest, the first of several; of a single output 1 above one half.
    /// </summary>
    /// <param name="outputs">What a network said of one sample.</param>
    /// <returns>The class.</returns>
    public static int Answer(ReadOnlySpan<double> outputs)
    {
        if (outputs.Length == 1)
            return outputs[0] > 0.5 ? 1 : 0;
        var best = 0;
        for (var c = 1; c < outputs.Length; c++)
            if (outputs[c] > outputs[best])
                best = c;
        return best;
    }
}
