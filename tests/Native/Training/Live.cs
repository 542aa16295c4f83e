using TorchSharp;

namespace TorchBasics.Tests.Native.Training;

/// <summary>Counts live tensors of this thread around repeated work.</summary>
internal static class Live
{
    public static long Tensors => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    /// <summary>Runs work 100 times after two rounds of warm-up; the number of live tensors must not change.</summary>
    public static void AssertConstantOver100Runs(Action work)
    {
        work();
        work();
        var before = Tensors;

        for (var i = 0; i < 100; i++)
            work();

        Assert.Equal(before, Tensors);
    }
}
