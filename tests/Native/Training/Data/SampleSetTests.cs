using System.Buffers.Binary;
using System.Security.Cryptography;
using CsCheck;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Training.Data;

namespace TorchBasics.Tests.Native.Training.Data;

public class SampleSetTests
{
    [Fact]
    public void A_set_knows_its_shape_and_count()
    {
        var set = Samples.Pictures(count: 5, height: 2, width: 3);

        Assert.Equal([1, 2, 3], set.Shape);
        Assert.Equal(5, set.Count);
        Assert.True(set.IsPictures);
        Assert.Equal("pictures: 5 samples [N, 1, 2, 3], 3 classes", set.ToString());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(255)]
    public void A_label_outside_the_classes_is_refused_with_index_and_value(int label)
    {
        var error = Assert.Throws<TorchBasicsException>(
            () => Samples.Pictures(new byte[2], [2, 1, 1, 1], [0, label], classes: 3));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Equal(
            $"The data set pictures gives sample 1 the label {label}; its 3 classes are numbered 0 to 2.", error.Message);
    }

    [Fact]
    public void Fewer_labels_than_samples_are_refused()
    {
        var error = Assert.Throws<TorchBasicsException>(() => Samples.Pictures(new byte[2], [2, 1, 1, 1], [0], classes: 1));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Equal("The data set pictures has 2 samples but 1 label; each sample needs one label.", error.Message);
    }

    [Fact]
    public void An_empty_set_is_refused()
    {
        var error = Assert.Throws<TorchBasicsException>(() => Samples.Pictures([], [0, 1, 28, 28], [], classes: 10));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains("is empty", error.Message);
    }

    [Theory]
    [InlineData(float.NaN, 4, "feature 1 of sample 1")]
    [InlineData(float.PositiveInfinity, 0, "feature 0 of sample 0")]
    [InlineData(float.NegativeInfinity, 5, "feature 2 of sample 1")]
    public void A_feature_that_is_not_finite_is_refused_with_its_place(float bad, int index, string place)
    {
        float[] values = [1, 2, 3, 4, 5, 6];
        values[index] = bad;

        var error = Assert.Throws<TorchBasicsException>(() => Samples.Vectors(values, features: 3, labels: [0, 1]));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains($"in {place}", error.Message);
    }

    [Fact]
    public void Numbers_of_another_type_are_refused()
    {
        var doubles = NamedArray.Of<double>("inputs", [1, 2], [1, 2]);

        var error = Assert.Throws<TorchBasicsException>(() => new SampleSet("wide", doubles, new[] { 0 }, ["0"]));

        Assert.Equal(ErrorKind.Data, error.Kind);
    }

    [Fact]
    public void Slices_and_selections_agree_with_single_samples() =>
        Gen.Select(Gen.Int[2, 9], Gen.Int[0, 8]).Where((count, start) => start < count - 1).Sample((count, start) =>
        {
            var set = Samples.Pictures(count, height: 2, width: 2);

            var slice = set.Slice(start, count - start);
            var reversed = set.Select([.. Enumerable.Range(0, count).Reverse()]);

            for (var i = 0; i < count; i++)
            {
                AssertSame(set, i, reversed, count - 1 - i);
                if (i >= start)
                    AssertSame(set, i, slice, i - start);
            }
        });

    [Fact]
    public void Parts_that_are_joined_are_the_whole() =>
        Gen.Select(Gen.Int[2, 9], Gen.Int[1, 8]).Where((count, first) => first < count).Sample((count, first) =>
        {
            var set = Samples.Pictures(count, height: 2, width: 3);

            Assert.Equal(set.Hash, SampleSet.Join(set.Slice(0, first), set.Slice(first, count - first)).Hash);
        });

    [Fact]
    public void Sets_of_other_kinds_are_not_joined()
    {
        var set = Samples.Pictures(4, height: 2, width: 3);

        Assert.Throws<ArgumentException>(() => SampleSet.Join());
        Assert.Throws<ArgumentException>(() => SampleSet.Join(set, Samples.Pictures(4, height: 3, width: 2)));
        Assert.Throws<ArgumentException>(() => SampleSet.Join(set, Samples.Pictures(4, height: 2, width: 3, classes: 4)));
        Assert.Throws<ArgumentException>(
            () => SampleSet.Join(Samples.Vectors([1, 2], 2, [0]), Samples.Pictures([1, 2], [1, 2], [0], classes: 2)));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    [InlineData(2, 2)]
    public void A_slice_of_nothing_and_one_beyond_the_ends_are_refused(int start, int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Samples.Pictures(3, 2, 2).Slice(start, count));

    [Fact]
    public void Taking_more_than_there_is_takes_everything()
    {
        var set = Samples.Pictures(count: 4, height: 1, width: 1);

        Assert.Same(set, set.Take(10));
        Assert.Equal(3, set.Take(3).Count);
    }

    [Fact]
    public void The_hash_is_SHA_256_over_type_sizes_inputs_and_labels()
    {
        var set = Samples.Pictures([7, 8], [2, 1, 1, 1], [1, 0], classes: 2);
        var expected = new byte[(5 * 8) + 2 + (2 * 4)];
        long[] header = [(long)ElementType.UInt8, 2, 1, 1, 1];
        for (var i = 0; i < header.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(expected.AsSpan(i * 8), header[i]);
        (expected[40], expected[41], expected[42]) = (7, 8, 1);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(expected)), set.Hash);
    }

    [Fact]
    public void Any_change_of_content_changes_the_hash()
    {
        string[] hashes =
        [
            Samples.Pictures([7, 8], [2, 1, 1, 1], [1, 0], classes: 2).Hash,
            Samples.Pictures([7, 9], [2, 1, 1, 1], [1, 0], classes: 2).Hash,
            Samples.Pictures([7, 8], [2, 1, 1, 1], [1, 1], classes: 2).Hash,
            Samples.Pictures([7, 8], [1, 1, 1, 2], [1], classes: 2).Hash,
            Samples.Pictures([7, 8], [1, 1, 2, 1], [1], classes: 2).Hash,
        ];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    private static void AssertSame(SampleSet expected, int expectedIndex, SampleSet actual, int actualIndex)
    {
        Assert.Equal(expected.Sample<byte>(expectedIndex), actual.Sample<byte>(actualIndex));
        Assert.Equal(expected.Labels.Span[expectedIndex], actual.Labels.Span[actualIndex]);
    }
}
