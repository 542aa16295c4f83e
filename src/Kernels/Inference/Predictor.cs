using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Kernels.Blocks;
using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Proving;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Inference;

/// <summary>
/// A trained network, ready to run: on the CPU, in single precision and evaluation mode, on the caller's thread, from any
/// number of threads at once. Weights are copied and put in the order of the kernels once; training that goes on afterwards
/// changes nothing here. Once there have been as many calls at once as there will be, a call allocates nothing.
/// </summary>
/// <remarks>A sample has the same results to the last bit, whether it comes alone or among others.</remarks>
public sealed unsafe class Predictor : IDisposable
{
    private readonly Architecture _architecture;
    private readonly NetworkSnapshot _snapshot;
    private readonly FusedPlan _plan;
    private readonly SamplePlan _single;
    private readonly MemoryPool _pool;
    private readonly int _worthGroup;
    private int _users = 1; // the owner is one
    private bool _isDisposed;

    /// <summary>Takes a snapshot of a network.</summary>
    /// <param name="model">The network; its weights are copied.</param>
    /// <exception cref="TorchBasicsException">A layer has no kernel, or an array is too large: kind Usage.</exception>
    public Predictor(Model model)
        : this(model, ProvenKernels.Current.Kernels)
    {
    }

    /// <summary>Takes a snapshot of a network.</summary>
    /// <param name="model">The network; its weights are copied.</param>
    /// <param name="kernels">The kernels to use.</param>
    internal Predictor(Model model, LaneKernels kernels)
    {
        ArgumentNullException.ThrowIfNull(model);
        _architecture = model.Architecture;
        if (KernelSupport.Refusal(_architecture) is { } refusal)
            throw new TorchBasicsException(
                ErrorKind.Usage, $"A predictor cannot run {_architecture.Name}: {refusal}. On libtorch it may run.");
        _snapshot = new NetworkSnapshot(model);
        _plan = new FusedPlan(kernels, _architecture, _snapshot.Parameters, fuses: true, wantsInputGradient: false);
        foreach (var block in _plan.Blocks)
            for (var task = 0; task < block.PackTasks; task++)
                block.Pack(task, training: false);
        _single = new SamplePlan(kernels, _plan.Input, _plan.Planned, _architecture.Layers, _snapshot.Parameters);
        _pool = new MemoryPool(_single.MemoryFloats, (int)_architecture.Output.Elements);
        (Inputs, Outputs) = (checked((int)_architecture.Input.Elements), checked((int)_architecture.Output.Elements));

        // A group takes as long with one sample as with all; a network that changes the view alone has no kernels.
        _worthGroup = _plan.Blocks.Count == 0
            ? int.MaxValue
            : (int)Math.Clamp((Lanes.Count * _plan.MultiplyAdds / Math.Max(1, _single.Work)) + 1, 2, Lanes.Count);
    }

    /// <summary>Numbers of a sample.</summary>
    public int Inputs { get; }

    /// <summary>Numbers of a result.</summary>
    public int Outputs { get; }

    /// <summary>Runs the network.</summary>
    /// <param name="inputs">Samples [N, ...], row by row; N is what the length gives, and may be 0.</param>
    /// <param name="outputs">Gets the results [N, ...], row by row. Must not overlap the samples.</param>
    /// <exception cref="ShapeException">The lengths do not fit the network or each other.</exception>
    /// <exception cref="ArgumentException">Samples and results overlap.</exception>
    /// <exception cref="ObjectDisposedException">The predictor is disposed.</exception>
    public void Run(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        CheckSizes(inputs.Length, outputs.Length);
        if (inputs.Overlaps(outputs))
            throw new ArgumentException("The results would overwrite samples; expected memory of their own.", nameof(outputs));
        var memory = Begin();
        try
        {
            fixed (float* x = inputs, y = outputs)
                Run(inputs.Length / Inputs, x, y, memory);
        }
        finally
        {
            End(memory);
        }
    }

    /// <summary>
    /// The class that the network sees in one sample: the first of the largest results; for a single result, 1 above 0.5 and else
    /// 0.
    /// </summary>
    /// <param name="sample">The sample.</param>
    /// <returns>The class, from 0.</returns>
    /// <exception cref="ShapeException">The length does not fit the network.</exception>
    /// <exception cref="ObjectDisposedException">The predictor is disposed.</exception>
    public int Predict(ReadOnlySpan<float> sample)
    {
        CheckOne(sample.Length);
        var memory = Begin();
        try
        {
            return Largest(Results(sample, memory));
        }
        finally
        {
            End(memory);
        }
    }

    /// <summary>
    /// How probable each class is: the softmax of the results, in double precision, unless they are probabilities themselves.
    /// </summary>
    /// <param name="sample">One sample.</param>
    /// <param name="probabilities">Gets a probability for each result; they sum to 1.</param>
    /// <exception cref="ShapeException">A length does not fit the network.</exception>
    /// <exception cref="ObjectDisposedException">The predictor is disposed.</exception>
    public void Probabilities(ReadOnlySpan<float> sample, Span<double> probabilities)
    {
        CheckOne(sample.Length);
        if (probabilities.Length != Outputs)
            throw new ShapeException(
                $"{_architecture.Name} got room for {probabilities.Length} probabilities; expected {Outputs}.");
        var memory = Begin();
        try
        {
            var results = Results(sample, memory);
            for (var k = 0; k < results.Length; k++)
                probabilities[k] = results[k];
        }
        finally
        {
            End(memory);
        }

        if (!_architecture.GivesProbabilities)
            Normalize(probabilities);
    }

    /// <summary>Frees the memory, once the calls that are under way are over. Calls that come later are refused.</summary>
    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _isDisposed, true))
            Leave();
    }

    private void Run(int samples, float* x, float* y, PredictorMemory memory)
    {
        var done = 0;
        while (samples - done >= _worthGroup)
        {
            var count = Math.Min(Slice.MaxGroups * Lanes.Count, samples - done);
            if (count % Lanes.Count < _worthGroup)
                count -= count % Lanes.Count;
            RunGroups(count, x + ((nint)done * Inputs), y + ((nint)done * Outputs), memory.Groups(_plan));
            done += count;
        }

        for (; done < samples; done++)
            _single.Run(x + ((nint)done * Inputs), y + ((nint)done * Outputs), memory.Sample.Pointer);
    }

    private ReadOnlySpan<float> Results(ReadOnlySpan<float> sample, PredictorMemory memory)
    {
        fixed (float* x = sample)
            _single.Run(x, memory.Results.Pointer, memory.Sample.Pointer);
        return new(memory.Results.Pointer, Outputs);
    }

    private void RunGroups(int count, float* x, float* y, Workspace workspace)
    {
        var (groups, output) = (Lanes.Groups(count), _plan.Blocks[^1].Output);
        for (var group = 0; group < groups; group++)
            SampleLanes.Spread(
                _plan.Input,
                LanesOf(group),
                x + ((nint)group * Lanes.Count * Inputs),
                workspace.Values(0) + ((nint)group * _plan.Input.GroupStep));
        _plan.Forward(new Slice(0, 0, groups), workspace);
        for (var group = 0; group < groups; group++)
            SampleLanes.Gather(
                output,
                LanesOf(group),
                workspace.Values(_plan.Blocks.Count) + ((nint)group * output.GroupStep),
                y + ((nint)group * Lanes.Count * Outputs));

        int LanesOf(int group) => Math.Min(Lanes.Count, count - (group * Lanes.Count));
    }

    private static int Largest(ReadOnlySpan<float> results)
    {
        if (results.Length == 1)
            return results[0] > 0.5f ? 1 : 0;
        var answer = 0;
        for (var k = 1; k < results.Length; k++)
            if (results[k] > results[answer] || (float.IsNaN(results[k]) && !float.IsNaN(results[answer])))
                answer = k;
        return answer;
    }

    private static void Normalize(Span<double> scores)
    {
        var (largest, sum) = (double.NegativeInfinity, 0.0);
        foreach (var score in scores)
            largest = Math.Max(largest, score);
        foreach (ref var score in scores)
        {
            score = Math.Exp(score - largest);
            sum += score;
        }

        foreach (ref var score in scores)
            score /= sum;
    }

    private void CheckSizes(int inputs, int outputs)
    {
        var (samples, rest) = Math.DivRem(inputs, Inputs);
        if (rest != 0)
            throw new ShapeException(
                $"{_architecture.Name} got {inputs} numbers; "
                + $"expected a multiple of {Inputs}, samples of shape {_architecture.Input}.");
        if (outputs != (long)samples * Outputs)
            throw new ShapeException(
                $"{_architecture.Name} got room for {outputs} results; "
                + $"expected {(long)samples * Outputs}, {Outputs} for each of {Counted.Of(samples, "sample")}.");
    }

    private void CheckOne(int inputs)
    {
        if (inputs != Inputs)
            throw new ShapeException(
                $"{_architecture.Name} got {inputs} numbers; expected {Inputs}, one sample of shape {_architecture.Input}.");
    }

    private PredictorMemory Begin()
    {
        for (var users = Volatile.Read(ref _users); ;)
        {
            ObjectDisposedException.ThrowIf(users == 0 || Volatile.Read(ref _isDisposed), this);
            var before = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (before == users)
                return _pool.Take();
            users = before;
        }
    }

    private void End(PredictorMemory memory)
    {
        _pool.Return(memory);
        Leave();
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) > 0)
            return;
        _pool.Dispose();
        _single.Dispose();
        _plan.Dispose();
        _snapshot.Dispose();
    }
}
