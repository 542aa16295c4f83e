using TorchBasics.Lessons;
using TorchBasics.Lessons.Course;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Tests.Managed.Lessons;

public sealed class KernelsLessonTests
{
    // A step from 0 to 10 between the second and the third column.
    private static readonly double[,] Step = Planes.Make(5, 5, (_, column) => column < 2 ? 0 : 10);

    [Theory]
    [InlineData("identity", 10, 10)]
    [InlineData("box", 20 / 3.0, 10)]  // six of nine
    [InlineData("gaussian", 7.5, 10)]  // 12 of 16
    [InlineData("sharpen", 20, 10)]    // 5 * 10 - 3 * 10
    [InlineData("sobel-x", 40, 0)]     // 4 * 10
    [InlineData("sobel-y", 0, 0)]
    [InlineData("laplacian", -10, 0)]  // 3 * 10 - 4 * 10
    [InlineData("emboss", 40, 10)]     // (-1 + 1 + 1) * 10 + (0 + 1 + 2) * 10
    public void A_step_gives_the_numbers_of_hand_computation(string kernel, double atTheStep, double beyond)
    {
        var result = ClassicalKernels.Of(kernel).Apply(Step);

        Assert.Equal((atTheStep, beyond), (result[2, 2], result[2, 3]));
    }

    [Fact]
    public void The_gradient_size_is_the_length_of_both_slopes()
    {
        // Sobel x of x + 2 y is 8, Sobel y is 16: the root of 320.
        var ramp = Planes.Make(5, 5, (row, column) => column + (2 * row));

        Assert.Equal(Math.Sqrt(320), ClassicalKernels.GradientSize(ramp)[2, 2]);
    }

    [Fact]
    public void A_picture_of_ones_own_takes_the_place_of_the_digit()
    {
        var bytes = new byte[28 * 28];
        (bytes[0], bytes[(27 * 28) + 27]) = (255, 255); // ink in two corners: the sums of the border, too, have to hold

        var run = Run(("drawing", Convert.ToBase64String(bytes)), ("kernel", "gaussian"), ("row", "28"), ("column", "28"));

        Assert.True(run.Holds);
        Assert.Contains("the ink, 510,", run.Claims.Single(claim => claim.Key == "sum").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Facts_about_sums_fail_where_a_picture_is_not_whole()
    {
        var facts = KernelFacts.Of(Planes.Make(5, 5, (row, column) => 0.1 + (row * 0.7) + (column / 3.0)));

        Assert.False(facts.KeepSums && facts.SharpensByLaplacian && facts.IsSeparable);
    }

    private static LessonRun Run(params IReadOnlyList<(string Name, string Value)> changes)
    {
        var lesson = new KernelsLesson();
        return lesson.Run(
            ParameterValues.Of(lesson.Parameters, changes.Select(change => KeyValuePair.Create(change.Name, change.Value))),
            Language.English,
            new LessonContext(new LessonEngine()));
    }
}
