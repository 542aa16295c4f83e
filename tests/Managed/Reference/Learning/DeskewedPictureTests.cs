using TorchBasics.Core;
using TorchBasics.Digits;
using TorchBasics.Reference.Learning;

namespace TorchBasics.Tests.Managed.Reference.Learning;

public sealed class DeskewedPictureTests
{
    [Fact]
    public void Drawn_digits_are_deskewed_by_the_product_as_by_the_textbook()
    {
        var (images, _) = DigitSet.Training.Generate(200);

        for (var n = 0; n < 200; n++)
        {
            var digit = images.Bytes.Span.Slice(n * DigitGenerator.PixelCount, DigitGenerator.PixelCount);

            Assert.Equal(DeskewedPicture.Of(digit, channels: 1, height: 28, width: 28), Deskewing.Apply(digit, [1, 28, 28]));
        }
    }

    [Fact]
    public void Pictures_of_any_size_and_any_content_are_deskewed_alike()
    {
        var random = new RandomGenerator(4);
        for (var n = 0; n < 2000; n++)
        {
            var (channels, height, width) = (1 + random.NextInt32(3), 1 + random.NextInt32(9), 1 + random.NextInt32(11));
            var picture = new byte[channels * height * width];
            var share = random.NextDouble(); // from a few pixels, far from the middle, to all
            foreach (ref var pixel in picture.AsSpan())
                pixel = random.NextDouble() < share ? (byte)random.NextInt32(256) : (byte)0;

            Assert.Equal(
                DeskewedPicture.Of(picture, channels, height, width), Deskewing.Apply(picture, [channels, height, width]));
        }
    }

    // The bar has its middle at (3, 2) of 0 to 5 and 0 to 4, and its lines move by 1 pixel each: x - 2.5 - 0.5 goes to
    // x - 3 - (y - 2), which lies half a pixel beside the pixels of the result.
    [Fact]
    public void A_bar_at_45_degrees_becomes_a_vertical_bar_between_two_columns()
    {
        var picture = new byte[30];
        for (var y = 0; y < 5; y++)
            picture[(y * 6) + y + 1] = 100;

        byte[] line = [0, 0, 50, 50, 0, 0];
        Assert.Equal([.. line, .. line, .. line, .. line, .. line], DeskewedPicture.Of(picture, 1, 5, 6));
    }
}
