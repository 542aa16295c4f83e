using TorchBasics.Core.Layers;

namespace TorchBasics.Training.Data;

/// <summary>
/// A distortion of a picture about its centre that keeps straight lines straight: squeeze and scale, then shear, then
/// rotation, then shift. Stored as its inverse in the coordinates of grid sampling, where both axes run from -1 to 1 between the
/// picture's edges: for each place of the result, the place of the source that is seen there.
/// </summary>
/// <param name="XX">Source x per result x.</param>
/// <param name="XY">Source x per result y.</param>
/// <param name="X">Source x of the result's centre.</param>
/// <param name="YX">Source y per result x.</param>
/// <param name="YY">Source y per result y.</param>
/// <param name="Y">Source y of the result's centre.</param>
/// <remarks>Source: PyTorch torch.nn.functional.grid_sample with align_corners=False.</remarks>
public readonly record struct AffineMap(float XX, float XY, float X, float YX, float YY, float Y)
{
    /// <summary>Composes a distortion.</summary>
    /// <param name="size">Height and width of the picture, in pixels.</param>
    /// <param name="shiftX">Shift to the right, in pixels.</param>
    /// <param name="shiftY">Shift downwards, in pixels.</param>
    /// <param name="degrees">Rotation, counter-clockwise as seen.</param>
    /// <param name="scale">Factor of size, above 0; 1 keeps the size.</param>
    /// <param name="shear">Shift to the right per pixel downwards.</param>
    /// <param name="squeeze">Factor of the width, above 0, by which the height is divided; 1 keeps both.</param>
    /// <returns>The map.</returns>
    public static AffineMap Of(
        Size2d size,
        double shiftX = 0,
        double shiftY = 0,
        double degrees = 0,
        double scale = 1,
        double shear = 0,
        double squeeze = 1)
    {
        // Forward, x to the right and y downwards, after the squeeze (squeeze x, y / squeeze):
        //     (x, y) -> R (scale (x + shear y), scale y) + shift,  R = [cos sin; -sin cos].
        // Inverse:  (u, v) = R^T ((x, y) - shift) / scale,  then  (u - shear v, v),  then  (u / squeeze, squeeze v).
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var (ux, uy) = (cos / scale, -sin / scale);
        var (vx, vy) = (sin / scale, cos / scale);
        (ux, uy) = ((ux - (shear * vx)) / squeeze, (uy - (shear * vy)) / squeeze);
        (vx, vy) = (squeeze * vx, squeeze * vy);
        double height = size.Height, width = size.Width;
        return new AffineMap(
            (float)ux,
            (float)(uy * height / width),
            (float)(-((ux * shiftX) + (uy * shiftY)) * 2 / width),
            (float)(vx * width / height),
            (float)vy,
            (float)(-((vx * shiftX) + (vy * shiftY)) * 2 / height));
    }
}
