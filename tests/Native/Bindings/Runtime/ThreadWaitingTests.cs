using TorchBasics.Bindings.Libraries;

namespace TorchBasics.Tests.Native.Bindings.Runtime;

public class ThreadWaitingTests
{
    [Theory]
    [InlineData(new[] { 1, 1, 1 }, 2, false)]   // nobody else
    [InlineData(new[] { 2, 3, 2 }, 2, true)]    // one other on two processors, all the time
    [InlineData(new[] { 2, 1, 3 }, 2, false)]   // a burst
    [InlineData(new[] { 2, 2, 2 }, 8, false)]   // one other on eight processors does no harm
    [InlineData(new[] { 5, 6, 5 }, 8, true)]
    [InlineData(new int[0], 2, false)]          // unknown
    public void Threads_sleep_where_others_keep_half_of_the_processors_busy(int[] runnable, int processors, bool shared) =>
        Assert.Equal(shared, ThreadWaiting.IsShared(runnable, processors));
}
