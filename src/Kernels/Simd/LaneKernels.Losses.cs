namespace TorchBasics.Kernels.Simd;

/// <content>Softmax, distances and losses.</content>
internal abstract unsafe partial class LaneKernels
{
    /// <summary>
    /// Cross-entropy of one group with its gradient: loss = -sum over c of t[c] log softmax(x)[c], gradX = (softmax(x) - t) scale,
    /// where t[c] = (1 - s) [c = label] + s / classes.
    /// </summary>
    /// <param name="classes">How many.</param>
    /// <param name="x">Scores [class, lane].</param>
    /// <param name="labels">The right class of each lane as float; -1 in a lane that counts for nothing.</param>
    /// <param name="smoothing">s.</param>
    /// <param name="rubbish">The score of one more class that is never right (LeCun et al. 1998, equation 9), or minus infinity for none.</param>
    /// <param name="scale">One over the number of samples.</param>
    /// <param name="loss">Gets the loss of each lane.</param>
    /// <param name="gradX">Gets [class, lane].</param>
    public abstract void CrossEntropy(int classes, float* x, float* labels, double smoothing, float rubbish, float scale, float* loss, float* gradX);

    /// <summary>
    /// Squared error of one group with its gradient: loss = mean over c of (x[c] - t[c])^2, gradX = 2 (x - t) scale, where t
    /// is (1 - s) one-hot + s / classes, or with a single output (1 - s) label + s / 2.
    /// </summary>
    /// <param name="outputs">How many.</param>
    /// <param name="x">Outputs [output, lane].</param>
    /// <param name="labels">The right class of each lane as float; -1 in a lane that counts for nothing.</param>
    /// <param name="smoothing">s.</param>
    /// <param name="scale">One over the number of samples times outputs.</param>
    /// <param name="loss">Gets the loss of each lane.</param>
    /// <param name="gradX">Gets [output, lane].</param>
    public abstract void SquaredError(int outputs, float* x, float* labels, double smoothing, float scale, float* loss, float* gradX);

    /// <summary>The class of each lane: the first of the largest outputs; for a single output, 1 above 0.5 and else 0.</summary>
    /// <param name="outputs">How many.</param>
    /// <param name="x">[output, lane].</param>
    /// <param name="answers">Gets a number for each lane.</param>
    public abstract void Answer(int outputs, float* x, float* answers);

    /// <summary>Softmax over the features, or its logarithm.</summary>
    /// <param name="classes">How many features.</param>
    /// <param name="logarithm">Whether the logarithm is wanted.</param>
    /// <param name="x">Scores [class, lane].</param>
    /// <param name="y">Gets [class, lane].</param>
    public abstract void Softmax(int classes, bool logarithm, float* x, float* y);

    /// <summary>The gradient of <see cref="Softmax"/>, from its results.</summary>
    /// <param name="classes">How many features.</param>
    /// <param name="logarithm">Whether the results are logarithms.</param>
    /// <param name="y">The results.</param>
    /// <param name="gradY">Their gradient.</param>
    /// <param name="gradX">Gets the gradient of the scores.</param>
    public abstract void SoftmaxBack(int classes, bool logarithm, float* y, float* gradY, float* gradX);

    /// <summary>y[c] = -sum over j of (x[j] - w[c, j])^2.</summary>
    /// <param name="inputs">Features.</param>
    /// <param name="classes">Prototypes.</param>
    /// <param name="x">[input, lane].</param>
    /// <param name="w">[class, input].</param>
    /// <param name="y">Gets [class, lane].</param>
    public abstract void Distances(int inputs, int classes, float* x, float* w, float* y);

    /// <summary>gradX[j] = -2 sum over c of (x[j] - w[c, j]) gradY[c].</summary>
    /// <param name="inputs">Features.</param>
    /// <param name="classes">Prototypes.</param>
    /// <param name="x">[input, lane].</param>
    /// <param name="w">[class, input].</param>
    /// <param name="gradY">[class, lane].</param>
    /// <param name="gradX">Gets [input, lane].</param>
    public abstract void DistancesBack(int inputs, int classes, float* x, float* w, float* gradY, float* gradX);
}

/// <content>Softmax, distances and losses.</content>
internal sealed unsafe partial class LaneKernels<S, V>
{
    /// <inheritdoc/>
    public override void CrossEntropy(int classes, float* x, float* labels, double smoothing, float rubbish, float scale, float* loss, float* gradX)
    {
        for (var lane = 0; lane < Lanes.Count; lane += S.Count)
        {
            var label = S.Load(labels + lane);
            var counts = S.Greater(label, S.All(-0.5f));
            var largest = S.All(rubbish);
            for (var c = 0; c < classes; c++)
                largest = Larger(S.Load(x + (c * Lanes.Count) + lane), largest);

            var sum = S.Exp(S.Subtract(S.All(rubbish), largest));
            for (var c = 0; c < classes; c++)
            {
                var power = S.Exp(S.Subtract(S.Load(x + (c * Lanes.Count) + lane), largest));
                S.Store(gradX + (c * Lanes.Count) + lane, power);
                sum = S.Add(sum, power);
            }

            V logarithm = S.Log(sum), total = S.Zero;
            for (var c = 0; c < classes; c++)
            {
                var at = (c * Lanes.Count) + lane;
                var target = Target(label, c, classes, smoothing);
                var logit = S.Subtract(S.Subtract(S.Load(x + at), largest), logarithm);
                total = S.Subtract(total, S.Multiply(target, logit));
                var gradient = S.Multiply(S.Subtract(S.Divide(S.Load(gradX + at), sum), target), S.All(scale));
                S.Store(gradX + at, S.Select(counts, gradient, S.Zero));
            }

            S.Store(loss + lane, S.Select(counts, total, S.Zero));
        }
    }

    /// <inheritdoc/>
    public override void SquaredError(int outputs, float* x, float* labels, double smoothing, float scale, float* loss, float* gradX)
    {
        for (var lane = 0; lane < Lanes.Count; lane += S.Count)
        {
            var label = S.Load(labels + lane);
            var counts = S.Greater(label, S.All(-0.5f));
            var total = S.Zero;
            for (var c = 0; c < outputs; c++)
            {
                var at = (c * Lanes.Count) + lane;
                var target = outputs == 1 ? Smooth(label, 2, smoothing) : Target(label, c, outputs, smoothing);
                var difference = S.Subtract(S.Load(x + at), target);
                total = S.MultiplyAdd(difference, difference, total);
                S.Store(gradX + at, S.Select(counts, S.Multiply(S.Add(difference, difference), S.All(scale)), S.Zero));
            }

            S.Store(loss + lane, S.Select(counts, S.Divide(total, S.All(outputs)), S.Zero));
        }
    }

    /// <inheritdoc/>
    public override void Answer(int outputs, float* x, float* answers)
    {
        for (var lane = 0; lane < Lanes.Count; lane += S.Count)
        {
            V largest = S.Load(x + lane), answer = S.Zero;
            if (outputs == 1)
                answer = S.Select(S.Greater(largest, S.All(0.5f)), S.All(1), S.Zero);
            for (var c = 1; c < outputs; c++)
                Contend(S.Load(x + (c * Lanes.Count) + lane), c, ref largest, ref answer);
            S.Store(answers + lane, answer);
        }
    }

    /// <inheritdoc/>
    public override void Softmax(int classes, bool logarithm, float* x, float* y)
    {
        for (var lane = 0; lane < Lanes.Count; lane += S.Count)
        {
            var largest = S.All(float.NegativeInfinity);
            for (var c = 0; c < classes; c++)
                largest = Larger(S.Load(x + (c * Lanes.Count) + lane), largest);
            var sum = S.Zero;
            for (var c = 0; c < classes; c++)
            {
                var difference = S.Subtract(S.Load(x + (c * Lanes.Count) + lane), largest);
                var power = S.Exp(difference);
                S.Store(y + (c * Lanes.Count) + lane, logarithm ? difference : power);
                sum = S.Add(sum, power);
            }

            var log = S.Log(sum);
            for (var c = 0; c < classes; c++)
            {
                var value = S.Load(y + (c * Lanes.Count) + lane);
                S.Store(y + (c * Lanes.Count) + lane, logarithm ? S.Subtract(value, log) : S.Divide(value, sum));
            }
        }
    }

    /// <inheritdoc/>
    public override void SoftmaxBack(int classes, bool logarithm, float* y, float* gradY, float* gradX)
    {
        for (var lane = 0; lane < Lanes.Count; lane += S.Count)
        {
            var sum = S.Zero;
            for (var c = 0; c < classes; c++)
            {
                var gradient = S.Load(gradY + (c * Lanes.Count) + lane);
                sum = logarithm ? S.Add(sum, gradient) : S.MultiplyAdd(gradient, S.Load(y + (c * Lanes.Count) + lane), sum);
            }

            for (var c = 0; c < classes; c++)
            {
                var value = S.Load(y + (c * Lanes.Count) + lane);
                var gradient = S.Load(gradY + (c * Lanes.Count) + lane);
                S.Store(
                    gradX + (c * Lanes.Count) + lane,
                    logarithm ? S.Subtract(gradient, S.Multiply(S.Exp(value), sum)) : S.Multiply(value, S.Subtract(gradient, sum)));
            }
        }
    }

    /// <inheritdoc/>
    public override void Distances(int inputs, int classes, float* x, float* w, float* y)
    {
        for (var c = 0; c < classes; c++)
            for (var lane = 0; lane < Lanes.Count; lane += S.Count)
            {
                var sum = S.Zero;
                for (var j = 0; j < inputs; j++)
                {
                    var difference = S.Subtract(S.Load(x + (j * Lanes.Count) + lane), S.All(w[((nint)c * inputs) + j]));
                    sum = S.MultiplyAdd(difference, difference, sum);
                }

                S.Store(y + (c * Lanes.Count) + lane, S.Negate(sum));
            }
    }

    /// <inheritdoc/>
    public override void DistancesBack(int inputs, int classes, float* x, float* w, float* gradY, float* gradX)
    {
        for (var j = 0; j < inputs; j++)
            for (var lane = 0; lane < Lanes.Count; lane += S.Count)
            {
                V sum = S.Zero, value = S.Load(x + (j * Lanes.Count) + lane);
                for (var c = 0; c < classes; c++)
                {
                    var difference = S.Subtract(value, S.All(w[((nint)c * inputs) + j]));
                    sum = S.MultiplyAdd(S.Multiply(S.All(-2), difference), S.Load(gradY + (c * Lanes.Count) + lane), sum);
                }

                S.Store(gradX + (j * Lanes.Count) + lane, sum);
            }
    }

    private static V Target(V label, int c, int classes, double smoothing) =>
        Smooth(S.Select(S.Equal(label, S.All(c)), S.All(1), S.Zero), classes, smoothing);

    private static V Smooth(V share, int classes, double smoothing) =>
        smoothing == 0 ? share : S.MultiplyAdd(S.All((float)(1 - smoothing)), share, S.All((float)(smoothing / classes)));
}
