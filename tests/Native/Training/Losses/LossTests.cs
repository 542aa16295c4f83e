using CsCheck;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchBasics.Tests.Native.Training.Losses;

public class LossTests
{
    // The note's answer of a network that is fairly sure of a five.
    private static readonly double[] Note = [0, 0, 0.1, 0, 0, 0.88, 0, 0, 0, 0.02];

    // Float32 sums of at most 32 x 11 terms: gamma_352 = 352 x 2^-24 = 2.1e-5 relative, in the worst case.
    private const double Relative = 2.2e-5;

    [Fact]
    public void Mean_squared_error_of_the_notes_answer_is_what_the_hand_gets()
    {
        using var scope = NewDisposeScope();

        var loss = new MeanSquaredErrorLoss(10).Of(tensor(Note, ScalarType.Float32).unsqueeze(0), tensor([5L]));

        // (0.1^2 + (0.88 - 1)^2 + 0.02^2) / 10 = (0.01 + 0.0144 + 0.0004) / 10
        Assert.Equal(0.00248, loss.ToDouble(), 1e-9);
    }

    [Fact]
    public void Cross_entropy_of_the_notes_answer_is_minus_the_logarithm_of_its_belief_in_the_label()
    {
        using var scope = NewDisposeScope();
        double[] visible = [1e-30, 1e-30, 0.1, 1e-30, 1e-30, 0.88, 1e-30, 1e-30, 1e-30, 0.02]; // 0 has no logarithm

        var loss = new CrossEntropyLoss(10)
            .Of(tensor([.. visible.Select(p => Math.Log(p))], ScalarType.Float32).unsqueeze(0), tensor([5L]));

        // softmax(log p) = p, and -ln 0.88 = 0.127833...
        Assert.Equal(0.12783337150988489, loss.ToDouble(), 1e-6);
    }

    [Fact]
    public void The_likelihood_of_the_notes_answer_is_its_belief_in_the_label()
    {
        using var scope = NewDisposeScope();

        var loss = new NegativeLogLikelihoodLoss(10).Of(tensor(Note, ScalarType.Float32).unsqueeze(0), tensor([5L]));

        Assert.Equal(0.12783337150988489, loss.ToDouble(), 1e-6); // -ln 0.88
    }

    // 0.7 of the label and 0.1 of each class: -(0.8 ln 0.5 + 0.1 ln 0.2 + 0.1 ln 0.3)
    [Fact]
    public void A_smoothed_likelihood_weighs_the_logarithms_of_all_classes()
    {
        using var scope = NewDisposeScope();

        var loss = new NegativeLogLikelihoodLoss(3, labelSmoothing: 0.3)
            .Of(tensor(new[] { 0.2f, 0.5f, 0.3f }).unsqueeze(0), tensor([1L]));

        Assert.Equal(-((0.8 * Math.Log(0.5)) + (0.1 * Math.Log(0.2)) + (0.1 * Math.Log(0.3))), loss.ToDouble(), 1e-6);
    }

    [Fact]
    public void A_single_class_has_no_likelihood() => Assert.Equal(
        "The likelihood of a class needs at least 2 classes; got 1.",
        Assert.Throws<TorchBasicsException>(() => new NegativeLogLikelihoodLoss(1)).Message);

    [Theory]
    [InlineData(LossKind.CrossEntropy, 0), InlineData(LossKind.CrossEntropy, 0.05), InlineData(LossKind.CrossEntropy, 0.5)]
    [InlineData(LossKind.MeanSquaredError, 0), InlineData(LossKind.MeanSquaredError, 0.1)]
    [InlineData(LossKind.Rbf, 0), InlineData(LossKind.Rbf, 0.1)]
    public void Agrees_with_the_formula_in_double_precision(LossKind kind, double smoothing) =>
        Samples(low: -8, high: 8).Sample(
            sample =>
            {
                using var scope = NewDisposeScope();
                var loss = Loss.Create(kind, smoothing, sample.Classes);

                var actual = loss.Of(Matrix(sample.Outputs), tensor(sample.Labels)).ToDouble();

                var expected = Expected(kind, sample.Outputs, OneHot(sample.Labels, sample.Classes), smoothing);
                Assert.Equal(expected, actual, Relative * Math.Max(1, Scale(sample.Outputs)));
            },
            iter: 100);

    [Theory]
    [InlineData(LossKind.CrossEntropy), InlineData(LossKind.MeanSquaredError), InlineData(LossKind.Rbf)]
    public void A_soft_target_that_is_certain_equals_the_label(LossKind kind)
    {
        using var scope = NewDisposeScope();
        var loss = Loss.Create(kind, 0.1, 4);
        var outputs = tensor(new float[,] { { 1, -2, 0.5f, 3 }, { -1, 0, 2, -4 }, { 0, 0, 0, 1 } });
        var labels = tensor([3L, 1L, 0L]);

        var soft = loss.OfSoft(outputs, one_hot(labels, 4).to_type(ScalarType.Float32));

        Assert.Equal(loss.Of(outputs, labels).ToDouble(), soft.ToDouble(), 1e-6);
    }

    [Theory]
    [InlineData(LossKind.CrossEntropy), InlineData(LossKind.MeanSquaredError), InlineData(LossKind.Rbf)]
    public void Soft_targets_agree_with_the_formula_in_double_precision(LossKind kind)
    {
        using var scope = NewDisposeScope();
        double[][] outputs = [[1, -2, 0.5], [-1, 0, 2]];
        double[][] targets = [[0.2, 0.3, 0.5], [0.9, 0.1, 0]];

        var loss = Loss.Create(kind, 0.2, 3).OfSoft(Matrix(outputs), Matrix(targets));

        Assert.Equal(Expected(kind, outputs, targets, 0.2), loss.ToDouble(), 1e-6);
    }

    [Fact]
    public void Cross_entropy_and_its_gradient_agree_with_TorchSharps_own()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var outputs = randn([7, 5], generator: generator).requires_grad_();
        var twin = outputs.detach().clone().requires_grad_();
        var labels = tensor([0L, 4, 2, 2, 1, 3, 0]);

        var (ours, theirs) =
            (new CrossEntropyLoss(5, 0.1).Of(outputs, labels), cross_entropy(twin, labels, label_smoothing: 0.1));
        ours.backward();
        theirs.backward();

        Assert.Equal(theirs.ToDouble(), ours.ToDouble());
        Assert.True(outputs.grad!.equal(twin.grad!).all().ToBoolean());
    }

    [Fact]
    public void Mean_squared_error_and_its_gradient_agree_with_TorchSharps_own()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var outputs = randn([7, 5], generator: generator).requires_grad_();
        var twin = outputs.detach().clone().requires_grad_();
        var labels = tensor([0L, 4, 2, 2, 1, 3, 0]);

        var (ours, theirs) =
            (new MeanSquaredErrorLoss(5).Of(outputs, labels), mse_loss(twin, one_hot(labels, 5).to_type(ScalarType.Float32)));
        ours.backward();
        theirs.backward();

        Assert.Equal(theirs.ToDouble(), ours.ToDouble());
        Assert.True(outputs.grad!.equal(twin.grad!).all().ToBoolean());
    }

    [Fact]
    public void The_gradient_of_the_RBF_loss_is_that_of_equation_9()
    {
        using var scope = NewDisposeScope();
        double[] scores = [-3, -0.5, -2];
        const double j = 0.7;
        var outputs = tensor(scores, ScalarType.Float32).unsqueeze(0).requires_grad_();

        new RbfLoss(3, rubbishPenalty: j).Of(outputs, tensor([2L])).backward();

        // With scores x = -y: d/dx[i] of -x[label] + log(e^-j + sum e^x) = e^x[i] / (e^-j + sum e^x) - [i = label]
        var sum = Math.Exp(-j) + scores.Sum(Math.Exp);
        for (var i = 0; i < 3; i++)
            Assert.Equal((Math.Exp(scores[i]) / sum) - (i == 2 ? 1 : 0), outputs.grad![0, i].ToDouble(), 1e-6);
    }

    [Theory]
    [InlineData(LossKind.CrossEntropy, 1e4), InlineData(LossKind.CrossEntropy, -1e4)]
    [InlineData(LossKind.MeanSquaredError, 1e4), InlineData(LossKind.MeanSquaredError, -1e4)]
    [InlineData(LossKind.Rbf, 1e4), InlineData(LossKind.Rbf, -1e4)]
    public void Extreme_outputs_give_a_finite_loss_and_finite_gradients(LossKind kind, double extreme)
    {
        using var scope = NewDisposeScope();
        double[][] rows = [[extreme, 0, -extreme], [extreme, extreme, extreme]];
        var outputs = Matrix(rows).requires_grad_();
        var labels = tensor([1L, 2L]);

        var loss = Loss.Create(kind, 0.1, 3).Of(outputs, labels);
        loss.backward();

        Assert.Equal(
            Expected(kind, rows, OneHot([1, 2], 3), 0.1),
            loss.ToDouble(),
            Relative * (kind == LossKind.MeanSquaredError ? 1e8 : 1e4));
        Assert.True(outputs.grad!.isfinite().all().ToBoolean());
    }

    [Fact]
    public void A_single_output_is_compared_with_the_label_itself()
    {
        using var scope = NewDisposeScope();
        var outputs = tensor([0.25f, 0.5f]).unsqueeze(1);

        var loss = new MeanSquaredErrorLoss(2).Of(outputs, tensor([0L, 1L]));

        // (0.25^2 + 0.5^2) / 2
        Assert.Equal(0.15625, loss.ToDouble());
    }

    [Theory]
    [InlineData(1), InlineData(2)]
    public void Smoothing_a_single_output_spreads_over_yes_and_no(int classes)
    {
        using var scope = NewDisposeScope();

        var loss = new MeanSquaredErrorLoss(classes, 0.2).Of(tensor([0f, 1f]).unsqueeze(1), tensor([0L, 1L]));

        // The targets 0 and 1 become 0.1 and 0.9.
        Assert.Equal(0.01, loss.ToDouble(), 1e-8);
    }

    [Fact]
    public void Outputs_of_another_width_are_refused()
    {
        using var scope = NewDisposeScope();

        var error = Assert.Throws<ShapeException>(() => new CrossEntropyLoss(10).Of(zeros(4, 3), tensor([0L, 1, 2, 0])));

        Assert.Equal("CrossEntropyLoss got outputs [4, 3]; expected [N, 10], one column for each class.", error.Message);
    }

    // One output answers a question of two classes, and no other.
    [Theory]
    [InlineData(3, 1), InlineData(2, 3), InlineData(3, 2), InlineData(1, 3)]
    public void Squared_errors_take_one_output_for_two_classes_only(int classes, int outputs)
    {
        using var scope = NewDisposeScope();

        Assert.Throws<ShapeException>(() => new MeanSquaredErrorLoss(classes).Of(zeros(2, outputs), tensor([0L, 1])));
    }

    [Fact]
    public void Soft_targets_of_another_shape_are_refused()
    {
        using var scope = NewDisposeScope();

        var error = Assert.Throws<ShapeException>(() => new CrossEntropyLoss(3).OfSoft(zeros(4, 3), zeros(3)));

        Assert.Equal("The loss got soft targets [3] for outputs [4, 3]; both need the same shape.", error.Message);
    }

    [Theory]
    [InlineData(-0.1), InlineData(1), InlineData(double.NaN)]
    public void Smoothing_outside_its_range_is_a_usage_error(double smoothing)
    {
        var error = Assert.Throws<TorchBasicsException>(() => Loss.Create(LossKind.CrossEntropy, smoothing, 10));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Equal($"Label smoothing is {smoothing}; expected at least 0 and below 1.", error.Message);
    }

    [Fact]
    public void Cross_entropy_over_one_class_is_a_usage_error() =>
        Assert.Equal(ErrorKind.Usage, Assert.Throws<TorchBasicsException>(() => new CrossEntropyLoss(1)).Kind);

    [Theory]
    [InlineData(LossKind.CrossEntropy), InlineData(LossKind.MeanSquaredError), InlineData(LossKind.Rbf)]
    public void Leaves_no_tensor_behind(LossKind kind)
    {
        using var outer = NewDisposeScope();
        var outputs = zeros(4, 3).requires_grad_();
        var labels = tensor([0L, 1, 2, 0]);
        var loss = Loss.Create(kind, 0.1, 3);

        Live.AssertConstantOver100Runs(() =>
        {
            using var scope = NewDisposeScope();
            loss.Of(outputs, labels).backward();
        });
    }

    private static Gen<(int Classes, double[][] Outputs, long[] Labels)> Samples(double low, double high) =>
        from count in Gen.Int[1, 32]
        from classes in Gen.Int[2, 11]
        from outputs in Gen.Float[(float)low, (float)high].Select(value => (double)value).Array[classes].Array[count]
        from labels in Gen.Long[0, classes - 1].Array[count]
        select (classes, outputs, labels);

    private static Tensor Matrix(double[][] rows) =>
        tensor([.. rows.SelectMany(row => row)], ScalarType.Float32).reshape(rows.Length, rows[0].Length);

    private static double[][] OneHot(long[] labels, int classes) =>
        [.. labels.Select(label => Enumerable.Range(0, classes).Select(c => c == label ? 1.0 : 0).ToArray())];

    private static double Scale(double[][] rows) => rows.Max(row => row.Max(Math.Abs));

    // n: sample, c: class. The formulas of the class comments, term by term; the RBF loss as the paper writes it.
    private static double Expected(LossKind kind, double[][] outputs, double[][] targets, double smoothing)
    {
        var sum = 0.0;
        for (var n = 0; n < outputs.Length; n++)
        {
            var x = outputs[n];
            var t = targets[n].Select(value => ((1 - smoothing) * value) + (smoothing / x.Length)).ToArray();
            if (kind == LossKind.MeanSquaredError)
                sum += x.Zip(t, (a, b) => (a - b) * (a - b)).Sum() / x.Length;
            else
                sum += LogSumExp(kind == LossKind.Rbf ? [.. x, -1] : x) - x.Zip(t, (a, b) => a * b).Sum();
        }

        return sum / outputs.Length;
    }

    private static double LogSumExp(double[] x)
    {
        var max = x.Max();
        return max + Math.Log(x.Sum(value => Math.Exp(value - max)));
    }
}
