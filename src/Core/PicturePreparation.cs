namespace TorchBasics.Core;

/// <summary>How a picture of any size becomes one of the size that a network takes.</summary>
public enum PicturePreparation
{
    /// <summary>
    /// As the pictures of MNIST are: one sign, light on dark, cut out, scaled into 20 x 20 pixels in its proportions and placed
    /// by its centre of mass in 28 x 28.
    /// </summary>
    Sign,

    /// <summary>The whole picture, scaled by area to the size, whatever its proportions; its grey values stay.</summary>
    Whole,
}
