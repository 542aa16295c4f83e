using CsCheck;
using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Models.Fused;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Losses;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Engines.Fused;
using TorchBasics.Verification.Recording;
using TorchSharp;

namespace TorchBasics.Tests.Native.Kernels.Simd;

/// <summary>
/// Losses and answers, in every width, on outputs that go straight through a network without a layer that computes.
/// </summary>
public sealed class LossKernelTests
{
    public static TheoryData<int> Widths => Simd.Widths.All;

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_loss_and_its_gradient_are_within_their_bounds(int bits) =>
        Gen.Select(
            AnyOf(LossKind.CrossEntropy, LossKind.MeanSquaredError, LossKind.Rbf),
            AnyOf(0.0, 0.1, 0.5),
            Gen.Int[1, 12],
            Gen.Int[1, 70],
            AnyOf(1.0, 30, 300),
            Gen.ULong)
            .Sample(
                (kind, smoothing, outputs, samples, size, seed) =>
                {
                    kind = outputs == 1 ? LossKind.MeanSquaredError : kind;
                    var random = new RandomGenerator(seed);
                    var scores = RandomNumbers.Draw(random, [samples, outputs])
                        .Map(value => new Float64((float)(value.Value * size)));
                    var labels = Enumerable.Range(0, samples).Select(_ => random.NextInt32(Math.Max(2, outputs))).ToArray();

                    var (loss, gradient, _) = Compute(bits, Loss.Create(kind, smoothing, outputs), scores, labels);

                    var rounded = scores.Map(value => Rounded<Binary32>.Exactly(value.Value));
                    var expected = ReferenceLoss.Value(kind, smoothing, outputs, rounded, labels);
                    ShouldPass(Comparison.Within(
                        Place.Loss,
                        Tensor<Float64>.Over([], [new Float64(loss)]),
                        Tensor<Rounded<Binary32>>.Over([], [expected])));
                    ShouldPass(Comparison.Within(
                        Place.LossGradient, gradient, ReferenceLoss.Gradient(kind, smoothing, outputs, rounded, labels)));
                },
                iter: Simd.Widths.Cases(150),
                threads: 1);

    // The first of equal outputs is the answer; a single output says 1 above one half.
    [Theory]
    [MemberData(nameof(Widths))]
    public void Right_answers_are_counted(int bits) =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 70], Gen.ULong).Sample(
            (outputs, samples, seed) =>
            {
                var random = new RandomGenerator(seed);
                var scores = RandomNumbers.Draw(random, [samples, outputs])
                    .Map(value => new Float64(Math.Floor(value.Value * 2)));
                var labels = Enumerable.Range(0, samples).Select(_ => random.NextInt32(Math.Max(2, outputs))).ToArray();

                var (_, _, correct) = Compute(bits, new MeanSquaredErrorLoss(outputs, 0), scores, labels);

                Assert.Equal(labels.Index().Count(label => label.Item == Argmax(scores, label.Index)), correct);
            },
            iter: Simd.Widths.Cases(100),
            threads: 1);

    private static Gen<T> AnyOf<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(index => items[index]);

    private static int Argmax(Tensor<Float64> scores, int sample)
    {
        var outputs = scores.Sizes[1];
        if (outputs == 1)
            return scores[sample, 0].Value > 0.5 ? 1 : 0;
        var answer = 0;
        for (var c = 1; c < outputs; c++)
            answer = scores[sample, c].Value > scores[sample, answer].Value ? c : answer;
        return answer;
    }

    private static (double Loss, Tensor<Float64> Gradient, long Correct) Compute(
        int bits, Loss loss, Tensor<Float64> scores, int[] labels)
    {
        using var network = FusedRun.Build(new Architecture("nothing", [scores.Sizes[1]], new Flatten()), []);
        using var scope = torch.NewDisposeScope();
        using var fused = new FusedNetwork(network, Simd.Widths.Of(bits), wantsInputGradient: true);
        using var source = new TensorSource();
        source.Set(scores.ToTorch(torch.float32, torch.CPU), torch.tensor(labels.Select(label => (long)label).ToArray()));
        var tape = new LayerTape(network.Architecture, fused.Plan, labels.Length);
        fused.Observer = tape.Observe;
        fused.ComputeGradients(source, FusedLoss.Of(loss), labels.Length, seed: 1);
        return (fused.Loss, tape.Gradients(1), fused.Correct);
    }

    private static void ShouldPass(Deviation deviation) => Assert.True(deviation.Passed, deviation.ToString());
}
