using TorchBasics.Core.Recipes;
using TorchBasics.Digits;

namespace TorchBasics.Lessons.Learning;

/// <summary>Trains a network on small digits and writes down how far it is after each epoch.</summary>
/// <param name="Learnt">The digits to learn from, in the order in which they are looked at.</param>
/// <param name="Test">The digits to be judged by.</param>
/// <param name="BatchSize">Digits of a step.</param>
internal sealed record DigitTraining(SmallDigits Learnt, SmallDigits Test, int BatchSize)
{
    /// <summary>Takes drawn digits, with the mean 0 and the deviation 1.</summary>
    /// <param name="learnt">How many to learn from.</param>
    /// <param name="tested">How many to be judged by.</param>
    /// <param name="batchSize">Digits of a step.</param>
    public static DigitTraining Of(int learnt, int tested, int batchSize)
    {
        var digits = SmallDigits.Take(DigitSet.Training, 0, learnt);
        var statistics = digits.Statistics();
        return new(
            digits.Standardize(statistics), SmallDigits.Take(DigitSet.Test, 0, tested).Standardize(statistics), batchSize);
    }

    /// <summary>Trains.</summary>
    /// <param name="network">The network; it is changed.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="epochs">How often all digits are looked at.</param>
    /// <param name="report">Told how much is done, from 0 to 1; null for nobody.</param>
    /// <returns>How far it was before the first epoch and after each.</returns>
    public IReadOnlyList<DigitScore> Run(
        ReferenceNetwork network, LossKind loss, double rate, int epochs, Action<double>? report = null)
    {
        var scores = new List<DigitScore> { new(network.Loss(Learnt.Inputs, Learnt.Labels, loss), Correct(network)) };
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            var sum = 0.0;
            for (var first = 0; first < Learnt.Count; first += BatchSize)
            {
                var batch = Learnt.Slice(first, BatchSize);
                sum += batch.Count * network.Step(batch.Inputs, batch.Labels, loss, rate);
            }

            scores.Add(new(sum / Learnt.Count, Correct(network)));
            report?.Invoke((double)epoch / epochs);
        }

        return scores;
    }

    private int Correct(ReferenceNetwork network) => Test.Correct(network.Outputs(Test.Inputs));
}

/// <summary>How far a network is.</summary>
/// <param name="Loss">Mean loss of the digits that it learns from: before the first step, or over the steps of an epoch.</param>
/// <param name="Correct">Digits of the test that it answers correctly.</param>
internal readonly record struct DigitScore(double Loss, int Correct);
