using CsCheck;
using SkiaSharp;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Pictures;
using TorchBasics.Tests.Managed.Formats;

namespace TorchBasics.Tests.Managed.Pictures;

public class PreparedPictureTests
{
    [Fact]
    public void A_whole_picture_of_the_right_size_stays_as_it_is()
    {
        byte[] pixels = [1, 2, 3, 4, 5, 6];

        var prepared = PreparedPicture.Of(new(3, 2, pixels), "p.png", PicturePreparation.Whole, new(2, 3));

        Assert.Equal((3, 2), (prepared.Width, prepared.Height));
        Assert.Equal(pixels, prepared.Pixels.ToArray());
    }

    [Fact]
    public void A_whole_picture_is_scaled_by_area_whatever_its_proportions()
    {
        // Rows of 4 become rows of 2: each new pixel is the mean of two neighbours; the one row becomes two.
        var prepared = PreparedPicture.Of(new(4, 1, [10, 30, 100, 200]), "p.png", PicturePreparation.Whole, new(2, 2));

        Assert.Equal([20, 150, 20, 150], prepared.Pixels.ToArray().Select(pixel => (int)pixel));
    }

    // Pixel i of the new axis covers [i from / to, (i + 1) from / to) of the old one; the mean over the covered rectangle.
    [Fact]
    public void Scaling_is_the_mean_over_the_covered_rectangle_for_any_sizes() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[0, 1000]).Sample(
            (width, height, newWidth, newHeight, seed) =>
            {
                var pixels = new byte[width * height];
                new Random(seed).NextBytes(pixels);

                var scaled = PreparedPicture.Of(
                    new(width, height, pixels), "p.png", PicturePreparation.Whole, new(newHeight, newWidth));

                for (var y = 0; y < newHeight; y++)
                    for (var x = 0; x < newWidth; x++)
                        Assert.InRange(scaled[x, y] - Mean(x, y), -0.5001, 0.5001);

                double Mean(int x, int y)
                {
                    var sum = 0.0;
                    for (var j = 0; j < height; j++)
                        for (var i = 0; i < width; i++)
                            sum += Covered(x, width, newWidth, i) * Covered(y, height, newHeight, j) * pixels[(j * width) + i];
                    return sum * newWidth * newHeight / (width * height);
                }
            });

    [Fact]
    public void A_sign_comes_in_the_size_of_the_pictures_of_MNIST_alone()
    {
        var error = Assert.Throws<TorchBasicsException>(() => PreparedPicture.Check(PicturePreparation.Sign, new Size2d(32, 28)));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Equal(
            "Signs are prepared as MNIST's are, in 28x28 pixels; 32x28 were asked for. "
            + "Take whole pictures (--preparation whole), or leave the size out.",
            error.Message);
    }

    [Fact]
    public void A_sign_is_prepared_as_predict_does()
    {
        var picture = new GreyPicture(
            40, 30, [.. Enumerable.Range(0, 1200).Select(i => (byte)(i % 40 is > 10 and < 15 ? 0 : 255))]);

        var prepared = PreparedPicture.Of(picture, "p.png", PicturePreparation.Sign, 28);

        Assert.Equal(DigitPreparation.Prepare(picture, "p.png").Pixels.ToArray(), prepared.Pixels.ToArray());
    }

    [Fact]
    public void A_picture_longer_than_any_JPEG_is_refused_before_it_is_decoded()
    {
        using var folder = new TemporaryFolder();
        PictureFiles.Draw(folder.File("p.png"), 65_536, 1, canvas => canvas.Clear(SKColors.White));

        var error = Assert.Throws<TorchBasicsException>(() => PictureFile.Read(folder.File("p.png")));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.EndsWith(
            "p.png claims 65536 x 1 pixels; at most 65,535 rows and columns are read. Cut the picture.",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Large_pictures_can_be_decoded_by_several_threads()
    {
        using var folder = new TemporaryFolder();
        PictureFiles.Draw(folder.File("p.png"), 2100, 2000, canvas => canvas.Clear(SKColors.White));
        var content = PictureFile.ReadContent(folder.File("p.png"));
        var means = new double[4];

        Parallel.For(0, means.Length, i => means[i] = PictureFile.Decode("p", content).Pixels.ToArray().Average(pixel => pixel));

        Assert.All(means, mean => Assert.Equal(255, mean));
    }

    // The length of what new pixel i covers of old pixel j.
    private static double Covered(int i, int from, int to, int j) =>
        Math.Max(0, Math.Min((i + 1.0) * from / to, j + 1) - Math.Max((double)i * from / to, j));
}
