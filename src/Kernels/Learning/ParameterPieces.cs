namespace TorchBasics.Kernels.Learning;

/// <summary>
/// Divides the elements of some tensors into shares of about the same size, cutting through tensors where needed.
/// </summary>
internal static class ParameterPieces
{
    // Elements of a cache line: two shares never write to one, and a vector of any width ends at each cut, so that the bits
    // do not depend on the number of shares.
    private const long Unit = 16;

    /// <summary>Divides.</summary>
    /// <param name="sizes">Elements of each tensor.</param>
    /// <param name="shares">The number of shares, at least 1.</param>
    /// <returns>The shares that are not empty: pieces of tensors in order.</returns>
    public static IReadOnlyList<IReadOnlyList<Piece>> Divide(IReadOnlyList<long> sizes, int shares)
    {
        var limit = (sizes.Sum() + shares - 1) / shares;
        var result = new List<List<Piece>>();
        var room = 0L;
        for (var i = 0; i < sizes.Count; i++)
        {
            for (var start = 0L; start < sizes[i];)
            {
                if (room <= 0)
                {
                    result.Add([]);
                    room = limit;
                }

                var length = Math.Min((room + Unit - 1) / Unit * Unit, sizes[i] - start);
                result[^1].Add(new Piece(i, start, length));
                (start, room) = (start + length, room - length);
            }
        }

        return result;
    }

    /// <summary>Consecutive elements of one tensor.</summary>
    /// <param name="Tensor">Which tensor.</param>
    /// <param name="Start">Its first element.</param>
    /// <param name="Length">The number of elements.</param>
    public readonly record struct Piece(int Tensor, long Start, long Length);
}
