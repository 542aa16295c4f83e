namespace TorchBasics.Core.Catalog;

/// <summary>
/// Stylised digits on a grid of 7 columns and 12 rows, the 84 target values of layer F6 in the 1998 LeNet-5. Similar
/// digits have similar pictures, so that a confusion costs less than a blunder (LeCun et al. 1998, figure 3).
/// </summary>
public static class DigitBitmaps
{
    /// <summary>Columns of a picture.</summary>
    public const int Width = 7;

    /// <summary>Rows of a picture.</summary>
    public const int Height = 12;

    // One line per row; the ten digits stand side by side, separated by a blank.
    private const string Pictures =
        """
        ....... ....... ....... ....... ....... ....... ....... ....... ....... .......
        ..###.. ...#... ..###.. .#####. .....#. ######. ..####. ####### ..###.. ..###..
        .##.##. ..##... .#..##. #....## ....##. #...... .#..... #....## .#...#. .##.##.
        ##...## .###... #....## .....## ...###. #...... ##..... ....##. #.....# ##...##
        ##...## ...#... .....## .....#. ..##.#. #...... #...... ....#.. ##...## ##...##
        ##...## ...#... ....##. ..###.. .##..#. #####.. #.###.. ...##.. .#####. .##.###
        ##...## ...#... ...##.. ....##. ##...#. ....##. ##...#. ...#... ..###.. ..##.##
        ##...## ...#... ..##... .....## ####### .....## #.....# ..##... .##.##. .....##
        ##...## ...#... .##.... .....## .....#. .....## #.....# ..#.... ##...## .....#.
        .##.##. ...#... ##..... #....## .....#. #....## ##...## .##.... ##...## ....##.
        ..###.. ..###.. ####### .#####. .....#. .#####. ..####. .#..... .#####. .####..
        ....... ....... ....... ....... ....... ....... ....... ....... ....... .......
        """;

    /// <summary>Ten rows of 84 values, row by row of the picture: +1 for ink, -1 for paper.</summary>
    public static IReadOnlyList<IReadOnlyList<float>> Prototypes { get; } = Parse();

    private static float[][] Parse()
    {
        var rows = Pictures.ReplaceLineEndings("\n").Split('\n').Select(line => line.Split(' ')).ToArray();
        return [.. Enumerable.Range(0, 10)
            .Select(digit => rows.SelectMany(row => row[digit]).Select(dot => dot == '#' ? 1f : -1f).ToArray())];
    }
}
