using TorchBasics.Core;
using TorchBasics.Kernels.Blocks;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Summation;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Plans;

/// <summary>
/// Computes a network, and its gradients, on whatever memory its parameters have and on whatever threads there are. Whatever
/// their number, the results are the same to the last bit: a batch is cut into shares of a size that depends on the batch
/// alone, and their gradients are added in order. A thread takes a share through the network slice by slice, so that its
/// memory does not grow with the batch.
/// </summary>
/// <remarks>
/// After the first call with batches of a size, no managed memory is allocated. Not safe for use from several threads at
/// once.
/// </remarks>
internal unsafe class KernelNetwork : IDisposable
{
    private readonly List<Workspace> _workspaces = [];
    private readonly IThreadTeam _team;
    private readonly Action<int> _takeTasks;
    private readonly (Block Block, int Task)[] _packing;
    private readonly (int Block, int Task)[][] _collecting; // by part of the gradients
    private readonly IGradientSharing? _sharing;
    private readonly AlignedFloats?[] _batch;
    private double[] _losses = [];
    private long[] _corrects = [];
    private Work _work;
    private (int Block, int Task)[] _part = [];
    private TaskRange[] _ranges = [];
    private ShareSums? _sums;
    private ShareSums? _otherSums; // of another size: the last batch of an epoch has fewer samples

    /// <summary>Plans the network.</summary>
    /// <param name="kernels">The kernels to use.</param>
    /// <param name="architecture">The network.</param>
    /// <param name="parameters">Where its parameters lie, layer by layer.</param>
    /// <param name="team">The threads; disposed with this.</param>
    /// <param name="fuses">Whether layers that can be computed in one pass are.</param>
    /// <param name="wantsInputGradient">Whether the gradient of the input is wanted, too.</param>
    /// <param name="sharing">The other machines that compute shares of each batch; stays the caller's. Null for none.</param>
    /// <exception cref="NotSupportedException">A layer has no kernel.</exception>
    public KernelNetwork(
        LaneKernels kernels,
        Architecture architecture,
        IReadOnlyList<IReadOnlyList<ParameterSlot>> parameters,
        IThreadTeam team,
        bool fuses = true,
        bool wantsInputGradient = false,
        IGradientSharing? sharing = null)
    {
        Plan = new FusedPlan(kernels, architecture, parameters, fuses, wantsInputGradient);
        (_team, _takeTasks, _sharing) = (team, TakeTasks, sharing);
        _packing = [.. Plan.Blocks.SelectMany(block => Enumerable.Range(0, block.PackTasks).Select(task => (block, task)))];
        // Large ones first, so that no thread is left with one at the end.
        _collecting = [.. Plan.Blocks.Index().Skip(Plan.FirstTrainable)
            .GroupBy(block => sharing?.PartOf(Plan.LastLayerOf(block.Index)) ?? 0)
            .OrderBy(part => part.Key)
            .Select(part => part.OrderByDescending(
                block => (double)block.Item.Input.Features * block.Item.Output.Features / Math.Max(1, block.Item.GradientTasks))
            .SelectMany(block => Enumerable.Range(0, block.Item.GradientTasks).Select(task => (block.Index, task))).ToArray())];
        _batch = new AlignedFloats?[Plan.Blocks.Count];
    }

    /// <summary>The network as blocks.</summary>
    public FusedPlan Plan { get; }

    /// <summary>Multiply-adds of a batch from which on threads share it; below, waking them costs more than they bring.</summary>
    public long WorthThreads { get; init; } = 500_000;

    /// <summary>
    /// Told of every slice of <see cref="ComputeGradients"/> once its backward pass is over, by several threads at once; null for
    /// nobody.
    /// </summary>
    public Action<Slice, Workspace>? Observer { get; set; }

    /// <summary>Mean loss over the last batch.</summary>
    public double Loss { get; private set; }

    /// <summary>Right answers in the last batch.</summary>
    public long Correct { get; private set; }

    /// <summary>
    /// Runs a batch forward and backward: <see cref="Loss"/>, <see cref="Correct"/> and the gradients of the parameters are those
    /// of it.
    /// </summary>
    /// <param name="source">The samples.</param>
    /// <param name="head">The loss.</param>
    /// <param name="samples">How many, at least 1.</param>
    /// <param name="seed">Decides what a dropout drops.</param>
    /// <param name="drops">Whether a dropout drops anything; otherwise the gradients are those of evaluation mode.</param>
    public void ComputeGradients(IBatchSource source, ILossHead head, int samples, ulong seed, bool drops = true)
    {
        var sums = SumsOf(samples);
        Start(new Work { Source = source, Head = head, Samples = samples, Seed = seed, Drops = drops, Sums = sums });
        _sharing?.Begin(sums, _losses, _corrects);
        for (var part = 0; part < _collecting.Length; part++)
        {
            Divide(Phase.Collect, (_part = _collecting[part]).Length);
            _sharing?.Share(part);
        }

        _sharing?.Complete();
        Loss = 0;
        Correct = 0;
        for (var share = 0; share < sums.Cut.Shares; share++)
        {
            Loss += _losses[share];
            Correct += _corrects[share];
        }

        Loss /= samples;
    }

    /// <summary>Runs a batch forward in evaluation mode.</summary>
    /// <param name="source">The samples; their labels are not asked for.</param>
    /// <param name="sink">Gets the results.</param>
    /// <param name="samples">How many, at least 1.</param>
    public void Evaluate(IBatchSource source, IResultSink sink, int samples) =>
        Start(new Work { Source = source, Sink = sink, Samples = samples });

    /// <inheritdoc/>
    public void Dispose() => Release();

    /// <summary>Frees what the network owns.</summary>
    protected virtual void Release()
    {
        _team.Dispose();
        foreach (var workspace in _workspaces)
            workspace.Dispose();
        foreach (var memory in _batch)
            memory?.Dispose();
        Plan.Dispose();
    }

    private ShareSums SumsOf(int samples)
    {
        if (_sums?.Cut.Samples != samples)
        {
            (_sums, _otherSums) = (_otherSums, _sums);
            if (_sums?.Cut.Samples != samples)
            {
                var cut = new ShareCut(samples);
                _sums = _sharing?.SumsOf(cut) ?? new ShareSums(cut, 0, cut.Shares);
            }
        }

        return _sums;
    }

    private void Start(Work work)
    {
        // Only gradients need a limit to the shares: each has its sums.
        work.GroupsPerShare = work.Sums?.Cut.GroupsPerShare ?? Slice.MaxGroups;
        work.Groups = work.Sums?.Groups ?? Lanes.Groups(work.Samples);
        work.Shares = (work.Groups + work.GroupsPerShare - 1) / work.GroupsPerShare;
        work.Threads = Plan.MultiplyAdds * work.Groups * Lanes.Count < WorthThreads ? 1 : _team.Size;
        _work = work;
        Reserve();
        Divide(Phase.Pack, _packing.Length);
        Divide(Phase.Shares, work.Shares);
    }

    // Takes the memory that this batch needs and that is not there yet.
    private void Reserve()
    {
        var training = _work.Head is not null;
        for (var k = 0; k < Math.Min(_work.Threads, _work.Shares); k++)
        {
            if (k == _workspaces.Count)
            {
                _workspaces.Add(new Workspace(Plan.Blocks, Slice.MaxGroups, training));
            }
            else if (training && !_workspaces[k].IsTraining)
            {
                _workspaces[k].Dispose();
                _workspaces[k] = new Workspace(Plan.Blocks, Slice.MaxGroups, training);
            }
        }

        if (!training)
            return;
        for (var k = Plan.FirstTrainable; k < Plan.Blocks.Count; k++)
        {
            var floats = Plan.Blocks[k].BatchFloats(_work.Groups, _work.Shares);
            if (_batch[k] is { } memory && memory.Count >= floats)
                continue;
            _batch[k]?.Dispose();
            _batch[k] = new AlignedFloats(floats);
        }

        if (_losses.Length < _work.Sums!.Cut.Shares)
            (_losses, _corrects) = (new double[_work.Sums.Cut.Shares], new long[_work.Sums.Cut.Shares]);
    }

    private void Divide(Phase phase, int tasks)
    {
        if (tasks == 0)
            return;
        (_work.Phase, _work.Workers) = (phase, Math.Min(_work.Threads, tasks));
        if (_ranges.Length < _work.Workers)
            _ranges = new TaskRange[_work.Workers];
        for (var worker = 0; worker < _work.Workers; worker++)
            _ranges[worker] = new()
            {
                Next = (int)((long)worker * tasks / _work.Workers),
                End = (int)((worker + 1L) * tasks / _work.Workers),
            };
        if (_work.Workers == 1)
            TakeTasks(worker: 0);
        else
            _team.Run(_work.Workers, _takeTasks);
    }

    // Each worker takes the pieces of its own range, the same in each step, so that their numbers wait in the cache of its
    // core; then those that others have not come to: one that is held up does not hold up the others.
    private void TakeTasks(int worker)
    {
        for (var k = 0; k < _work.Workers; k++)
        {
            ref var range = ref _ranges[(worker + k) % _work.Workers];
            for (int task; (task = Interlocked.Increment(ref range.Next) - 1) < range.End;)
            {
                RunTask(task, worker);
                if (worker == 0 && _work.Phase == Phase.Collect)
                    _sharing?.Progress();
            }
        }
    }

    private void RunTask(int task, int worker)
    {
        switch (_work.Phase)
        {
            case Phase.Pack:
                _packing[task].Block.Pack(_packing[task].Task, training: _work.Head is not null);
                break;
            case Phase.Shares:
                RunShare(task, _workspaces[worker]);
                break;
            default:
                var (block, piece) = _part[task];
                Plan.Blocks[block].CollectGradients(piece, _batch[block]!.Pointer, _work.Sums!);
                break;
        }
    }

    private void RunShare(int index, Workspace workspace)
    {
        var (loss, correct) = (0.0, 0L);
        var first = index * _work.GroupsPerShare;
        var end = Math.Min(first + _work.GroupsPerShare, _work.Groups);
        for (var group = first; group < end; group += Slice.MaxGroups)
        {
            var slice = new Slice(index, group, Math.Min(Slice.MaxGroups, end - group))
            {
                OpensShare = group == first,
                GroupsBefore = _work.Sums?.FirstGroup ?? 0,
                BatchGroups = _work.Groups,
                BatchShares = _work.Shares,
                Training = _work.Drops,
                Seed = _work.Seed,
            };
            RunForward(slice, workspace);
            if (_work.Sink is null)
                RunBackward(slice, workspace, ref loss, ref correct);
        }

        if (_work.Sink is null)
            (_losses[_work.Sums!.First + index], _corrects[_work.Sums.First + index]) = (loss, correct);
    }

    private void RunForward(in Slice slice, Workspace workspace)
    {
        for (var group = 0; group < slice.Groups; group++)
        {
            var number = slice.GroupsBefore + slice.FirstGroup + group;
            _work.Source!.Fill(
                number * Lanes.Count, SamplesOf(number), Plan.Input, workspace.Values(0) + ((nint)group * Plan.Input.GroupStep));
        }

        Plan.Forward(slice, workspace);
        for (var group = 0; _work.Sink is not null && group < slice.Groups; group++)
        {
            var number = slice.GroupsBefore + slice.FirstGroup + group;
            _work.Sink.Take(
                number * Lanes.Count,
                SamplesOf(number),
                Plan.Outputs,
                workspace.Values(Plan.Blocks.Count) + ((nint)group * Plan.Outputs * Lanes.Count));
        }
    }

    private void RunBackward(in Slice slice, Workspace workspace, ref double loss, ref long correct)
    {
        var outputs = (nint)Plan.Outputs * Lanes.Count;
        for (var group = 0; group < slice.Groups; group++)
        {
            var number = slice.GroupsBefore + slice.FirstGroup + group;
            var y = workspace.Values(Plan.Blocks.Count) + (group * outputs);
            var labels = workspace.LabelsOf(group);
            _work.Source!.Label(number * Lanes.Count, SamplesOf(number), labels);
            _work.Head!.Apply(
                Plan.Kernels,
                Plan.Outputs,
                y,
                labels,
                _work.Samples,
                workspace.LossLanes,
                workspace.Gradient(Plan.Blocks.Count) + (group * outputs));
            Plan.Kernels.Argmax(Plan.Outputs, y, workspace.ArgmaxLanes);
            for (var lane = 0; lane < Lanes.Count; lane++)
            {
                loss += workspace.LossLanes[lane];
                correct += workspace.ArgmaxLanes[lane] == labels[lane] ? 1 : 0;
            }
        }

        for (var k = Plan.Blocks.Count - 1; k >= Plan.FirstTrainable; k--)
        {
            var memory = workspace.Of(k);
            memory.Batch = _batch[k]!.Pointer;
            if (k == Plan.FirstTrainable && !Plan.WantsInputGradient)
                memory.GradX = null;
            Plan.Blocks[k].Backward(slice, memory);
        }

        Observer?.Invoke(slice, workspace);
    }

    private int SamplesOf(int group) => Math.Min(Lanes.Count, _work.Samples - (group * Lanes.Count));

    private enum Phase
    {
        Pack,
        Shares,
        Collect,
    }

    private struct Work
    {
        public IBatchSource? Source;
        public ILossHead? Head;
        public IResultSink? Sink;
        public int Samples;
        public ulong Seed;
        public bool Drops;
        public ShareSums? Sums;
        public int Groups;
        public int GroupsPerShare;
        public int Shares;
        public int Threads;
        public Phase Phase;
        public int Workers;
    }

    // A cache line and its neighbour for each, so that workers do not take theirs away from each other.
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Size = 128)]
    private struct TaskRange
    {
        public int Next;
        public int End;
    }
}
