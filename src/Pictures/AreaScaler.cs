namespace TorchBasics.Pictures;

/// <summary>
/// Scales pictures by area: a new pixel is the mean of the part of the old picture that it covers, so that thin strokes
/// fade instead of breaking up, and a picture keeps its mean brightness.
/// </summary>
internal static class AreaScaler
{
    /// <summary>Scales a picture to a size, larger or smaller.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="width">New columns; at least 1.</param>
    /// <param name="height">New rows; at least 1.</param>
    /// <returns>The scaled picture; the same pixels when the size is the same.</returns>
    public static GreyPicture Scale(GreyPicture picture, int width, int height)
    {
        var columns = Cover(picture.Width, width);
        var rows = Cover(picture.Height, height);

        // First along x, one row of the old picture after the other, then along y: a row is all that is kept.
        var (narrowed, held) = (new double[width], -1);
        var sums = new double[width];
        var pixels = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            Array.Clear(sums);
            foreach (var (source, share) in rows[y])
            {
                if (source != held)
                    Narrow(picture, held = source, columns, narrowed);
                for (var x = 0; x < width; x++)
                    sums[x] += share * narrowed[x];
            }

            for (var x = 0; x < width; x++)
                pixels[(y * width) + x] = (byte)Math.Round(sums[x]);
        }

        return new(width, height, pixels);
    }

    private static void Narrow(GreyPicture picture, int row, (int Source, double Share)[][] columns, double[] narrowed)
    {
        for (var x = 0; x < narrowed.Length; x++)
        {
            var sum = 0.0;
            foreach (var (source, share) in columns[x])
                sum += share * picture[source, row];
            narrowed[x] = sum;
        }
    }

    // New pixel i covers the stretch from i * from / to up to (i + 1) * from / to of the old axis; the shares sum to 1.
    // In units of 1 / to everything is a whole number, so that no rounding decides which old pixels are touched.
    private static (int Source, double Share)[][] Cover(int from, int to)
    {
        var cover = new (int, double)[to][];
        for (var i = 0; i < to; i++)
        {
            var (start, end) = ((long)i * from, (long)(i + 1) * from);
            var (first, last) = ((int)(start / to), (int)((end - 1) / to));
            cover[i] = new (int, double)[last - first + 1];
            for (var source = first; source <= last; source++)
            {
                var overlap = Math.Min(end, (long)(source + 1) * to) - Math.Max(start, (long)source * to);
                cover[i][source - first] = (source, (double)overlap / from);
            }
        }

        return cover;
    }
}
