using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Learning;

/// <summary>
/// The weights of a network, in shares of about the same size, one for each thread. The bits do not depend on their number.
/// </summary>
internal sealed class UpdateShares
{
    // Below, handing half of the weights to another core and back costs more than the arithmetic.
    private const long TooSmallToShare = 100_000;

    private readonly LaneKernels _kernels;
    private readonly ParameterPointers[][] _shares;

    /// <summary>Divides.</summary>
    /// <param name="kernels">The kernels to use.</param>
    /// <param name="parameters">What is to move.</param>
    /// <param name="threads">Threads, at least 1.</param>
    public UpdateShares(LaneKernels kernels, IReadOnlyList<ParameterPointers> parameters, int threads)
    {
        _kernels = kernels;
        long[] sizes = [.. parameters.Select(parameter => (long)parameter.Count)];
        var shares = ParameterPieces.Divide(sizes, sizes.Sum() < TooSmallToShare ? 1 : threads);
        _shares = [.. shares.Select(pieces => pieces.Select(piece => parameters[piece.Tensor].Piece(piece)).ToArray())];
    }

    /// <summary>The number of shares; 0 where nothing is to move.</summary>
    public int Count => _shares.Length;

    /// <summary>Moves the weights of a share.</summary>
    /// <param name="rule">The rule, prepared.</param>
    /// <param name="share">Which share.</param>
    public void Move(UpdateRule rule, int share)
    {
        foreach (ref readonly var piece in _shares[share].AsSpan())
            rule.Move(_kernels, piece);
    }
}
