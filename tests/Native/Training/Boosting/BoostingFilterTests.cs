using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Training.Boosting;
using TorchBasics.Training.Data;
using TorchBasics.Training.Metrics;

namespace TorchBasics.Tests.Native.Training.Boosting;

/// <summary>What the second and the third of three boosted networks learn from.</summary>
public class BoostingFilterTests
{
    private const int Count = 400;

    private static readonly Augmentation Distorted = new() { Shift = 1, Rotation = 10 };

    private static readonly SampleSet Digits =
        DataCatalog.Load("digits", new DataOptions { TrainLimit = 300, TestLimit = 1 }).Train;

    // Networks that have learnt nothing: right in one of ten cases, and seldom of one opinion.
    private static readonly Model First = Beginner(1), Second = Beginner(2);

    [Fact]
    public void The_second_learns_from_as_many_right_answers_of_the_first_as_wrong_ones()
    {
        var chosen = new BoostingFilter(Digits, Distorted, seed: 1).Second(First, Count, TestContext.Current.CancellationToken);

        // A coin that falls 400 times has the deviation 10; 5 of them.
        Assert.Equal(Count, chosen.Count);
        Assert.InRange(Right(First, chosen), 150, 250);
        Assert.InRange(Right(First, Digits), 0, 100); // of 300, so that it took a choice
    }

    [Fact]
    public void The_third_learns_where_the_two_before_it_differ()
    {
        var chosen = new BoostingFilter(Digits, Distorted, seed: 1).Third(
            First, Second, Count, TestContext.Current.CancellationToken);

        Assert.Equal(Count, chosen.Count);
        Assert.All(
            Classifier.Classify(First, chosen).Zip(Classifier.Classify(Second, chosen)),
            pair => Assert.NotEqual(pair.First, pair.Second));
        Assert.Contains(
            Classifier.Classify(First, Digits).Zip(Classifier.Classify(Second, Digits)), pair => pair.First == pair.Second);
    }

    [Fact]
    public void A_picture_that_comes_again_is_distorted_anew()
    {
        var chosen = new BoostingFilter(Digits, Distorted, seed: 1).Second(First, Count, TestContext.Current.CancellationToken);

        var different = Enumerable.Range(0, Count).Select(k => Convert.ToHexString(chosen.Sample<byte>(k))).Distinct().Count();

        Assert.Equal(Count, different);
    }

    [Fact]
    public void The_seed_decides_which_pictures_are_chosen()
    {
        Assert.Equal(Hash(seed: 1), Hash(seed: 1));
        Assert.NotEqual(Hash(seed: 1), Hash(seed: 2));

        static string Hash(ulong seed) => new BoostingFilter(Digits, Distorted, seed).Second(First, count: 50).Hash;
    }

    [Fact]
    public void Nothing_can_be_learnt_where_no_one_errs()
    {
        var zeros = Digits.Select([.. Enumerable.Range(0, Digits.Count).Where(k => Digits.Labels.Span[k] == 0).Take(2)]);
        var always = Constant(0);

        var error = Assert.Throws<TorchBasicsException>(() => new BoostingFilter(zeros, Distorted, seed: 1).Third(
            always, always, count: 1, TestContext.Current.CancellationToken));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.StartsWith(
            "After 1000 times 2 distorted pictures only 0 of 1 were found from which member3 could learn",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Who_ends_it_gets_nothing() => Assert.Throws<OperationCanceledException>(
        () => new BoostingFilter(Digits, Distorted, seed: 1).Second(First, Count, new CancellationToken(canceled: true)));

    private static int Right(Model model, SampleSet samples) =>
        Classifier.Classify(model, samples).Zip(samples.Labels.ToArray()).Count(pair => pair.First == pair.Second);

    private static Model Beginner(ulong seed) => ModelCatalog.Find("softmax-regression").Initial(seed) with
    {
        Normalization = Normalization.FromRange(new PixelRange(-1, 1)),
    };

    // A bias outweighs everything.
    private static Model Constant(int answer)
    {
        var bias = new float[10];
        bias[answer] = 1e6f;
        return First with
        {
            Weights =
            [
                .. First.Weights.Select(array => array.Sizes.Count == 1 ? NamedArray.Of<float>(array.Name, [10], bias) : array),
            ],
        };
    }
}
