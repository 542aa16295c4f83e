using TorchBasics.Digits;

namespace TorchBasics.Tests.Managed.Digits;

public class DigitSetTests
{
    [Fact]
    public void Training_and_test_digits_are_those_of_the_seeds_one_and_two()
    {
        Assert.Equal((1UL, 60_000), (DigitSet.Training.Seed, DigitSet.Training.Count));
        Assert.Equal((2UL, 10_000), (DigitSet.Test.Seed, DigitSet.Test.Count));
    }

    [Fact]
    public void A_digit_drawn_alone_is_the_one_drawn_among_others()
    {
        var pixels = new byte[DigitGenerator.PixelCount];

        var (images, labels) = DigitSet.Test.Generate(5);
        var label = DigitSet.Test.Render(4, pixels);

        Assert.Equal(labels[4], label);
        Assert.True(images.Bytes.Span[(4 * DigitGenerator.PixelCount)..].SequenceEqual(pixels));
    }

    [Fact]
    public void A_digit_beyond_the_set_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DigitSet.Test.Render(10_000, new byte[DigitGenerator.PixelCount]));
        Assert.Throws<ArgumentOutOfRangeException>(() => DigitSet.Test.Generate(10_001));
    }
}
