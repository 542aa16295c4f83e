namespace TorchBasics.Core.Recipes;

/// <summary>The values that the darkest and the brightest pixel enter a network with.</summary>
/// <param name="Background">Value of pixel 0.</param>
/// <param name="Foreground">Value of pixel 255.</param>
public readonly record struct PixelRange(float Background, float Foreground)
{
    /// <summary>
    /// White -0.1, black 1.175, so that MNIST has a mean of about 0 and a variance of about 1 (LeCun et al. 1998, section III.A).
    /// </summary>
    public static PixelRange LeCun1998 => new(-0.1f, 1.175f);
}
