using TorchBasics.Kernels.Proving;

namespace TorchBasics.Bindings.Proving;

/// <summary>What a probe found of one result of an operator on one way of computing.</summary>
/// <param name="Operator">The operator and which of its results: "conv2d, gradient of the input".</param>
/// <param name="Path">What computed: "libtorch, oneDNN on", for one.</param>
/// <param name="InUse">Whether the program computes so on this host.</param>
/// <param name="Shapes">How many shapes were asked, each more than once.</param>
/// <param name="Wrong">With how many of them a number was wrong at least once.</param>
/// <param name="First">The first wrong number; null when there was none.</param>
public sealed record ProbeRow(string Operator, string Path, bool InUse, int Shapes, int Wrong, WrongAnswer? First);
