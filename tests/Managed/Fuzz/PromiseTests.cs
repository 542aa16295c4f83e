using TorchBasics.Core.Errors;
using TorchBasics.Tests.Fuzz;

namespace TorchBasics.Tests.Managed.Fuzz;

/// <summary>The measure of all readers can itself fail.</summary>
public class PromiseTests
{
    [Fact]
    public void An_answer_and_a_refusal_keep_it()
    {
        Assert.Null(Promise.FaultOf([1], _ => { }));
        Assert.Null(Promise.FaultOf([1], _ => throw new MalformedFileException("x", 0, "a reason")));
    }

    [Fact]
    public void Another_exception_breaks_it() =>
        Assert.Contains("IndexOutOfRangeException", Promise.FaultOf([1], bytes => bytes[1] = 0), StringComparison.Ordinal);

    [Fact]
    public void A_refusal_without_a_place_or_a_reason_breaks_it()
    {
        Assert.Contains(
            "no place",
            Promise.FaultOf([1], _ => throw new MalformedFileException("x", -1, "a reason")),
            StringComparison.Ordinal);
        Assert.Contains(
            "no reason",
            Promise.FaultOf([1], _ => throw new MalformedFileException("x", 0, string.Empty)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Much_memory_breaks_it()
    {
        Assert.Null(Promise.FaultOf(new byte[1 << 20], _ => GC.KeepAlive(new byte[(4 << 20) + (15 << 20)])));
        Assert.Contains(
            "were allocated",
            Promise.FaultOf(new byte[1 << 20], _ => GC.KeepAlive(new byte[(4 << 20) + (17 << 20)])),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_that_is_slow_every_time_breaks_it() =>
        Assert.Contains(
            " ms, the best of 13, for 65536 bytes",
            Promise.FaultOf(new byte[1 << 16], _ => Compute(55)),
            StringComparison.Ordinal);

    [Fact]
    public void A_reader_that_was_slow_by_chance_keeps_it()
    {
        var calls = 0;

        Assert.Null(Promise.FaultOf([1], _ => Compute(++calls < 12 ? 55 : 0)));
        Assert.Equal(12, calls);
    }

    [Fact]
    public void A_reader_that_had_to_wait_keeps_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows is not asked how long a thread has computed.");
        var calls = 0;

        Assert.Null(Promise.FaultOf([1], _ =>
        {
            calls++;
            Thread.Sleep(55);
        }));
        Assert.Equal(2, calls);
    }

    [Fact]
    public void A_larger_input_may_take_longer_in_proportion() =>
        Assert.Null(Promise.FaultOf(new byte[1 << 17], _ => Compute(60)));

    private static void Compute(double milliseconds)
    {
        for (var start = ThreadTime.Now; ThreadTime.Now - start < milliseconds;)
            Thread.SpinWait(100);
    }
}
