using TorchBasics.Core.Recipes;
using TorchBasics.Reference;
using TorchBasics.Reference.Losses;
using TorchBasics.Reference.Numbers;
using TorchBasics.Tests.Managed.Reference.Support;

namespace TorchBasics.Tests.Managed.Reference.Losses;

/// <summary>
/// Numbers from PyTorch 1.13.0 in float64, with x, labels, probabilities and weights as below and, for example,
/// F.cross_entropy(x, torch.tensor([2,1,0,1]), weight=w, ignore_index=0, label_smoothing=0.1, reduction='mean'),
/// F.cross_entropy(x, p, weight=w, label_smoothing=0.2), F.nll_loss(x, labels, weight=w, ignore_index=2); the gradient by
/// backward(), for reduction='none' after (loss * torch.tensor([1.,-2.,.5,3.])).sum().
/// </summary>
public class GoldenLossTests
{
    private static readonly Tensor<Float64> X = Arrays.Of([4, 3], 0.5, -1.25, 2, 3, 0.125, -0.75, -2, 1.5, 0.25, 1, 1, -4);
    private static readonly Tensor<Float64> Weights = Arrays.Of([3], 0.5, 2, 1.25);
    private static readonly Tensor<Float64> Upstream = Arrays.Of([4], 1, -2, 0.5, 3);
    private static readonly int[] Labels = [2, 1, 0, 1];

    private static readonly ClassTargets<Float64> Plain = ClassTargets<Float64>.OfLabels(Labels, 3);
    private static readonly ClassTargets<Float64> Weighted = ClassTargets<Float64>.OfLabels(
        Labels, 3, Weights, ignored: 0, labelSmoothing: 0.1);
    private static readonly ClassTargets<Float64> Soft = ClassTargets<Float64>.OfProbabilities(
        Arrays.Of([4, 3], 0.2, 0.3, 0.5, 1, 0, 0, 0.25, 0.25, 0.5, 0, 0.625, 0.375), Weights, labelSmoothing: 0.2);
    private static readonly ClassTargets<Float64> Log = ClassTargets<Float64>.OfLabels(Labels, 3, Weights, ignored: 2);

    [Fact]
    public void Cross_entropy_of_labels()
    {
        double[] ofSum = [0.1768201821074443, 0.030726740326436432, -0.20754692243388073, 0.9259826120437399, -0.9477596357808682,
            0.021777023737128153, -0.9770658970004595, 0.7594731860969822, 0.21759271090347723, 0.4983211691867487,
            -0.5016788308132514, 0.0033576616265026137];

        Close(7.656162559134566, CrossEntropy.Value(X, Plain, Reduction.Sum));
        Close(1.9140406397836416, CrossEntropy.Value(X, Plain, Reduction.Mean));
        Arrays.AssertClose(
            [4],
            [0.23262198310203266, 2.9518998220028188, 3.7751302622476355, 0.6965104917820788],
            CrossEntropy.Elements(X, Plain));
        Arrays.AssertClose([4, 3], ofSum, CrossEntropy.Gradient(X, Plain, Reduction.Sum));
        Arrays.AssertClose([4, 3], [.. ofSum.Select(value => value / 4)], CrossEntropy.Gradient(X, Plain, Reduction.Mean));
    }

    [Fact]
    public void Cross_entropy_of_labels_with_weights_an_ignored_label_and_smoothing()
    {
        Close(7.752508999580136, CrossEntropy.Value(X, Weighted, Reduction.Sum));
        Close(1.4766683808724068, CrossEntropy.Value(X, Weighted, Reduction.Mean));
        Arrays.AssertClose(
            [4], [0.5324441455442075, 5.670948824022093, 0, 1.5491160300138351], CrossEntropy.Elements(X, Weighted));
        Arrays.AssertClose(
            [4, 3],
            [0.038925440184312134, -0.005382522144499261, -0.03354291803981287, 0.33635235457476814, -0.3364007553418739,
                4.840076710572074e-05, 0, 0, 0, 0.179543158860538, -0.17283779352041437, -0.006705365340123644],
            CrossEntropy.Gradient(X, Weighted, Reduction.Mean));
        Arrays.AssertClose(
            [4, 3],
            [0.2043585609676387, -0.028258241258621124, -0.17610031970901766, -3.5316997230350653, 3.532207931089676,
                -0.0005082080546100629, 0, 0, 0, 2.8278047520534737, -2.7221952479465266, -0.1056095041069474],
            CrossEntropy.Backward(X, Weighted, Upstream));
    }

    [Fact]
    public void Cross_entropy_of_probabilities_with_weights_and_smoothing()
    {
        Close(8.177128725787584, CrossEntropy.Value(X, Soft, Reduction.Sum));
        Close(2.044282181446896, CrossEntropy.Value(X, Soft, Reduction.Mean));
        Arrays.AssertClose(
            [4], [2.468068131196996, 0.7458182176351655, 1.5397461611428778, 3.423496215812545], CrossEntropy.Elements(X, Soft));
        Arrays.AssertClose(
            [4, 3],
            [0.029575276306854675, -0.14327032587642538, 0.11369504956957073, 0.0421388411237744, -0.024844274147724422,
                -0.017294566976050006, -0.02616642614597695, 0.1040020373219736, -0.0778356111759967, 0.1941096416487833,
                -0.08089035835121668, -0.11321928329756666],
            CrossEntropy.Gradient(X, Soft, Reduction.Mean));
    }

    [Fact]
    public void Negative_log_likelihood_with_weights_and_an_ignored_label()
    {
        Close(-1.25, NegativeLogLikelihood.Value(X, Log, Reduction.Sum));
        Close(-0.2777777777777778, NegativeLogLikelihood.Value(X, Log, Reduction.Mean));
        Arrays.AssertClose([4], [0, -0.25, 1, -2], NegativeLogLikelihood.Elements(X, Log));
        Arrays.AssertClose(
            [4, 3],
            [0, 0, 0, 0, -2 / 4.5, 0, -0.5 / 4.5, 0, 0, 0, -2 / 4.5, 0],
            NegativeLogLikelihood.Gradient(X, Log, Reduction.Mean));
        Arrays.AssertClose([4, 3], [0, 0, 0, 0, 4, 0, -0.25, 0, 0, 0, -6, 0], NegativeLogLikelihood.Backward(X, Log, Upstream));
    }

    [Fact]
    public void Squared_error()
    {
        // F.mse_loss(x, t, reduction='mean' and 'sum'); the means are over all 6 numbers.
        var (x, t) = (Arrays.Of([2, 3], 0.5, -1.25, 2, 3, 0.125, -0.75), Arrays.Of([2, 3], 1, 0.25, -0.5, 0, 2, -1));
        double[] ofSum = [-1, -3, 5, 6, -3.75, 0.5];

        Close(3.5546875, MeanSquaredError.Value(x, t, Reduction.Mean));
        Close(21.328125, MeanSquaredError.Value(x, t, Reduction.Sum));
        Arrays.AssertClose([2, 3], [0.25, 2.25, 6.25, 9, 3.515625, 0.0625], MeanSquaredError.Elements(x, t));
        Arrays.AssertClose([2, 3], ofSum, MeanSquaredError.Gradient(x, t, Reduction.Sum));
        Arrays.AssertClose([2, 3], [.. ofSum.Select(value => value / 6)], MeanSquaredError.Gradient(x, t, Reduction.Mean));
        Arrays.AssertClose([2, 3], [-2, 0, 0, 6, 0, 1.5], MeanSquaredError.Backward(x, t, Arrays.Of([2, 3], 2, 0, 0, 1, 0, 3)));
    }

    [Fact]
    public void Equation_9_of_1998()
    {
        // Equation 9 in so many words, j = 1.5, in Python with torch 1.13.0 in float64:
        // y = -x; y[range(2), labels] + torch.log(torch.exp(-j) + torch.exp(-y).sum(1)), gradient of the mean by backward().
        var x = Arrays.Of([2, 3], -0.5, -1.25, -2, -3, -0.125, -0.75);
        var targets = ClassTargets<Float64>.OfLabels([1, 0], 3);

        Arrays.AssertClose([2], [1.4743435509928022, 3.487217543420631], Rbf.Elements(x, targets, 1.5));
        Close(2.4807805472067166, Rbf.Value(x, targets, 1.5, Reduction.Mean));
        Arrays.AssertClose(
            [2, 3],
            [0.24232130385725384, -0.38553552104124106, 0.05406919133704538, -0.48470707114844364, 0.2710736499531735,
                0.14509526910779236],
            Rbf.Gradient(x, targets, 1.5, Reduction.Mean));
    }

    [Fact]
    public void Penalties_of_any_size_leave_equation_9_finite()
    {
        // All classes out of reach: l = y + log(e^-1) = 10000 - 1. One penalty hugely negative: l = 0, the rest is nothing beside
        // it.
        Close(9999, ReferenceLoss.Value(LossKind.Rbf, 0, 2, Arrays.Of([1, 2], -1e4, -1e4), [0]));
        Close(0, ReferenceLoss.Value(LossKind.Rbf, 0, 2, Arrays.Of([1, 2], 1e4, 0), [0]));
    }

    private static void Close(double expected, Float64 actual) =>
        Assert.Equal(expected, actual.Value, 1e-14 * Math.Max(1, Math.Abs(expected)));
}
