using TorchBasics.Core.Layers;

namespace TorchBasics.Verification.Generating;

/// <summary>How a kind of layer is drawn.</summary>
/// <param name="Weight">How often it is, against the others that fit.</param>
/// <param name="OfPictures">Draws one for a number of channels; null where it takes no pictures.</param>
/// <param name="OfVectors">Draws one for a number of features; null where it takes no vectors.</param>
internal sealed record LayerDraw(int Weight, Func<int, Layer>? OfPictures, Func<int, Layer>? OfVectors);
