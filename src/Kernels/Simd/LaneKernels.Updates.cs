using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <content>Steps of optimizers.</content>
internal abstract unsafe partial class LaneKernels
{
    /// <summary>w -= r g, with the weight decay in g.</summary>
    /// <param name="factors">Rate and decay.</param>
    /// <param name="count">How many weights.</param>
    /// <param name="weight">The weights.</param>
    /// <param name="gradient">Their gradients.</param>
    public abstract void Descend(in DescentFactors factors, int count, float* weight, float* gradient);

    /// <summary>v = mu v + g, w -= r v or r (g + mu v), with the weight decay in g.</summary>
    /// <param name="factors">Rate, momentum and decay.</param>
    /// <param name="count">How many weights.</param>
    /// <param name="weight">The weights.</param>
    /// <param name="gradient">Their gradients.</param>
    /// <param name="velocity">Their velocities.</param>
    public abstract void DescendWithMomentum(
        in DescentFactors factors, int count, float* weight, float* gradient, float* velocity);

    /// <summary>w -= r g / (mu + h), with the weight decay in g.</summary>
    /// <param name="factors">Rate, damping and decay.</param>
    /// <param name="count">How many weights.</param>
    /// <param name="weight">The weights.</param>
    /// <param name="gradient">Their gradients.</param>
    /// <param name="curvature">Their second derivatives, which stay as they are.</param>
    public abstract void DescendByCurvature(
        in CurvatureFactors factors, int count, float* weight, float* gradient, float* curvature);

    /// <summary>A step of Adam or AdamW.</summary>
    /// <param name="factors">Rate, decays, corrections.</param>
    /// <param name="count">How many weights.</param>
    /// <param name="weight">The weights.</param>
    /// <param name="gradient">Their gradients.</param>
    /// <param name="mean">Means of the gradients.</param>
    /// <param name="square">Means of their squares.</param>
    public abstract void Adam(in AdamFactors factors, int count, float* weight, float* gradient, float* mean, float* square);
}

/// <content>
/// Steps of optimizers. A weight gets the same bits wherever it stands: the last few go through whole registers, too.
/// </content>
internal sealed unsafe partial class LaneKernels<S, V>
{
    /// <inheritdoc/>
    public override void Descend(in DescentFactors factors, int count, float* weight, float* gradient)
    {
        if (factors.Decay == 0)
            Move(new Descent<False>(factors), count, weight, gradient, null, null);
        else
            Move(new Descent<True>(factors), count, weight, gradient, null, null);
    }

    /// <inheritdoc/>
    public override void DescendWithMomentum(
        in DescentFactors factors, int count, float* weight, float* gradient, float* velocity)
    {
        switch (factors)
        {
            case { Decay: 0, LooksAhead: false }:
                Move(new MomentumDescent<False, False>(factors), count, weight, gradient, velocity, null);
                break;
            case { Decay: 0 }:
                Move(new MomentumDescent<False, True>(factors), count, weight, gradient, velocity, null);
                break;
            case { LooksAhead: false }:
                Move(new MomentumDescent<True, False>(factors), count, weight, gradient, velocity, null);
                break;
            default:
                Move(new MomentumDescent<True, True>(factors), count, weight, gradient, velocity, null);
                break;
        }
    }

    /// <inheritdoc/>
    public override void DescendByCurvature(
        in CurvatureFactors factors, int count, float* weight, float* gradient, float* curvature)
    {
        if (factors.Decay == 0)
            Move(new CurvatureDescent<False>(factors), count, weight, gradient, curvature, null);
        else
            Move(new CurvatureDescent<True>(factors), count, weight, gradient, curvature, null);
    }

    /// <inheritdoc/>
    public override void Adam(
        in AdamFactors factors, int count, float* weight, float* gradient, float* mean, float* square)
    {
        if (factors.Decay == 0)
            Move(new AdamStep<False>(factors), count, weight, gradient, mean, square);
        else
            Move(new AdamStep<True>(factors), count, weight, gradient, mean, square);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Move<R>(R rule, int count, float* weight, float* gradient, float* first, float* second)
        where R : struct, IUpdateRule
    {
        var i = 0;
        for (; i <= count - S.Count; i += S.Count)
            rule.Apply(weight + i, gradient + i, first + i, second + i);
        if (i == count)
            return;

        var rest = new Span<float>(weight + i, count - i);
        var tails = stackalloc float[4 * Lanes.Count];
        float* w = tails, g = w + Lanes.Count, a = g + Lanes.Count, b = a + Lanes.Count;
        new Span<float>(tails, 4 * Lanes.Count).Clear();
        rest.CopyTo(new(w, rest.Length));
        new Span<float>(gradient + i, rest.Length).CopyTo(new(g, rest.Length));
        if (first is not null)
            new Span<float>(first + i, rest.Length).CopyTo(new(a, rest.Length));
        if (second is not null)
            new Span<float>(second + i, rest.Length).CopyTo(new(b, rest.Length));
        rule.Apply(w, g, a, b);
        new Span<float>(w, rest.Length).CopyTo(rest);
        if (first is not null)
            new Span<float>(a, rest.Length).CopyTo(new(first + i, rest.Length));
        if (second is not null)
            new Span<float>(b, rest.Length).CopyTo(new(second + i, rest.Length));
    }

    // Without decay no product is taken: infinity times zero is not a number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Decayed<Decays>(float* gradient, V weight, V decay)
        where Decays : struct, IFlag =>
        Decays.Value ? S.MultiplyAdd(weight, decay, S.Load(gradient)) : S.Load(gradient);

    /// <summary>A rule on a register of weights.</summary>
    private interface IUpdateRule
    {
        /// <summary>Moves the weights, and the state that the rule keeps.</summary>
        void Apply(float* weight, float* gradient, float* first, float* second);
    }

    private readonly struct Descent<Decays>(in DescentFactors factors) : IUpdateRule
        where Decays : struct, IFlag
    {
        private readonly V _minusRate = S.All(factors.MinusRate);
        private readonly V _decay = S.All(factors.Decay);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(float* weight, float* gradient, float* first, float* second)
        {
            var w = S.Load(weight);
            S.Store(weight, S.MultiplyAdd(Decayed<Decays>(gradient, w, _decay), _minusRate, w));
        }
    }

    private readonly struct MomentumDescent<Decays, LooksAhead>(in DescentFactors factors) : IUpdateRule
        where Decays : struct, IFlag
        where LooksAhead : struct, IFlag
    {
        private readonly V _minusRate = S.All(factors.MinusRate);
        private readonly V _momentum = S.All(factors.Momentum);
        private readonly V _decay = S.All(factors.Decay);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(float* weight, float* gradient, float* first, float* second)
        {
            var w = S.Load(weight);
            var g = Decayed<Decays>(gradient, w, _decay);
            var v = S.MultiplyAdd(S.Load(first), _momentum, g);
            S.Store(first, v);
            S.Store(weight, S.MultiplyAdd(LooksAhead.Value ? S.MultiplyAdd(v, _momentum, g) : v, _minusRate, w));
        }
    }

    private readonly struct CurvatureDescent<Decays>(in CurvatureFactors factors) : IUpdateRule
        where Decays : struct, IFlag
    {
        private readonly V _minusRate = S.All(factors.MinusRate);
        private readonly V _damping = S.All(factors.Damping);
        private readonly V _decay = S.All(factors.Decay);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(float* weight, float* gradient, float* first, float* second)
        {
            var w = S.Load(weight);
            var step = S.Divide(Decayed<Decays>(gradient, w, _decay), S.Add(S.Load(first), _damping));
            S.Store(weight, S.MultiplyAdd(step, _minusRate, w));
        }
    }

    private readonly struct AdamStep<Decays>(in AdamFactors factors) : IUpdateRule
        where Decays : struct, IFlag
    {
        private readonly V _minusRate = S.All(factors.MinusRate);
        private readonly V _mean = S.All(factors.Mean);
        private readonly V _newMean = S.All(factors.NewMean);
        private readonly V _square = S.All(factors.Square);
        private readonly V _newSquare = S.All(factors.NewSquare);
        private readonly V _epsilon = S.All(factors.Epsilon);
        private readonly V _decay = S.All(factors.Decay);
        private readonly V _shrink = S.All(factors.Shrink);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(float* weight, float* gradient, float* first, float* second)
        {
            var w = S.Load(weight);
            var g = Decayed<Decays>(gradient, w, _decay);
            var m = S.MultiplyAdd(g, _newMean, S.Multiply(S.Load(first), _mean));
            var v = S.MultiplyAdd(S.Multiply(g, g), _newSquare, S.Multiply(S.Load(second), _square));
            S.Store(first, m);
            S.Store(second, v);
            var step = S.Divide(m, S.Add(S.Sqrt(v), _epsilon));
            S.Store(weight, S.MultiplyAdd(step, _minusRate, S.Multiply(w, _shrink)));
        }
    }
}
