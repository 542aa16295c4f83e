using CsCheck;
using TorchBasics.Kernels.Learning;

namespace TorchBasics.Tests.Native.Training.Optimizers;

public class ParameterPiecesTests
{
    [Fact]
    public void Every_element_is_in_exactly_one_piece_and_cuts_are_at_cache_lines() =>
        Gen.Select(Gen.Long[0, 100].List[0, 6], Gen.Int[1, 5]).Sample((sizes, shares) =>
        {
            var divided = ParameterPieces.Divide(sizes, shares);

            var next = sizes.Select(_ => 0L).ToArray();
            foreach (var piece in divided.SelectMany(pieces => pieces))
            {
                Assert.True(piece.Length > 0);
                Assert.Equal(next[piece.Tensor], piece.Start);
                Assert.Equal(0, piece.Start % 16);
                next[piece.Tensor] += piece.Length;
            }

            Assert.Equal(sizes, next);
            Assert.True(divided.Count <= shares);
            Assert.All(divided, Assert.NotEmpty);
            Assert.All(
                divided, pieces => Assert.True(pieces.Sum(piece => piece.Length) < ((sizes.Sum() + shares - 1) / shares) + 16));
        });
}
