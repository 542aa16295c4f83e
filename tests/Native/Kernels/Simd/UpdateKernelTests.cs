using CsCheck;
using TorchBasics.Kernels.Simd;

namespace TorchBasics.Tests.Native.Kernels.Simd;

/// <summary>Steps of optimizers, beside their formulas in double precision.</summary>
public sealed unsafe class UpdateKernelTests
{
    private const float Rate = 0.05f, Decayed = 0.9f, Decay = 0.01f, Small = 0.001f;

    // All numbers are below 4 and a step takes fewer than 12 roundings of 2^-23 at that size.
    private const double Bound = 12 * 4.8e-7;

    // Elements of a parameter: whole registers of every width, and what is left behind them.
    private static readonly Gen<int> Counts = Gen.Int[1, 70];

    public static TheoryData<int> Widths => Simd.Widths.All;

    public static TheoryData<int, float> Decays => new(
        from bits in Simd.Widths.All from decay in (float[])[0, Decay] select ((int)bits, decay));

    public static TheoryData<int, float, bool> Descents => new(
        from bits in Simd.Widths.All
        from decay in (float[])[0, Decay]
        from looksAhead in (bool[])[false, true]
        select ((int)bits, decay, looksAhead));

    [Theory]
    [MemberData(nameof(Descents))]
    public void Momentum_moves_velocity_and_weight(int bits, float decay, bool looksAhead) => Counts.Sample(count =>
    {
        var (w, g, v) = (Numbers(count, 1), Numbers(count, 2), Numbers(count, 3));
        var (weight, velocity) = (w.ToArray(), v.ToArray());
        fixed (float* pw = weight, pg = g, pv = velocity)
            Simd.Widths.Of(bits).DescendWithMomentum(new(-Rate, Decayed, decay, looksAhead), count, pw, pg, pv);

        for (var i = 0; i < count; i++)
        {
            var gradient = g[i] + ((double)decay * w[i]);
            var expected = ((double)Decayed * v[i]) + gradient;
            AssertNear(expected, velocity[i]);
            AssertNear(w[i] - (Rate * (looksAhead ? gradient + (Decayed * expected) : expected)), weight[i]);
        }
    });

    [Theory]
    [MemberData(nameof(Decays))]
    public void Descent_moves_the_weight(int bits, float decay) => Counts.Sample(count =>
    {
        var (w, g) = (Numbers(count, 1), Numbers(count, 2));
        var weight = w.ToArray();
        fixed (float* pw = weight, pg = g)
            Simd.Widths.Of(bits).Descend(new(-Rate, 0, decay, false), count, pw, pg);

        for (var i = 0; i < count; i++)
            AssertNear(w[i] - (Rate * (g[i] + ((double)decay * w[i]))), weight[i]);
    });

    [Theory]
    [MemberData(nameof(Descents))]
    public void Adam_moves_both_means_and_the_weight(int bits, float decay, bool isDecoupled) => Counts.Sample(count =>
    {
        var (w, g, m) = (Numbers(count, 1), Numbers(count, 2), Numbers(count, 3));
        float[] s = [.. Numbers(count, 4).Select(MathF.Abs)];
        var (joined, shrink) = isDecoupled ? (0f, 1 - decay) : (decay, 1f);
        var (weight, mean, square) = (w.ToArray(), m.ToArray(), s.ToArray());
        var factors = new AdamFactors(-Rate, Decayed, 1 - Decayed, 0.99f, 0.01f, Small, joined, shrink);
        fixed (float* pw = weight, pg = g, pm = mean, ps = square)
            Simd.Widths.Of(bits).Adam(factors, count, pw, pg, pm, ps);

        for (var i = 0; i < count; i++)
        {
            var gradient = g[i] + ((double)joined * w[i]);
            AssertNear((Decayed * (double)m[i]) + ((1 - (double)Decayed) * gradient), mean[i]);
            AssertNear((0.99 * s[i]) + (0.01 * gradient * gradient), square[i]);

            // The step from the means as they were stored: their own rounding is checked above.
            AssertNear((w[i] * (double)shrink) - (Rate * mean[i] / (Math.Sqrt(square[i]) + Small)), weight[i]);
        }
    });

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_weight_gets_the_same_bits_wherever_it_stands(int bits)
    {
        var (w, g, v) = (Numbers(37, 1), Numbers(37, 2), Numbers(37, 3));
        var (whole, single) = (w.ToArray(), w.ToArray());
        var (wholeVelocity, singleVelocity) = (v.ToArray(), v.ToArray());
        var factors = new DescentFactors(-Rate, Decayed, Decay, true);
        fixed (float* a = whole, b = single, gradient = g, va = wholeVelocity, vb = singleVelocity)
        {
            Simd.Widths.Of(bits).DescendWithMomentum(factors, 37, a, gradient, va);
            for (var i = 0; i < 37; i++)
                Simd.Widths.Of(bits).DescendWithMomentum(factors, 1, b + i, gradient + i, vb + i);
        }

        Assert.Equal(whole, single);
        Assert.Equal(wholeVelocity, singleVelocity);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Without_decay_an_infinite_weight_spoils_no_velocity(int bits)
    {
        float[] weight = [float.PositiveInfinity], gradient = [1], velocity = [1];
        fixed (float* w = weight, g = gradient, v = velocity)
            Simd.Widths.Of(bits).DescendWithMomentum(new(-1, 0.5f, 0, false), 1, w, g, v);

        Assert.Equal(1.5f, velocity[0]);
    }

    private static float[] Numbers(int count, int phase) =>
        [.. Enumerable.Range(0, count).Select(i => MathF.Sin((i * 1.7f) + phase))];

    private static void AssertNear(double expected, float found) => Assert.InRange(found, expected - Bound, expected + Bound);
}
