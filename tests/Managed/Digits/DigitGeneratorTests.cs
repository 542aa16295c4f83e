using System.Security.Cryptography;
using CsCheck;
using TorchBasics.Digits;

namespace TorchBasics.Tests.Managed.Digits;

public class DigitGeneratorTests
{
    private const int Side = 28;

    [Fact]
    public void The_first_thousand_images_are_the_same_on_every_machine()
    {
        var (images, labels) = DigitGenerator.Generate(seed: 1, first: 0, count: 1000);

        // Written down from the first run (x64, .NET 10); a change of any pixel on any platform is a change of the data set.
        Assert.Equal(
            "2310d8139e496a3995f0bc53c3772be330750554cad40df4c7eea17b7bfbd0dc",
            Convert.ToHexStringLower(SHA256.HashData(images.Bytes.Span)));
        Assert.Equal(
            "91cc14c6284b122cf8ffddef2e808eb0a1282a6b4067edfec310258ad74285ab",
            Convert.ToHexStringLower(SHA256.HashData([.. labels.Select(label => (byte)label)])));
    }

    [Fact]
    public void The_number_of_threads_does_not_change_the_images()
    {
        var one = DigitGenerator.Generate(seed: 2, first: 0, count: 500, threads: 1);

        var four = DigitGenerator.Generate(seed: 2, first: 0, count: 500, threads: 4);

        Assert.True(one.Images.Bytes.Span.SequenceEqual(four.Images.Bytes.Span));
        Assert.Equal(one.Labels, four.Labels);
    }

    [Fact]
    public void An_image_does_not_depend_on_its_neighbours() =>
        Gen.Select(Gen.ULong, Gen.Int[0, 1_000_000], Gen.Int[1, 30]).Sample((seed, first, count) =>
        {
            var alone = new byte[DigitGenerator.PixelCount];

            var (images, labels) = DigitGenerator.Generate(seed, first, count);
            DigitGenerator.Render(seed, first + count - 1, alone, out var label);

            Assert.Equal(label, labels[^1]);
            Assert.True(images.Bytes.Span[^DigitGenerator.PixelCount..].SequenceEqual(alone));
        }, iter: 30);

    [Fact]
    public void Different_seeds_and_indices_give_different_images()
    {
        var first = DigitGenerator.Generate(seed: 4, first: 0, count: 1000).Images.Bytes.ToArray();
        var second = DigitGenerator.Generate(seed: 5, first: 0, count: 1000).Images.Bytes.ToArray();

        var distinct = first.Chunk(DigitGenerator.PixelCount).Concat(second.Chunk(DigitGenerator.PixelCount))
            .Select(image => Convert.ToHexString(SHA256.HashData(image))).Distinct().Count();

        Assert.Equal(2000, distinct);
    }

    [Fact]
    public void Images_and_labels_have_the_announced_form()
    {
        var (images, labels) = DigitGenerator.Generate(seed: 6, first: 3, count: 7);

        Assert.Equal("images UInt8 [7, 1, 28, 28]", images.ToString());
        Assert.Equal(7, labels.Length);
    }

    [Fact]
    public void Every_ten_images_hold_each_digit_once()
    {
        var labels = DigitGenerator.Generate(seed: 7, first: 0, count: 1000).Labels;

        Assert.All(labels.Chunk(10), ten => Assert.Equal(Enumerable.Range(0, 10), ten.Order()));
        Assert.NotEqual(labels[..10], labels[10..20]);
    }

    [Fact]
    public void Every_way_of_writing_occurs_about_as_often_as_its_weight_says()
    {
        const int imagesPerDigit = 1500;
        var counts = Enumerable.Range(0, 10 * imagesPerDigit)
            .Select(i => DigitGenerator.Render(8, i, new byte[DigitGenerator.PixelCount], out _))
            .CountBy(allograph => allograph).ToDictionary();

        Assert.Equal(DigitGenerator.Allographs.Count, counts.Count);
        foreach (var digit in DigitGenerator.Allographs.GroupBy(allograph => allograph.Digit))
            foreach (var allograph in digit)
            {
                // A binomial count strays by more than five deviations with probability below 1e-6.
                var share = (double)allograph.Weight / digit.Sum(other => other.Weight);
                var deviation = Math.Sqrt(imagesPerDigit * share * (1 - share));
                Assert.InRange(
                    counts[allograph], (imagesPerDigit * share) - (5 * deviation), (imagesPerDigit * share) + (5 * deviation));
            }
    }

    [Fact]
    public void Every_way_of_writing_says_which_digit_it_draws() =>
        Assert.All(
            Enumerable.Range(0, 1000),
            i => Assert.Equal(DigitGenerator.Render(8, i, new byte[DigitGenerator.PixelCount], out var label).Digit, label));

    [Fact]
    public void The_centre_of_mass_lies_within_half_a_pixel_of_pixel_fourteen()
    {
        var images = Images(seed: 9, count: 1000).Where(image => !TouchesEdge(image)).ToArray();

        var centres = images.Select(CentreOfMass).ToArray();

        // Moved by whole pixels, so half a pixel may remain; MNIST's own training images average 14.0 in both directions.
        // Ink that reached the edge of the picture is not moved further.
        Assert.InRange(images.Length, 980, 1000);
        Assert.All(centres, centre => Assert.InRange(centre.X, 13.5, 14.5));
        Assert.All(centres, centre => Assert.InRange(centre.Y, 13.5, 14.5));
    }

    [Fact]
    public void The_ink_fills_a_box_of_twenty_pixels()
    {
        var boxes = Images(seed: 10, count: 1000).Select(image =>
        {
            var inked = Enumerable.Range(0, DigitGenerator.PixelCount).Where(i => image[i] > 0).ToArray();
            var (columns, rows) = (inked.Select(i => i % Side).ToArray(), inked.Select(i => i / Side).ToArray());
            return Math.Max(columns.Max() - columns.Min() + 1, rows.Max() - rows.Min() + 1);
        });

        // The pressure of the pen may leave the outermost pixels of a light line blank.
        Assert.All(boxes, size => Assert.InRange(size, 18, 20));
    }

    [Fact]
    public void Grey_levels_are_distributed_as_in_MNIST()
    {
        var pixels = Images(seed: 11, count: 1000).SelectMany(image => image).ToArray();

        var blank = pixels.Count(pixel => pixel == 0) / (double)pixels.Length;
        var full = pixels.Count(pixel => pixel >= 250) / (double)pixels.Length;
        var mean = pixels.Average(pixel => pixel / 255.0);

        // MNIST's training images: 80.9 % blank, 7.4 % at 250 and above, mean 0.1307.
        Assert.InRange(blank, 0.78, 0.84);
        Assert.InRange(full, 0.055, 0.09);
        Assert.InRange(mean, 0.12, 0.145);
    }

    [Theory]
    [InlineData(-1, 10), InlineData(0, -1), InlineData(0, int.MaxValue), InlineData(int.MaxValue, 1)]
    public void Ranges_that_do_not_exist_are_refused(int first, int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DigitGenerator.Generate(1, first, count));

    [Fact]
    public void Room_of_another_size_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DigitGenerator.Render(1, 0, new byte[783], out _));

    private static IEnumerable<byte[]> Images(ulong seed, int count) =>
        DigitGenerator.Generate(seed, 0, count).Images.Bytes.ToArray().Chunk(DigitGenerator.PixelCount);

    private static bool TouchesEdge(byte[] image) =>
        Enumerable.Range(0, Side).Any(i => (image[i] | image[(27 * Side) + i] | image[i * Side] | image[(i * Side) + 27]) != 0);

    private static (double X, double Y) CentreOfMass(byte[] image)
    {
        var mass = image.Sum(pixel => (double)pixel);
        return (image.Select((pixel, i) => (double)pixel * (i % Side)).Sum() / mass,
            image.Select((pixel, i) => (double)pixel * (i / Side)).Sum() / mass);
    }
}
