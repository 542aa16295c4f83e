namespace TorchBasics.Lessons.Learning;

/// <summary>
/// Puts a drawing where the digits of the training set are: its ink fills a square of 20 x 20 pixels, and its centre of mass is
/// in the middle of the picture.
/// </summary>
internal static class CentredDrawing
{
    private const int Size = 28, Box = 20;
    private const int Faint = 40; // what an edge of a stroke may have

    /// <summary>Prepares a drawing.</summary>
    /// <param name="drawing">28 x 28 bytes.</param>
    /// <returns>As many; the same where nothing is drawn.</returns>
    public static byte[] Of(byte[] drawing)
    {
        var ink = Enumerable.Range(0, drawing.Length).Where(k => drawing[k] >= Faint).ToList();
        if (ink.Count == 0)
            return drawing;
        var (top, bottom, left, right) = (
            ink.Min(k => k / Size), ink.Max(k => k / Size), ink.Min(k => k % Size), ink.Max(k => k % Size));
        var (height, width) = (bottom - top + 1, right - left + 1);
        var scale = (double)Math.Max(height, width) / Box;
        var rows = Math.Clamp((int)((height / scale) + 0.5), 1, Box);
        var columns = Math.Clamp((int)((width / scale) + 0.5), 1, Box);
        var box = new double[rows, columns];
        var (mass, momentRow, momentColumn) = (0.0, 0.0, 0.0);
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
            {
                var value = Mean(drawing, top + (row * scale), left + (column * scale), scale);
                box[row, column] = value;
                (mass, momentRow, momentColumn) = (mass + value, momentRow + (value * row), momentColumn + (value * column));
            }

        var (first, start) = (Start(momentRow / mass, rows), Start(momentColumn / mass, columns));
        var picture = new byte[drawing.Length];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                picture[((first + row) * Size) + start + column] = (byte)(box[row, column] + 0.5);
        return picture;
    }

    private static int Start(double centre, int length) =>
        double.IsFinite(centre) ? Math.Clamp((int)Math.Round((Size / 2) - centre), 0, Size - length) : 0;

    // The mean of 4 x 4 places within a square of the drawing, each read where it lies.
    private static double Mean(byte[] drawing, double top, double left, double side)
    {
        var sum = 0.0;
        for (var p = 0; p < 4; p++)
            for (var q = 0; q < 4; q++)
            {
                var (row, column) = ((int)(top + ((p + 0.5) / 4 * side)), (int)(left + ((q + 0.5) / 4 * side)));
                sum += row < Size && column < Size ? drawing[(row * Size) + column] : 0;
            }

        return sum / 16;
    }
}
