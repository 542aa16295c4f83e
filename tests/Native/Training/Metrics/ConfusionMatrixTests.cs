using System.Text.Json;
using TorchBasics.Training.Metrics;

namespace TorchBasics.Tests.Native.Training.Metrics;

public class ConfusionMatrixTests
{
    // Three classes, the third never predicted, a fourth that never occurs.
    private static ConfusionMatrix Matrix => new([[5, 1, 0, 0], [2, 7, 0, 1], [1, 3, 0, 0], [0, 0, 0, 0]]);

    [Fact]
    public void Counts_samples_and_right_answers()
    {
        Assert.Equal(20, Matrix.Count);
        Assert.Equal(12, Matrix.Correct);
        Assert.Equal(0.6, Matrix.Accuracy);
    }

    [Theory]
    [InlineData(0, 5 / 8.0, 5 / 6.0, 10 / 14.0)]
    [InlineData(1, 7 / 11.0, 7 / 10.0, 14 / 21.0)]
    [InlineData(2, 0, 0, 0)]
    [InlineData(3, 0, 0, 0)]
    public void Precision_recall_and_F1_are_those_of_the_hand(int c, double precision, double recall, double f1)
    {
        Assert.Equal(precision, Matrix.Precision(c));
        Assert.Equal(recall, Matrix.Recall(c));
        Assert.Equal(f1, Matrix.F1(c));
    }

    [Fact]
    public void Survives_the_way_through_JSON()
    {
        var evaluation = new Evaluation(0.25, Matrix);

        var back = JsonSerializer.Deserialize<Evaluation>(JsonSerializer.Serialize(evaluation));

        Assert.Equal(evaluation, back);
    }

    [Fact]
    public void Matrices_with_other_counts_differ() =>
        Assert.NotEqual(new ConfusionMatrix([[1, 0], [0, 1]]), new ConfusionMatrix([[0, 1], [1, 0]]));

    [Fact]
    public void Rows_of_another_length_are_refused() =>
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix([[1, 2], [3]]));
}
