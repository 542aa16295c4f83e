using TorchBasics.Kernels.Inference;
using TorchBasics.Models;
using ModelCatalog = TorchBasics.Core.Catalog.ModelCatalog;

namespace TorchBasics.Tests.Native.Kernels.Inference;

/// <summary>Many callers at once.</summary>
public sealed class PredictorThreadTests
{
    private const int Threads = 16;

    [Theory]
    [InlineData("lenet5")]
    [InlineData("lenet5-original")]
    public void Threads_at_once_get_the_bits_that_one_gets(string model)
    {
        using var network = new Network(ModelCatalog.Find(model).Initial(1));
        using var predictor = network.ToPredictor();
        var batches = Enumerable.Range(0, Threads)
            .Select(thread => Answers.Samples(predictor, 1 + (7 * thread), (ulong)thread)).ToList();
        var expected = batches.Select(batch => Answers.OneByOne(predictor, batch)).ToList();

        var actual = Together<float[]>(
            thread => [.. Enumerable.Range(0, 20).Select(_ => Answers.Of(predictor, batches[thread]))]);

        for (var thread = 0; thread < Threads; thread++)
            Assert.All(actual[thread], results => Answers.AssertSameBits(expected[thread], results));
    }

    [Fact]
    public void Memory_has_one_user_at_a_time_and_grows_to_the_most_at_once()
    {
        using var pool = new MemoryPool(sampleFloats: 16, outputs: 1);
        var users = new int[2 * Threads];

        // Two for each: a thread that is held up between reading the first idle one and taking it finds it first again, but
        // what came next in use.
        var shared = Together<bool>(_ => [.. Enumerable.Range(0, 100_000).Select(_ =>
        {
            var (first, second) = (pool.Take(), pool.Take());
            var isShared = Interlocked.Increment(ref users[first.Index]) != 1;
            isShared |= Interlocked.Increment(ref users[second.Index]) != 1;
            Interlocked.Decrement(ref users[first.Index]);
            Interlocked.Decrement(ref users[second.Index]);
            pool.Return(first);
            pool.Return(second);
            return isShared;
        })]);

        Assert.All(shared, results => Assert.DoesNotContain(true, results));
        Assert.InRange(pool.Count, 2, 2 * Threads);
    }

    [Fact]
    public void Calls_are_refused_after_the_end()
    {
        using var network = new LeNet5(seed: 1);
        var predictor = network.ToPredictor();

        predictor.Dispose();
        predictor.Dispose();

        Assert.Throws<ObjectDisposedException>(() => predictor.Run(new float[784], new float[10]));
        Assert.Throws<ObjectDisposedException>(() => predictor.Predict(new float[784]));
    }

    [Fact]
    public void Calls_under_way_come_to_their_end()
    {
        using var network = new LeNet5(seed: 1);
        for (var round = 0; round < 20; round++)
        {
            var predictor = network.ToPredictor();
            var samples = Answers.Samples(predictor, 20, seed: 1);
            var expected = Answers.Of(predictor, samples);
            using var started = new CountdownEvent(Threads - 1);

            var counts = Together<bool>(thread =>
            {
                if (thread == 0)
                {
                    started.Wait();
                    predictor.Dispose();
                    predictor.Dispose(); // which is no end of a call
                    return [];
                }

                return CallUntilTheEnd(predictor, samples, expected, started);
            });

            Assert.All(counts.Skip(1), calls => Assert.All(calls, Assert.True));
        }
    }

    private static List<bool> CallUntilTheEnd(Predictor predictor, float[] samples, float[] expected, CountdownEvent started)
    {
        var calls = new List<bool>();
        var results = new float[expected.Length];
        while (true)
        {
            try
            {
                predictor.Run(samples, results);
                calls.Add(results.AsSpan().SequenceEqual(expected));
            }
            catch (ObjectDisposedException)
            {
                return calls;
            }

            if (calls.Count == 1)
                started.Signal();
        }
    }

    // Real threads, so that all are there at once whatever the thread pool thinks.
    private static List<T>[] Together<T>(Func<int, List<T>> work)
    {
        var results = new List<T>[Threads];
        var failures = new List<Exception>();
        using var start = new Barrier(Threads); // else the first would be done before the last is there
        var threads = Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            try
            {
                start.SignalAndWait();
                results[thread] = work(thread);
            }
#pragma warning disable CA1031 // a thread's failure is the test's
            catch (Exception failure)
#pragma warning restore CA1031
            {
                lock (failures)
                    failures.Add(failure);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Empty(failures);
        return results;
    }
}
