using TorchBasics.Core;

namespace TorchBasics.Formats.SafeTensors;

/// <summary>One array as the header describes it.</summary>
/// <param name="Name">Full name.</param>
/// <param name="Type">What one element is.</param>
/// <param name="Sizes">Size along each axis.</param>
/// <param name="Begin">First byte, counted from the end of the header.</param>
/// <param name="End">The byte after the last.</param>
/// <param name="HeaderOffset">Where the description stands in the file.</param>
internal sealed record SafeTensorsEntry(string Name, ElementType Type, long[] Sizes, long Begin, long End, long HeaderOffset);
