using TorchBasics.Core;
using TorchBasics.Core.Layers;

namespace TorchBasics.Verification.Recording;

/// <summary>The arrays of a layer that training changes without a gradient.</summary>
internal static class LayerBuffers
{
    /// <summary>The buffers of a layer, in order.</summary>
    public static IEnumerable<ParameterSpec> Of(Layer layer) => layer.Parameters.Where(spec => spec.Role == ParameterRole.Buffer);

    /// <summary>Of what stands for the arrays of a layer, that of its buffers.</summary>
    public static IEnumerable<TArray> Of<TArray>(Layer layer, IReadOnlyList<TArray> arrays) =>
        layer.Parameters.Zip(arrays).Where(pair => pair.First.Role == ParameterRole.Buffer).Select(pair => pair.Second);

    /// <summary>The places of all buffers of a network.</summary>
    public static IReadOnlySet<Place> Places(Architecture architecture) =>
        architecture.Parameters.Where(parameter => parameter.Spec.Role == ParameterRole.Buffer)
            .Select(parameter => Place.Parameter(parameter.Name)).ToHashSet();
}
