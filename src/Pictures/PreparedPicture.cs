using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Pictures;

/// <summary>From a picture of any size to one of the size that a network takes.</summary>
public static class PreparedPicture
{
    /// <summary>Refuses a preparation that cannot give pictures of a size.</summary>
    /// <param name="preparation">The preparation.</param>
    /// <param name="size">Rows and columns of the result.</param>
    /// <exception cref="TorchBasicsException">Signs are asked for in another size than MNIST's: kind Usage.</exception>
    public static void Check(PicturePreparation preparation, Size2d size)
    {
        if (preparation == PicturePreparation.Sign && size != DigitPreparation.Size)
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"Signs are prepared as MNIST's are, in {DigitPreparation.Size}x{DigitPreparation.Size} pixels; "
                + $"{size} were asked for. Take whole pictures (--preparation whole), or leave the size out.");
    }

    /// <summary>Prepares a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="path">What the picture is called in errors.</param>
    /// <param name="preparation">How.</param>
    /// <param name="size">Rows and columns of the result, at least 1 each.</param>
    /// <returns>The prepared picture; the same pixels where whole ones have the size already.</returns>
    /// <exception cref="TorchBasicsException">
    /// A picture of a sign shows nothing but its background: kind Data. The preparation cannot give the size: kind Usage.
    /// </exception>
    public static GreyPicture Of(GreyPicture picture, string path, PicturePreparation preparation, Size2d size)
    {
        Check(preparation, size);
        return preparation switch
        {
            PicturePreparation.Sign => DigitPreparation.Prepare(picture, path),
            PicturePreparation.Whole => AreaScaler.Scale(picture, size.Width, size.Height),
        };
    }
}
