using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Activations;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Summation;

namespace TorchBasics.Verification.Faults;

/// <summary>
/// Kernels that do one thing wrongly, and all others as the right ones do. What is done wrongly gets the right ones to call.
/// </summary>
/// <param name="right">The kernels.</param>
internal sealed unsafe class FaultyKernels(LaneKernels right) : LaneKernels
{
    public delegate void Conv2dPass(LaneKernels right, in ConvGeometry geometry, float* x,
        float* packed, float* bias, ActivationKernel? activation, float* y, float* choice);

    public delegate void Conv2dBackwardSumsPass(LaneKernels right, in ConvGeometry geometry,
        float* gradY, float* y, float* choice, ActivationKernel? activation, float* gradSum, float* gradBias);

    public delegate void Conv2dBackwardInputPass(
        LaneKernels right, in ConvGeometry geometry, float* gradSum, float* packed, float* gradX);

    public delegate void Conv2dBackwardWeightPass(
        LaneKernels right, in ConvGeometry geometry, int groups, float* x, int xStep, float* gradSum, int gradStep,
        float* gradWeight);

    public delegate void LinearPass(LaneKernels right, int groups, int inputs,
        int outputs, float* x, float* packed, float* bias, ActivationKernel? activation, float* y);

    public delegate void LinearBackwardInputPass(
        LaneKernels right, int groups, int inputs, int outputs, float* gradSum, float* weight, float* gradX);

    public delegate void LinearBackwardWeightPass(
        LaneKernels right, ShareSums sums, in Panel panel, int rows, float* x, float* gradSum, int step, float* gradWeight,
        int inputs);

    public delegate void DescendPass(
        LaneKernels right, in DescentFactors factors, int count, float* weight, float* gradient);

    public delegate void DescendWithMomentumPass(
        LaneKernels right, in DescentFactors factors, int count, float* weight, float* gradient, float* velocity);

    public delegate void DescendByCurvaturePass(
        LaneKernels right, in CurvatureFactors factors, int count, float* weight, float* gradient, float* curvature);

    public delegate void AdamPass(
        LaneKernels right, in AdamFactors factors, int count, float* weight, float* gradient, float* mean, float* square);

    public delegate void DescendByRootPass(
        LaneKernels right, in SquareFactors factors, int count, float* weight, float* gradient, float* square);

    public delegate void AdadeltaPass(
        LaneKernels right, in SquareFactors factors, int count, float* weight, float* gradient, float* square, float* move);

    public delegate void Sum(LaneKernels right, int count, float* x, float* sum);

    public delegate void Product(LaneKernels right, int count, float* a, float* b, float* y);

    public delegate void Scaling(LaneKernels right, int count, float* x, float scale, float shift, float* y);

    public delegate void Loss(LaneKernels right, int outputs, float* x, float* labels,
        double smoothing, float rubbish, float scale, float* loss, float* gradX);

    public delegate void Scores(LaneKernels right, int classes, bool logarithm, float* x, float* y);

    public delegate void ScoresBack(LaneKernels right, int classes, bool logarithm, float* y, float* gradY, float* gradX);

    public delegate void Prototypes(LaneKernels right, int inputs, int classes, float* x, float* w, float* y);

    public delegate void PrototypesBack(
        LaneKernels right, int inputs, int classes, float* x, float* w, float* gradY, float* gradX);

    public delegate void Maximum(LaneKernels right, in PoolGeometry window, float* x, float* y, float* choice);

    public delegate void MaximumBack(LaneKernels right, in PoolGeometry window, float* gradY, float* choice, float* gradX);

    public delegate void Mean(LaneKernels right, in PoolGeometry window, float* x, float* weight, float* bias, float* y);

    public delegate void MeanBack(LaneKernels right, in PoolGeometry window, float* x,
        float* weight, float* gradY, float* gradX, float* gradWeight, float* gradBias);

    public Conv2dPass OnConv2d { get; init; } = (right, in geometry, x, packed, bias, activation, y, choice) => right.Conv2d(
        geometry, x, packed, bias, activation, y, choice);

    public Conv2dBackwardSumsPass OnConv2dBackwardSums { get; init; } =
        (right, in geometry, gradY, y, choice, activation, gradSum, gradBias) =>
            right.Conv2dBackwardSums(geometry, gradY, y, choice, activation, gradSum, gradBias);

    public Conv2dBackwardInputPass OnConv2dBackwardInput { get; init; } = (right, in geometry, gradSum, packed, gradX) =>
        right.Conv2dBackwardInput(geometry, gradSum, packed, gradX);

    public Conv2dBackwardWeightPass OnConv2dBackwardWeight { get; init; } =
        (right, in geometry, groups, x, xStep, gradSum, gradStep, gradWeight) =>
            right.Conv2dBackwardWeight(geometry, groups, x, xStep, gradSum, gradStep, gradWeight);

    public LinearPass OnLinear { get; init; } = (right, groups, inputs, outputs, x, packed, bias, activation, y) => right.Linear(
        groups, inputs, outputs, x, packed, bias, activation, y);

    public LinearBackwardInputPass OnLinearBackwardInput { get; init; } =
        (right, groups, inputs, outputs, gradSum, weight, gradX) =>
            right.LinearBackwardInput(groups, inputs, outputs, gradSum, weight, gradX);

    public LinearBackwardWeightPass OnLinearBackwardWeight { get; init; } =
        (right, sums, in panel, rows, x, gradSum, step, gradWeight, inputs) =>
            right.LinearBackwardWeight(sums, panel, rows, x, gradSum, step, gradWeight, inputs);

    public DescendPass OnDescend { get; init; } = (right, in factors, count, weight, gradient) =>
        right.Descend(factors, count, weight, gradient);

    public DescendWithMomentumPass OnDescendWithMomentum { get; init; } =
        (right, in factors, count, weight, gradient, velocity) =>
            right.DescendWithMomentum(factors, count, weight, gradient, velocity);

    public DescendByCurvaturePass OnDescendByCurvature { get; init; } =
        (right, in factors, count, weight, gradient, curvature) =>
            right.DescendByCurvature(factors, count, weight, gradient, curvature);

    public AdamPass OnAdam { get; init; } = (right, in factors, count, weight, gradient, mean, square) =>
        right.Adam(factors, count, weight, gradient, mean, square);

    public DescendByRootPass OnDescendByRoot { get; init; } = (right, in factors, count, weight, gradient, square) =>
        right.DescendByRoot(factors, count, weight, gradient, square);

    public AdadeltaPass OnAdadelta { get; init; } = (right, in factors, count, weight, gradient, square, move) =>
        right.Adadelta(factors, count, weight, gradient, square, move);

    public Sum OnAdd { get; init; } = (right, count, x, sum) => right.Add(count, x, sum);

    public Product OnMultiply { get; init; } = (right, count, a, b, y) => right.Multiply(count, a, b, y);

    public Scaling OnScale { get; init; } = (right, count, x, scale, shift, y) => right.Scale(count, x, scale, shift, y);

    public Func<ActivationKernel, Activation, ActivationKernel> OnActivation { get; init; } = (right, _) => right;

    public Loss OnCrossEntropy { get; init; } = (right, outputs, x, labels, smoothing, rubbish, scale, loss, gradX) =>
        right.CrossEntropy(outputs, x, labels, smoothing, rubbish, scale, loss, gradX);

    public Loss OnSquaredError { get; init; } = (right, outputs, x, labels, smoothing, _, scale, loss, gradX) =>
        right.SquaredError(outputs, x, labels, smoothing, scale, loss, gradX);

    public Scores OnSoftmax { get; init; } = (right, classes, logarithm, x, y) => right.Softmax(classes, logarithm, x, y);

    public ScoresBack OnSoftmaxBackward { get; init; } = (right, classes, logarithm, y, gradY, gradX) => right.SoftmaxBackward(
        classes, logarithm, y, gradY, gradX);

    public Prototypes OnRbfOutput { get; init; } = (right, inputs, classes, x, w, y) => right.RbfOutput(inputs, classes, x, w, y);

    public PrototypesBack OnRbfOutputBackward { get; init; } = (right, inputs, classes, x, w, gradY, gradX) =>
        right.RbfOutputBackward(inputs, classes, x, w, gradY, gradX);

    public Maximum OnMaxPool2d { get; init; } = (right, in window, x, y, choice) => right.MaxPool2d(window, x, y, choice);

    public MaximumBack OnMaxPool2dBackward { get; init; } = (right, in window, gradY, choice, gradX) => right.MaxPool2dBackward(
        window, gradY, choice, gradX);

    public Mean OnAvgPool2d { get; init; } = (right, in window, x, weight, bias, y) => right.AvgPool2d(
        window, x, weight, bias, y);

    public MeanBack OnAvgPool2dBackward { get; init; } = (right, in window, x, weight, gradY, gradX, gradWeight, gradBias) =>
        right.AvgPool2dBackward(window, x, weight, gradY, gradX, gradWeight, gradBias);

    public override int Bits => right.Bits;

    public override void Conv2d(
        in ConvGeometry geometry, float* x, float* packed, float* bias, ActivationKernel? activation, float* y, float* choice) =>
        OnConv2d(right, geometry, x, packed, bias, activation, y, choice);

    public override void Conv2dBackwardSums(
        in ConvGeometry geometry,
        float* gradY,
        float* y,
        float* choice,
        ActivationKernel? activation,
        float* gradSum,
        float* gradBias) =>
        OnConv2dBackwardSums(right, geometry, gradY, y, choice, activation, gradSum, gradBias);

    public override void Conv2dBackwardInput(in ConvGeometry geometry, float* gradSum, float* packed, float* gradX) =>
        OnConv2dBackwardInput(right, geometry, gradSum, packed, gradX);

    public override void Conv2dBackwardWeight(
        in ConvGeometry geometry, int groups, float* x, int xStep, float* gradSum, int gradStep, float* gradWeight) =>
        OnConv2dBackwardWeight(right, geometry, groups, x, xStep, gradSum, gradStep, gradWeight);

    public override void Linear(
        int groups, int inputs, int outputs, float* x, float* packed, float* bias, ActivationKernel? activation, float* y) =>
        OnLinear(right, groups, inputs, outputs, x, packed, bias, activation, y);

    public override void LinearBackwardInput(int groups, int inputs, int outputs, float* gradSum, float* weight, float* gradX) =>
        OnLinearBackwardInput(right, groups, inputs, outputs, gradSum, weight, gradX);

    public override void LinearBackwardWeight(
        ShareSums sums, in Panel panel, int rows, float* x, float* gradSum, int step, float* gradWeight, int inputs) =>
        OnLinearBackwardWeight(right, sums, panel, rows, x, gradSum, step, gradWeight, inputs);

    public override void SumSamples(ShareSums sums, int features, float* rows, int step, float* result) =>
        right.SumSamples(sums, features, rows, step, result);

    public override void Descend(in DescentFactors factors, int count, float* weight, float* gradient) =>
        OnDescend(right, factors, count, weight, gradient);

    public override void DescendWithMomentum(
        in DescentFactors factors, int count, float* weight, float* gradient, float* velocity) =>
        OnDescendWithMomentum(right, factors, count, weight, gradient, velocity);

    public override void DescendByCurvature(
        in CurvatureFactors factors, int count, float* weight, float* gradient, float* curvature) =>
        OnDescendByCurvature(right, factors, count, weight, gradient, curvature);

    public override void Adam(
        in AdamFactors factors, int count, float* weight, float* gradient, float* mean, float* square) =>
        OnAdam(right, factors, count, weight, gradient, mean, square);

    public override void DescendByRoot(in SquareFactors factors, int count, float* weight, float* gradient, float* square) =>
        OnDescendByRoot(right, factors, count, weight, gradient, square);

    public override void Adadelta(
        in SquareFactors factors, int count, float* weight, float* gradient, float* square, float* move) =>
        OnAdadelta(right, factors, count, weight, gradient, square, move);

    public override void ToSamples(int features, float* x, float* rows, int step, int width) =>
        right.ToSamples(features, x, rows, step, width);

    public override void Add(int count, float* x, float* sum) => OnAdd(right, count, x, sum);

    public override void Multiply(int count, float* a, float* b, float* y) => OnMultiply(right, count, a, b, y);

    public override void Scale(int count, float* x, float scale, float shift, float* y) =>
        OnScale(right, count, x, scale, shift, y);

    public override ActivationKernel Activation(Activation activation) => OnActivation(right.Activation(activation), activation);

    public override void CrossEntropy(
        int classes, float* x, float* labels, double smoothing, float rubbish, float scale, float* loss, float* gradX) =>
        OnCrossEntropy(right, classes, x, labels, smoothing, rubbish, scale, loss, gradX);

    public override void SquaredError(
        int outputs, float* x, float* labels, double smoothing, float scale, float* loss, float* gradX) =>
        OnSquaredError(right, outputs, x, labels, smoothing, 0, scale, loss, gradX);

    public override void Argmax(int outputs, float* x, float* answers) => right.Argmax(outputs, x, answers);

    public override void Softmax(int classes, bool logarithm, float* x, float* y) => OnSoftmax(right, classes, logarithm, x, y);

    public override void SoftmaxBackward(int classes, bool logarithm, float* y, float* gradY, float* gradX) =>
        OnSoftmaxBackward(right, classes, logarithm, y, gradY, gradX);

    public override void RbfOutput(int inputs, int classes, float* x, float* w, float* y) =>
        OnRbfOutput(right, inputs, classes, x, w, y);

    public override void RbfOutputBackward(int inputs, int classes, float* x, float* w, float* gradY, float* gradX) =>
        OnRbfOutputBackward(right, inputs, classes, x, w, gradY, gradX);

    public override void MaxPool2d(in PoolGeometry window, float* x, float* y, float* choice) =>
        OnMaxPool2d(right, window, x, y, choice);

    public override void MaxPool2dBackward(in PoolGeometry window, float* gradY, float* choice, float* gradX) =>
        OnMaxPool2dBackward(right, window, gradY, choice, gradX);

    public override void AvgPool2d(in PoolGeometry window, float* x, float* weight, float* bias, float* y) =>
        OnAvgPool2d(right, window, x, weight, bias, y);

    public override void AvgPool2dBackward(
        in PoolGeometry window, float* x, float* weight, float* gradY, float* gradX, float* gradWeight, float* gradBias) =>
        OnAvgPool2dBackward(right, window, x, weight, gradY, gradX, gradWeight, gradBias);
}
