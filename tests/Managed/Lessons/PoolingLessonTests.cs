using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Course;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Tests.Managed.Lessons;

public sealed class PoolingLessonTests
{
    private static readonly double[,] Grid = { { 1, 3, 2, 2 }, { 5, 4, 0, 2 }, { 7, 7, 1, 6 }, { 0, 2, 8, 3 } };

    [Fact]
    public void Windows_that_overlap_give_the_numbers_of_hand_computation()
    {
        Assert.Equal(
            new double[,] { { 5, 4, 2 }, { 7, 7, 6 }, { 7, 8, 8 } }, Pooling.Apply(new MaxPool2d(2, 1), Grid));
        Assert.Equal(
            new[,] { { 3.25, 2.25, 1.5 }, { 5.75, 3, 2.25 }, { 4, 4.5, 4.5 } }, Pooling.Apply(new AvgPool2d(2, 1), Grid));
    }

    [Fact]
    public void Ties_give_the_gradient_to_the_first_largest_number()
    {
        double[,] tied = { { 4, 4 }, { 4, 4 } };

        Assert.Equal(new double[,] { { 1, 0 }, { 0, 0 } }, Pooling.Gradient(new MaxPool2d(2, 2), tied));
        Assert.Equal(new[,] { { 0.25, 0.25 }, { 0.25, 0.25 } }, Pooling.Gradient(new AvgPool2d(2, 2), tied));
    }

    [Fact]
    public void A_number_gets_the_gradient_of_each_window_that_it_wins() => Assert.Equal(
        new double[,] { { 0, 0, 1, 0 }, { 1, 1, 0, 0 }, { 2, 1, 0, 1 }, { 0, 0, 2, 0 } },
        Pooling.Gradient(new MaxPool2d(2, 1), Grid));

    [Theory]
    [InlineData("3", "1")]
    [InlineData("3", "3")]
    [InlineData("4", "2")]
    public void Other_windows_keep_the_claims_that_they_can_keep(string size, string stride)
    {
        var run = Run(("size", size), ("stride", stride), ("kernel", "laplacian"), ("digit", "42"));

        Assert.True(run.Holds);
        Assert.DoesNotContain(run.Claims, claim => claim.Key is "hand" or "still");
    }

    [Fact]
    public void A_digit_that_stays_has_not_changed()
    {
        var study = new ShiftStudy(ClassicalKernels.Of("sobel-x"), new MaxPool2d(2, 2), new AvgPool2d(2, 2));
        var (digit, _) = ShiftStudy.Digit(3);

        var (still, moved) = (study.Maps(digit, 0), study.Maps(digit, 1));

        Assert.Equal(default, still.ChangeFrom(still));
        Assert.True(moved.ChangeFrom(still) is { Map: > 0, Max: > 0, Average: > 0 });
    }

    [Fact]
    public void A_stride_beyond_the_window_is_refused_with_a_reason()
    {
        var error = Assert.ThrowsAny<TorchBasicsException>(() => Run(("stride", "3")));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.StartsWith("stride got 3; expected at most the size of the window, 2", error.Message, StringComparison.Ordinal);
    }

    private static LessonRun Run(params IReadOnlyList<(string Name, string Value)> changes)
    {
        var lesson = new PoolingLesson();
        return lesson.Run(
            ParameterValues.Of(lesson.Parameters, changes.Select(change => KeyValuePair.Create(change.Name, change.Value))),
            Language.English,
            new LessonContext(new LessonEngine()));
    }
}
