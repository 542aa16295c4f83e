using System.Diagnostics;
using TorchBasics.Core;
using TorchBasics.Tests.Fuzz.Formats;

namespace TorchBasics.Tests.Fuzz;

/// <summary>Feeds changed inputs to one reader until the order is fulfilled.</summary>
internal sealed class Worker : IDisposable
{
    public const string Verb = "worker";

    private const int StackSize = 256 << 10;
    private const int ClockEvery = 1024;

    private readonly Coverage _coverage = new();
    private readonly WorkOrder _order;
    private readonly BlackBox _box;
    private readonly Corpus _corpus;
    private readonly Findings _findings;
    private readonly Target _target;
    private readonly Action<byte[]> _parse;
    private readonly RandomGenerator _random;
    private readonly Mutator _mutator;

    private Worker(WorkOrder order)
    {
        _order = order;
        _box = new BlackBox(order.BlackBox);
        _corpus = new Corpus(order.CorpusFolder);
        _findings = new Findings(order.FindingsFolder, order.KindsFile);
        _target = Target.Find(order.Format);
        _parse = _target.Parse;
        _random = new RandomGenerator(order.Seed);
        _mutator = new Mutator(_random, _target.Words);
    }

    /// <summary>Fulfils an order, on a thread with a small stack.</summary>
    /// <returns>The exit code of the process.</returns>
    public static int Run(WorkOrder order)
    {
        var thread = new Thread(() =>
        {
            using var worker = new Worker(order);
            worker.Work();
        }, StackSize);
        thread.Start();
        thread.Join();
        return 0;
    }

    public void Dispose()
    {
        _box.Dispose();
        _coverage.Dispose();
    }

    private void Work()
    {
        foreach (var seed in _target.Seeds.Concat(_corpus.Earlier()).ToList())
            Feed(seed, isSeed: true);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0L; i < _order.Count; i++)
        {
            if (i % ClockEvery == 0 && Stopwatch.GetElapsedTime(start).TotalSeconds > _order.Seconds)
                break;
            Feed(Next(), isSeed: false);
        }
    }

    private byte[] Next()
    {
        var (input, other) = (_corpus.Pick(_random), _corpus.Pick(_random));
        return _random.NextInt32(3) == 0 && _target.Restructure(input, other, _mutator) is { } changed
            && changed.Length <= Mutator.MaximumLength
            ? changed
            : _mutator.Change(input, other);
    }

    private void Feed(byte[] input, bool isSeed)
    {
        _box.Input = input;
        _coverage.Start();
        var fault = Promise.FaultOf(input, _parse);
        if ((_coverage.Finish() || isSeed) && fault is null)
            _corpus.Add(input);
        if (fault is not null)
            _findings.Add(input, fault);
        (_box.Edges, _box.Kept, _box.Findings) = (_coverage.Edges, _corpus.Count, _findings.Count);
        _box.Count++;
    }
}
