using System.Security.Cryptography;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Training.Data;

namespace TorchBasics.Tests.Native.Training.Data;

public class DeskewTests
{
    // Python 3.11, fractions.Fraction, as DeskewingTests describe it: SHA-256 of the first 50 pictures of the test set.
    [Fact]
    public void Digits_of_mnist_become_what_fractions_of_whole_numbers_give()
    {
        Assert.SkipWhen(Samples.MnistFolder is null, $"{DataLocations.DataVariable} names no folder with MNIST.");
        var test = DataCatalog.Load(Samples.MnistFolder!, new DataOptions { TrainLimit = 1, TestLimit = 50 }).Deskew().Test;

        Assert.Equal(
            "70f5e04886bb3b67edad5f6d369e510d9568aa738359cdb0aa179944526a81c1",
            Convert.ToHexStringLower(SHA256.HashData(test.Inputs.Bytes.Span)));
    }

    [Fact]
    public void All_sets_are_deskewed_and_keep_their_names_and_labels()
    {
        var split = DataCatalog.Load("digits", new DataOptions { TrainLimit = 8, TestLimit = 3 }).HoldBack(2, seed: 1);

        var deskewed = split.Deskew();

        foreach (var (before, after) in new[]
        {
            (split.Train, deskewed.Train), (split.Validation!, deskewed.Validation!), (split.Test, deskewed.Test),
        })
        {
            Assert.Equal((before.Name, before.Count), (after.Name, after.Count));
            Assert.Equal(before.Labels.ToArray(), after.Labels.ToArray());
            for (var n = 0; n < before.Count; n++)
                Assert.Equal(Deskewing.Apply(before.Sample<byte>(n), before.Shape), after.Sample<byte>(n));
        }
    }

    [Fact]
    public void Vectors_are_refused()
    {
        var error = Assert.Throws<TorchBasicsException>(() => TruthTables.Load("xor").Deskew());

        Assert.Equal(
            (ErrorKind.Usage, "Deskewing shears pictures of at most 1024 x 1024 pixels; xor has samples [N, 2]. Leave it out."),
            (error.Kind, error.Message));
    }

    [Fact]
    public void Pictures_that_are_no_bytes_are_refused()
    {
        var set = new SampleSet(
            "floats", NamedArray.Of<float>("inputs", [1, 1, 2, 2], new float[4]), new[] { 0 }, ["a", "b"]);

        var error = Assert.Throws<TorchBasicsException>(set.Deskew);

        Assert.Equal("Deskewing shears pictures of bytes; floats holds Float32. Leave it out.", error.Message);
    }
}
