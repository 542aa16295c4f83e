namespace TorchBasics.Kernels.Plans;

/// <summary>Where the gradients of a network stand: one behind the other, layer by layer, each from a cache line on.</summary>
/// <param name="first">The first; owned by somebody else.</param>
/// <param name="layers">For each layer where its gradients begin, and where those behind them do.</param>
/// <param name="roots">How many sums of all gradients there is room for, one behind the other.</param>
internal sealed unsafe class GradientMemory(float* first, IReadOnlyList<(int Start, int End)> layers, int roots)
{
    /// <summary>The first number.</summary>
    public float* First => first;

    /// <summary>For each layer where its gradients begin, and where those behind them do, in floats.</summary>
    public IReadOnlyList<(int Start, int End)> Layers => layers;

    /// <summary>Floats of all gradients, with the room between them.</summary>
    public int Floats => layers.Count == 0 ? 0 : layers[^1].End;

    /// <summary>How many sums of all gradients there is room for.</summary>
    public int Roots => roots;
}
