using System.Text.Json;
using CsCheck;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Training.Data;

namespace TorchBasics.Tests.Native.Training.Data;

public class NormalizationTests
{
    private static readonly Gen<Normalization> Any =
        from count in Gen.Int[1, 4]
        from scale in Gen.Float[-1e6f, 1e6f].Array[count]
        from offset in Gen.Float[-1e6f, 1e6f].Array[count]
        select new Normalization(scale, offset);

    [Fact]
    public void The_paper_s_range_sends_white_and_black_to_its_ends()
    {
        var normalization = Normalization.FromRange(PixelRange.LeCun1998);

        var ends = normalization.Apply([0, 255], [1, 1, 2]);

        Assert.Equal(-0.1f, ends[0]);
        Assert.Equal(1.175f, ends[1], 1e-6f);
        Assert.Equal(-0.1f, normalization.Background(0));
    }

    // The ends of MNIST after torchvision's ToTensor and Normalize((0.1307,), (0.3081,)): (0 - 0.1307) / 0.3081 and (1 -
    // 0.1307) / 0.3081.
    [Fact]
    public void A_mean_and_a_deviation_of_pixels_between_0_and_1_are_those_of_torchvision()
    {
        var ends = Normalization.FromMean(0.1307, 0.3081).Apply([0, 255], [1, 1, 2]);

        Assert.Equal(-0.424213, ends[0], 1e-6);
        Assert.Equal(2.821487, ends[1], 1e-6);
    }

    [Fact]
    public void Standardised_pixels_have_mean_0_and_deviation_1()
    {
        var set = Samples.Pictures([0, 10, 20, 250], [2, 1, 1, 2], [0, 0], classes: 1);

        var values = SampleStatistics.Standardize(set).Apply(set.Inputs.Bytes.Span, [1, 2, 2]);

        // Mean 70 and variance (4900 + 3600 + 2500 + 32400) / 4 = 10850, by hand; each result is rounded three times.
        Assert.Equal([.. new[] { -70.0, -60, -50, 180 }.Select(v => (float)(v / Math.Sqrt(10850)))], values, (a, b) =>
            Math.Abs(a - b) <= 4e-7);
    }

    [Fact]
    public void Features_are_standardised_one_by_one()
    {
        var set = Samples.Vectors([1, -100, 3, 100], features: 2, labels: [0, 1]);
        var values = set.Inputs.Values<float>().ToArray();
        var normalization = SampleStatistics.Standardize(set);

        for (var i = 0; i < set.Count; i++)
            normalization.ApplyInPlace(values.AsSpan(i * 2, 2), set.Shape);

        Assert.Equal([-1, -1, 1, 1], values); // every quotient is exact in binary but 1/100
        Assert.Equal([1f, 0.01f], normalization.Scale);
    }

    [Fact]
    public void A_feature_that_never_changes_becomes_0()
    {
        var set = Samples.Vectors([5, 1, 5, 2], features: 2, labels: [0, 1]);

        var normalization = SampleStatistics.Standardize(set);

        Assert.Equal((1f, -5f), (normalization.Scale[0], normalization.Offset[0]));
    }

    [Fact]
    public void Json_brings_back_an_equal_normalisation() =>
        Any.Sample(original =>
        {
            var copy = JsonSerializer.Deserialize<Normalization>(JsonSerializer.Serialize(original));

            Assert.Equal(original, copy);
            Assert.Equal(original.GetHashCode(), copy!.GetHashCode());
        });

    [Fact]
    public void Normalisations_with_other_numbers_are_not_equal()
    {
        var one = new Normalization([1, 2], [3, 4]);

        Assert.NotEqual(one, new Normalization([1, 2], [3, 5]));
        Assert.NotEqual(one, new Normalization([1, 3], [3, 4]));
        Assert.NotEqual(one, new Normalization([1], [3]));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Scale":[],"Offset":[]}""")]
    [InlineData("""{"Scale":[1],"Offset":[1,2]}""")]
    [InlineData("""{"Scale":[1e39],"Offset":[1]}""")]
    public void Json_without_matching_finite_numbers_is_refused(string json)
    {
        var error = Assert.Throws<TorchBasicsException>(() => JsonSerializer.Deserialize<Normalization>(json));

        Assert.Equal(ErrorKind.Data, error.Kind);
    }

    [Fact]
    public void Samples_of_another_kind_are_refused()
    {
        var normalization = new Normalization([1, 2, 3], [0, 0, 0]);

        var error = Assert.Throws<TorchBasicsException>(() => normalization.Apply(new byte[4], [2, 2]));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains("for 3 channels or features met samples [N, 2, 2]", error.Message);
    }

    [Fact]
    public void Truth_tables_keep_their_values_and_pixels_take_the_range_a_model_asks_for()
    {
        var pictures = Samples.Pictures(4, 2, 2);
        var split = new DataSplit(pictures, pictures);

        Assert.Equal(Normalization.Identity, TruthTables.Load("xor").DefaultNormalization());
        Assert.Equal(Normalization.FromRange(PixelRange.LeCun1998), split.DefaultNormalization(PixelRange.LeCun1998));
        Assert.Equal(SampleStatistics.Standardize(pictures), split.DefaultNormalization());
    }
}
