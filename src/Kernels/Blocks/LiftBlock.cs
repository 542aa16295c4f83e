using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Blocks;

/// <summary>The input, followed by what inner layers make of it.</summary>
internal sealed unsafe class LiftBlock : Block
{
    private readonly Block[] _inner;
    private readonly int _firstTrainable;

    /// <summary>Prepares the block.</summary>
    /// <param name="kernels">The kernels to use.</param>
    /// <param name="input">Layout of what enters, without border.</param>
    /// <param name="output">Layout of what leaves, without border.</param>
    /// <param name="inner">The inner layers; they become this block's own.</param>
    /// <param name="firstTrainable">The first inner block that a gradient comes back to; as many as there are for none.</param>
    public LiftBlock(LaneKernels kernels, Plane input, Plane output, IReadOnlyList<Block> inner, int firstTrainable)
        : base(kernels, input, output) => (_inner, _firstTrainable) = ([.. inner], firstTrainable);

    /// <inheritdoc/>
    public override int StateFloats => _inner.Sum(block => block.Output.GroupStep + block.StateFloats);

    /// <inheritdoc/>
    public override int ScratchFloats => _inner.Sum(block => block.Input.GroupStep + block.ScratchFloats) + _inner[^1].Output.GroupStep;

    /// <inheritdoc/>
    public override int PackTasks => 1;

    /// <inheritdoc/>
    public override int GradientTasks => _firstTrainable < _inner.Length ? 1 : 0;

    /// <inheritdoc/>
    public override long BatchFloats(int groups, int shares) => _inner.Sum(block => block.BatchFloats(groups, shares));

    /// <inheritdoc/>
    public override void Pack(int task, bool training)
    {
        foreach (var block in _inner)
            for (var piece = 0; piece < block.PackTasks; piece++)
                block.Pack(piece, training);
    }

    /// <inheritdoc/>
    public override void Forward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
        {
            // Where nothing is kept for a backward pass, the scratch takes the inner results.
            var state = memory.State is null ? memory.Scratch : Group(memory.State, group, StateFloats);
            var x = Group(memory.X, group, Input.GroupStep);
            var y = Group(memory.Y, group, Output.GroupStep);
            Copy(x, Input.GroupStep, y);
            foreach (var block in _inner)
            {
                block.Forward(slice with { FirstGroup = slice.FirstGroup + group, Groups = 1 }, new() { X = x, Y = state, State = state + block.Output.GroupStep, Random = memory.Random });
                x = state;
                state += block.Output.GroupStep + block.StateFloats;
            }

            Copy(x, _inner[^1].Output.GroupStep, y + Input.GroupStep);
        }
    }

    /// <inheritdoc/>
    public override void Backward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
            Backward(slice with { FirstGroup = slice.FirstGroup + group, Groups = 1 }, memory, group);
    }

    /// <inheritdoc/>
    public override void CollectGradients(int task, float* batch, int groups, int shares)
    {
        foreach (var block in _inner)
        {
            for (var piece = 0; piece < block.GradientTasks; piece++)
                block.CollectGradients(piece, batch, groups, shares);
        }
    }

    /// <inheritdoc/>
    protected override void Release()
    {
        foreach (var block in _inner)
            block.Dispose();
    }

    private void Backward(in Slice slice, in BlockMemory memory, int group)
    {
        var gradY = Group(memory.GradY, group, Output.GroupStep);
        var gradX = Group(memory.GradX, group, Input.GroupStep);
        if (gradX is not null)
            Copy(gradY, Input.GroupStep, gradX);
        if (_firstTrainable == _inner.Length)
            return;

        var gradient = memory.Scratch;
        Copy(gradY + Input.GroupStep, _inner[^1].Output.GroupStep, gradient);
        var state = Group(memory.State, group, StateFloats) + StateFloats;
        for (var k = _inner.Length - 1; k >= _firstTrainable; k--)
        {
            var block = _inner[k];
            state -= block.Output.GroupStep + block.StateFloats;
            var x = k == 0 ? Group(memory.X, group, Input.GroupStep) : state - _inner[k - 1].Output.GroupStep - _inner[k - 1].StateFloats;
            var next = gradient + block.Output.GroupStep;
            block.Backward(slice, new()
            {
                X = x,
                Y = state,
                State = state + block.Output.GroupStep,
                GradY = gradient,
                GradX = k == 0 && gradX is null ? null : next,
                Batch = memory.Batch, // only one inner layer has parameters, so that the memory is all its own
            });
            gradient = next;
        }

        if (gradX is not null && _firstTrainable == 0)
            for (var i = 0; i < Input.GroupStep; i++)
                gradX[i] += gradient[i];
    }

    private static void Copy(float* from, int count, float* to) => new ReadOnlySpan<float>(from, count).CopyTo(new Span<float>(to, count));
}
