using TorchBasics.Core.Errors;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Course;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Tests.Managed.Lessons;

public sealed class ConvolutionLessonTests
{
    private static readonly double[,] Seven =
    {
        { 1, 1, 1, 1, 1 }, { 0, 0, 0, 1, 0 }, { 0, 0, 1, 0, 0 }, { 0, 1, 0, 0, 0 }, { 1, 0, 0, 0, 0 },
    };

    private static readonly double[,] Stroke = { { -1, 0, 1 }, { 0, 1, 0 }, { 1, 0, -1 } };

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    public void A_grey_picture_gives_what_hand_written_loops_give(int padding, int stride)
    {
        var result = Convolution.Apply(Seven, Stroke, padding, stride);

        Assert.Equal(Slide([Seven], [Stroke], 0, padding, stride), result);
    }

    [Fact]
    public void Two_kernels_over_a_picture_in_colours_give_what_hand_written_loops_give()
    {
        var results = Convolution.Apply(Flower.Planes, Flower.Kernels, 1, 1);

        foreach (var (kernel, result) in Flower.Kernels.Zip(results))
            Assert.Equal(Slide(Flower.Planes, kernel.Channels, kernel.Bias, 1, 1), result);
        Assert.Equal((5, 2), (results[0][1, 2], results[1][3, 1])); // 4 * 2 + 2 - 5; 2 + 2 + 3 * 2 - 8
    }

    [Fact]
    public void The_result_of_a_seven_is_the_one_computed_by_hand()
    {
        double[,] expected = { { -1, 0, 2 }, { 0, 3, 0 }, { 3, 0, -1 } };

        Assert.Equal(expected, Convolution.Apply(Seven, Stroke));
    }

    [Fact]
    public void A_sum_is_written_with_its_terms_in_their_order()
    {
        var kernel = new ConvolutionKernel(4, new double[,] { { 5, 6 }, { -7, 8 } });
        var traced = Convolution.Trace([new double[,] { { 1, -2 }, { 3, 0 } }], [kernel], 1, 0);

        Assert.Equal("1·5 + (-2)·6 + 3·(-7) + 0·8 + 4 = -24", SumText.Line(traced.Element(0, 0)));
        Assert.Equal(["  1·5 + (-2)·6", "+ 3·(-7) + 0·8", "+ 4 = -24"], SumText.Lines(traced.Element(0, 0), 2));
    }

    [Theory]
    [InlineData("valid", 1, 81, 81)]
    [InlineData("same", 1, 225, 169)] // along one axis 2 + 3 + 3 + 3 + 2 of 15 weights lie inside
    [InlineData("same", 2, 81, 49)]   // 2 + 3 + 2 of 9
    public void The_work_is_counted(string padding, int stride, int products, int meetings)
    {
        var claim = Run(("padding", padding), ("stride", $"{stride}")).Claims.Single(one => one.Key == "work");

        Assert.True(claim.Holds);
        Assert.Contains($"{products} multiply-adds; {meetings} of", claim.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_kernels_make_no_claim_about_the_seven()
    {
        var run = Run(("kernel", "1,2,3;4,5,6;7,8,-9"), ("bias", "-3"), ("padding", "same"));

        Assert.True(run.Holds);
        Assert.DoesNotContain(run.Claims, claim => claim.Key == "seven");
    }

    [Fact]
    public void Fractions_are_refused_with_a_reason()
    {
        var error = Assert.ThrowsAny<TorchBasicsException>(() => Run(("kernel", "0,0,0;0,0.5,0;0,0,0")));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.StartsWith("kernel got 0.5; expected whole numbers", error.Message, StringComparison.Ordinal);
    }

    private static LessonRun Run(params IReadOnlyList<(string Name, string Value)> changes)
    {
        var lesson = new ConvolutionLesson();
        return lesson.Run(
            ParameterValues.Of(lesson.Parameters, changes.Select(change => KeyValuePair.Create(change.Name, change.Value))),
            Language.Find("en"),
            new LessonContext(new LessonEngine()));
    }

    private static double[,] Slide(
        IReadOnlyList<double[,]> planes, IReadOnlyList<double[,]> kernel, double bias, int padding, int stride)
    {
        var (height, width) = (planes[0].GetLength(0), planes[0].GetLength(1));
        var result = new double[((height + (2 * padding) - 3) / stride) + 1, ((width + (2 * padding) - 3) / stride) + 1];
        for (var row = 0; row < result.GetLength(0); row++)
            for (var column = 0; column < result.GetLength(1); column++)
            {
                result[row, column] = bias;
                for (var channel = 0; channel < planes.Count; channel++)
                    for (var p = 0; p < 3; p++)
                        for (var q = 0; q < 3; q++)
                        {
                            var (y, x) = ((row * stride) + p - padding, (column * stride) + q - padding);
                            if (y >= 0 && y < height && x >= 0 && x < width)
                                result[row, column] += planes[channel][y, x] * kernel[channel][p, q];
                        }
            }

        return result;
    }
}
