using TorchBasics.Core.Catalog;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Engines;

namespace TorchBasics.Tests.Native.Verification;

/// <summary>The gradients of whole networks, against derivatives that no hand wrote.</summary>
public sealed class NetworkGradientTests
{
    private const long LargestModel = 61_706; // the parameters of lenet5
    private const int Sampled = 40;

    public static TheoryData<string> Small =>
        [.. Trainable.Where(entry => entry.Architecture.ParameterCount <= LargestModel).Select(entry => entry.Name)];

    public static TheoryData<string> Large =>
        [.. Trainable.Where(entry => entry.Architecture.ParameterCount > LargestModel).Select(entry => entry.Name)];

    private static IEnumerable<ModelEntry> Trainable =>
        ModelCatalog.All.Where(entry => entry.Architecture.Layers.All(layer => layer is not Core.Layers.Step));

    [Theory]
    [MemberData(nameof(Small))]
    public void Every_gradient_of_the_textbook_agrees_with_dual_numbers_to_twelve_digits(string model) =>
        Passes(model, NetworkGradientCheck.Method.DualNumbers, sampled: int.MaxValue);

    [Theory]
    [MemberData(nameof(Large))]
    public void A_sample_of_the_gradients_of_a_large_model_agrees_with_dual_numbers(string model) =>
        Passes(model, NetworkGradientCheck.Method.DualNumbers, Sampled);

    [Theory]
    [MemberData(nameof(Small))]
    public void The_gradients_of_the_textbook_agree_with_central_differences_to_eight_digits(string model) =>
        Passes(model, NetworkGradientCheck.Method.CentralDifferences, Sampled);

    private static void Passes(string model, NetworkGradientCheck.Method method, int sampled)
    {
        var entry = ModelCatalog.Find(model);
        var spec = RunSpecs.Random(entry.Architecture, RunSpecs.RecipeOf(entry), steps: 1, batchSize: 2, seed: 5);

        var deviations = new NetworkGradientCheck(method, sampled, seed: 1).Check(new ReferenceEngine(), spec).ToList();

        Assert.Equal(entry.Architecture.Parameters.Count(parameter => parameter.Spec.Trainable), deviations.Count);
        Assert.Empty(deviations.Where(deviation => !deviation.Passed).Select(deviation => $"{deviation}"));
    }
}
