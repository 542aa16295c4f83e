namespace TorchBasics.Lessons.Witnesses;

/// <summary>What a second engine says of a step.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Gradients">One array for each parameter.</param>
public sealed record WitnessedStep(double Loss, IReadOnlyList<float[]> Gradients);
