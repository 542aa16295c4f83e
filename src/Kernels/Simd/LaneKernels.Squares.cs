using System.Runtime.CompilerServices;

namespace TorchBasics.Kernels.Simd;

/// <content>Steps of optimizers that divide by the size of past gradients.</content>
internal abstract unsafe partial class LaneKernels
{
    /// <summary>A step of RMSprop or Adagrad: s = a s + b g^2, w -= r g / (sqrt(s) + epsilon).</summary>
    /// <param name="factors">Rate, decays, epsilon.</param>
    /// <param name="count">How many weights.</param>
    /// <param name="weight">The weights.</param>
    /// <param name="gradient">Their gradients.</param>
    /// <param name="square">Means or sums of their squares.</param>
    public abstract void DescendByRoot(in SquareFactors factors, int count, float* weight, float* gradient, float* square);

    /// <summary>
    /// A step of Adadelta: s = a s + b g^2, m = sqrt(d + epsilon) / sqrt(s + epsilon) g, d = a d + b m^2, w -= r m.
    /// </summary>
    /// <param name="factors">Rate, decays, epsilon.</param>
    /// <param name="count">How many weights.</param>
    /// <param name="weight">The weights.</param>
    /// <param name="gradient">Their gradients.</param>
    /// <param name="square">Means of their squares.</param>
    /// <param name="move">Means of the squared moves, without the rate.</param>
    public abstract void Adadelta(
        in SquareFactors factors, int count, float* weight, float* gradient, float* square, float* move);
}

/// <content>Steps of optimizers that divide by the size of past gradients.</content>
internal sealed unsafe partial class LaneKernels<S, V>
{
    /// <inheritdoc/>
    public override void DescendByRoot(in SquareFactors factors, int count, float* weight, float* gradient, float* square)
    {
        if (factors.Decay == 0)
            Move(new RootStep<False>(factors), count, weight, gradient, square, null);
        else
            Move(new RootStep<True>(factors), count, weight, gradient, square, null);
    }

    /// <inheritdoc/>
    public override void Adadelta(
        in SquareFactors factors, int count, float* weight, float* gradient, float* square, float* move)
    {
        if (factors.Decay == 0)
            Move(new AdadeltaStep<False>(factors), count, weight, gradient, square, move);
        else
            Move(new AdadeltaStep<True>(factors), count, weight, gradient, square, move);
    }

    private readonly struct RootStep<Decays>(in SquareFactors factors) : IUpdateRule
        where Decays : struct, IFlag
    {
        private readonly V _minusRate = S.All(factors.MinusRate);
        private readonly V _square = S.All(factors.Square);
        private readonly V _newSquare = S.All(factors.NewSquare);
        private readonly V _epsilon = S.All(factors.Epsilon);
        private readonly V _decay = S.All(factors.Decay);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(float* weight, float* gradient, float* first, float* second)
        {
            var w = S.Load(weight);
            var g = Decayed<Decays>(gradient, w, _decay);
            var s = S.MultiplyAdd(S.Multiply(g, g), _newSquare, S.Multiply(S.Load(first), _square));
            S.Store(first, s);
            S.Store(weight, S.MultiplyAdd(S.Divide(g, S.Add(S.Sqrt(s), _epsilon)), _minusRate, w));
        }
    }

    private readonly struct AdadeltaStep<Decays>(in SquareFactors factors) : IUpdateRule
        where Decays : struct, IFlag
    {
        private readonly V _minusRate = S.All(factors.MinusRate);
        private readonly V _square = S.All(factors.Square);
        private readonly V _newSquare = S.All(factors.NewSquare);
        private readonly V _epsilon = S.All(factors.Epsilon);
        private readonly V _decay = S.All(factors.Decay);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(float* weight, float* gradient, float* first, float* second)
        {
            var w = S.Load(weight);
            var g = Decayed<Decays>(gradient, w, _decay);
            var s = S.MultiplyAdd(S.Multiply(g, g), _newSquare, S.Multiply(S.Load(first), _square));
            var d = S.Load(second);
            var m = S.Multiply(S.Divide(S.Sqrt(S.Add(d, _epsilon)), S.Sqrt(S.Add(s, _epsilon))), g);
            S.Store(first, s);
            S.Store(second, S.MultiplyAdd(S.Multiply(m, m), _newSquare, S.Multiply(d, _square)));
            S.Store(weight, S.MultiplyAdd(m, _minusRate, w));
        }
    }
}
