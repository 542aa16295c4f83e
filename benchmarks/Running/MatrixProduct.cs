using static TorchSharp.torch;

namespace TorchBasics.Benchmarks.Running;

/// <summary>The yardstick: libtorch's product of two 1024 x 1024 float matrices, the fastest arithmetic it has.</summary>
internal sealed class MatrixProduct : Yardstick
{
    private const int Size = 1024;

    private readonly Tensor _left = rand(Size, Size).DetachFromDisposeScope();
    private readonly Tensor _right = rand(Size, Size).DetachFromDisposeScope();
    private readonly Tensor _product = zeros(Size, Size).DetachFromDisposeScope();

    public MatrixProduct()
        : base("matrix product 1024 x 1024, libtorch")
    {
    }

    public override long UnitsPerStep => 2L * Size * Size * Size;

    public override float[] Result() => _product.data<float>().ToArray();

    protected override void Work(int steps)
    {
        using var off = no_grad();
        for (var step = 0; step < steps; step++)
            _product.addmm_(_left, _right, beta: 0, alpha: 1); // beta 0 overwrites: no allocation lies in the measured time
    }

    protected override void Free()
    {
        _left.Dispose();
        _right.Dispose();
        _product.Dispose();
    }
}
