namespace TorchBasics.Training.Reports;

/// <summary>A sample that the network takes for another class.</summary>
/// <param name="Index">Number of the sample in its set, counted from 0.</param>
/// <param name="Label">The right class.</param>
/// <param name="Predicted">The class the network says.</param>
/// <param name="Probability">How sure it is of that class, in [0, 1].</param>
/// <param name="Loss">Cross-entropy of the right class, in nats: how surprised the network is by the label.</param>
public sealed record Mistake(int Index, int Label, int Predicted, double Probability, double Loss);
