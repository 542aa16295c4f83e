using TorchBasics.Kernels.Simd;

namespace TorchBasics.Verification.Faults;

/// <summary>Kernels that do one thing wrongly, and all others as the right ones do. What is done wrongly gets the right ones to call.</summary>
/// <param name="right">The kernels.</param>
internal sealed unsafe class FaultyKernels(LaneKernels right) : LaneKernels
{
    public delegate void Convolution(LaneKernels right, in ConvGeometry geometry, float* x, float* packed, float* bias, Squash squash, float* y, float* choice);

    public delegate void ConvolutionBackSums(LaneKernels right, in ConvGeometry geometry, float* gradY, float* y, float* choice, Squash squash, float* gradSum, float* gradBias);

    public delegate void ConvolutionBackInput(LaneKernels right, in ConvGeometry geometry, float* gradSum, float* packed, float* gradX);

    public delegate void ConvolutionBackWeight(LaneKernels right, in ConvGeometry geometry, float* x, float* gradSum, float* gradWeight);

    public delegate void Connection(LaneKernels right, int groups, int inputs, int outputs, float* x, float* packed, float* bias, Squash squash, float* y);

    public delegate void ConnectionBackInput(LaneKernels right, int groups, int inputs, int outputs, float* gradSum, float* weight, float* gradX);

    public delegate void ConnectionBackWeight(
        LaneKernels right, int samples, int inputs, int row, int height, float* x, float* gradSum, int step, float* gradWeight, float* gradBias);

    public delegate void Sum(LaneKernels right, int count, float* x, float* sum);

    public delegate void Product(LaneKernels right, int count, float* a, float* b, float* y);

    public delegate void Activation(LaneKernels right, Squash squash, int count, float* x, float* y);

    public delegate void ActivationBack(LaneKernels right, Squash squash, int count, float* y, float* gradY, float* gradX);

    public delegate void Loss(LaneKernels right, int outputs, float* x, float* labels, double smoothing, float rubbish, float scale, float* loss, float* gradX);

    public delegate void Scores(LaneKernels right, int classes, bool logarithm, float* x, float* y);

    public delegate void ScoresBack(LaneKernels right, int classes, bool logarithm, float* y, float* gradY, float* gradX);

    public delegate void Prototypes(LaneKernels right, int inputs, int classes, float* x, float* w, float* y);

    public delegate void PrototypesBack(LaneKernels right, int inputs, int classes, float* x, float* w, float* gradY, float* gradX);

    public delegate void Maximum(LaneKernels right, in PoolGeometry window, float* x, float* y, float* choice);

    public delegate void MaximumBack(LaneKernels right, in PoolGeometry window, float* gradY, float* choice, float* gradX);

    public delegate void Mean(LaneKernels right, in PoolGeometry window, float* x, float* weight, float* bias, float* y);

    public delegate void MeanBack(LaneKernels right, in PoolGeometry window, float* x, float* weight, float* gradY, float* gradX, float* gradWeight, float* gradBias);

    public Convolution OnConvolve { get; init; } = (right, in geometry, x, packed, bias, squash, y, choice) => right.Convolve(geometry, x, packed, bias, squash, y, choice);

    public ConvolutionBackSums OnConvolveBackSums { get; init; } = (right, in geometry, gradY, y, choice, squash, gradSum, gradBias) =>
        right.ConvolveBackSums(geometry, gradY, y, choice, squash, gradSum, gradBias);

    public ConvolutionBackInput OnConvolveBackInput { get; init; } = (right, in geometry, gradSum, packed, gradX) => right.ConvolveBackInput(geometry, gradSum, packed, gradX);

    public ConvolutionBackWeight OnConvolveBackWeight { get; init; } = (right, in geometry, x, gradSum, gradWeight) => right.ConvolveBackWeight(geometry, x, gradSum, gradWeight);

    public Connection OnConnect { get; init; } = (right, groups, inputs, outputs, x, packed, bias, squash, y) => right.Connect(groups, inputs, outputs, x, packed, bias, squash, y);

    public ConnectionBackInput OnConnectBackInput { get; init; } = (right, groups, inputs, outputs, gradSum, weight, gradX) =>
        right.ConnectBackInput(groups, inputs, outputs, gradSum, weight, gradX);

    public ConnectionBackWeight OnConnectBackWeight { get; init; } = (right, samples, inputs, row, height, x, gradSum, step, gradWeight, gradBias) =>
        right.ConnectBackWeight(samples, inputs, row, height, x, gradSum, step, gradWeight, gradBias);

    public Sum OnAdd { get; init; } = (right, count, x, sum) => right.Add(count, x, sum);

    public Product OnMultiply { get; init; } = (right, count, a, b, y) => right.Multiply(count, a, b, y);

    public Activation OnApply { get; init; } = (right, squash, count, x, y) => right.Apply(squash, count, x, y);

    public ActivationBack OnApplyBack { get; init; } = (right, squash, count, y, gradY, gradX) => right.ApplyBack(squash, count, y, gradY, gradX);

    public Loss OnCrossEntropy { get; init; } = (right, outputs, x, labels, smoothing, rubbish, scale, loss, gradX) =>
        right.CrossEntropy(outputs, x, labels, smoothing, rubbish, scale, loss, gradX);

    public Loss OnSquaredError { get; init; } = (right, outputs, x, labels, smoothing, _, scale, loss, gradX) =>
        right.SquaredError(outputs, x, labels, smoothing, scale, loss, gradX);

    public Scores OnSoftmax { get; init; } = (right, classes, logarithm, x, y) => right.Softmax(classes, logarithm, x, y);

    public ScoresBack OnSoftmaxBack { get; init; } = (right, classes, logarithm, y, gradY, gradX) => right.SoftmaxBack(classes, logarithm, y, gradY, gradX);

    public Prototypes OnDistances { get; init; } = (right, inputs, classes, x, w, y) => right.Distances(inputs, classes, x, w, y);

    public PrototypesBack OnDistancesBack { get; init; } = (right, inputs, classes, x, w, gradY, gradX) => right.DistancesBack(inputs, classes, x, w, gradY, gradX);

    public Maximum OnMaxPool { get; init; } = (right, in window, x, y, choice) => right.MaxPool(window, x, y, choice);

    public MaximumBack OnMaxPoolBack { get; init; } = (right, in window, gradY, choice, gradX) => right.MaxPoolBack(window, gradY, choice, gradX);

    public Mean OnSumPool { get; init; } = (right, in window, x, weight, bias, y) => right.SumPool(window, x, weight, bias, y);

    public MeanBack OnSumPoolBack { get; init; } = (right, in window, x, weight, gradY, gradX, gradWeight, gradBias) =>
        right.SumPoolBack(window, x, weight, gradY, gradX, gradWeight, gradBias);

    public override int Bits => right.Bits;

    public override void Convolve(in ConvGeometry geometry, float* x, float* packed, float* bias, Squash squash, float* y, float* choice) =>
        OnConvolve(right, geometry, x, packed, bias, squash, y, choice);

    public override void ConvolveBackSums(in ConvGeometry geometry, float* gradY, float* y, float* choice, Squash squash, float* gradSum, float* gradBias) =>
        OnConvolveBackSums(right, geometry, gradY, y, choice, squash, gradSum, gradBias);

    public override void ConvolveBackInput(in ConvGeometry geometry, float* gradSum, float* packed, float* gradX) => OnConvolveBackInput(right, geometry, gradSum, packed, gradX);

    public override void ConvolveBackWeight(in ConvGeometry geometry, float* x, float* gradSum, float* gradWeight) => OnConvolveBackWeight(right, geometry, x, gradSum, gradWeight);

    public override void Connect(int groups, int inputs, int outputs, float* x, float* packed, float* bias, Squash squash, float* y) =>
        OnConnect(right, groups, inputs, outputs, x, packed, bias, squash, y);

    public override void ConnectBackInput(int groups, int inputs, int outputs, float* gradSum, float* weight, float* gradX) =>
        OnConnectBackInput(right, groups, inputs, outputs, gradSum, weight, gradX);

    public override void ConnectBackWeight(int samples, int inputs, int row, int height, float* x, float* gradSum, int step, float* gradWeight, float* gradBias) =>
        OnConnectBackWeight(right, samples, inputs, row, height, x, gradSum, step, gradWeight, gradBias);

    public override void ToSamples(int features, float* x, float* rows, int step, int width) => right.ToSamples(features, x, rows, step, width);

    public override void Add(int count, float* x, float* sum) => OnAdd(right, count, x, sum);

    public override void Multiply(int count, float* a, float* b, float* y) => OnMultiply(right, count, a, b, y);

    public override void Apply(Squash squash, int count, float* x, float* y) => OnApply(right, squash, count, x, y);

    public override void ApplyBack(Squash squash, int count, float* y, float* gradY, float* gradX) => OnApplyBack(right, squash, count, y, gradY, gradX);

    public override void CrossEntropy(int classes, float* x, float* labels, double smoothing, float rubbish, float scale, float* loss, float* gradX) =>
        OnCrossEntropy(right, classes, x, labels, smoothing, rubbish, scale, loss, gradX);

    public override void SquaredError(int outputs, float* x, float* labels, double smoothing, float scale, float* loss, float* gradX) =>
        OnSquaredError(right, outputs, x, labels, smoothing, 0, scale, loss, gradX);

    public override void Answer(int outputs, float* x, float* answers) => right.Answer(outputs, x, answers);

    public override void Softmax(int classes, bool logarithm, float* x, float* y) => OnSoftmax(right, classes, logarithm, x, y);

    public override void SoftmaxBack(int classes, bool logarithm, float* y, float* gradY, float* gradX) => OnSoftmaxBack(right, classes, logarithm, y, gradY, gradX);

    public override void Distances(int inputs, int classes, float* x, float* w, float* y) => OnDistances(right, inputs, classes, x, w, y);

    public override void DistancesBack(int inputs, int classes, float* x, float* w, float* gradY, float* gradX) => OnDistancesBack(right, inputs, classes, x, w, gradY, gradX);

    public override void MaxPool(in PoolGeometry window, float* x, float* y, float* choice) => OnMaxPool(right, window, x, y, choice);

    public override void MaxPoolBack(in PoolGeometry window, float* gradY, float* choice, float* gradX) => OnMaxPoolBack(right, window, gradY, choice, gradX);

    public override void SumPool(in PoolGeometry window, float* x, float* weight, float* bias, float* y) => OnSumPool(right, window, x, weight, bias, y);

    public override void SumPoolBack(in PoolGeometry window, float* x, float* weight, float* gradY, float* gradX, float* gradWeight, float* gradBias) =>
        OnSumPoolBack(right, window, x, weight, gradY, gradX, gradWeight, gradBias);
}
