using TorchBasics.Bindings.Aten;
using TorchBasics.Kernels.Plans;
using static TorchSharp.torch;

namespace TorchBasics.Models.Fused;

/// <summary>libtorch's own threads, so that kernels never compete with its operators for a core.</summary>
internal sealed class LibtorchTeam : IThreadTeam
{
    private readonly ParallelFor _loop;
    private Action<int>? _work;

    public LibtorchTeam() => _loop = new ParallelFor(Work);

    /// <inheritdoc/>
    public int Size => get_num_threads();

    /// <inheritdoc/>
    public void Run(int workers, Action<int> work)
    {
        _work = work;
        _loop.Run(workers);
    }

    /// <inheritdoc/>
    public void Dispose() => _loop.Dispose();

    private void Work(long begin, long end)
    {
        for (var worker = (int)begin; worker < end; worker++)
            _work!(worker);
    }
}
