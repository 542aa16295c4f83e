using TorchBasics.Bindings.Aten;
using TorchBasics.Bindings.Stable;

namespace TorchBasics.Tests.Native.Bindings.Aten;

public class ParallelForTests
{
    private static readonly StableInterface Nothing = new(new Version(2, 10, 0), _ => false);

    public static TheoryData<long, long> Sizes
    {
        get
        {
            var sizes = new TheoryData<long, long>();
            foreach (var count in (long[])[0, 1, 2, 3, 7, 64, 1000])
                foreach (var grain in (long[])[1, 2, 10, 999, 5000])
                    sizes.Add(count, grain);
            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Each_index_comes_exactly_once(long count, long grain)
    {
        var visits = new int[count];
        using var loop = new ParallelFor((begin, end) => Visit(visits, begin, end));

        loop.Run(count, grain);
        loop.Run(count, grain);

        Assert.All(visits, visited => Assert.Equal(2, visited));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Without_the_function_each_index_comes_once_on_the_callers_thread(long count, long grain)
    {
        var visits = new int[count];
        var threads = new List<int>();
        using var loop = new ParallelFor(
            (begin, end) =>
            {
                threads.Add(Environment.CurrentManagedThreadId);
                Visit(visits, begin, end);
            },
            Nothing);

        loop.Run(count, grain);

        Assert.All(visits, visited => Assert.Equal(1, visited));
        Assert.All(threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
    }

    [Fact]
    public void An_exception_of_the_body_is_thrown_as_it_is_after_all_parts_have_ended()
    {
        var thrown = new InvalidOperationException("seven");
        var visits = new int[1000];
        using var loop = new ParallelFor((begin, end) =>
        {
            Visit(visits, begin, end);
            if (begin <= 7 && 7 < end)
                throw thrown;
        });

        var caught = Assert.Throws<InvalidOperationException>(() => loop.Run(1000));

        Assert.Same(thrown, caught);
        Assert.All(visits, visited => Assert.Equal(1, visited));
    }

    [Fact]
    public void When_all_parts_throw_one_arrives_and_the_loop_can_run_again()
    {
        var refuse = true;
        var visits = new int[100];
        using var loop = new ParallelFor((begin, end) =>
        {
            if (refuse)
                throw new FormatException($"{begin}");
            Visit(visits, begin, end);
        });

        Assert.Throws<FormatException>(() => loop.Run(100));
        refuse = false;
        loop.Run(100);

        Assert.All(visits, visited => Assert.Equal(1, visited));
    }

    [Fact]
    public void A_loop_within_a_loop_covers_its_indices()
    {
        var visits = new int[8 * 50];
        using var outer = new ParallelFor((begin, end) =>
        {
            for (var row = begin; row < end; row++)
            {
                var first = row * 50;
                using var inner = new ParallelFor((from, to) => Visit(visits, first + from, first + to));
                inner.Run(50);
            }
        });

        outer.Run(8);

        Assert.All(visits, visited => Assert.Equal(1, visited));
    }

    [Fact]
    public void A_run_allocates_nothing()
    {
        var total = 0L;
        using var loop = new ParallelFor((begin, end) => Interlocked.Add(ref total, end - begin));
        for (var i = 0; i < 100; i++)
            loop.Run(1000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            loop.Run(1000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal(200_000, total);
    }

    [Fact]
    public void A_loop_that_runs_itself_is_refused()
    {
        ParallelFor? self = null;
        using var loop = new ParallelFor((begin, end) => self!.Run(1));
        self = loop;

        Assert.Throws<InvalidOperationException>(() => loop.Run(10));
    }

    [Fact]
    public void A_disposed_loop_and_numbers_out_of_range_are_refused()
    {
        var loop = new ParallelFor((begin, end) => { });

        Assert.Throws<ArgumentOutOfRangeException>(() => loop.Run(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => loop.Run(1, 0));
        loop.Dispose();
        loop.Dispose();
        Assert.Throws<ObjectDisposedException>(() => loop.Run(1));
        Assert.Throws<ArgumentNullException>(() => new ParallelFor(null!));
    }

    private static void Visit(int[] visits, long begin, long end)
    {
        Assert.True(begin < end);
        for (var i = begin; i < end; i++)
            Interlocked.Increment(ref visits[i]);
    }
}
